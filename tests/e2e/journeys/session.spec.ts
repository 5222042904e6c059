// A session that ends midway, a sign-out with unsent work, a browser that wiped its store: nothing is lost in silence.
import type { Request } from "@playwright/test";
import { Api } from "../support/api.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, WANG } from "../support/people.ts";
import { ON_PHONE } from "../support/where.ts";

test("a session that ends while one writes loses nothing", ON_PHONE, async ({ house }) => {
  const owner = await house.owner();
  await owner.posts("会话还在");
  await owner.seesSent("会话还在");
  await house.api.ask("DELETE", "/session");
  await owner.posts("会话没了");
  await expect(owner.page.getByText(owner.words.say("sync.chip.signed_out")).first()).toBeVisible();
  await expect(owner.message("会话没了")).toContainText(owner.words.say("feed.row.signin"));
  await owner.control("sync.chip.signin").first().click();
  await owner.signsIn(LIN.name, LIN.password);
  // Where one was, not at the list of spaces.
  await owner.seesSent("会话没了");
  expect(new URL(owner.page.url()).pathname).toBe(`/s/${house.space}`);
});

test("a device that was signed out from another one shows nothing, and keeps what was unsent", ON_PHONE, async ({ house, link }) => {
  const device = await house.owner();
  await device.posts("还在");
  await device.seesSent("还在");
  link.cut();
  await device.posts("还没送出");
  await device.seesWaiting("还没送出");
  const other = new Api(house.api.url);
  await other.signsIn(LIN.name, LIN.password, "另一台");
  const { sessions } = await other.ask<{ sessions: { id: string; current: boolean }[] }>("GET", "/sessions");
  for (const { id } of sessions.filter(({ current }) => !current)) await other.ask("DELETE", `/sessions/${id}`);
  link.mend();

  await expect(device.heading("entry.locked.title")).toBeVisible({ timeout: 30_000 });
  await expect(device.page.getByText(device.words.say("entry.locked.unsent", { count: 1 }))).toBeVisible();
  await expect(device.page.getByText("还在")).toHaveCount(0);
  // A later start opens nothing either.
  await device.page.reload();
  await expect(device.heading("entry.locked.title")).toBeVisible();
  await expect(device.page.getByText(device.words.say("entry.locked.unsent", { count: 1 }))).toBeVisible();
  await expect(device.field("entry.account.login")).toHaveValue(LIN.name);
  await device.field("entry.account.password").fill(LIN.password);
  await device.button("entry.signin.submit").click();
  await device.seesSent("还没送出");
  expect(new URL(device.page.url()).pathname).toBe(`/s/${house.space}`);
});

test("another person who signs in on a locked device sees nothing of the first", ON_PHONE, async ({ house }) => {
  const device = await house.owner();
  await device.posts("只给群里");
  await device.seesSent("只给群里");
  const guest = new Api(house.api.url);
  await guest.joins(await house.api.invites(house.space, WANG.name), WANG);
  await guest.ask("DELETE", "/session");
  const other = new Api(house.api.url);
  await other.signsIn(LIN.name, LIN.password);
  await other.ask("POST", "/password", { old: LIN.password, new: "另一个 密码 够长" });
  await expect(device.heading("entry.locked.title")).toBeVisible({ timeout: 30_000 });
  await device.signsIn(WANG.name, WANG.password);
  await expect(device.heading("entry.locked.title")).toBeHidden();
  const databases = await device.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(databases.filter((name) => !name?.endsWith("/index")).length).toBe(2);
});

