// What axe looks at: every screen × theme × width × language × condition, or enough of them that every pair occurs.
import { expect } from "@playwright/test";
import type { Browser, Page } from "@playwright/test";
import { Api } from "./api.ts";
import { faultsOf } from "./faults.ts";
import { expectAccessible, expectNoSideways } from "./axe.ts";
import { Link } from "./link.ts";
import { movesTo, settled } from "./moving.ts";
import { LIN, RULES, SPACE, WANG } from "./people.ts";
import { create, timedId } from "./records.ts";
import { Server } from "./server.ts";
import { BROWSER_LOCALE, LANGUAGES } from "./words.ts";
import type { Language } from "./words.ts";
import { keepsTheApp, withoutWorker } from "./worker.ts";

/** What surrounds a screen. */
export type Condition = "here" | "empty" | "offline" | "failed" | "waiting";

/** One cell of the grid. */
export interface Cell {
  screen: string;
  theme: "light" | "dark";
  width: number;
  language: Language;
  condition: Condition;
}

const AXES = {
  theme: ["light", "dark"],
  width: [320, 390, 1280],
  language: LANGUAGES,
  condition: ["here", "empty", "offline", "failed", "waiting"],
} as const;

/** Screens by name; `signedOut` ones are seen by a browser without a session. */
interface Screen {
  path: (stage: Stage) => string;
  signedOut?: true;
}

const SCREENS: Record<string, Screen> = {
  setup: { path: () => "/setup", signedOut: true },
  signin: { path: () => "/signin", signedOut: true },
  join: { path: ({ token }) => `/join#${token}`, signedOut: true },
  reset: { path: () => "/reset#0123456789abcdef", signedOut: true },
  pass: { path: () => "/pass#0123456789abcdef", signedOut: true },
  cover: { path: () => "/", signedOut: true },
  connect: { path: () => "/connect", signedOut: true },
  home: { path: () => "/" },
  new: { path: () => "/new" },
  feed: { path: ({ space }) => `/s/${space}` },
  rules: { path: ({ space }) => `/s/${space}/rules` },
  rule: { path: ({ space }) => `/s/${space}/rules/2` },
  read: { path: ({ space }) => `/s/${space}/rules/read` },
  edit: { path: ({ space }) => `/s/${space}/rules/edit` },
  proposals: { path: ({ space }) => `/s/${space}/rules/proposals` },
  propose: { path: ({ space }) => `/s/${space}/rules/propose?rule=2` },
  guards: { path: ({ space }) => `/s/${space}/guards` },
  held: { path: ({ space }) => `/s/${space}/held` },
  notices: { path: ({ space }) => `/s/${space}/notices` },
  announce: { path: ({ space }) => `/s/${space}/notices/new` },
  notice: { path: ({ space, notice }) => `/s/${space}/notices/${notice}` },
  search: { path: ({ space }) => `/s/${space}/search` },
  about: { path: ({ space }) => `/s/${space}/about` },
  members: { path: ({ space }) => `/s/${space}/members` },
  member: { path: ({ space, somebody }) => `/s/${space}/members/${somebody}` },
  post: { path: ({ space, post }) => `/s/${space}/post/${post}` },
  welcome: { path: ({ space }) => `/s/${space}/welcome` },
  handover: { path: ({ space }) => `/s/${space}/handover` },
  told: { path: ({ space }) => `/s/${space}/told` },
  scheduled: { path: ({ space }) => `/s/${space}/scheduled` },
  sync: { path: () => "/sync" },
  me: { path: () => "/me" },
};

/** The names of all screens. */
export const SCREEN_NAMES = Object.keys(SCREENS);

/** What a member proposes. */
const PROPOSAL = {
  change: "reword", version: 1, rule: 2, kind: "must", binds: "all",
  text: "工作时间内的提问，四小时内回应。", reason: "门店等不住。", state: "open",
};

/** A cell without what can be changed while it is seen. */
export type Seen = Omit<Cell, "theme" | "width">;

