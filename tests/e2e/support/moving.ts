// Going about inside the app, and knowing when a screen has come to rest.
import type { Page } from "@playwright/test";

/** How long nothing may change before a screen counts as come to rest, milliseconds. */
const STILL = 150;

/** Goes to another screen as a link within the app would. */
export async function movesTo(page: Page, path: string): Promise<void> {
  await page.evaluate((path) => {
    history.pushState({}, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await settled(page);
}

/** Waits until the app has taken the start screen away and nothing moves for a moment. */
export async function settled(page: Page): Promise<void> {
  await page.locator("[data-start]").waitFor({ state: "detached" });
  await page.evaluate(rests, STILL);
}

/** Runs inside the page. */
function rests(still: number): Promise<void> {
  return new Promise((rested) => {
    const done = () => (observer.disconnect(), rested());
    let timer = setTimeout(done, still);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(done, still);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}
