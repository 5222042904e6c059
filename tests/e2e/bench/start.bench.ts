// a1, a3, a4: the first visit over a slow network on a slow phone.
import { test } from "@playwright/test";
import { SLOW_4G } from "../support/link.ts";
import { slowDown } from "../support/device.ts";
import { PAIRS } from "./pairs.ts";
import { writable } from "./probe.ts";
import { countRow, publish, ratioRow } from "./report.ts";
import type { Pair } from "./report.ts";
import { ROWS } from "./rows.ts";
import { World } from "./world.ts";
import type { Group } from "./world.ts";

interface Visit {
  usable: number;
  floor: number;
  bytes: number;
  paint: number;
  blocked: number;
  shift: number;
}

test("start", async () => {
  const world = await World.start();
  const group = await world.group(50);
  const visits: Visit[] = [];
  for (let at = 0; at < PAIRS; at += 1) visits.push(await visit(world, group));
  const pairs = visits.map(({ usable, floor }): Pair => [usable, floor]);
  publish("start", [
    ratioRow(ROWS.a1, visits.map(({ bytes }): Pair => [bytes / 1000, 210]), [], "all that came through the link, headers and records too"),
    ratioRow(ROWS.a3, pairs, []),
    countRow(ROWS["a4-paint"], visits.map(({ paint }) => paint), "the link alone takes 450 ms"),
    countRow(ROWS["a4-block"], visits.map(({ blocked }) => blocked)),
    countRow(ROWS["a4-shift"], visits.map(({ shift }) => shift)),
  ]);
  await world.stop();
});

/** One visit of a browser that has never been here, signed in, to a space. */
async function visit(world: World, group: Group): Promise<Visit> {
  const link = await world.link(SLOW_4G);
  const device = await world.device(link.url);
  const page = await device.tab();
  await slowDown(page);
  await page.goto(`${link.url}/s/${group.space}`, { waitUntil: "commit" });
  const usable = await writable(page, group.last);
  const bytes = link.bytes.down;
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
  const { blocked, shift } = await page.evaluate(() => window.probe);
  await device.discard();
  await link.close();
  return { usable, floor: 3 * SLOW_4G.roundTrip + (bytes / SLOW_4G.down) * 1000, bytes, paint, blocked, shift };
}
