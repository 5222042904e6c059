// A device: a browser with a profile on disk. An incognito context would keep IndexedDB in memory.
import { chromium } from "@playwright/test";
import type { BrowserContext, CDPSession, Page } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as executablePath, flags } from "../support/browser.ts";
import { watch } from "./probe.ts";

/** A browser with a profile of its own. */
export class Device {
  readonly context: BrowserContext;
  readonly #folder: string;

  private constructor(context: BrowserContext, folder: string) {
    this.context = context;
    this.#folder = folder;
  }

  /** Starts a browser that nobody has used, or the one whose profile lies in `folder`. */
  static async start(folder?: string): Promise<Device> {
    const profile = folder ?? (await mkdtemp(join(tmpdir(), "qunyue-profile-")));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: flags,
      viewport: { width: 390, height: 844 },
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
    });
    return new Device(context, profile);
  }

  /** A new tab that is watched from its first line on. */
  async tab(): Promise<Page> {
    const page = await this.context.newPage();
    await watch(page);
    return page;
  }

  /** Ends the browser and keeps its profile. */
  async close(): Promise<string> {
    await this.context.close();
    return this.#folder;
  }

  /** Ends the browser and forgets its profile. */
  async discard(): Promise<void> {
    await this.context.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Makes the processor of `page` four times slower, as a cheap phone's. */
export async function slowDown(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  return session;
}
