// axe-core on what is on the screen: WCAG 2.2 AA and best practice, and nothing found.
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import axe from "axe-core";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with what axe finds, each with the rule, the element and the reason. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const asBefore = page.viewportSize();
  let isHigher = await wholePageInView(page);
  // A colour in the middle of a transition is nobody's contrast.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? 0));
    return Promise.allSettled(ending.map((animation) => animation.finished));
  });
  // A page keeps axe while it lives: reading half a megabyte of script costs more than most screens' rules.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  let found = await page.evaluate(violations, STANDARDS);
  // What comes in late may make the page higher than the window that was made for it.
  if (found.length > 0 && (await wholePageInView(page))) {
    isHigher = true;
    found = await page.evaluate(violations, STANDARDS);
  }
  if (isHigher && asBefore !== null) await page.setViewportSize(asBefore);
  expect(found, `axe at ${where}`).toEqual([]);
}

/** Runs inside the page: what breaks a rule, each with the element and the reason. */
async function violations(standards: string[]): Promise<string[]> {
  const { axe: here } = window as unknown as { axe: typeof axe };
  // What is only about violations need not be told of what passed, which is nearly all.
  const { violations } = await here.run(document, { runOnly: { type: "tag", values: standards }, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary ?? ""}`),
  );
}

/** Fails where the page can be scrolled sideways. */
export async function expectNoSideways(page: Page, where: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `pixels over the side at ${where}`).toBeLessThanOrEqual(0);
}

/** Makes the window as high as the page, since what is half scrolled under a bar is no small target; says whether it was lower. */
async function wholePageInView(page: Page): Promise<boolean> {
  const window = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (window === null || height <= window.height) return false;
  await page.setViewportSize({ width: window.width, height });
  return true;
}