test("a browser whose cookie became another person's reads nothing and sends nothing", ON_PHONE, async ({ house }) => {
  const device = await house.owner();
  await device.posts("林的第一句");
  await device.seesSent("林的第一句");
  const guest = new Api(house.api.url);
  await guest.joins(await house.api.invites(house.space, WANG.name), WANG);
  await guest.lendsSession(device.page.context(), new URL(device.page.url()).origin);

  // Only what is asked from now on: the news that somebody joined may still be on its way to the first person.
  const asked = new Set<Request>();
  const answers: string[] = [];
  device.page.on("request", (request) => asked.add(request));
  device.page.on("response", (answer) => {
    const { pathname } = new URL(answer.url());
    const isOurs = asked.has(answer.request()) && /^\/api\/v1\/(records|scopes|batch)/.test(pathname);
    if (isOurs) answers.push(`${answer.status()} ${pathname}`);
  });
  await device.posts("换了甜饼以后写的");
  await expect(device.message("换了甜饼以后写的")).toContainText(device.words.say("feed.row.signin"));
  await device.page.reload();
  await expect(device.page.getByText(device.words.say("sync.chip.signed_out")).first()).toBeVisible();
  await expect(device.message("林的第一句")).toBeVisible();
  await expect.poll(() => answers.length).toBeGreaterThan(0);
  expect(answers.filter((answer) => !answer.startsWith("401"))).toEqual([]);
  expect(await house.api.texts(house.space)).toEqual(["林的第一句"]);
});

test("signing out with unsent work asks what to do with it", ON_PHONE, async ({ house, link }) => {
  const owner = await house.owner(undefined, { keeps: true });
  await expect(owner.composer).toBeEditable();
  await owner.keepsTheApp();
  link.cut();
  await owner.posts("还没送出");
  await owner.seesWaiting("还没送出");
  await owner.goesTo("/me").catch(() => {});
  await owner.button("me.signout").click();
  const question = owner.page.getByRole("dialog", { name: owner.words.like("me.signout.ask", { count: 1 }) });
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: owner.words.like("me.signout.stay") }).click();
  await expect(question).toBeHidden();
  link.mend();
  await owner.goesTo(`/s/${house.space}`);
  await owner.seesSent("还没送出");
});

test("“send first” says when it can’t, and signs out when it could", ON_PHONE, async ({ house, link }) => {
  const owner = await house.owner(undefined, { keeps: true });
  await expect(owner.composer).toBeEditable();
  await owner.keepsTheApp();
  // What is typed into a form stays with the tab, and goes with the session.
  const typed = () => owner.page.evaluate(() => Object.values(sessionStorage).join());
  await owner.goesTo(`/s/${house.space}/notices/new`);
  await owner.field("notices.form.heading").fill("只写了一半");
  await expect.poll(typed).toContain("只写了一半");
  await owner.goesTo(`/s/${house.space}`);
  await expect(owner.composer).toBeEditable();
  link.cut();
  await owner.posts("先送出这一条");
  await owner.seesWaiting("先送出这一条");
  await owner.link("me.title").first().click();
  await owner.button("me.signout").click();
  const question = owner.page.getByRole("dialog", { name: owner.words.like("me.signout.ask", { count: 1 }) });
  await question.getByRole("button", { name: owner.words.like("me.signout.send") }).click();
  await expect(question.getByText(owner.words.say("me.signout.stuck.offline"))).toBeVisible();
  await expect(question.getByRole("button", { name: owner.words.like("me.signout.export") })).toBeVisible();
  link.mend();
  await question.getByRole("button", { name: owner.words.like("me.signout.send") }).click();
  await expect(owner.field("entry.account.password")).toBeVisible({ timeout: 20_000 });
  expect(await typed()).not.toContain("只写了一半");
  const again = new Api(house.api.url);
  await again.signsIn(LIN.name, LIN.password);
  expect(await again.texts(house.space)).toContain("先送出这一条");
});

test("a store that the browser wiped is reported with what was lost", ON_PHONE, async ({ house, link }) => {
  const owner = await house.owner();
  await expect(owner.composer).toBeEditable();
  link.cut();
  await owner.posts("没能送出的");
  await owner.seesWaiting("没能送出的");
  const address = owner.page.url();
  await owner.page.goto("about:blank");
  const session = await owner.page.context().newCDPSession(owner.page);
  await session.send("Storage.clearDataForOrigin", { origin: link.url, storageTypes: "indexeddb" });
  link.mend();
  await owner.page.goto(address);
  await expect(owner.page.getByText(owner.words.say("sync.wiped.title"))).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("sync.wiped.body", { count: 1 }))).toBeVisible();
});
