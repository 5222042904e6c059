// Ratios measured side by side: medians of pairs, their bootstrap intervals, and what follows for a gate.

/** The lower and the upper end. */
export type Interval = readonly [number, number];

/** What a row says about its gate. */
export type Verdict = "met" | "missed" | "unresolved";

/** The middle of `values`. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  return (low + high) / 2;
}

/** Numbers that look random and are the same in every run (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Where the median lies in 95 of 100 resamplings of `values`. */
export function bootstrap(values: readonly number[], rounds = 2000): Interval {
  const roll = dice(20261122);
  const draw = () => values[Math.floor(roll() * values.length)] ?? NaN;
  const medians = Array.from({ length: rounds }, () => median(values.map(draw))).sort((a, b) => a - b);
  return [medians[Math.floor(rounds * 0.025)] ?? NaN, medians[Math.ceil(rounds * 0.975) - 1] ?? NaN];
}

/**
 * What `interval` says of a gate that must not be passed. Its bad end decides; but where the same thing measured
 * twice differs by more than what is between ratio and gate, nothing is decided.
 */
export function judge(ratio: number, interval: Interval, same: Interval, gate: number): Verdict {
  if (same[0] < same[1] && gate >= ratio * same[0] && gate <= ratio * same[1]) return "unresolved";
  return interval[1] <= gate ? "met" : "missed";
}
