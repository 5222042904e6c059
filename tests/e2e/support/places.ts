// Every place that shows a text that somebody wrote, filled with texts that nobody should have written.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { Api } from "./api.ts";
import type { Answer } from "./api.ts";
import { Watch } from "./injection.ts";
import { LIN, SPACE } from "./people.ts";
import { movesTo } from "./moving.ts";
import { Person } from "./person.ts";
import { contentHash, create, derivedId, numbered, sha256, timedId } from "./records.ts";
import type { Rule, Write } from "./records.ts";
import { Server } from "./server.ts";
import { withoutWorker } from "./worker.ts";

/** The way through the screens that show what was filled in. */
export type Tour = (visit: Visit) => Promise<void>;

/** A place that shows texts. */
export interface Place {
  name: string;
  /** How many payloads one page takes. */
  batch: number;
  /** Whether it is seen without a network. */
  keeps?: true;
  /** Fills it, and says how to look at it: several browsers may. */
  fill: (api: Api, payloads: readonly string[]) => Promise<Tour>;
}

/** A browser that goes through the screens, and whatever fills them. */
export class Visit {
  readonly api: Api;
  readonly page: Page;
  readonly #watch: Watch;

  private constructor(api: Api, page: Page, watch: Watch) {
    this.api = api;
    this.page = page;
    this.#watch = watch;
  }

