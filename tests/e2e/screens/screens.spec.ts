// The pictures of docs/screens/: each screen on a phone and at a desk, light and dark, in Chinese and English.
import { test } from "@playwright/test";
import type { Browser, Page } from "@playwright/test";
import { join } from "node:path";
import { Exhibition, RULES } from "./exhibition.ts";
import type { Part } from "./exhibition.ts";
import { BROWSER_LOCALE, Words } from "../support/words.ts";
import type { Language } from "../support/words.ts";

const folder = process.env["QUNYUE_SCREENS"] || join(import.meta.dirname, "../../../docs/screens");

const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } } as const;

/** A picture: where to go, as whom, and what to do there first. */
interface Picture {
  as: "nobody" | Part;
  path: (show: Exhibition) => string | Promise<string>;
  pose?: (page: Page, words: Words) => Promise<void>;
}

const PICTURES: Record<string, Picture> = {
  cover: { as: "nobody", path: () => "/" },
  signin: { as: "nobody", path: () => "/signin" },
  join: { as: "nobody", path: ({ token }) => `/join#${token}` },
  "join-account": { as: "nobody", path: ({ token }) => `/join#${token}`, pose: (page, words) => page.getByRole("button", { name: words.say("entry.join.accept") }).click() },
  application: { as: "nobody", path: ({ wall }) => `/join#${wall}`, pose: (page, words) => page.getByRole("button", { name: words.say("waiting.ask") }).click() },
  "application-state": { as: "applicant", path: () => "/me", pose: (page, words) => page.getByRole("button", { name: words.say("waiting.withdraw") }).scrollIntoViewIfNeeded() },
  welcome: { as: "member", path: ({ space }) => `/s/${space}/welcome`, pose: (page, words) => page.getByRole("heading", { name: words.say("waiting.questions.open") }).waitFor() },
  reset: { as: "nobody", path: ({ reset }) => `/reset#${reset}` },
  connect: { as: "nobody", path: () => "/connect" },
  "connect-examined": { as: "owner", path: () => "/connect", pose: examined },
  home: { as: "owner", path: () => "/" },
  new: { as: "owner", path: () => "/new", pose: aboutToFound },
  feed: { as: "owner", path: ({ space }) => `/s/${space}` },
  "feed-guarded": { as: "member", path: ({ space }) => `/s/${space}`, pose: aboutToAdvertise },
  "feed-locked": { as: "newcomer", path: ({ space }) => `/s/${space}` },
  "feed-notice": { as: "member", path: ({ space }) => `/s/${space}` },
  "feed-thread": { as: "member", path: ({ space }) => `/s/${space}`, pose: (page, words) => page.getByRole("button", { name: words.say("talk.thread.count", { count: 2 }) }).click() },
  "feed-channels": { as: "owner", path: ({ space }) => `/s/${space}`, pose: (page, words) => page.getByRole("button", { name: words.say("talk.channels.open") }).click() },
  notices: { as: "owner", path: ({ space }) => `/s/${space}/notices` },
  notice: { as: "owner", path: ({ space, notice }) => `/s/${space}/notices/${notice}` },
  announce: { as: "owner", path: ({ space }) => `/s/${space}/notices/new` },
  rules: { as: "owner", path: ({ space }) => `/s/${space}/rules` },
  rule: { as: "owner", path: ({ space }) => `/s/${space}/rules/3` },
  read: { as: "newcomer", path: ({ space }) => `/s/${space}/rules/read` },
  edit: { as: "owner", path: ({ space }) => `/s/${space}/rules/edit` },
  publish: { as: "owner", path: ({ space }) => `/s/${space}/rules/edit`, pose: aboutToPublish },
  proposals: { as: "owner", path: ({ space }) => `/s/${space}/rules/proposals`, pose: (page, words) => page.getByText(words.say("proposals.voices.all")).first().click() },
  propose: { as: "member", path: ({ space }) => `/s/${space}/rules/propose?rule=2` },
  guards: { as: "owner", path: ({ space }) => `/s/${space}/guards` },
  "guards-form": { as: "owner", path: ({ space }) => `/s/${space}/guards`, pose: (page, words) => page.getByRole("button", { name: words.say("guards.add") }).click() },
  "feed-permit": { as: "member", path: ({ space }) => `/s/${space}`, pose: aboutToAsk },
  search: { as: "owner", path: ({ space }) => `/s/${space}/search`, pose: lookedFor },
  held: { as: "owner", path: ({ space }) => `/s/${space}/held` },
  "edit-menu": { as: "owner", path: ({ space }) => `/s/${space}/rules/edit`, pose: (page, words) => page.getByRole("button", { name: words.say("rules.edit.menu", { no: 1 }), exact: true }).click() },
  about: { as: "owner", path: ({ space }) => `/s/${space}/about` },
  members: { as: "owner", path: ({ space }) => `/s/${space}/members` },
  "members-link": { as: "owner", path: ({ space }) => `/s/${space}/members`, pose: aboutToLink },
  member: { as: "owner", path: ({ space, person }) => `/s/${space}/members/${person}` },
  handover: { as: "owner", path: ({ space }) => `/s/${space}/handover` },
  "handover-answer": { as: "trainer", path: ({ space }) => `/s/${space}/handover` },
  told: { as: "owner", path: ({ space }) => `/s/${space}/told` },
  scheduled: { as: "owner", path: ({ space }) => `/s/${space}/scheduled` },
  sync: { as: "owner", path: ({ space }) => `/s/${space}`, pose: waiting },
  me: { as: "owner", path: () => "/me" },
  "another-device": { as: "owner", path: () => "/me", pose: shownForAnother },
  pass: { as: "nobody", path: async (show) => `/pass#${await show.pass()}` },
};

