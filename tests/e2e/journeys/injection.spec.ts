// Payloads in every place that shows a text, without the page's policy; every third place with it, too. `audit` takes all.
import { expect, test } from "@playwright/test";
import { Api } from "../support/api.ts";
import { payloads } from "../support/injection.ts";
import { LIN } from "../support/people.ts";
import { PLACES, Visit, stage } from "../support/places.ts";
import type { Server } from "../support/server.ts";
import { AT_DESK } from "../support/where.ts";

/** How many payloads each place takes. */
const EACH = 25;

let server: Server;
test.beforeAll(async () => (server = await stage()));
test.afterAll(async () => server.stop());

for (const [at, place] of PLACES.entries()) {
  // The policy only takes away what a payload may do: without it is the harder case.
  const policies = at % 3 === 0 ? [true, false] : [false];
  test(`nothing runs in ${place.name}, ${policies.length > 1 ? "with the policy and without" : "without the policy"}`, AT_DESK, async ({ browser }) => {
    // Each place has its own part of the file.
    const some = payloads(EACH * PLACES.length).slice(at * EACH, (at + 1) * EACH);
    const api = new Api(server.url);
    await api.signsIn(LIN.name, LIN.password);
    const tour = await place.fill(api, some);
    for (const policy of policies) {
      const visit = await Visit.begin(browser, server, policy, place.keeps);
      await tour(visit);
      await visit.end();
    }
  });
}

test("the watch notices what came and went again", AT_DESK, async ({ browser }) => {
  const visit = await Visit.begin(browser, server, false);
  await visit.page.goto(server.url);
  await visit.looks("nothing has come yet");

  await visit.page.evaluate(() => {
    const image = document.createElement("img");
    image.setAttribute("onerror", "void 0");
    document.body.append(image);
    image.remove();
  });
  await expect(visit.looks("an image that listens")).rejects.toThrow("<img onerror>");

  await visit.page.reload();
  await visit.page.evaluate(() => alert("here"));
  await expect(visit.looks("a call")).rejects.toThrow("alert was called");
  await visit.end();
});
