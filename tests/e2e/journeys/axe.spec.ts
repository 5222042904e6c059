// axe on enough of the grid that every two of screen, theme, width, language and condition meet. `audit` does all.
import { test } from "@playwright/test";
import { SCREEN_NAMES, Stage, inspect, pairwise } from "../support/grid.ts";
import { ON_PHONE } from "../support/where.ts";

const cells = pairwise(SCREEN_NAMES);
const stages = {} as { full: Stage; empty: Stage };

test.beforeAll(async () => {
  stages.full = await Stage.build(false);
  stages.empty = await Stage.build(true);
});
test.afterAll(async () => {
  await stages.full.stop();
  await stages.empty.stop();
});

// Each cell has a width of its own, whatever the run's is.
for (const cell of cells) {
  test(`axe finds nothing on ${Object.values(cell).join(" · ")}`, ON_PHONE, async ({ browser }) => {
    await inspect(browser, stages, cell);
  });
}