/** The invented group, from its door in. */
const DEMO: Record<string, Picture> = {
  "demo-door": { as: "nobody", path: () => "/" },
  "demo-people": { as: "nobody", path: () => "/", pose: amongThePeople },
  demo: { as: "nobody", path: () => "/", pose: intoTheDemo },
};

let show: Exhibition;
test.beforeAll(async () => (show = await Exhibition.build()));
test.afterAll(async () => show.close());

test("setup", async ({ browser }) => {
  const fresh = await Exhibition.empty();
  await everyWay(browser, "setup", { as: "nobody", path: () => "/setup" }, fresh);
  await fresh.close();
});

test("demo", async ({ browser }) => {
  const invented = await Exhibition.demo();
  for (const [name, picture] of Object.entries(DEMO)) await everyWay(browser, name, picture, invented);
  await invented.close();
});

for (const [name, picture] of Object.entries(PICTURES)) {
  test(name, async ({ browser }) => everyWay(browser, name, picture, show));
}

async function everyWay(browser: Browser, name: string, picture: Picture, show: Exhibition): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const theme of ["light", "dark"] as const) {
      for (const language of ["zh-Hans", "en"] as const satisfies Language[]) {
        const context = await browser.newContext({ viewport, colorScheme: theme, locale: BROWSER_LOCALE[language], reducedMotion: "reduce" });
        await show.admit(context, picture.as);
        const page = await context.newPage();
        await page.goto(show.url + (await picture.path(show)));
        await still(page);
        await picture.pose?.(page, new Words(language));
        await still(page);
        await page.screenshot({ path: join(folder, `${name}-${size}-${theme}-${language === "en" ? "en" : "zh"}.png`) });
        await context.close();
      }
    }
  }
}

/** Has the doctor look at the server that the page came from. */
async function examined(page: Page, words: Words): Promise<void> {
  await page.getByRole("button", { name: words.say("doctor.go") }).click();
  await page.getByRole("button", { name: words.say("doctor.again") }).waitFor({ timeout: 60_000 });
}

/** Gives a new space its name, by the parts. */
async function aboutToFound(page: Page, words: Words): Promise<void> {
  await page.getByRole("radio", { name: words.say("spaces.new.template.training") }).check();
  await page.getByLabel(words.say("spaces.new.topic"), { exact: true }).fill("新人培训");
  await page.getByLabel(words.say("spaces.new.term"), { exact: true }).fill("2026Q4");
}