  /** A new browser at a server, with the page's policy in force or not; one that `keeps` the app needs no network. */
  static async begin(browser: Browser, server: Server, policy: boolean, keeps = false): Promise<Visit> {
    const api = new Api(server.url);
    await api.signsIn(LIN.name, LIN.password);
    const context = await browser.newContext({ bypassCSP: !policy, locale: "zh-CN", viewport: { width: 390, height: 844 } });
    if (!keeps) await withoutWorker(context);
    await api.lendsSession(context);
    const watch = await Watch.over(context, server.url);
    return new Visit(api, await context.newPage(), watch);
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  /** Goes to `path`, after the first time as a link in the app would, waits until `shown` stands there, and looks. */
  async at(path: string, shown: string): Promise<void> {
    if (this.page.url().startsWith(this.api.url)) await movesTo(this.page, path);
    else await this.page.goto(this.api.url + path);
    await this.page.getByText(shown).first().waitFor({ state: "attached" });
    await this.looks(path);
  }

  /** Looks at what is there now. */
  async looks(where: string): Promise<void> {
    await this.#watch.expectNothing(this.page, where);
  }

  async end(): Promise<void> {
    await this.context.close();
  }
}

/** A mark that no payload holds, to know that a screen is there. */
const MARK = "此处有标记";

export const PLACES: readonly Place[] = [
  { name: "spaces: name, purpose, for whom", batch: 60, fill: spaces },
  { name: "messages, and quotes of them", batch: 300, fill: messages },
  { name: "channels, pinned messages, earlier versions", batch: 20, fill: talk },
  { name: "requests for permission: text, purpose, source; kinds of message", batch: 50, fill: permits },
  { name: "announcements: title, text and schedule", batch: 150, fill: announcements },
  { name: "posts that go later", batch: 150, fill: later },
  { name: "rules: text, chapter, reason; panel, reader, editor", batch: 100, fill: rules },
  { name: "proposals: text, reason, answer; opinions; the policy of a version", batch: 60, fill: proposals },
  { name: "members: name, department, post", batch: 200, fill: members },
  { name: "measures and reports: what was said, and why", batch: 150, fill: measures },
  { name: "invitations: name and note; the card", batch: 300, fill: invitations },
  { name: "who waits: name, department, post, by which link; the card", batch: 200, fill: waiting },
  { name: "devices of an account", batch: 200, fill: devices },
  { name: "drafts and what waits to be sent", batch: 100, fill: unsent, keeps: true },
];

/** A server whose first account everything is written by. */
export async function stage(): Promise<Server> {
  const server = await Server.start({ args: ["--rate", "0"] });
  await new Api(server.url).setsUp("示例公司", LIN);
  return server;
}

async function spaces(api: Api, payloads: readonly string[]): Promise<Tour> {
  const ids: string[] = [];
  const writes = payloads.flatMap((text) => {
    const space = timedId();
    ids.push(space);
    return founding(api, space, { name: short(text), purpose: line(text), forWhom: line(text), notFor: line(text) });
  });
  const answers = await fills(api, writes);
  await api.founds({ ...SPACE, name: MARK }, LIN);
  // The server refuses some names, such as one that is nothing but spaces.
  const first = ids.find((_, at) => (answers[2 * at]?.status ?? 500) < 300) ?? "";
  return async (visit) => {
    await visit.at("/", MARK);
    await movesTo(visit.page, `/s/${first}`);
    await visit.page.getByRole("form").waitFor({ state: "attached" });
    await visit.looks("a space's head");
    await movesTo(visit.page, `/s/${first}/about`);
    await visit.page.getByRole("article").waitFor({ state: "attached" });
    await visit.looks("what a space is for");
  };
}

async function later(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  const due_at = Date.now() + 86_400_000;
  const post = (text: string) => {
    const message = timedId();
    const id = derivedId(space, "scheduled", api.person, message);
    return create(space, "private", "scheduled", id, { message, text, due_at, state: "waiting" }, api.person);
  };
  await fills(api, payloads.map((text) => post(text.slice(0, 4000))));
  await api.writes([post(MARK)]);
  return async (visit) => {
    await visit.at(`/s/${space}/scheduled`, MARK);
  };
}

async function announcements(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  const notice = (title: string, text: string) =>
    create(space, "all", "notice", timedId(), {
      importance: "important", title, text: text.slice(0, 8000), schedule: [{ when: title.slice(0, 40), what: title, who: title }], confirm: true, sent_at: Date.now(),
    });
  const marked = notice(MARK, MARK);
  await fills(api, payloads.map((text) => notice(short(text), text)));
  await api.writes([marked]);
  return async (visit) => {
    await visit.at(`/s/${space}/notices`, MARK);
    await visit.at(`/s/${space}/notices/${marked.id}`, MARK);
    await visit.at(`/s/${space}`, MARK);
  };
}

async function messages(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  const message = (text: string, reply_to?: string) => {
    const body = { text: text.slice(0, 8000), sent_at: Date.now(), ...(reply_to === undefined ? {} : { reply_to }) };
    return create(space, "all", "message", timedId(), body);
  };
  await fills(api, payloads.flatMap((text) => ((quoted) => [quoted, message(text, quoted.id)])(message(text))));
  await api.writes([message(MARK)]);
  return async (visit) => {
    await visit.at(`/s/${space}`, MARK);
    await visit.page.getByRole("log").evaluate(scrollsBack, payloads.length / 2);
    await visit.looks("the stream, screen by screen");
    await movesTo(visit.page, `/s/${space}/search`);
    const person = new Person(visit.page, "zh-Hans");
    for (const word of ["script", "on", "alert"]) {
      await person.field("search.field").fill(word);
      await visit.page.waitForTimeout(800);
      await visit.looks(`messages with ${word}`);
    }
  };
}

async function talk(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  const channel = (text: string) =>
    create(space, "all", "channel", timedId(), { sort: "custom", name: short(text).slice(0, 24).trim() || "群", order: 1 });
  await fills(api, payloads.map(channel));
  // Each text becomes what the message said before the next.
  const message = create(space, "all", "message", timedId(), { text: MARK, sent_at: Date.now() });
  let [last] = await api.tries([message]);
  for (const text of [...payloads.slice(0, 19), MARK]) {
    const body = { text: text.slice(0, 2000), sent_at: (message.body as { sent_at: number }).sent_at, edited_at: Date.now() };
    const [next] = await api.tries([{ ...message, op: "update", base_rev: last?.record?.rev ?? null, body }]);
    if ((next?.status ?? 500) < 300) last = next;
  }
  const pin = (text: string, at: number) => {
    const body = { slot: at + 1, message: message.id, label: short(text), expires_at: Date.now() + 3_600_000 };
    return create(space, "all", "pin", derivedId(space, "pin", String(at + 1)), body);
  };
  await api.tries(payloads.slice(0, 3).map(pin));
  return async (visit) => {
    await visit.at(`/s/${space}`, MARK);
    const person = new Person(visit.page, "zh-Hans");
    await person.button("talk.channels.open").click();
    await visit.looks("the channels");
    await visit.page.getByRole("dialog").getByRole("button", { name: person.words.say("app.close"), exact: true }).click();
    await visit.page.getByRole("button", { name: person.words.say("feed.row.edited"), exact: true }).click();
    await visit.page.getByRole("dialog").getByText(MARK).first().waitFor();
    await visit.looks("what a message said before");
  };
}

async function rules(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  const all = payloads.map(
    (text, at): Rule & { chapter: string } => ({ no: at + 1, kind: "must", text: text.slice(0, 2000), binds: "all", chapter: short(text) }),
  );
  const kept = (await accepted(api, all)).map((rule, at) => ({ ...rule, no: at + 1 }));
  const marked = [...kept, { no: kept.length + 1, kind: "must", text: MARK, binds: "all", chapter: MARK } as const];
  const hash = contentHash(marked);
  const reason = (payloads[0] ?? "").slice(0, 500);
  const version = { version: 1, rules: marked, hash, reason, published_at: Date.now() };
  await api.writes([draft(space, marked), create(space, "all", "rules", derivedId(space, "rules", "1"), version)]);
  return async (visit) => {
    await visit.at(`/s/${space}/rules`, MARK);
    await visit.at(`/s/${space}/rules/edit`, MARK);
    await visit.at(`/s/${space}/rules/read`, MARK);
    await visit.at(`/s/${space}`, MARK);
  };
}

async function proposals(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  const rules = [{ no: 1, kind: "must", text: MARK, binds: "all" }] as const;
  // What no text may hold would have the whole policy refused.
  const source = payloads.join("\n").replace(/[^\P{Cc}\n\t]/gu, "").slice(0, 15_000);
  const version = { version: 1, rules, hash: contentHash([...rules]), reason: "", published_at: Date.now(), source };
  await api.writes([create(space, "all", "rules", derivedId(space, "rules", "1"), version)]);
  const proposal = (text: string, id = timedId()) =>
    create(space, "all", "proposal", id, { change: "add", version: 1, kind: "must", binds: "all", text: text.slice(0, 2000), reason: text.slice(0, 500), state: "open" });
  const marked = proposal(MARK);
  const opinion = (id: string, text: string) =>
    create(space, "all", "opinion", derivedId(space, "opinion", id, api.person), { proposal: id, stance: "against", text: text.slice(0, 500) });
  const all = payloads.map((text) => ({ text, proposed: proposal(text) }));
  await fills(api, all.map(({ proposed }) => proposed));
  await api.tries(all.map(({ text, proposed }) => opinion(proposed.id, text)));
  await api.writes([marked]);
  return async (visit) => {
    await visit.at(`/s/${space}/rules/proposals`, MARK);
    await visit.page.locator("details").evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
    await visit.looks("what is thought of proposals");
    await visit.at(`/s/${space}/rules`, MARK);
    await visit.page.locator("details").evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
    await visit.looks("the policy that rules were made from");
    await visit.at(`/s/${space}/rules/propose?rule=1`, MARK);
  };
}

/** The rules that the server takes: each tried as the draft of a space of its own. */
async function accepted<R extends Rule>(api: Api, all: readonly R[]): Promise<R[]> {
  const spaces = all.map(() => timedId());
  await api.writes(spaces.flatMap((space) => founding(api, space, { ...SPACE, name: MARK })));
  const drafts = all.map((rule, at) => draft(spaces[at] ?? "", [{ ...rule, no: 1 }]));
  const answers = await api.tries(drafts);
  return all.filter((_, at) => (answers[at]?.status ?? 500) < 300);
}

/** Writes what the server takes: a text that it refuses never reaches a screen. Most it does take, or nothing is tested. */
async function fills(api: Api, writes: readonly Write[]): Promise<Answer[]> {
  const answers = await api.tries(writes);
  const taken = answers.filter(({ status }) => status < 300).length;
  if (taken < writes.length / 2) throw new Error(`only ${taken} of ${writes.length} texts were taken`);
  return answers;
}

function draft(space: string, rules: readonly Rule[]): Write {
  return create(space, "staff", "rules-draft", derivedId(space, "rules-draft"), { rules });
}

async function members(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  for (const [at, text] of payloads.entries()) {
    const guest = new Api(api.url);
    const token = await api.invites(space, "来客");
    const account = { name: short(text), dept: short(text), post: short(text), password: "四月 白兔 火车" };
    const joined = await guest.triesToJoin(token, account, `guest ${space} ${at}`);
    if (joined) await guest.posts(space, [MARK]);
  }
  return async (visit) => {
    await visit.at(`/s/${space}/members`, LIN.name);
    await visit.at(`/s/${space}`, MARK);
  };
}

async function measures(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  await api.publishes(space, ["不发广告"]);
  const guest = new Api(api.url);
  const account = { name: MARK, dept: "", post: "", password: "四月 白兔 火车" };
  await guest.triesToJoin(await api.invites(space, "来客"), account, `guest ${space}`);
  const about = (text: string) => {
    const body = { kind: "warned", rule: 1, version: 1, reason: text.slice(0, 500) };
    return create(space, "personal", "measure", timedId(), body, guest.person);
  };
  await fills(api, payloads.map(about));
  // Reports are about members, and made by another one.
  const other = new Api(api.url);
  await other.triesToJoin(await api.invites(space, "来客"), account, `other ${space}`);
  const hash = contentHash(numbered(["不发广告"]));
  await guest.confirms(space, 1, hash);
  const said = payloads.map((text) => create(space, "all", "message", timedId(), { text: text.slice(0, 8000), sent_at: 1 }));
  const taken = await fills(guest, said);
  const reports = payloads.flatMap((text, at) => {
    const message = said[at]?.id ?? "";
    if ((taken[at]?.status ?? 500) >= 300) return [];
    const body = { message, person: guest.person, said: text.slice(0, 8000), reason: text.slice(0, 500), state: "open" };
    return [create(space, "personal", "report", derivedId(space, "report", message, other.person), body, other.person)];
  });
  await fills(other, reports);
  return async (visit) => {
    await visit.at(`/s/${space}/members/${guest.person}`, MARK);
    await visit.at(`/s/${space}/held`, MARK);
    await visit.at(`/s/${space}/post/${said[0]?.id ?? ""}`, MARK);
  };
}

async function permits(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  const hash = await api.publishes(space, ["不发广告"]);
  await api.guards(space, [{ rule: 1, kind: "sorts", settings: { sorts: [MARK] } }]);
  const guest = new Api(api.url);
  const account = { name: MARK, dept: "", post: "", password: "四月 白兔 火车" };
  await guest.triesToJoin(await api.invites(space, "来客"), account, `guest ${space}`);
  await guest.confirms(space, 1, hash);
  const asked = payloads.map((text) => {
    const message = timedId();
    const body = { message, text: text.slice(0, 8000), sent_at: 1, rules: [1], plea: text.slice(0, 500), source: text.slice(0, 500), state: "waiting" };
    return create(space, "personal", "held", derivedId(space, "held", message), body, guest.person);
  });
  await fills(guest, asked);
  const sorted = payloads.map((text) => create(space, "all", "message", timedId(), { text: MARK, sent_at: 1, sort: { why: line(text) } }));
  await fills(guest, sorted);
  return async (visit) => {
    await visit.at(`/s/${space}/held`, MARK);
    await visit.at(`/s/${space}`, MARK);
  };
}

async function waiting(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  const ask = async (text: string, login: string) => {
    const token = sha256(login);
    const body = { for_name: short(text), note: "", token_hash: sha256(token), expires_at: Date.now() + 86_400_000, state: "open", group: { limit: 9 } };
    const [made] = await api.tries([create(space, "staff", "invite", timedId(), body)]);
    const account = { name: short(text), dept: short(text), post: short(text), password: "四月 白兔 火车" };
    await new Api(api.url).triesToJoin(token, account, login);
    return (made?.status ?? 500) < 300 ? token : undefined;
  };
  let token = await ask(MARK, `waits ${space}`);
  for (const [at, text] of payloads.entries()) token = (await ask(text, `waits ${space} ${at}`)) ?? token;
  return async (visit) => {
    await visit.at(`/s/${space}/members`, MARK);
    await visit.at(`/join#${token}`, MARK);
  };
}

async function invitations(api: Api, payloads: readonly string[]): Promise<Tour> {
  const [first = ""] = payloads;
  const space = timedId();
  await api.tries(founding(api, space, { name: MARK, purpose: line(first), forWhom: line(first), notFor: line(first) }));
  const token = await api.invites(space, "来客");
  const invite = (text: string) => {
    const body = { for_name: short(text).slice(0, 40).trim(), note: line(text), token_hash: sha256(space + text), expires_at: Date.now() + 86_400_000, state: "open" };
    return create(space, "staff", "invite", timedId(), body);
  };
  await fills(api, payloads.map(invite));
  return async (visit) => {
    await visit.at(`/s/${space}/members`, LIN.name);
    await visit.at(`/join#${token}`, MARK);
  };
}

async function devices(api: Api, payloads: readonly string[]): Promise<Tour> {
  for (const text of payloads) await new Api(api.url).signsIn(LIN.name, LIN.password, short(text)).catch(() => {});
  return (visit) => visit.at("/me", LIN.name);
}

async function unsent(api: Api, payloads: readonly string[]): Promise<Tour> {
  const space = await api.founds({ ...SPACE, name: MARK }, LIN);
  await api.posts(space, [MARK]);
  return (visit) => writesUnsent(visit, space, payloads);
}

async function writesUnsent(visit: Visit, space: string, payloads: readonly string[]): Promise<void> {
  await visit.at(`/s/${space}`, MARK);
  const person = new Person(visit.page, "zh-Hans");
  await person.keepsTheApp();
  await visit.context.setOffline(true);
  const send = await person.button("feed.composer.send").evaluateHandle((button) => button as HTMLElement);
  await person.composer.evaluate(writesAndSends, { send, texts: [...payloads] });
  await visit.looks("what was written, and waits");
  await person.composer.fill(payloads[0] ?? "");
  await movesTo(visit.page, "/sync");
  await person.heading("sync.title").waitFor();
  await visit.looks("the sync page");
  await visit.context.setOffline(false);
}

/** Runs in the page: scrolls the stream back by so many screens, and lets each one be drawn. */
async function scrollsBack(stream: HTMLElement | SVGElement, screens: number): Promise<void> {
  for (let screen = 0; screen < screens; screen += 1) {
    stream.scrollBy(0, -700);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/**
 * Runs in the page: writes each text and sends it, with a moment for the preview and for the row. What the app
 * refuses, such as a text of nothing but invisible characters, stays in the composer; most it takes.
 */
async function writesAndSends(
  composer: HTMLElement | SVGElement,
  { send, texts }: { send: HTMLElement; texts: string[] },
): Promise<void> {
  const field = composer as HTMLTextAreaElement;
  const moment = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  let refused = 0;
  for (const text of texts) {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await moment();
    send.click();
    for (let waited = 0; field.value !== "" && waited < 100; waited += 1) await moment();
    refused += field.value === "" ? 0 : 1;
  }
  if (refused > texts.length / 10) throw new Error(`only ${texts.length - refused} of ${texts.length} texts were taken`);
}

function founding(api: Api, space: string, card: typeof SPACE): Write[] {
  const { name, purpose, forWhom: for_whom, notFor: not_for } = card;
  const goal = purpose.slice(0, 120).trim();
  const member = { person: api.person, real_name: LIN.name, dept: LIN.dept, post: LIN.post, roles: ["owner"], state: "active" };
  return [
    create(space, "all", "space", space, { name, purpose, for_whom, not_for, goals: goal === "" ? [] : [goal], locale: "zh-Hans" }),
    create(space, "all", "member", derivedId(space, "member", api.person), { ...member, joined_at: Date.now() }),
  ];
}

/** As much of `text` as a name may hold. */
function short(text: string): string {
  return line(text).slice(0, 80).trim();
}

/** As much of `text` as one line may hold. */
function line(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 200).trim();
}
