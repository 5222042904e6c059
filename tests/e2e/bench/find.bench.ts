// f: searching a hundred thousand messages, beside a page that looks through all of them; and what the index costs.
import { test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { LIN, SPACE } from "../support/people.ts";
import { Words } from "../support/words.ts";
import { abba } from "./pairs.ts";
import type { Measure } from "./pairs.ts";
import { countRow, publish, ratioRow } from "./report.ts";
import type { Pair } from "./report.ts";
import { ROWS } from "./rows.ts";
import { dice } from "./statistics.ts";
import { LARGE, SMALL, World, text } from "./world.ts";
import type { Group } from "./world.ts";

const words = new Words("zh-Hans");

/** Of one message, of one in five thousand, of one in five hundred, of one in five, of none; two words; Latin letters. */
const QUERIES = ["獨此一次", "代號甲子", "型号 DX", "演练改到", "没有人说过", "方案 代号甲子", "dx-17"];

/** How many messages come while the index is watched. */
const NEW = 600;

test("find", async () => {
  const world = await World.start();
  const [large, small] = [await filled(world, LARGE), await filled(world, SMALL)];
  const { device, link } = await world.holder([large, small]);
  const page = await device.tab();
  await page.goto(link.url);
  await page.evaluate(countSheets);

  await searches(page, large);
  await settled(page);
  const pairs: Pair[] = [];
  for (const query of QUERIES) pairs.push(...(await abba(ours(page, query), theirs(page, query, large), 5)));
  const beyond = pairs.map(([one, other]) => one - other).sort((a, b) => a - b);
  const p95 = beyond[Math.ceil(beyond.length * 0.95) - 1] ?? NaN;
  const all = pairs.map(([one]) => one).sort((a, b) => a - b);
  const slowest = all[Math.ceil(all.length * 0.95) - 1] ?? NaN;

  const made = [await sheetsFor(page, world, large), await sheetsFor(page, world, small)];
  const [many = NaN, few = NaN] = made;
  const slope = Math.log(many / few) / Math.log(LARGE / SMALL);
  publish("find", [
    countRow(ROWS["f-find"], [p95], `p95 of ours alone ${Math.round(slowest)} ms; ${QUERIES.length} queries, ${LARGE} messages`),
    ratioRow(ROWS["f-scan"], pairs, []),
    countRow(ROWS["f-index"], [slope], `${NEW} new messages made ${many} sheets beside ${LARGE} messages, ${few} beside ${SMALL}`),
  ]);
  await device.discard();
  await link.close();
  await world.stop();
});

/** A group in which few messages are like others: what is looked for stands where it is rare. */
async function filled(world: World, size: number): Promise<Group> {
  const space = await world.api.founds({ ...SPACE, name: `${SPACE.name} ${size}` }, LIN);
  await world.api.posts(space, Array.from({ length: size }, (_, at) => said(at, size)));
  return { space, last: said(size - 1, size), size };
}

function said(at: number, size: number): string {
  const roll = dice(at + 1);
  const strange = Array.from({ length: 8 }, () => String.fromCharCode(0x4e00 + Math.floor(roll() * 3_000))).join("");
  const rare = at === Math.floor(size / 3) ? "独此一次" : at % 5_000 === 7 ? "代号甲子" : at % 500 === 3 ? `型號ＤＸ－${at % 100}` : "";
  return `${text(at)}${strange}${rare}`;
}

/** Opens the search of a group. */
async function searches(page: Page, group: Group): Promise<void> {
  await page.evaluate((path) => history.pushState(null, "", path), `/s/${group.space}/search`);
  await page.evaluate(() => dispatchEvent(new PopStateEvent("popstate")));
  await page.getByLabel(words.say("search.field")).waitFor();
}

/** Waits until no sheet has been made for five seconds. */
async function settled(page: Page): Promise<number> {
  let [made, since] = [-1, performance.now()];
  while (performance.now() - since < 5_000) {
    const now = await page.evaluate(() => (window as unknown as { sheets: number }).sheets);
    if (now !== made) [made, since] = [now, performance.now()];
    await page.waitForTimeout(250);
  }
  return made;
}

/** From where typing has rested to the last hit. */
function ours(page: Page, query: string): Measure {
  return () => page.evaluate(search, { query, busy: words.say("search.busy") });
}

/** Looks through everything in the plainest way: reads the segments, and seeks the bytes of the words. */
function theirs(page: Page, query: string, group: Group): Measure {
  return () => page.evaluate(scan, { query, scope: `${group.space}/all` });
}

async function search({ query, busy }: { query: string; busy: string }): Promise<number> {
  const field = document.querySelector<HTMLInputElement>("input[type=search]");
  if (field === null) throw new Error("there is no field");
  const write = (value: string) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const rest = (ms: number) => new Promise((later) => setTimeout(later, ms));
  write("");
  await rest(300);
  write(query);
  const began = performance.now() + 200;
  for (;;) {
    await rest(0);
    const said = [...document.querySelectorAll("[role=status]")].map((status) => status.textContent ?? "");
    if (performance.now() > began && !said.some((text) => text.includes(busy))) return performance.now() - began;
  }
}

async function scan({ query, scope }: { query: string; scope: string }): Promise<number> {
  const began = performance.now();
  const done = <T>(request: IDBRequest<T>) => new Promise<T>((found, failed) => ((request.onsuccess = () => found(request.result)), (request.onerror = () => failed(request.error))));
  const name = (await indexedDB.databases()).map(({ name = "" }) => name).find((name) => name.startsWith("qunyue/") && !name.endsWith("/index"));
  const database = await done(indexedDB.open(name ?? ""));
  const range = IDBKeyRange.bound(`${scope}\u0000`, `${scope}\u0001`);
  const keys = await done(database.transaction("segs").objectStore("segs").getAllKeys(range));
  const decoder = new TextDecoder();
  let hits = 0;
  for (let at = 0; at < keys.length; at += 4) {
    const store = database.transaction("segs").objectStore("segs");
    const values = await Promise.all(keys.slice(at, at + 4).map((key) => done(store.get(key) as IDBRequest<Uint8Array>)));
    for (const value of values) {
      const read = decoder.decode(value);
      for (let place = read.indexOf(query); place >= 0; place = read.indexOf(query, place + 1)) hits += 1;
    }
  }
  database.close();
  if (hits < 0) throw new Error("unreachable");
  return performance.now() - began;
}

/** Runs in the page: counts what is written of sheets. */
function countSheets(): void {
  const state = window as unknown as { sheets: number };
  state.sheets = 0;
  const plain = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...args: Parameters<IDBObjectStore["put"]>) {
    if (this.transaction.db.name.endsWith("/index") && this.name === "segs") state.sheets += 1;
    return plain.apply(this, args);
  };
}

/** How many sheets new messages cost, once they lie in segments. */
async function sheetsFor(page: Page, world: World, group: Group): Promise<number> {
  await searches(page, group);
  await settled(page);
  const before = await page.evaluate(() => (window as unknown as { sheets: number }).sheets);
  await world.api.posts(group.space, Array.from({ length: NEW }, (_, at) => said(group.size + at, group.size)));
  // Rows are folded into segments once it has been quiet for a while.
  await page.waitForTimeout(45_000);
  await page.evaluate(() => history.pushState(null, "", "/"));
  await page.evaluate(() => dispatchEvent(new PopStateEvent("popstate")));
  await page.waitForTimeout(500);
  await searches(page, group);
  await settled(page);
  return (await page.evaluate(() => (window as unknown as { sheets: number }).sheets)) - before;
}
