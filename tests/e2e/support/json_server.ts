// json-server: a backend that knows nothing of us, started with an empty store.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { accepts, freePort } from "./port.ts";
import { Program } from "./program.ts";

// The contract tests bring it along.
const contract = createRequire(join(import.meta.dirname, "../../contract/package.json"));
const bin = join(dirname(contract.resolve("json-server/package.json")), "lib/cli/bin.js");

/** A running json-server. */
export class JsonServer {
  readonly port: number;
  readonly url: string;
  readonly #program: Program;
  readonly #folder: string;

  private constructor(port: number, folder: string, program: Program) {
    this.port = port;
    this.url = `http://localhost:${port}`;
    this.#folder = folder;
    this.#program = program;
  }

  /** Starts one with the collections of `store`, each with its first rows. */
  static async start(store: Record<string, unknown[]>): Promise<JsonServer> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), "qunyue-json-"));
    const file = join(folder, "db.json");
    await writeFile(file, JSON.stringify(store));
    const program = new Program(process.execPath, [bin, "--host", "127.0.0.1", "--port", String(port), file]);
    await accepts(port, program.died);
    return new JsonServer(port, folder, program);
  }

  /** Ends it and forgets its store. */
  async stop(): Promise<void> {
    await this.#program.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
