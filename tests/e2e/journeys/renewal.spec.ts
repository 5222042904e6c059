// A token that ends while two tabs are at work: one of them renews it, for both, as what renews it is good for
// one use and a second use ends the session.
import type { BrowserContext } from "@playwright/test";
import { Backend } from "../support/backend.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, SPACE } from "../support/people.ts";
import { Person } from "../support/person.ts";
import { Server } from "../support/server.ts";
import { AT_DESK } from "../support/where.ts";

const RENEWAL = "/rpc/renew";

test("of two tabs whose token ends one renews it for both, and nothing is lost", AT_DESK, async ({ someone }) => {
  test.setTimeout(180_000);
  const backend = await Backend.start("postgrest");
  if (typeof backend === "string") {
    test.skip(true, backend);
    return;
  }
  const url = `http://localhost:${backend.port}`;
  const app = await Server.start({ args: ["--connect-src", url] });
  const first = await someone();
  const clock = await Tokens.of(first.page.context(), url);
  await first.page.goto(`${app.url}/connect`);
  await first.page.getByRole("radio", { name: first.words.say("entry.connect.postgrest") }).check();
  await first.field("entry.connect.url").fill(url);
  await first.button("entry.connect.use").click();
  await expect(first.page.getByText(first.words.say("entry.connect.weak.polled"))).toBeVisible();
  await first.setsUp(`${app.url}/setup`, "示例公司", LIN);
  const space = await first.createsSpace(SPACE);
  await first.goesTo(`${space}/rules/edit`);
  await first.addsRules(["群内只谈工作。"]);
  await first.publishes("第一版", 1);
  await first.goesTo(space);
  await first.posts("令牌还有效时写的");
  await first.seesSent("令牌还有效时写的");
  const second = new Person(await first.page.context().newPage(), "zh-Hans");
  await second.page.goto(first.page.url());
  await second.seesSent("令牌还有效时写的");

  for (const round of [1, 2, 3]) {
    clock.ends();
    const [one, two] = [`第一页第 ${round} 次之后写的`, `第二页第 ${round} 次之后写的`];
    // A page that opens asks who is signed in while the other sends.
    await Promise.all([first.posts(one), second.page.reload()]);
    await second.posts(two);
    for (const tab of [first, second]) {
      await tab.seesSent(one);
      await tab.seesSent(two);
    }
    expect(clock.refused, "the token that ended was shown").toBeGreaterThanOrEqual(1);
    expect(clock.renewals, `renewals after ${round} tokens have ended`).toBe(round);
  }
  for (const tab of [first, second]) await expect(tab.link("sync.chip.signin")).toHaveCount(0);
  await app.stop();
  await backend.stop();
});

/** What the backend's clock would do in an hour: tokens that were given out by now are refused. */
class Tokens {
  renewals = 0;
  refused = 0;
  readonly #given = new Set<string>();
  #ended = new Set<string>();

  static async of(context: BrowserContext, url: string): Promise<Tokens> {
    const tokens = new Tokens();
    await context.route(`${url}/**`, async (route) => {
      const request = route.request();
      const token = request.headers()["authorization"] ?? "";
      if (request.url().endsWith(RENEWAL) && request.method() === "POST") {
        tokens.renewals += 1;
        // Long enough for whoever else finds their token ended meanwhile.
        await new Promise((later) => setTimeout(later, 1_000));
        await route.continue();
      } else if (tokens.#ended.has(token)) {
        tokens.refused += 1;
        const body = JSON.stringify({ code: "PGRST301", message: "JWT expired" });
        const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
        await route.fulfill({ status: 401, headers, body });
      } else {
        if (token !== "") tokens.#given.add(token);
        await route.continue();
      }
    });
    return tokens;
  }

  /** All tokens that were shown so far have ended. */
  ends(): void {
    this.#ended = new Set(this.#given);
    this.refused = 0;
  }
}
