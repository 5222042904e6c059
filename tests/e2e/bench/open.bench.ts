// c1, c4: a group with a hundred thousand messages opens and scrolls like one with a thousand, and gives its memory back.
import { test } from "@playwright/test";
import type { CDPSession, Page } from "@playwright/test";
import { Words } from "../support/words.ts";
import { aa, abba } from "./pairs.ts";
import type { Measure } from "./pairs.ts";
import { painted } from "./probe.ts";
import { countRow, publish, ratioRow } from "./report.ts";
import type { Pair } from "./report.ts";
import { ROWS } from "./rows.ts";
import { LARGE, SMALL, World, opening } from "./world.ts";
import type { Group } from "./world.ts";

const words = new Words("zh-Hans");

test("open", async () => {
  const world = await World.start();
  const [large, small] = [await world.group(LARGE, "大群"), await world.group(SMALL, "小群")];
  const { device, link } = await world.holder([large, small]);
  const page = await device.tab();
  await page.goto(link.url);

  const [ofLarge, ofSmall] = [opening(page, large), opening(page, small)];
  const same = await aa(ofSmall);
  const size = await abba(ofLarge, ofSmall);
  const nodes = await scrolled(page, large);
  const memory = await cycles(page, ofLarge);
  publish("open", [
    ratioRow(ROWS.c1, size, same, `${LARGE} ÷ ${SMALL} messages`),
    countRow(ROWS["c4-nodes"], nodes, "at the newest message and after each of ten screens back"),
    ratioRow(ROWS["c4-memory"], [memory], []),
  ]);
  await device.discard();
  await link.close();
  await world.stop();
});

/** How many nodes are alive at the end of the stream, and on the way back. */
async function scrolled(page: Page, group: Group): Promise<number[]> {
  await opening(page, group)();
  const counts: number[] = [];
  for (let screens = 0; screens <= 10; screens += 1) {
    counts.push(await page.evaluate(() => document.querySelectorAll("*").length));
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -800);
    await page.waitForTimeout(200);
  }
  // Who leaves the stream there comes back there.
  await page.getByRole("button", { name: words.say("feed.newest") }).click();
  await painted(page, group.last);
  await page.waitForTimeout(500);
  return [Math.max(...counts)];
}

/** Memory after fifty openings and after five. */
async function cycles(page: Page, open: Measure): Promise<Pair> {
  const session = await page.context().newCDPSession(page);
  const used: number[] = [];
  for (let cycle = 1; cycle <= 50; cycle += 1) {
    await open();
    if (cycle === 5 || cycle === 50) used.push(await memory(page, session));
  }
  const [early = NaN, late = NaN] = used;
  return [late, early];
}

/** Megabytes that the page holds: objects, nodes and the module's memory. */
async function memory(page: Page, session: CDPSession): Promise<number> {
  const module = await page.evaluate(moduleMemory);
  // Nodes are swept some time after a collection: the least of several counts is what is held.
  let least = Infinity;
  for (let round = 0; round < 8; round += 1) {
    await session.send("HeapProfiler.collectGarbage");
    await page.waitForTimeout(250);
    const heap = (await session.send("Runtime.getHeapUsage")) as { usedSize: number; embedderHeapUsedSize?: number; backingStorageSize?: number };
    least = Math.min(least, heap.usedSize + (heap.embedderHeapUsedSize ?? 0) + (heap.backingStorageSize ?? 0));
  }
  return (least + module) / 1e6;
}

/** Runs in the page: the bytes of the running module's memory, which no heap counts. */
async function moduleMemory(): Promise<number> {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const glue = [...document.querySelectorAll("link[rel=modulepreload]")].map((link) => (link as HTMLLinkElement).href);
  const address = [...loaded, ...glue].find((name) => /\/qunyue-[0-9a-f]+\.js$/.test(name));
  if (address === undefined) throw new Error("no module is loaded");
  const { default: running } = (await import(address)) as { default: () => Promise<{ memory: WebAssembly.Memory }> };
  return (await running()).memory.buffer.byteLength;
}
