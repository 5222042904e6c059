// Every payload in every place that shows a text, with the page's policy and without it.
import { test } from "@playwright/test";
import { Api } from "../support/api.ts";
import { payloads } from "../support/injection.ts";
import { LIN } from "../support/people.ts";
import { PLACES, Visit, stage } from "../support/places.ts";

const all = payloads();
/** So many tests for each place, that two workers end at about the same time. */
const PARTS = 4;
const part = Math.ceil(all.length / PARTS);

for (const place of PLACES) {
  for (let from = 0; from < all.length; from += part) {
    const some = all.slice(from, from + part);
    test(`nothing runs in ${place.name}: payloads ${from + 1} to ${from + some.length}`, async ({ browser }) => {
      for (let at = 0; at < some.length; at += place.batch) {
        // A server of its own for each page: it shows what belongs to it and nothing else.
        const server = await stage();
        const api = new Api(server.url);
        await api.signsIn(LIN.name, LIN.password);
        const tour = await place.fill(api, some.slice(at, at + place.batch));
        for (const policy of [true, false]) {
          const visit = await Visit.begin(browser, server, policy, place.keeps);
          await tour(visit);
          await visit.end();
        }
        await server.stop();
      }
    });
  }
}
