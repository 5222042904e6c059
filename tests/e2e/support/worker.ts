// The service worker, which keeps the whole app for when there is no network.
import type { BrowserContext, Page } from "@playwright/test";

/** Makes a browser that has none, as on plain HTTP: to fetch and keep the whole app costs more than to open it. */
export async function withoutWorker(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => void Reflect.deleteProperty(Navigator.prototype, "serviceWorker"));
}

/** Waits until the service worker keeps the app: from then on it opens without a network. */
export async function keepsTheApp(page: Page): Promise<void> {
  await page.evaluate(async () => {
    if (document.documentElement.dataset["worker"] !== "on") return; // development builds have none
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state === "activated") return;
    await new Promise((activated) => active?.addEventListener("statechange", activated, { once: true }));
  });
}
