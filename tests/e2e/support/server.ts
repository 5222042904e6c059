// The reference server: the real program with a data folder of its own, killed and started again at will.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accepts, freePort } from "./port.ts";
import { Program } from "./program.ts";

const root = join(import.meta.dirname, "../../..");
const program = process.env["QUNYUE_SERVER"] || join(root, "target/release/qunyue-server");
const dist = process.env["QUNYUE_DIST"] || join(root, "dist");

/** How a server is started. */
export interface Options {
  /** Arguments besides the address, the app and the data folder. */
  args?: readonly string[];
  /** The certificate and its key, for HTTPS. */
  tls?: { cert: string; key: string };
}

/** A server under test. */
export class Server {
  readonly port: number;
  readonly data: string;
  readonly #options: Options;
  #program: Program;

  private constructor(port: number, data: string, options: Options, running: Program) {
    this.port = port;
    this.data = data;
    this.#options = options;
    this.#program = running;
  }

  /** Starts a server with nothing in it. */
  static async start(options: Options = {}): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), "qunyue-data-"));
    for (;;) {
      const port = await freePort();
      const running = await run(port, data, options).catch((error: unknown) => {
        // Between the asking and the listening somebody else may take the port.
        if (!String(error).includes("Address already in use")) throw error;
      });
      if (running) return new Server(port, data, options, running);
    }
  }

  /** Its address on this machine: a secure origin even without TLS. */
  get url(): string {
    return this.at("localhost");
  }

  /** Its address under another name. */
  at(host: string): string {
    return `${this.#options.tls ? "https" : "http"}://${host}:${this.port}`;
  }

  /** What it has printed since it was started last. */
  get printed(): string {
    return this.#program.printed;
  }

  /** Its process id. */
  get pid(): number | undefined {
    return this.#program.pid;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.#program.kill();
  }

  /** Starts it again on the same port with the same data. */
  async restart(): Promise<void> {
    this.#program = await run(this.port, this.data, this.#options);
  }

  /** Ends it and forgets its data. */
  async stop(): Promise<void> {
    await this.#program.stop();
    await rm(this.data, { recursive: true, force: true });
  }
}

async function run(port: number, data: string, options: Options): Promise<Program> {
  const args = ["--listen", `127.0.0.1:${port}`, "--app", dist, "--data", data];
  if (options.tls) args.push("--tls", options.tls.cert, options.tls.key);
  const running = new Program(program, [...args, ...(options.args ?? [])]);
  await accepts(port, running.died);
  return running;
}
