// What a person does on the screens, by the names that they see: each verb one step of a journey.
import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { Words } from "./words.ts";
import type { Language } from "./words.ts";
import { keepsTheApp } from "./worker.ts";

/** Who somebody is. */
export interface Account {
  name: string;
  dept: string;
  post: string;
  password: string;
}

/** The card of a space. */
export interface SpaceCard {
  name: string;
  purpose: string;
  forWhom: string;
  notFor: string;
}

/** A person at a page. */
export class Person {
  readonly page: Page;
  readonly words: Words;

  constructor(page: Page, language: Language) {
    this.page = page;
    this.words = new Words(language);
  }

  /** The button with the words of `key`. */
  button(key: string, values = {}): Locator {
    return this.page.getByRole("button", { name: this.words.like(key, values) });
  }

  /** The link with the words of `key`. */
  link(key: string, values = {}): Locator {
    return this.page.getByRole("link", { name: this.words.like(key, values) });
  }

  /** What acts, whether it is a link or a button: to a person they look the same. */
  control(key: string, values = {}): Locator {
    return this.link(key, values).or(this.button(key, values));
  }

  /** The field with the label of `key`. */
  field(key: string, values = {}): Locator {
    return this.page.getByLabel(this.words.say(key, values), { exact: true });
  }

  /** The heading with the words of `key`. */
  heading(key: string, values = {}): Locator {
    return this.page.getByRole("heading", { name: this.words.like(key, values) });
  }

  /** Sets up a server that nobody has used. */
  async setsUp(url: string, organization: string, account: Account): Promise<void> {
    await this.page.goto(url);
    await expect(this.heading("entry.setup.title")).toBeVisible();
    await this.field("entry.setup.organization").fill(organization);
    await this.fillsAccount(account);
    await this.button("entry.setup.submit").click();
    await expect(this.heading("spaces.home.title")).toBeVisible();
  }

  /** Fills in who they are. */
  async fillsAccount(account: Account): Promise<void> {
    await this.field("entry.account.name").fill(account.name);
    await this.field("entry.account.dept").fill(account.dept);
    await this.field("entry.account.post").fill(account.post);
    await this.field("entry.account.password").fill(account.password);
  }

  /** Signs in. */
  async signsIn(login: string, password: string): Promise<void> {
    await this.field("entry.account.login").fill(login);
    await this.field("entry.account.password").fill(password);
    await this.button("entry.signin.submit").click();
    // Leaving the page earlier would cut the request off.
    await this.page.waitForURL((url) => url.pathname !== "/signin");
  }

  /** Creates a space and says where it is. */
  async createsSpace(card: SpaceCard): Promise<string> {
    await this.control("spaces.home.new").first().click();
    // By the naming rule; the rules are written by hand in what follows.
    const [dept = "", topic = "", term = ""] = card.name.split("-");
    await this.field("spaces.new.dept").fill(dept);
    await this.field("spaces.new.topic").fill(topic);
    await this.field("spaces.new.term").fill(term);
    await this.page.getByRole("checkbox", { name: this.words.say("spaces.new.rules", { count: 9 }) }).uncheck();
    await this.field("spaces.new.purpose").fill(card.purpose);
    await this.field("spaces.new.for").fill(card.forWhom);
    await this.field("spaces.new.not_for").fill(card.notFor);
    await this.button("spaces.new.submit").click();
    await this.page.waitForURL(/\/s\/[^/]+/);
    const [path] = /\/s\/[^/?#]+/.exec(this.page.url()) ?? [];
    if (path === undefined) throw new Error(`no space at ${this.page.url()}`);
    return path;
  }

  /** Goes to `path` of the same server, as a typed address would. */
  async goesTo(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.page.url()).href);
  }

  /** Writes rules, one text each. */
  async writesRules(space: string, rules: readonly string[]): Promise<void> {
    await this.goesTo(`${space}/rules/edit`);
    await this.addsRules(rules);
  }

  /** Adds rules to the draft on the screen, one text each. */
  async addsRules(rules: readonly string[]): Promise<void> {
    for (const [at, text] of rules.entries()) {
      await this.button("rules.edit.add").click();
      await this.field("rules.edit.text", { no: at + 1 }).fill(text);
    }
  }

  /** Publishes the draft with a reason. */
  async publishes(reason: string, version: number): Promise<void> {
    await this.field("rules.publish.reason").fill(reason);
    await this.button("rules.publish.review").click();
    await this.inDialog("rules.publish.go");
    await expect(this.page.getByText(this.words.like("rules.publish.done", { version })).first()).toBeVisible();
  }

  /** Answers the question on the screen. */
  async inDialog(key: string, values = {}): Promise<void> {
    await this.page.getByRole("dialog").getByRole("button", { name: this.words.like(key, values) }).click();
  }

  /** Makes an invitation and reads its link from the screen. */
  async invites(space: string, name: string): Promise<string> {
    await this.goesTo(`${space}/members`);
    return this.makesInvitation(name);
  }

  /** Makes an invitation on the screen of members, and reads its link. */
  async makesInvitation(name: string): Promise<string> {
    await this.field("members.invite.name").fill(name);
    await this.button("members.invite.create").click();
    const link = this.field("members.invite.link");
    await expect(link).toHaveValue(/\/join#.+/);
    return link.inputValue();
  }

  /** Opens an invitation, accepts it and makes an account. */
  async joins(link: string, account: Account): Promise<void> {
    await this.page.goto(link);
    await this.button("entry.join.accept").click();
    await this.fillsAccount(account);
    await this.button("entry.join.submit").click();
  }

  /** Reads every rule and stamps the version. */
  async confirms(version: number): Promise<void> {
    const agree = this.page.getByRole("checkbox", { name: this.words.like("rules.read.agree", { version }) });
    while (await agree.isDisabled()) await this.button("rules.read.next").click();
    await agree.check();
    await this.button("rules.read.confirm").click();
    await expect(this.heading("rules.stamped.title", { version })).toBeVisible();
    await this.enters();
  }

  /** Goes on from the rules, stamped or not there, to the stream. */
  async enters(): Promise<void> {
    await this.control("rules.stamped.enter").click();
    await expect(this.composer).toBeVisible();
  }

  /** Where they write. */
  get composer(): Locator {
    return this.page.getByRole("textbox", { name: this.words.say("feed.composer.label"), exact: true });
  }

  /** The stream. */
  get stream(): Locator {
    return this.page.getByRole("log", { name: this.words.say("feed.log") });
  }

  /** The row of the message that says `text`. */
  message(text: string): Locator {
    return this.stream.getByRole("article").filter({ hasText: text });
  }

  /** Waits until the service worker keeps the app: from then on it opens without a network. For who `keeps` it. */
  async keepsTheApp(): Promise<void> {
    await keepsTheApp(this.page);
  }

  /** Writes and sends. */
  async posts(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.button("feed.composer.send").click();
    await expect(this.message(text)).toBeVisible();
  }

  /** Sees `text`, once, and on the server. */
  async seesSent(text: string): Promise<void> {
    await expect(this.message(text)).toHaveCount(1);
    await expect(this.message(text)).not.toContainText(this.words.say("feed.row.waiting"));
    await expect(this.message(text)).not.toContainText(this.words.say("feed.row.sending"));
  }

  /** Sees `text` waiting for a network. */
  async seesWaiting(text: string): Promise<void> {
    await expect(this.message(text)).toContainText(this.words.say("feed.row.waiting"));
  }
}
