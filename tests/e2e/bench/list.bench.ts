// c2: opening, writing and scrolling a group of a hundred thousand messages, beside a virtual list written by hand.
import { test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { Words } from "../support/words.ts";
import { Device } from "../support/device.ts";
import { aa, abba } from "./pairs.ts";
import type { Measure } from "./pairs.ts";
import { painted, watch } from "./probe.ts";
import { publish, ratioRow } from "./report.ts";
import { ROWS } from "./rows.ts";
import { Vanilla } from "./vanilla.ts";
import { LARGE, World, opening, text } from "./world.ts";

const words = new Words("zh-Hans");
/** How far one measurement scrolls, and by how much at a time, pixels. */
const FAR = 10_000;
const STEP = 200;

test("list", async () => {
  const world = await World.start();
  const group = await world.group(LARGE);
  const { device, link } = await world.holder([group]);
  const page = await device.tab();
  await page.goto(link.url);
  const vanilla = await Vanilla.start();
  const hand = await byHand(vanilla, LARGE);

  const [ours, theirs] = [opening(page, group), openingByHand(hand.page, group.last)];
  const open = await abba(ours, theirs);
  const sameOpen = await aa(theirs);
  const insert = await abba(inserting(page, words.say("feed.composer.label")), inserting(hand.page));
  const [scroll, scrollByHand] = [await scrolling(page), await scrolling(hand.page)];
  const far = await abba(scroll, scrollByHand);
  const sameFar = await aa(scrollByHand);
  publish("list", [
    ratioRow(ROWS["c2-open"], open, sameOpen, `${LARGE} messages`),
    ratioRow(ROWS["c2-insert"], insert, []),
    ratioRow(ROWS["c2-scroll"], far, sameFar, `${STEP} px at a time, older messages read on the way`),
  ]);
  await device.discard();
  await hand.device.discard();
  await vanilla.stop();
  await link.close();
  await world.stop();
});

/** The same in the page by hand. */
function openingByHand(page: Page, last: string): Measure {
  return async () => {
    await page.evaluate(() => (globalThis as unknown as { home(): void }).home());
    const link = page.getByRole("link");
    await link.waitFor();
    const start = await page.evaluate(() => performance.now());
    await link.evaluate((element: HTMLElement) => element.click());
    return (await painted(page, last)) - start;
  };
}

/** From the key that sends to the message on the screen; it is durable by then on either side. */
function inserting(page: Page, name?: string): Measure {
  let written = 0;
  return async () => {
    const paper = name === undefined ? page.getByRole("textbox") : page.getByRole("textbox", { name });
    const said = `写下第 ${(written += 1)} 句`;
    await paper.fill(said);
    await page.waitForTimeout(1_500); // the draft has been written by now, and sent
    const shown = painted(page, said);
    await paper.press("Control+Enter");
    return (await shown) - (await page.evaluate(() => window.probe.durable.asked));
  };
}

/** What scrolling back costs the main thread. */
async function scrolling(page: Page): Promise<Measure> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN;
  };
  return async () => {
    await page.bringToFront();
    await page.getByRole("log").hover();
    const before = await spent();
    for (let gone = 0; gone < FAR; gone += STEP) {
      await page.mouse.wheel(0, -STEP);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    }
    return ((await spent()) - before) * 1000;
  };
}

/** The page by hand with the same messages, in a browser of its own. */
async function byHand(vanilla: Vanilla, size: number): Promise<{ device: Device; page: Page }> {
  const device = await Device.start();
  await watch(device.context);
  const page = await device.tab();
  await page.goto(`${vanilla.url}list.html`);
  const messages = Array.from({ length: size }, (_, at) => ({ text: text(at), sent_at: Date.now() - (size - at) * 1000 }));
  await page.evaluate((messages) => (globalThis as unknown as { fill(all: object[]): Promise<void> }).fill(messages), messages);
  return { device, page };
}
