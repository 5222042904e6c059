// axe on enough of the grid that every two of screen, theme, width, language and condition meet. `audit` does all.
import { test } from "@playwright/test";
import { SCREEN_NAMES, Stage, inspect, pairwise, walks } from "../support/grid.ts";
import { ON_PHONE } from "../support/where.ts";

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
for (const walk of walks(pairwise(SCREEN_NAMES))) {
  const screens = walk.cells.map(({ screen, theme, width }) => `${screen} ${theme} ${width}`).join(", ");
  test(`axe finds nothing, ${walk.name}: ${screens}`, ON_PHONE, async ({ browser }) => {
    await inspect(browser, stages, walk);
  });
}
