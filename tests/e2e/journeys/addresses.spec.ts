// Joining from a phone in the room: over TLS, and over plain HTTP, where browsers withhold half of what the app uses.
import { join } from "node:path";
import { Api } from "../support/api.ts";
import { STRANGE_HOST } from "../support/browser.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, RULES, SPACE, WANG } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { ON_PHONE } from "../support/where.ts";

const file = (name: string) => join(import.meta.dirname, "../data/tls", name);
const tls = { cert: file("cert.pem"), key: file("key.pem") };

// Node trusts the tests' own certificate for as long as this file runs.
test.beforeAll(() => void (process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0"));

for (const [way, options] of [["TLS", { tls }], ["plain HTTP", { args: ["--host", STRANGE_HOST] }]] as const) {
  test(`a phone joins over ${way} on an address that is not localhost`, ON_PHONE, async ({ someone }) => {
    const server = await Server.start(options);
    const api = new Api(server.url);
    await api.setsUp("示例公司", LIN);
    const space = await api.founds(SPACE, LIN);
    await api.publishes(space, RULES);
    const token = await api.invites(space, WANG.name);

    const guest = await someone({ context: { ignoreHTTPSErrors: true } });
    await guest.joins(`${server.at(STRANGE_HOST)}/join#${token}`, WANG);
    await guest.confirms(1);
    await guest.posts("从手机上来的");
    await guest.seesSent("从手机上来的");
    const secure = await guest.page.evaluate(() => isSecureContext);
    expect(secure).toBe(way === "TLS");
    await guest.goesTo("/me");
    await expect(guest.button("me.signout")).toBeVisible();
    const warning = guest.page.getByText(guest.words.say("sync.insecure"));
    if (secure) await expect(warning).toHaveCount(0);
    else await expect(warning.first()).toBeVisible();
    await server.stop();
  });
}
