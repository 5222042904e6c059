// b1, b2, b3: starting without a network.
import { test } from "@playwright/test";
import type { Link } from "../support/link.ts";
import { Device } from "../support/device.ts";
import { aa, abba } from "./pairs.ts";
import type { Measure } from "./pairs.ts";
import { painted } from "./probe.ts";
import { countRow, publish, ratioRow } from "./report.ts";
import { ROWS } from "./rows.ts";
import { Vanilla } from "./vanilla.ts";
import { LARGE, SMALL, World, text } from "./world.ts";
import type { Group } from "./world.ts";

test("offline", async () => {
  const world = await World.start();
  const [large, small] = [await world.group(LARGE), await world.group(SMALL)];
  const [much, little] = [await world.holder([large]), await world.holder([small])];
  const vanilla = await Vanilla.start();
  const byHand = await filled(vanilla, LARGE, large.last);
  const reads: number[] = [];
  await world.stop();
  await vanilla.stop();

  const ofMuch = starts(much.device, much.link, large, reads);
  const ofLittle = starts(little.device, little.link, small, []);
  const same = await aa(ofLittle);
  const size = await abba(ofMuch, ofLittle);
  const hand = await abba(ofMuch, byHand.start);
  publish("offline", [
    ratioRow(ROWS.b1, size, same, `${LARGE} ÷ ${SMALL} records`),
    ratioRow(ROWS.b2, hand, same),
    countRow(ROWS.b3, reads),
  ]);
  for (const { device, link } of [much, little]) {
    await device.discard();
    await link.close();
  }
  await byHand.device.discard();
});

/** A start of the app at a group: a new tab, no network, to its newest message. */
function starts(device: Device, link: Link, group: Group, reads: number[]): Measure {
  return async () => {
    const page = await device.tab();
    await page.goto(`${link.url}/s/${group.space}`, { waitUntil: "commit" });
    const took = await painted(page, group.last);
    reads.push(await page.evaluate(() => window.probe.reads));
    await page.close();
    return took;
  };
}

/** The page by hand with the same messages, and a start of it. */
async function filled(vanilla: Vanilla, size: number, last: string): Promise<{ device: Device; start: Measure }> {
  const device = await Device.start();
  const page = await device.tab();
  await page.goto(vanilla.url);
  const messages = Array.from({ length: size }, (_, at) => ({ text: text(at), sent_at: Date.now() - (size - at) * 1000 }));
  await page.evaluate((messages) => (globalThis as unknown as { fill(all: object[]): Promise<void> }).fill(messages), messages);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.close();
  const start = async () => {
    const page = await device.tab();
    await page.goto(vanilla.url, { waitUntil: "commit" });
    const took = await painted(page, last);
    await page.close();
    return took;
  };
  return { device, start };
}
