// A network between browser and server that can be slow, break off and come back: a TCP proxy in user space.
//
// CDP's throttling skips service workers and event streams; a proxy skips nothing.
import { connect, createServer } from "node:net";
import type { AddressInfo, Server as Listener, Socket } from "node:net";
import { Transform } from "node:stream";
import type { TransformCallback } from "node:stream";

/** What a network can do. */
export interface Shape {
  /** The round trip in milliseconds. */
  roundTrip: number;
  /** Bytes a second towards the browser. */
  down: number;
  /** Bytes a second from the browser. */
  up: number;
}

/** Lighthouse's “Slow 4G”. */
export const SLOW_4G: Shape = { roundTrip: 150, down: 1_600_000 / 8, up: 750_000 / 8 };

/** One direction of the link: its rate is shared by all connections, as on a real one. */
class Lane {
  readonly rate: number;
  bytes = 0;
  #free = 0;

  constructor(rate: number) {
    this.rate = rate;
  }

  /** Milliseconds until `length` bytes have passed, behind all that went before. */
  reserve(length: number): number {
    this.bytes += length;
    const now = performance.now();
    this.#free = Math.max(now, this.#free) + (length / this.rate) * 1000;
    return this.#free - now;
  }
}

/** Lets pieces through as they come, and counts them. */
class Count extends Transform {
  readonly #lane: Lane;

  constructor(lane: Lane) {
    super({ highWaterMark: 1 << 20, readableHighWaterMark: 1 << 20 });
    this.#lane = lane;
  }

  override _transform(piece: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#lane.bytes += piece.length;
    done(null, piece);
  }
}

/** Lets pieces through in order, each when the lane and the distance allow. */
class Delay extends Transform {
  readonly #lane: Lane;
  readonly #distance: number;
  readonly #flying: Buffer[] = [];
  #landed = () => {};

  constructor(lane: Lane, distance: number) {
    // The rate is the limit here, not the size of a buffer.
    super({ highWaterMark: 1 << 20, readableHighWaterMark: 1 << 20 });
    this.#lane = lane;
    this.#distance = distance;
  }

  override _transform(piece: Buffer, _: BufferEncoding, done: TransformCallback): void {
    const queue = this.#lane.reserve(piece.length);
    this.#flying.push(piece);
    setTimeout(() => this.#land(), queue + this.#distance);
    // The next piece may set out as soon as this one has left.
    setTimeout(done, queue);
  }

  override _flush(done: TransformCallback): void {
    this.#landed = () => (this.#flying.length === 0 ? done() : undefined);
    this.#landed();
  }

  /** Timers round to milliseconds and so may change places; pieces never do. */
  #land(): void {
    this.push(this.#flying.shift());
    this.#landed();
  }
}

/** A link to a server on this machine. */
export class Link {
  readonly port: number;
  readonly #listener: Listener;
  readonly #open = new Set<Socket>();
  readonly #shape: Shape | undefined;
  readonly #down: Lane;
  readonly #up: Lane;
  #cut = false;
  /** Connections that were made since the start. */
  connections = 0;

  private constructor(listener: Listener, target: number, shape: Shape | undefined) {
    this.port = (listener.address() as AddressInfo).port;
    this.#listener = listener;
    this.#shape = shape;
    this.#down = new Lane(shape?.down ?? Infinity);
    this.#up = new Lane(shape?.up ?? Infinity);
    listener.on("connection", (near) => this.#carry(near, target));
  }

  /** Opens a link to `target`, a port of this machine. */
  static async open(target: number, shape?: Shape): Promise<Link> {
    const listener = createServer({ noDelay: true });
    await new Promise<void>((listening) => listener.listen(0, "127.0.0.1", listening));
    return new Link(listener, target, shape);
  }

  /** The address through the link. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Bytes that have gone each way. */
  get bytes(): { down: number; up: number } {
    return { down: this.#down.bytes, up: this.#up.bytes };
  }

  /** Breaks every connection, in the middle of whatever it says, and takes no new one. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#open) socket.resetAndDestroy();
  }

  /** Lets connections through again. */
  mend(): void {
    this.#cut = false;
  }

  /** Ends the link. */
  async close(): Promise<void> {
    this.cut();
    await new Promise((closed) => this.#listener.close(closed));
  }

  #carry(near: Socket, target: number): void {
    if (this.#cut) {
      near.resetAndDestroy();
      return;
    }
    this.connections += 1;
    // Connecting takes a round trip as well, which a listener on this machine would give for nothing.
    const join = () => this.#join(near, connect({ port: target, host: "127.0.0.1", noDelay: true }));
    if (this.#shape === undefined) join();
    else setTimeout(join, this.#shape.roundTrip);
  }

  #join(near: Socket, far: Socket): void {
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.#open.add(one);
      one.on("error", () => other.destroy());
      one.once("close", () => (this.#open.delete(one), other.destroy()));
    }
    near.pipe(this.#way(this.#up)).pipe(far);
    far.pipe(this.#way(this.#down)).pipe(near);
  }

  /** What carries one direction of a connection. A timer for each piece costs more than the piece: only what is slow has them. */
  #way(lane: Lane): Transform {
    return this.#shape === undefined ? new Count(lane) : new Delay(lane, this.#shape.roundTrip / 2);
  }
}
