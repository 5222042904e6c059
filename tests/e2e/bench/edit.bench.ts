// d6: writing one thing down costs hardly more than IndexedDB itself does.
import { test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { Words } from "../support/words.ts";
import { aa, abba } from "./pairs.ts";
import { publish, ratioRow } from "./report.ts";
import { ROWS } from "./rows.ts";
import { SMALL, World } from "./world.ts";

const words = new Words("zh-Hans");

test("edit", async () => {
  const world = await World.start();
  const group = await world.group(SMALL);
  const { device, link } = await world.holder([group]);
  const page = await device.tab();
  await page.goto(`${link.url}/s/${group.space}`);
  await page.getByRole("log").getByText(group.last).waitFor();

  let written = 0;
  const edit = () => posts(page, `写下 ${(written += 1)}`);
  const raw = () => put(page);
  publish("edit", [
    ratioRow(ROWS.d6, await abba(edit, raw), await aa(raw), "from the press of the key to the end of the strict transaction"),
  ]);
  await device.discard();
  await link.close();
  await world.stop();
});

/** From the press of the keys that send until the message is durable. */
async function posts(page: Page, text: string): Promise<number> {
  const paper = page.getByRole("textbox", { name: words.say("feed.composer.label") });
  await paper.fill(text);
  await page.waitForTimeout(1_500); // the draft has been written by now, and sent
  await paper.press("Control+Enter");
  await page.getByRole("log").getByText(text, { exact: true }).waitFor();
  const { asked, done } = await page.evaluate(() => window.probe.durable);
  return done - asked;
}

/** One strict transaction of one put, by hand, in the same page. */
function put(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((opened, failed) => {
      const request = indexedDB.open("raw", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("log", { autoIncrement: true });
      request.onsuccess = () => opened(request.result);
      request.onerror = () => failed(request.error);
    });
    const start = performance.now();
    await new Promise<void>((written, failed) => {
      const transaction = database.transaction("log", "readwrite", { durability: "strict" });
      transaction.objectStore("log").put(crypto.getRandomValues(new Uint8Array(400)));
      transaction.oncomplete = () => written();
      transaction.onerror = () => failed(transaction.error);
      transaction.commit();
    });
    const took = performance.now() - start;
    database.close();
    return took;
  });
}
