// axe-core on what is on the screen: WCAG 2.2 AA and best practice, and nothing found.
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with what axe finds, each with the rule, the element and the reason. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const asBefore = await wholePageInView(page);
  // A colour in the middle of a transition is nobody's contrast.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? 0));
    return Promise.allSettled(ending.map((animation) => animation.finished));
  });
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(STANDARDS).analyze();
  await asBefore();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary ?? ""}`),
  );
  expect(found, `axe at ${where}`).toEqual([]);
}

/** Fails where the page can be scrolled sideways. */
export async function expectNoSideways(page: Page, where: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `pixels over the side at ${where}`).toBeLessThanOrEqual(0);
}

/** Makes the window as high as the page, since what is half scrolled under a bar is no small target; gives back how to undo it. */
async function wholePageInView(page: Page): Promise<() => Promise<void>> {
  const window = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (window === null || height <= window.height) return () => Promise.resolve();
  await page.setViewportSize({ width: window.width, height });
  return () => page.setViewportSize(window);
}
