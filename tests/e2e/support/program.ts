// A program in the background: started, watched, ended, killed.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** A running program. What it printed is kept, to be shown where it fails. */
export class Program {
  readonly #child: ChildProcess;
  readonly #name: string;
  #printed = "";
  /** Rejects when the program ends, for whatever reason. */
  readonly died: Promise<never>;
  readonly #ended: Promise<void>;

  constructor(program: string, args: string[], env: Record<string, string> = {}) {
    this.#name = program;
    this.#child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (piece: Buffer) => (this.#printed = (this.#printed + piece.toString()).slice(-20_000));
    this.#child.stdout?.on("data", keep);
    this.#child.stderr?.on("data", keep);
    this.#ended = new Promise((ended) => {
      this.#child.once("exit", () => ended());
      this.#child.once("error", (error) => (keep(Buffer.from(String(error))), ended()));
    });
    this.died = this.#ended.then(() => Promise.reject(new Error(`${this.#name} ended:\n${this.#printed}`)));
    // Whoever waits for it hears of it; nobody has to.
    this.died.catch(() => {});
  }

  /** What it has printed so far. */
  get printed(): string {
    return this.#printed;
  }

  /** Its process id. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** Asks it to end, and insists after five seconds. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    const insist = setTimeout(() => this.#child.kill("SIGKILL"), 5_000);
    await this.#ended;
    clearTimeout(insist);
  }
}
