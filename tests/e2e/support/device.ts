// A device: a browser with a profile on disk. An incognito context would keep IndexedDB in memory.
import { chromium } from "@playwright/test";
import type { BrowserContext, CDPSession, Page } from "@playwright/test";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as executablePath, flags } from "./browser.ts";

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

  /** A new tab. */
  tab(): Promise<Page> {
    return this.context.newPage();
  }

  /** Kills the browser as a power cut would, and starts it again on what it left. */
  async crash(): Promise<Device> {
    for (const pid of await processesOf(this.#folder)) kill(pid);
    await this.context.close().catch(() => {});
    return Device.start(this.#folder);
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

/** The processes that were started with the profile in `folder`, this test's own browser. */
async function processesOf(folder: string): Promise<number[]> {
  const numbers = (await readdir("/proc")).map(Number).filter(Boolean);
  const lines = await Promise.all(numbers.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return numbers.filter((_, at) => lines[at]?.includes(`--user-data-dir=${folder}`));
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It went with its parent.
  }
}
