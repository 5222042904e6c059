// axe on the whole grid: every screen × light and dark × 320, 390 and 1280 px × three languages × five conditions.
import { test } from "@playwright/test";
import { Stage, allSeen, inspectAll } from "../support/grid.ts";

const stages = {} as { full: Stage; empty: Stage };

test.beforeAll(async () => {
  stages.full = await Stage.build(false);
  stages.empty = await Stage.build(true);
});
test.afterAll(async () => {
  await stages.full.stop();
  await stages.empty.stop();
});

for (const seen of allSeen()) {
  test(Object.values(seen).join(" · "), async ({ browser }) => inspectAll(browser, stages, seen));
}
