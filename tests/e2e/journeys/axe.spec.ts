// axe on enough of the grid that every two of screen, theme, width, language and condition meet. `audit` does all.
import { test } from "@playwright/test";
import { SCREEN_NAMES, Stage, inspect, pairwise } from "../support/grid.ts";

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

for (const cell of cells) {
  test(`axe finds nothing on ${Object.values(cell).join(" · ")}`, async ({ browser }, info) => {
    // Each cell has a width of its own: once is enough.
    test.skip(info.project.name !== "phone", "done in the phone's run");
    await inspect(browser, stages, cell);
  });
}
