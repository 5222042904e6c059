// Every payload in every place that shows a text, with the page's policy and without it.
import { test } from "@playwright/test";
import { payloads } from "../support/injection.ts";
import { PLACES, Visit, stage } from "../support/places.ts";

const all = payloads();

for (const place of PLACES) {
  for (const policy of [true, false]) {
    test(`nothing runs in ${place.name} ${policy ? "under the policy" : "without the policy"}`, async ({ browser }) => {
      for (let from = 0; from < all.length; from += place.batch) {
        // A server of its own for each part: a page shows what belongs to it and nothing else.
        const server = await stage();
        const visit = await Visit.begin(browser, server, policy);
        await place.show(visit, all.slice(from, from + place.batch));
        await visit.end();
        await server.stop();
      }
    });
  }
}
