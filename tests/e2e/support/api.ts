// A plain client of the reference server: fills it for tests, and asks it what it holds.
import type { BrowserContext } from "@playwright/test";
import type { Account, SpaceCard } from "./person.ts";
import { contentHash, create, derivedId, numbered, sha256, timedId } from "./records.ts";
import type { Write } from "./records.ts";

interface Me {
  person: string;
}

/** What became of one write. */
export interface Answer {
  status: number;
  record?: { id: string; rev: string };
  problem?: { code: string };
}

/** Somebody signed in from a program. */
export class Api {
  readonly url: string;
  #cookie = "";
  #person = "";
  #written = 0;
  readonly #device = timedId();

  constructor(url: string) {
    this.url = url;
  }

  /** Who is signed in. */
  get person(): string {
    return this.#person;
  }

  /** The session, as a header carries it. */
  get cookie(): string {
    return this.#cookie;
  }

  /** One request; anything but success is an error. */
  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, text } = await this.knock(method, path, body);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** One request and whatever it brings. */
  async knock(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
    const headers: Record<string, string> = { Origin: new URL(this.url).origin };
    if (this.#cookie !== "") headers["Cookie"] = this.#cookie;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${this.url}/api/v1${path}`, request);
    for (const cookie of answer.headers.getSetCookie()) this.#cookie = cookie.split(";")[0] ?? "";
    return { status: answer.status, text: await answer.text() };
  }

  /** Makes the first account. */
  async setsUp(organization: string, account: Account, locale = "zh-Hans"): Promise<void> {
    const me = await this.ask<Me>("POST", "/setup", { organization, locale, account: wire(account), device: "测试" });
    this.#person = me.person;
  }

  /** Signs in to an account that exists. */
  async signsIn(login: string, password: string, device = "测试"): Promise<void> {
    this.#person = (await this.ask<Me>("POST", "/session", { login, password, device })).person;
  }

  /** Gives the session to a browser, so that it opens signed in. */
  async lendsSession(context: BrowserContext, url = this.url): Promise<void> {
    const [name = "", value = ""] = this.#cookie.split("=");
    await context.addCookies([{ name, value, url }]);
  }

  /** Writes records; the first that is refused is an error. */
  async writes(all: readonly Write[]): Promise<void> {
    const refused = (await this.tries(all)).find(({ status }) => status >= 400);
    if (refused) throw new Error(`a write was refused: ${JSON.stringify(refused)}`);
  }

  /** Writes records, a hundred to a request, and says what became of each. */
  async tries(all: readonly Write[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let from = 0; from < all.length; from += 100) {
      const writes = all.slice(from, from + 100).map((write) => ({ device: this.#device, n: ++this.#written, ...write }));
      answers.push(...(await this.ask<{ results: Answer[] }>("POST", "/batch", { writes })).results);
    }
    return answers;
  }

  /** Founds a space; its card may say more. */
  async founds(card: SpaceCard, owner: Account, more: object = {}): Promise<string> {
    const space = timedId();
    const { name, purpose, forWhom: for_whom, notFor: not_for } = card;
    const member = { person: this.#person, real_name: owner.name, dept: owner.dept, post: owner.post };
    await this.writes([
      create(space, "all", "space", space, { name, purpose, for_whom, not_for, locale: "zh-Hans", ...more }),
      create(space, "all", "member", derivedId(space, "member", this.#person), {
        ...member,
        roles: ["owner"],
        state: "active",
        joined_at: Date.now(),
      }),
    ]);
    return space;
  }

  /** Publishes rules and confirms them. For `grace` hours the former confirmation counts on. */
  async publishes(space: string, texts: readonly string[], version = 1, grace = 0): Promise<string> {
    const rules = numbered(texts);
    const hash = contentHash(rules);
    const body = { version, rules, hash, reason: "第一版", published_at: Date.now(), grace_hours: grace };
    await this.writes([create(space, "all", "rules", derivedId(space, "rules", String(version)), body)]);
    await this.confirms(space, version, hash);
    return hash;
  }

  /** Confirms a version of the rules. */
  async confirms(space: string, version: number, hash: string): Promise<void> {
    const id = derivedId(space, "ack", this.#person, String(version));
    await this.writes([create(space, "personal", "ack", id, { version, hash, at: Date.now() }, this.#person)]);
  }

  /** Sets the guards of the space. */
  async guards(space: string, guards: readonly object[]): Promise<void> {
    await this.writes([create(space, "all", "guards", derivedId(space, "guards"), { guards })]);
  }

  /** Opens the channel of this sort, and returns its id. */
  async opens(space: string, sort: string): Promise<string> {
    const id = derivedId(space, "channel", sort);
    await this.writes([create(space, "all", "channel", id, { sort, order: 70 })]);
    return id;
  }

  /** Hands in a post that a guard of `rule` would set aside. */
  async handsIn(space: string, rule: number, text: string, plea: string): Promise<void> {
    const message = timedId();
    const body = { message, text, sent_at: Date.now(), rules: [rule], plea, mistaken: false, state: "waiting", reason: "" };
    await this.writes([create(space, "personal", "held", derivedId(space, "held", message), body, this.#person)]);
  }

  /** Posts messages, oldest first, a second apart until now; where there are `channels`, in turn there and in the general one. */
  async posts(space: string, texts: readonly string[], channels: readonly string[] = []): Promise<void> {
    const start = Date.now() - texts.length * 1000;
    const writes = texts.map((text, at) => {
      const sent_at = start + at * 1000;
      const channel = channels[(texts.length - 1 - at) % (channels.length + 1) - 1];
      return create(space, "all", "message", timedId(sent_at), { text, sent_at, ...(channel === undefined ? {} : { channel }) });
    });
    await this.writes(writes);
  }

  /** Announces something. */
  async announces(space: string, more: object = {}, id = timedId()): Promise<string> {
    const body = { importance: "important", title: "周五下午停电", text: "", confirm: false, sent_at: Date.now(), ...more };
    await this.writes([create(space, "all", "notice", id, body)]);
    return id;
  }

  /** Takes a measure about the member of this name. */
  async measures(space: string, name: string, body: object): Promise<void> {
    type Member = { kind: string; body: { real_name?: string; person: string } };
    const { records } = await this.ask<{ records: Member[] }>("GET", `/records/${space}/all?since=0&limit=1000`);
    const member = records.find(({ kind, body }) => kind === "member" && body.real_name === name);
    await this.writes([create(space, "personal", "measure", timedId(), body, member?.body.person)]);
  }

  /** The texts of all messages that the server holds. */
  async texts(space: string): Promise<string[]> {
    type Held = { kind: string; deleted: boolean; body: { text: string } };
    const { records } = await this.ask<{ records: Held[] }>("GET", `/records/${space}/all?since=0&limit=1000`);
    return records.filter(({ kind, deleted }) => kind === "message" && !deleted).map(({ body }) => body.text);
  }

  /** Makes an invitation and returns its token. */
  async invites(space: string, name: string): Promise<string> {
    const token = sha256(timedId() + name).slice(0, 43);
    const body = { for_name: name, note: "", token_hash: sha256(token), expires_at: Date.now() + 86_400_000, state: "open" };
    await this.writes([create(space, "staff", "invite", timedId(), body)]);
    return token;
  }

  /** Asks what the rules say, of who comes in: questions with the right answer first. */
  async questions(space: string, asked: readonly { text: string; choices: readonly string[]; rule: number }[]): Promise<void> {
    const questions = asked.map(({ text, choices, rule }) => ({ text, choices, key: { choice: 0, rule } }));
    await this.ask("PUT", "/questions", { space, questions });
  }

  /** Accepts an invitation with a new account, by a form where one is asked for. */
  async joins(token: string, account: Account, form: object = {}): Promise<string> {
    const body = { token, account: wire(account), form, device: "测试" };
    const joined = await this.ask<{ space: string; me: Me }>("POST", "/invites/redeem", body);
    this.#person = joined.me.person;
    return joined.space;
  }

  /** The same with a sign-in name of its own; false where the server refuses something of it. */
  async triesToJoin(token: string, account: Account, login: string): Promise<boolean> {
    const body = { token, account: { ...wire(account), login }, device: "测试" };
    const { status, text } = await this.knock("POST", "/invites/redeem", body);
    if (status >= 300) return false;
    this.#person = (JSON.parse(text) as { me: Me }).me.person;
    return true;
  }
}

function wire(account: Account): object {
  const { name, dept, post, password } = account;
  return { login: name, real_name: name, dept, post, password };
}
