// The rows of the budgets: what each measures against what, and the gate that it has to hold.

/** One row. Gates are upper limits, of a ratio or of a count. */
export interface Spec {
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  readonly gate: number;
  readonly stretch: number;
}

export const ROWS = {
  a1: { id: "a1", what: "bytes (brotli) to the first usable space screen ÷ hydrogen-web's 210 kB", unit: "kB", gate: 1.25, stretch: 0.8 },
  a3: { id: "a3", what: "usable space screen ÷ link floor (3 round trips + bytes ÷ rate), Slow 4G, CPU ÷ 4", unit: "ms", gate: 1.35, stretch: 1.15 },
  "a4-paint": { id: "a4-paint", what: "first paint, Slow 4G, CPU ÷ 4", unit: "ms", gate: 700, stretch: 700 },
  "a4-block": { id: "a4-block", what: "blocking time until usable, Slow 4G, CPU ÷ 4", unit: "ms", gate: 100, stretch: 30 },
  "a4-shift": { id: "a4-shift", what: "layout shift until usable", unit: "", gate: 0.01, stretch: 0 },
  b1: { id: "b1", what: "offline start to the last 50 messages, 100k ÷ 1k records", unit: "ms", gate: 1.1, stretch: 1.03 },
  b2: { id: "b2", what: "the same ÷ a hand-written page that reads and paints the same", unit: "ms", gate: 1.6, stretch: 1.25 },
  b3: { id: "b3", what: "IndexedDB records read before the first messages are painted", unit: "", gate: 200, stretch: 60 },
  c1: { id: "c1", what: "opening a group of 100k ÷ of 1k messages", unit: "ms", gate: 1.1, stretch: 1.03 },
  "c2-open": { id: "c2-open", what: "opening a group of 100k messages ÷ a virtual list written by hand", unit: "ms", gate: 1.35, stretch: 1.1 },
  "c2-insert": { id: "c2-insert", what: "from the key that sends to the message on the screen, durable ÷ the same by hand", unit: "ms", gate: 1.35, stretch: 1.1 },
  "c2-scroll": { id: "c2-scroll", what: "main-thread CPU of scrolling 10,000 px ÷ the same by hand", unit: "ms", gate: 1.35, stretch: 1.1 },
  "c4-nodes": { id: "c4-nodes", what: "live DOM nodes in a group of 100k messages", unit: "", gate: 1500, stretch: 800 },
  "c4-memory": { id: "c4-memory", what: "memory after 50 open-close cycles ÷ after 5", unit: "MB", gate: 1.05, stretch: 1 },
  d1: { id: "d1", what: "first sync of 100k records ÷ floor (transfer + parse + packed write)", unit: "ms", gate: 2, stretch: 1.3 },
  d3: { id: "d3", what: "bytes on the wire for 100 changes ÷ brotli-5 of the changed records", unit: "B", gate: 1.25, stretch: 1.1 },
  "d3-idle": { id: "d3-idle", what: "requests of an idle minute", unit: "", gate: 1, stretch: 0 },
  d4: { id: "d4", what: "a delta of 100 changes with 100k held ÷ with 1k held", unit: "ms", gate: 1.1, stretch: 1.03 },
  d5: { id: "d5", what: "longest main-thread task during the first sync, CPU ÷ 4", unit: "ms", gate: 50, stretch: 16 },
  d6: { id: "d6", what: "one durable edit ÷ one raw strict IndexedDB put", unit: "ms", gate: 1.3, stretch: 1.1 },
  "f-find": { id: "f-find", what: "a search to its last hit, p95 of what it takes beyond a raw scan of the same messages", unit: "ms", gate: 100, stretch: 0 },
  "f-scan": { id: "f-scan", what: "a search to its last hit ÷ a raw scan (read all segments, seek the words)", unit: "ms", gate: 1, stretch: 0.2 },
  "f-index": { id: "f-index", what: "log-log slope of what the index makes for new messages, 1k to 100k messages held", unit: "", gate: 0.05, stretch: 0.02 },
} as const satisfies Record<string, Spec>;
