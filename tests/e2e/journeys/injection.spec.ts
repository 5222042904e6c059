// Two hundred payloads in every place that shows a text, with the page's policy and without. `audit` takes all.
import { expect, test } from "@playwright/test";
import { payloads } from "../support/injection.ts";
import { PLACES, Visit, stage } from "../support/places.ts";
import type { Server } from "../support/server.ts";

let server: Server;
test.beforeAll(async () => (server = await stage()));
test.afterAll(async () => server.stop());

for (const [at, place] of PLACES.entries()) {
  for (const policy of [true, false]) {
    test(`nothing runs in ${place.name} ${policy ? "under the policy" : "without the policy"}`, async ({ browser }, info) => {
      test.skip(info.project.name !== "desk", "once is enough");
      // Each place has its own part of the file, and the same part with the policy and without.
      const some = payloads(200).slice(at * 25, at * 25 + 25);
      const visit = await Visit.begin(browser, server, policy);
      const tour = await place.fill(visit.api, some);
      await tour(visit);
      await visit.end();
    });
  }
}

test("the watch notices what came and went again", async ({ browser }, info) => {
  test.skip(info.project.name !== "desk", "once is enough");
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
