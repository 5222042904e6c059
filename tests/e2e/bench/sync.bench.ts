// d1, d3, d4, d5: what syncing costs against what has to travel and be written.
import { test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { brotliCompressSync, constants } from "node:zlib";
import type { Link } from "../support/link.ts";
import { create, timedId } from "../support/records.ts";
import { slowDown } from "../support/device.ts";
import { aa, abba, PAIRS } from "./pairs.ts";
import { painted } from "./probe.ts";
import { countRow, publish, ratioRow } from "./report.ts";
import type { Pair } from "./report.ts";
import { ROWS } from "./rows.ts";
import { LARGE, SMALL, World, quiet, text } from "./world.ts";
import type { Group } from "./world.ts";

const CHANGES = 100;

test("first sync", async () => {
  const world = await World.start();
  const large = await world.group(LARGE);
  const pairs: Pair[] = [];
  const longest: number[] = [];
  for (let at = 0; at < Math.max(3, PAIRS / 5); at += 1) {
    pairs.push([await firstSync(world, large), await floor(world, large)]);
    longest.push(await longestTask(world, large));
  }
  publish("first-sync", [
    ratioRow(ROWS.d1, pairs, [], `${LARGE} records, until the device asks for nothing more`),
    countRow(ROWS.d5, longest),
  ]);
  await world.stop();
});

test("delta", async () => {
  const world = await World.start();
  const [large, small] = [await world.group(LARGE), await world.group(SMALL)];
  const [much, little] = [await world.holder([large]), await world.holder([small])];
  const [atMuch, atLittle] = [await watching(much, large), await watching(little, small)];
  const wire: Pair[] = [];
  const ofLarge = () => delta(world, atMuch, much.link, large, []);
  const ofSmall = () => delta(world, atLittle, little.link, small, wire);
  const same = await aa(ofSmall);
  const size = await abba(ofLarge, ofSmall);
  const idle = await idleMinute(atLittle);
  publish("delta", [
    ratioRow(ROWS.d4, size, same, `${LARGE} ÷ ${SMALL} records held`),
    ratioRow(ROWS.d3, wire, []),
    countRow(ROWS["d3-idle"], [idle]),
  ]);
  for (const { device, link } of [much, little]) {
    await device.discard();
    await link.close();
  }
  await world.stop();
});

/** A device that holds nothing, until it has everything. */
async function firstSync(world: World, group: Group): Promise<number> {
  const link = await world.link();
  const device = await world.device(link.url);
  const page = await device.tab();
  const start = performance.now();
  await page.goto(`${link.url}/s/${group.space}`, { waitUntil: "commit" });
  await painted(page, group.last);
  const took = (await lastByte(link)) - start;
  await device.discard();
  await link.close();
  return took;
}

/** When the last byte came before three quiet seconds. */
async function lastByte(link: Link): Promise<number> {
  let [seen, at] = [link.bytes.down, performance.now()];
  while (performance.now() - at < 3_000) {
    await new Promise((later) => setTimeout(later, 20));
    if (link.bytes.down !== seen) [seen, at] = [link.bytes.down, performance.now()];
  }
  return at;
}

/** The same records fetched, parsed and written in packs by hand: what no app can go below. */
async function floor(world: World, group: Group): Promise<number> {
  const link = await world.link();
  const device = await world.device(link.url);
  const page = await device.tab();
  await page.goto(`${link.url}/words/en.json`);
  const took = await page.evaluate(async (space) => {
    const database = await new Promise<IDBDatabase>((opened, failed) => {
      const request = indexedDB.open("floor", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("segs");
      request.onsuccess = () => opened(request.result);
      request.onerror = () => failed(request.error);
    });
    const start = performance.now();
    for (let since = "0", more = true, at = 0; more; at += 1) {
      const answer = await fetch(`/api/v1/records/${space}/all?since=${since}&limit=1000`);
      const part: { records: unknown[]; next: string; more: boolean } = await answer.json();
      ({ next: since, more } = part);
      await new Promise<void>((written, failed) => {
        const transaction = database.transaction("segs", "readwrite", { durability: "relaxed" });
        for (let from = 0; from < part.records.length; from += 256) {
          const pack = new TextEncoder().encode(JSON.stringify(part.records.slice(from, from + 256)));
          transaction.objectStore("segs").put(pack, [at, from]);
        }
        transaction.oncomplete = () => written();
        transaction.onerror = () => failed(transaction.error);
      });
    }
    return performance.now() - start;
  }, group.space);
  await device.discard();
  await link.close();
  return took;
}

async function longestTask(world: World, group: Group): Promise<number> {
  const link = await world.link();
  const device = await world.device(link.url);
  const page = await device.tab();
  await slowDown(page);
  await page.goto(`${link.url}/s/${group.space}`, { waitUntil: "commit" });
  await painted(page, group.last);
  await quiet(link);
  const longest = await page.evaluate(() => window.probe.longest);
  await device.discard();
  await link.close();
  return longest;
}

async function watching(holder: { device: { tab(): Promise<Page> }; link: Link }, group: Group): Promise<Page> {
  const page = await holder.device.tab();
  await page.goto(`${holder.link.url}/s/${group.space}`);
  await painted(page, group.last);
  await quiet(holder.link);
  return page;
}

let deltas = 0;

/** From the server's answer to a hundred changes until the last of them is on the screen elsewhere. */
async function delta(world: World, page: Page, link: Link, group: Group, wire: Pair[]): Promise<number> {
  deltas += 1;
  const texts = Array.from({ length: CHANGES }, (_, at) => `改动 ${deltas}-${at + 1}：${text(at)}`);
  const writes = texts.map((text) => create(group.space, "all", "message", timedId(), { text, sent_at: Date.now() }));
  const before = link.bytes.down;
  await world.api.writes(writes);
  const start = performance.now();
  await painted(page, texts.at(-1) ?? "");
  const took = performance.now() - start;
  await quiet(link);
  const answer = await world.api.ask<{ records: unknown[] }>("GET", `/records/${group.space}/all?newest=1&limit=${CHANGES}`);
  const changed = brotliCompressSync(JSON.stringify(answer.records), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  wire.push([link.bytes.down - before, changed.length]);
  return took;
}

/** Requests of a minute in which nothing happens. */
async function idleMinute(page: Page): Promise<number> {
  let requests = 0;
  page.on("request", () => (requests += 1));
  await page.waitForTimeout(60_000);
  return requests;
}