/** Looks for a word. */
async function lookedFor(page: Page, words: Words): Promise<void> {
  await page.getByRole("textbox", { name: words.say("search.field") }).or(page.getByRole("searchbox")).first().fill("两年");
  await page.locator("mark").first().waitFor();
}

/** Types what a guard would set aside. */
async function aboutToAdvertise(page: Page, words: Words): Promise<void> {
  const composer = page.getByRole("textbox", { name: words.say("feed.composer.label"), exact: true });
  await composer.fill("今晚團 購保温杯，要的报名");
  await page.getByRole("button", { name: words.say("guards.compose.hand_in") }).waitFor();
}

/** Types what needs a permission. */
async function aboutToAsk(page: Page, words: Words): Promise<void> {
  const composer = page.getByRole("textbox", { name: words.say("feed.composer.label"), exact: true });
  await composer.fill("演练用的保温杯 45 元一个，要的加微信 dx3-vip");
  await page.getByRole("button", { name: words.say("guards.permit.ask") }).waitFor();
}

/** Comes in as whom the demo offers first. */
async function enters(page: Page, words: Words): Promise<void> {
  await page.getByRole("button", { name: words.say("demo.enter") }).click();
  await page.locator(".demo-bar").waitFor({ timeout: 60_000 });
}

/** Opens the list of people that one may be. */
async function amongThePeople(page: Page, words: Words): Promise<void> {
  await enters(page, words);
  await page.locator(".demo-bar").getByRole("button", { name: words.say("demo.switch") }).click();
}

/** Opens the invented group. */
async function intoTheDemo(page: Page, words: Words): Promise<void> {
  await enters(page, words);
  await page.getByRole("main").getByRole("link", { name: /净水器安装与客诉/ }).click();
  await page.getByRole("log").getByRole("article").last().waitFor();
}

/** Opens the form for a link that many may use. */
async function aboutToLink(page: Page, words: Words): Promise<void> {
  await page.getByText(words.say("waiting.link.open")).click();
  await page.getByLabel(words.say("waiting.link.purpose"), { exact: true }).fill("春季展会");
  await page.getByRole("button", { name: words.say("waiting.link.make") }).scrollIntoViewIfNeeded();
}

/** Has this device show the code by which another signs in. */
async function shownForAnother(page: Page, words: Words): Promise<void> {
  await page.getByRole("button", { name: words.say("me.another.open") }).click();
  await page.getByLabel(words.say("me.another.link")).waitFor();
}

/** Takes a rule out of the middle, once for all pictures, and asks to publish. */
async function aboutToPublish(page: Page, words: Words): Promise<void> {
  await page.getByRole("button", { name: words.say("rules.publish.review") }).waitFor();
  const last = page.getByRole("button", { name: words.say("rules.edit.remove", { no: RULES.length }) });
  if (await last.isVisible()) await page.getByRole("button", { name: words.say("rules.edit.remove", { no: 3 }) }).click();
  await page.getByRole("button", { name: words.say("rules.publish.review") }).click();
  await page.getByRole("dialog").waitFor();
}

/** Writes without a network, then looks at what waits. */
async function waiting(page: Page, words: Words): Promise<void> {
  const composer = page.getByRole("textbox", { name: words.say("feed.composer.label"), exact: true });
  await composer.waitFor();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.context().setOffline(true);
  for (const text of ["明天的演练我带样机过去。", "DX-3 的报价单已更新，见共享盘。"]) {
    await composer.fill(text);
    await page.getByRole("button", { name: words.say("feed.composer.send") }).click();
    await page.getByRole("log").getByText(text).waitFor();
  }
  await page.evaluate(() => history.pushState(null, "", "/sync"));
  await page.evaluate(() => dispatchEvent(new PopStateEvent("popstate")));
}

/** Waits until the app is there and has stopped changing. */
async function still(page: Page): Promise<void> {
  await page.locator("[data-start]").waitFor({ state: "detached" });
  let before = "";
  for (let calm = 0; calm < 5; ) {
    await page.waitForTimeout(100);
    const now = await page.locator("body").innerHTML();
    calm = now === before ? calm + 1 : 0;
    before = now;
  }
}
