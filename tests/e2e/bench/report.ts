// What a bench found: a line on the screen and a file in bench/results/.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Spec } from "./rows.ts";
import { bootstrap, judge, median } from "./statistics.ts";
import type { Interval, Verdict } from "./statistics.ts";

const results = process.env["QUNYUE_BENCH_RESULTS"] || join(import.meta.dirname, "../../../bench/results");

/** A measured row. */
export interface Row extends Spec {
  ours: number;
  /** What it is compared with; counts have none. */
  theirs?: number;
  /** `ours ÷ theirs`, or the count itself. */
  ratio: number;
  interval: Interval;
  /** The interval of the same thing measured against itself. */
  same: Interval;
  verdict: Verdict;
  pairs: number;
  note?: string;
}

/** A ratio from pairs of ours and theirs, and from pairs of ours with itself. */
export function ratioRow(spec: Spec, pairs: readonly Pair[], same: readonly Pair[], note?: string): Row {
  const ratios = pairs.map(([ours, theirs]) => ours / theirs);
  const ratio = median(ratios);
  const interval = bootstrap(ratios);
  const noise = same.length === 0 ? ([1, 1] as const) : bootstrap(same.map(([one, other]) => one / other));
  return {
    ...spec,
    ours: median(pairs.map(([ours]) => ours)),
    theirs: median(pairs.map(([, theirs]) => theirs)),
    ratio,
    interval,
    same: noise,
    verdict: judge(ratio, interval, noise, spec.gate),
    pairs: pairs.length,
    ...(note === undefined ? {} : { note }),
  };
}

/** A count, or a figure that stands for itself. */
export function countRow(spec: Spec, values: readonly number[], note?: string): Row {
  const ours = median(values);
  const interval = bootstrap(values);
  const verdict = judge(ours, interval, [1, 1], spec.gate);
  return { ...spec, ours, ratio: ours, interval, same: [1, 1], verdict, pairs: values.length, ...(note === undefined ? {} : { note }) };
}

/** Ours and theirs, measured one after the other. */
export type Pair = readonly [number, number];

/** Prints the rows and writes them to `bench/results/NAME.json`. */
export function publish(name: string, rows: readonly Row[]): void {
  mkdirSync(results, { recursive: true });
  const rounded = rows.map((row) => JSON.parse(JSON.stringify(row, (_, value) => (typeof value === "number" ? round(value) : value))));
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(rounded, null, 2)}\n`);
  for (const row of rows) console.log(line(row));
}

function line(row: Row): string {
  const theirs = row.theirs === undefined ? "" : ` · theirs ${round(row.theirs)}${row.unit && ` ${row.unit}`} · ratio ${round(row.ratio)}`;
  const interval = `[${round(row.interval[0])} … ${round(row.interval[1])}]`;
  const same = row.theirs === undefined ? "" : ` · A/A [${round(row.same[0])} … ${round(row.same[1])}]`;
  const head = `${row.id.padEnd(9)} ${row.verdict.padEnd(10)} ours ${round(row.ours)}${row.unit && ` ${row.unit}`}${theirs} ${interval}${same}`;
  return `${head} · gate ${row.gate} · stretch ${row.stretch} · ${row.what}${row.note === undefined ? "" : ` · ${row.note}`}`;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
