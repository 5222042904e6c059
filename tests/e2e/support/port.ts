// A port that nobody listens on, and waiting until somebody does.
import { createServer, connect } from "node:net";
import type { AddressInfo } from "node:net";

/** A free port of this machine. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, "127.0.0.1", listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** Resolves when something accepts connections on `port`; rejects when `died` does first. */
export async function accepts(port: number, died: Promise<never>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const open = await Promise.race([died, knock(port)]);
    if (open) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error(`nothing listens on port ${port} after 30 s`);
}

function knock(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => (socket.destroy(), answer(true)));
    socket.once("error", () => (socket.destroy(), answer(false)));
  });
}
