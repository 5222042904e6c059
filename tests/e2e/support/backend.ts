// A server of somebody else's, as the contract tests install it, start it and make it ready.
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Interface } from "node:readline";

const root = join(import.meta.dirname, "../../..");
const program = process.env["QUNYUE_BACKEND"] || join(root, "target/debug/backend");

/** Whether a run is about the server of that name: what the environment names, or all. */
export function isChosen(name: string): boolean {
  const wanted = process.env["QUNYUE_CONTRACT"] ?? "";
  return ["", "all"].includes(wanted) || wanted.split(",").includes(name);
}

/** The program's word for “what it needs is not on this machine”. */
const ABSENT = 3;

/** A running server. */
export class Backend {
  readonly port: number;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  private constructor(port: number, child: ChildProcessWithoutNullStreams, lines: AsyncIterator<string>) {
    this.port = port;
    this.#child = child;
    this.#lines = lines;
  }

  /** Starts the server of that name; says in words what is missing where it can't be had here. */
  static async start(name: "kinto" | "pocketbase" | "couchdb" | "postgrest"): Promise<Backend | string> {
    const child = spawn(program, [name], { stdio: "pipe" });
    let printed = "";
    child.stderr.on("data", (piece: Buffer) => (printed += piece.toString()));
    const ended = once(child, "exit");
    const reader: Interface = createInterface(child.stdout);
    const lines = reader[Symbol.asyncIterator]();
    const { value: origin, done } = await lines.next();
    if (!done) return new Backend(Number(new URL(origin).port), child, lines);
    const [code] = await ended;
    if (code === ABSENT) return printed.trim();
    throw new Error(`${name} ended with ${code}:\n${printed}`);
  }

  /** Gives somebody who owns a space the rights that the server's administrator gives by hand. */
  async appoints(login: string): Promise<void> {
    this.#child.stdin.write(`${login}\n`);
    const { done } = await this.#lines.next();
    if (done) throw new Error(`${login} was not appointed`);
  }

  /** Ends it and forgets its records. */
  async stop(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.stdin.end();
    await ended;
  }
}