/** Every screen in every language and condition. */
export function allSeen(): Seen[] {
  const { language, condition } = AXES;
  return SCREEN_NAMES.flatMap((screen) =>
    language.flatMap((language) => condition.map((condition) => ({ screen, language, condition }))),
  );
}

/** Every cell that there is. */
function wholeGrid(screen: string): Cell[] {
  const { theme, width, language, condition } = AXES;
  return theme.flatMap((theme) =>
    width.flatMap((width) =>
      language.flatMap((language) => condition.map((condition) => ({ screen, theme, width, language, condition }))),
    ),
  );
}

/** Few cells, so that for every two axes each pair of their values occurs on some screen's list (greedily). */
export function pairwise(screens: readonly string[]): Cell[] {
  const rest = screens.flatMap(wholeGrid);
  const open = new Set(rest.flatMap(pairs));
  const chosen: Cell[] = [];
  while (open.size > 0) {
    const gain = (cell: Cell) => pairs(cell).filter((pair) => open.has(pair)).length;
    const best = rest.reduce((best, cell) => (gain(cell) > gain(best) ? cell : best));
    for (const pair of pairs(best)) open.delete(pair);
    chosen.push(best);
  }
  return chosen;
}

function pairs(cell: Cell): string[] {
  const values = Object.entries(cell).map(([axis, value]) => `${axis}=${value}`);
  return values.flatMap((one, at) => values.slice(at + 1).map((other) => `${one} ${other}`));
}

/** Servers with something and with nothing in them, and the links to them. */
export class Stage {
  readonly space: string;
  readonly token: string;
  /** A member about whom something was done, and a post; in the empty space the owner, and none. */
  readonly somebody: string;
  readonly post: string;
  /** An announcement to confirm; in the empty space none. */
  readonly notice: string;
  readonly link: Link;
  readonly #server: Server;
  readonly #api: Api;

  private constructor(server: Server, link: Link, api: Api, space: string, token: string, somebody: string, post: string, notice: string) {
    this.#server = server;
    this.link = link;
    this.#api = api;
    this.space = space;
    this.token = token;
    this.somebody = somebody;
    this.post = post;
    this.notice = notice;
  }

  /** A server with a space, its rules, its people and what they said; or with a space and nothing else. */
  static async build(empty: boolean): Promise<Stage> {
    const server = await Server.start();
    const api = new Api(server.url);
    await api.setsUp("示例公司", LIN);
    const space = await api.founds(SPACE, LIN);
    const [post, notice] = [timedId(), timedId()];
    let somebody = api.person;
    if (!empty) {
      await api.publishes(space, RULES);
      const guest = new Api(server.url);
      await guest.joins(await api.invites(space, WANG.name), WANG);
      await api.posts(space, MESSAGES);
      somebody = guest.person;
      const warning = { kind: "warned", rule: 3, version: 1, reason: "和培训无关的链接" };
      await api.writes([create(space, "personal", "measure", timedId(), warning, somebody)]);
      await api.writes([create(space, "all", "message", post, { text: "这条可以处理", sent_at: Date.now() })]);
      await guest.writes([create(space, "all", "proposal", timedId(), PROPOSAL)]);
      await api.announces(space, { importance: "urgent", text: "二楼**停电**，资料室照常。", confirm: true }, notice);
    }
    const token = await api.invites(space, "阿依古丽·买买提");
    return new Stage(server, await Link.open(server.port), api, space, token, somebody, post, notice);
  }

  /** Opens a screen in its condition, in a browser of its own. */
  async open(browser: Browser, cell: Cell): Promise<{ page: Page; faults: string[] }> {
    const screen = SCREENS[cell.screen];
    if (screen === undefined) throw new Error(`no screen ${cell.screen}`);
    const context = await browser.newContext({
      viewport: { width: cell.width, height: 844 },
      locale: BROWSER_LOCALE[cell.language],
      colorScheme: cell.theme,
    });
    if (cell.condition !== "offline") await withoutWorker(context);
    if (!screen.signedOut) await this.#api.lendsSession(context, this.link.url);
    const page = await context.newPage();
    const faults = faultsOf(page);
    const address = this.link.url + screen.path(this);
    await this.#arrange(page, cell.condition, address);
    return { page, faults };
  }

