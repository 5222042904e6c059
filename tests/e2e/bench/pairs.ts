// Measuring in pairs, A B B A, so that a machine that slows down slows both.
import type { Pair } from "./report.ts";

/** One measurement, in the unit of its row. */
export type Measure = () => Promise<number>;

/** How many pairs a ratio is taken from; fewer only to try a bench out. */
export const PAIRS = Number(process.env["QUNYUE_BENCH_PAIRS"] || 15);

/** Pairs of ours and theirs. The first of each warms up and is not counted. */
export async function abba(ours: Measure, theirs: Measure, pairs = PAIRS): Promise<Pair[]> {
  await ours();
  await theirs();
  const found: Pair[] = [];
  for (let at = 0; at < pairs; at += 1) {
    if (at % 2 === 0) {
      const one = await ours();
      found.push([one, await theirs()]);
    } else {
      const other = await theirs();
      found.push([await ours(), other]);
    }
  }
  return found;
}

/** Pairs of a thing with itself: how far two equal things seem to differ. */
export function aa(measure: Measure, pairs = PAIRS): Promise<Pair[]> {
  return abba(measure, measure, pairs);
}
