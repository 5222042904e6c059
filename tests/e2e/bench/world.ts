// What benches measure on: a server with spaces of known size, and devices that hold them.
import { Link } from "../support/link.ts";
import type { Shape } from "../support/link.ts";
import { Api } from "../support/api.ts";
import { LIN, SPACE } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { Device } from "../support/device.ts";
import { Words } from "../support/words.ts";
import type { Measure } from "./pairs.ts";
import { painted, watch } from "./probe.ts";
import type { Page } from "@playwright/test";

const words = new Words("zh-Hans");

/** How many messages the large and the small group have; fewer only to try a bench out. */
export const LARGE = Number(process.env["QUNYUE_BENCH_RECORDS"] || 100_000);
export const SMALL = 1_000;

/** A space with messages. */
export interface Group {
  space: string;
  /** The newest message. */
  last: string;
  size: number;
}

/** A server and somebody who may write there. */
export class World {
  readonly server: Server;
  readonly api: Api;

  private constructor(server: Server, api: Api) {
    this.server = server;
    this.api = api;
  }

  /** A set-up server that takes writes as fast as they come. */
  static async start(): Promise<World> {
    const server = await Server.start({ args: ["--rate", "0"] });
    const api = new Api(server.url);
    await api.setsUp("示例公司", LIN);
    return new World(server, api);
  }

  /** A space with `size` messages, in three channels and the general one. */
  async group(size: number, name = `${SPACE.name} ${size}`): Promise<Group> {
    const space = await this.api.founds({ ...SPACE, name }, LIN);
    const channels: string[] = [];
    for (const sort of ["questions", "materials", "homework"]) channels.push(await this.api.opens(space, sort));
    await this.api.posts(space, Array.from({ length: size }, (_, at) => text(at)), channels);
    return { space, last: text(size - 1), size };
  }

  /** A link to the server. */
  link(shape?: Shape): Promise<Link> {
    return Link.open(this.server.port, shape);
  }

  /** A device that is signed in at `url` and holds nothing yet. */
  async device(url: string): Promise<Device> {
    const device = await Device.start();
    await watch(device.context);
    await this.api.lendsSession(device.context, url);
    return device;
  }

  /** A device that holds all of `groups`, and a link that it got them through. */
  async holder(groups: readonly Group[]): Promise<{ device: Device; link: Link }> {
    const link = await this.link();
    const device = await this.device(link.url);
    const page = await device.tab();
    for (const group of groups) {
      await page.goto(`${link.url}/s/${group.space}`);
      await painted(page, group.last);
    }
    await quiet(link);
    await page.close();
    return { device, link };
  }

  /** Ends the server. */
  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** Opens a group by its address and says when its newest message was painted. */
export async function opens(page: Page, link: Link, group: Group): Promise<number> {
  await page.goto(`${link.url}/s/${group.space}`, { waitUntil: "commit" });
  return painted(page, group.last);
}

/** From the list of spaces into a group, to its newest message on the screen. */
export function opening(page: Page, group: Group): Measure {
  return async () => {
    await page.evaluate(() => history.pushState(null, "", "/"));
    await page.evaluate(() => dispatchEvent(new PopStateEvent("popstate")));
    await page.getByRole("heading", { name: words.say("spaces.home.title") }).waitFor();
    const link = page.getByRole("main").locator(`a[href="/s/${group.space}"]`).first();
    await link.waitFor();
    const start = await page.evaluate(() => performance.now());
    await link.evaluate((element: HTMLElement) => element.click());
    return (await painted(page, group.last)) - start;
  };
}

/** The message at a place: of the length that people write, each one different. */
export function text(at: number): string {
  const phrases = ["三款新产品的保修期都是两年", "请在周五前交第二次作业", "客户问到价格时先说方案", "演练改到下午三点，地点不变", "这一页的数字以本月为准"];
  return `第 ${at + 1} 条：${phrases[at % phrases.length] ?? ""}，${phrases[(at * 7 + 3) % phrases.length] ?? ""}。`;
}

/** Waits until nothing has come through `link` for three seconds. */
export async function quiet(link: Link): Promise<void> {
  let [seen, since] = [link.bytes.down, performance.now()];
  while (performance.now() - since < 3_000) {
    await new Promise((later) => setTimeout(later, 250));
    if (link.bytes.down !== seen) [seen, since] = [link.bytes.down, performance.now()];
  }
}
