// Serves the page that is written by hand, beside the app's own style sheet.
import { createServer } from "node:http";
import type { Server } from "node:http";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const TYPES: Record<string, string> = { html: "text/html", js: "text/javascript", css: "text/css" };

/** A static server for `bench/vanilla/`. */
export class Vanilla {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  }

  static async start(): Promise<Vanilla> {
    const server = createServer(async (request, response) => {
      const name = request.url === "/" ? "index.html" : (request.url ?? "").slice(1);
      const path = name === "app.css" ? "../../../public/app.css" : `vanilla/${name}`;
      try {
        const content = await readFile(join(import.meta.dirname, path));
        response.writeHead(200, { "Content-Type": TYPES[name.split(".").at(-1) ?? ""] ?? "text/plain" }).end(content);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return new Vanilla(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
