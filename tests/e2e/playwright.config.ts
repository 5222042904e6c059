// Debian's Chromium on a phone and at a desk; every test starts servers of its own on free ports.
import { defineConfig } from "@playwright/test";
import { chromium, flags } from "./support/browser.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const desk = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  outputDir: "results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env["CI"]),
  // What passes only the second time is listed as flaky: look at it, it happens on somebody's phone too.
  retries: process.env["CI"] ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    ...desk,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    launchOptions: { executablePath: chromium, args: flags },
    // Recording takes a third of a run. To look at one that passes: `--trace on`.
    trace: "on-first-retry",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "phone", testDir: "journeys", grepInvert: /@desk/, use: phone },
    { name: "desk", testDir: "journeys", grepInvert: /@phone/, use: desk },
    { name: "audit", testDir: "audit", timeout: 3_600_000 },
    { name: "screens", testDir: "screens", timeout: 600_000 },
    { name: "bench", testDir: "bench", testMatch: "**/*.bench.ts", timeout: 3_600_000, workers: 1 },
  ],
});