  /** Goes to another screen as a link within the app would, in the light and at the width that it is seen in. */
  async moves(page: Page, cell: Cell): Promise<void> {
    await page.emulateMedia({ colorScheme: cell.theme });
    await page.setViewportSize({ width: cell.width, height: 844 });
    await movesTo(page, SCREENS[cell.screen]?.path(this) ?? "/");
  }

  async stop(): Promise<void> {
    await this.link.close();
    await this.#server.stop();
  }

  async #arrange(page: Page, condition: Condition, address: string): Promise<void> {
    if (condition === "failed") await page.route("**/api/v1/**", (route) => route.fulfill({ status: 500, body: "" }));
    if (condition === "waiting") await page.route("**/api/v1/**", () => {});
    await page.goto(address);
    await settled(page);
    if (condition === "offline") await this.#cut(page);
  }

  async #cut(page: Page): Promise<void> {
    // What the next screens are made of is at hand then.
    await keepsTheApp(page);
    await page.context().setOffline(true);
    await page.evaluate(() => dispatchEvent(new Event("offline")));
    await settled(page);
  }
}

/** Cells that one browser sees one after the other: what differs between them can be changed without a load. */
export interface Walk {
  name: string;
  cells: readonly [Cell, ...Cell[]];
}

/** `cells` in as few walks as there can be: a session, a language and a condition are given once. */
export function walks(cells: readonly Cell[]): Walk[] {
  const found = new Map<string, [Cell, ...Cell[]]>();
  for (const cell of cells) {
    const name = [SCREENS[cell.screen]?.signedOut ? "signed out" : "signed in", cell.language, cell.condition].join(" · ");
    const walk = found.get(name);
    if (walk === undefined) found.set(name, [cell]);
    else walk.push(cell);
  }
  return [...found].map(([name, cells]) => ({ name, cells }));
}

/** Looks at the cells of one walk. */
export async function inspect(browser: Browser, stages: { full: Stage; empty: Stage }, { cells }: Walk): Promise<void> {
  const [first, ...others] = cells;
  const stage = first.condition === "empty" ? stages.empty : stages.full;
  const { page, faults } = await stage.open(browser, first);
  await look(page, first);
  for (const cell of others) {
    await stage.moves(page, cell);
    await look(page, cell);
  }
  expect(faults).toEqual([]);
  await page.context().close();
}

async function look(page: Page, cell: Cell): Promise<void> {
  const where = Object.values(cell).join(" · ");
  await expect(page.locator("body"), where).not.toBeEmpty();
  await expectAccessible(page, where);
  await expectNoSideways(page, where);
}

/** Looks at one screen in one language and condition in every theme and width: loaded once, then changed under the eyes. */
export async function inspectAll(browser: Browser, stages: { full: Stage; empty: Stage }, seen: Seen): Promise<void> {
  const { theme: themes, width: widths } = AXES;
  const stage = seen.condition === "empty" ? stages.empty : stages.full;
  const { page, faults } = await stage.open(browser, { ...seen, theme: themes[0], width: widths[0] });
  await expect(page.locator("body")).not.toBeEmpty();
  for (const theme of themes) {
    for (const width of widths) {
      const where = [...Object.values(seen), theme, width].join(" · ");
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 844 });
      await settled(page);
      await expectAccessible(page, where);
      await expectNoSideways(page, where);
    }
  }
  expect(faults, Object.values(seen).join(" · ")).toEqual([]);
  await page.context().close();
}

const MESSAGES = [
  "各位同事，群规已经发布，请先**确认**再发言。",
  "本周要点：\n\n1. 三款新产品的保修期\n2. 报价前先说方案\n\n详见 https://example.org/a",
  "收到。`DX-3` 的功率是多少？",
  "> 演练改到下午三点\n\n地点不变。",
];
