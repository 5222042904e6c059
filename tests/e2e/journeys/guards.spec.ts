// Rules that enforce themselves: a member meets them, the owner at a desk sets them and decides.
import { expectAccessible } from "../support/axe.ts";
import { Api } from "../support/api.ts";
import { expect, test } from "../support/fixtures.ts";
import type { House } from "../support/fixtures.ts";
import type { Link } from "../support/link.ts";
import { AYGUL, LIN, RULES, WANG } from "../support/people.ts";
import type { Account, Person } from "../support/person.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };
const HELD = "今晚團 購，要的报名";
const OFFER = "培训用书团购，每本 30 元";

/** Terms under rule 3, at a level. */
function words(level: string, own: readonly string[], lists: readonly string[] = []): object {
  return { rule: 3, kind: "terms", settings: { lists, own, level } };
}

/** Somebody who has joined and confirmed, as a program. */
async function joined(house: House, account: Account, hash: string): Promise<Api> {
  const api = new Api(house.api.url);
  await api.joins(await house.api.invites(house.space, account.name), account);
  await api.confirms(house.space, 1, hash);
  return api;
}

interface Cast {
  guest: Person;
  hash: string;
}

/** Somebody on a phone who has confirmed the rules, under `guards`. */
async function member(house: House, link: Link, someone: (habits: object) => Promise<Person>, guards: object[]): Promise<Cast> {
  const hash = await house.api.publishes(house.space, RULES);
  if (guards.length > 0) await house.api.guards(house.space, guards);
  const api = await joined(house, WANG, hash);
  const guest = await someone(PHONE);
  await api.lendsSession(guest.page.context(), link.url);
  await guest.page.goto(`${link.url}/s/${house.space}`);
  await expect(guest.composer).toBeVisible();
  return { guest, hash };
}

/** The owner at a desk, where they decide. */
async function desk(house: House, at: string): Promise<Person> {
  const owner = await house.owner(at);
  await owner.page.setViewportSize({ width: 1280, height: 800 });
  return owner;
}

/** What a guard has set aside of somebody's. */
function mine(person: Person) {
  return person.page.getByRole("list", { name: person.words.say("guards.held.title") });
}

/** Where a message goes. */
async function into(person: Person, channel: string): Promise<void> {
  const label = person.words.say(channel);
  await person.page.getByLabel(person.words.say("talk.channel.pick")).selectOption({ label });
}

test("the owner slows one channel down: its countdown is seen before sending, what waits there goes by itself, and the others go on", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.opens(house.space, "chat");
  const { guest } = await member(house, link, someone, []);
  const owner = await desk(house, `/s/${house.space}/guards`);
  await owner.button("guards.add").click();
  await owner.field("guards.form.seconds").fill("0");
  await owner.button("guards.form.save").click();
  await expect(owner.page.getByText(owner.words.say("trouble.code.wrong_value"))).toBeVisible();
  await owner.field("guards.form.seconds").fill("6");
  await owner.page.getByRole("group", { name: owner.words.say("guards.form.channels") }).getByRole("button", { name: owner.words.say("talk.channel.chat") }).click();
  await expectAccessible(owner.page, "writing a guard");
  await owner.button("guards.form.save").click();
  const kept = owner.page.getByRole("listitem").filter({ hasText: owner.words.say("guards.does.interval", { seconds: 6 }) });
  await expect(kept).toContainText(owner.words.say("guards.in", { channels: owner.words.say("talk.channel.chat") }));

  await into(guest, "talk.channel.chat");
  await guest.posts("第一句");
  await guest.seesSent("第一句");
  const timer = guest.page.getByRole("timer");
  await expect(timer).toHaveText(/^0:\d\d$/);
  await expect(guest.link("guards.rule", { no: 1 }).last()).toBeVisible();
  await expectAccessible(guest.page, "a countdown");
  await into(guest, "talk.channel.general");
  await expect(timer).toHaveCount(0);
  link.cut();
  await into(guest, "talk.channel.chat");
  for (const text of ["第二句", "第三句"]) await guest.posts(text);
  await into(guest, "talk.channel.general");
  await guest.posts("别处一句");
  link.mend();
  await expect(guest.message("第三句")).toContainText("自动送出", { timeout: 30_000 });
  await guest.seesSent("别处一句");
  await expect.poll(() => house.api.texts(house.space), { timeout: 60_000 }).toEqual(expect.arrayContaining(["第一句", "第二句", "第三句", "别处一句"]));
  const texts = await house.api.texts(house.space);
  expect(texts.indexOf("第二句")).toBeLessThan(texts.indexOf("第三句"));
  expect(texts.indexOf("别处一句")).toBeLessThan(texts.indexOf("第三句"));
  await expect(guest.message("第三句")).not.toContainText("自动送出");
  await expect(guest.page.getByText(guest.words.say("feed.row.refused"))).toHaveCount(0);
});

test("what needs permission is asked for offline, granted, posted once and marked; another is declined with a reason", ON_PHONE, async ({ house, link, someone }) => {
  const keeping = (habits: object) => someone({ ...habits, keeps: true });
  const { guest } = await member(house, link, keeping, [words("permit", ["团购"])]);
  await guest.keepsTheApp();
  link.cut();
  await guest.composer.fill(OFFER);
  await expect(guest.page.getByText(guest.words.say("guards.found.term.ask", { what: "团购" }))).toBeVisible();
  await expect(guest.link("guards.rule", { no: 3 }).last()).toHaveAttribute("href", /\/rules\/3$/);
  await guest.button("feed.composer.send").click({ force: true });
  await expect(guest.composer).toHaveValue(OFFER);
  await guest.button("guards.permit.ask").click();
  await expect(guest.field("guards.permit.purpose")).toHaveAttribute("aria-invalid", "true");
  await guest.field("guards.permit.purpose").fill("新员工培训");
  await guest.field("guards.permit.source").fill("出版社官网");
  await expectAccessible(guest.page, "asking for permission");
  await guest.button("guards.permit.ask").click();
  await expect(mine(guest)).toContainText(guest.words.say("guards.permit.waiting"));
  await expect(guest.composer).toHaveValue("");
  link.mend();

  const owner = await desk(house, `/s/${house.space}`);
  await owner.link("guards.queue.link", { count: 1 }).click({ timeout: 30_000 });
  const queue = owner.page.getByRole("list", { name: owner.words.say("guards.queue.title") });
  await expect(queue).toContainText(owner.words.say("guards.permit.from", { source: "出版社官网" }));
  await expectAccessible(owner.page, "a request in the queue");
  await owner.button("guards.permit.grant").click();

  await mine(guest).getByRole("button", { name: guest.words.say("guards.permit.post"), exact: true }).click();
  await guest.seesSent(OFFER);
  await expect(guest.message(OFFER)).toContainText(guest.words.say("guards.permit.mark"));
  await expect(mine(guest)).toHaveCount(0);
  await guest.composer.fill(OFFER);
  await expect(guest.page.getByText(guest.words.say("guards.found.term.ask", { what: "团购" }))).toBeVisible();
  await guest.field("guards.permit.purpose").fill("再来一批");
  await guest.field("guards.permit.source").fill("同上");
  await guest.button("guards.permit.ask").click();
  await owner.button("guards.permit.decline").click();
  await owner.field("guards.queue.reason").fill("一次就够");
  await owner.page.getByRole("dialog").getByRole("button", { name: owner.words.say("guards.permit.decline"), exact: true }).click();
  await expect(mine(guest)).toContainText(guest.words.say("guards.permit.declined", { reason: "一次就够" }));
  await expect(mine(guest)).toContainText(OFFER);
  await owner.goesTo(`/s/${house.space}/members`);
  await expect(owner.page.getByText(owner.words.say("members.audit.permit.granted", { who: LIN.name, rules: "3" }))).toBeVisible();
});

test("what is held is handed in and released, what is blocked is disputed and returned, and an edit waits for nobody", AT_DESK, async ({ house, link, someone }) => {
  const { guest } = await member(house, link, someone, [words("hold", ["团购"]), words("block", [], ["advertising"])]);
  await guest.composer.fill(HELD);
  await expect(guest.page.getByText(guest.words.say("guards.found.term.hold", { what: "團 購" }))).toBeVisible();
  await guest.field("guards.compose.plea").fill("部门统一采购");
  await expectAccessible(guest.page, "what would be held");
  await guest.button("guards.compose.hand_in").click();
  await expect(mine(guest)).toContainText(guest.words.say("guards.held.waiting"));
  await expect(guest.composer).toHaveValue("");
  expect(await house.api.texts(house.space)).toEqual([]);

  const owner = await desk(house, `/s/${house.space}`);
  await owner.link("guards.queue.link", { count: 1 }).click();
  const queue = owner.page.getByRole("list", { name: owner.words.say("guards.queue.title") });
  await expect(queue).toContainText(WANG.name);
  await expect(queue).toContainText("部门统一采购");
  await expectAccessible(owner.page, "the queue");
  await owner.button("guards.queue.release").click();
  await expect(owner.heading("guards.queue.empty.title").or(owner.page.getByText(owner.words.say("guards.queue.empty.title")))).toBeVisible();
  await guest.seesSent(HELD);
  await expect(guest.message(HELD)).toContainText(guest.words.say("guards.row.released"));
  await expect(mine(guest)).toHaveCount(0);

  await guest.composer.fill("我们部门代购了教材");
  await expect(guest.page.getByText(guest.words.say("guards.found.term.block", { what: "代购" }))).toBeVisible();
  await guest.button("feed.composer.send").click({ force: true });
  await expect(guest.composer).toHaveValue("我们部门代购了教材");
  await guest.button("guards.compose.mistake").click();
  await expect(mine(guest)).toContainText(guest.words.say("guards.held.disputed"));
  await expect(owner.page.getByText(owner.words.say("guards.queue.mistaken"))).toBeVisible();
  await owner.button("guards.queue.return").click();
  await owner.field("guards.queue.reason").fill("请写“购买”");
  await owner.page.getByRole("dialog").getByRole("button", { name: owner.words.say("guards.queue.return"), exact: true }).click();
  await expect(mine(guest)).toContainText(guest.words.say("guards.held.returned", { reason: "请写“购买”" }));
  await mine(guest).getByRole("button", { name: guest.words.say("guards.held.edit"), exact: true }).click();
  await expect(guest.composer).toHaveValue("我们部门代购了教材");
  await guest.posts("我们部门购买了教材");
  await guest.seesSent("我们部门购买了教材");

  await guest.message("我们部门购买了教材").getByRole("button", { name: guest.words.say("feed.row.menu") }).click();
  await guest.button("feed.row.edit").click();
  await guest.composer.fill(HELD);
  await expect(guest.page.getByText(guest.words.say("guards.compose.no_edit"))).toBeVisible();
  await expect(guest.field("guards.compose.plea")).toHaveCount(0);
  await guest.button("feed.composer.send").click({ force: true });
  await expect(guest.composer).toHaveValue(HELD);
  await expectAccessible(guest.page, "an edit that can't go");
  await guest.button("feed.composer.cancel").click();
  await expect(guest.composer).toHaveValue("");
  await owner.goesTo(`/s/${house.space}/members`);
  await expect(owner.page.getByText(owner.words.say("members.audit.released", { who: LIN.name, rules: "3" }))).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("members.audit.guards", { who: LIN.name }))).toBeVisible();
});

test("what was said before goes again with a reason; a guard that was set meanwhile holds what comes later, and loses nothing", ON_PHONE, async ({ house, link, someone }) => {
  const notice = "通知：本周五下午三点在二楼会议室开会，请准时参加。";
  const { guest } = await member(house, link, someone, []);
  link.cut();
  await guest.posts(HELD);
  const duplicates = { rule: 2, kind: "duplicates", settings: { days: 7 } };
  await house.api.guards(house.space, [words("hold", ["团购"]), duplicates]);
  await house.api.posts(house.space, [notice]);
  link.mend();
  await expect(mine(guest)).toContainText(HELD, { timeout: 30_000 });
  await expect(guest.message(HELD)).toHaveCount(0);

  await expect(guest.message(notice)).toBeVisible();
  await guest.composer.fill("【通知】本週五下午三點在二樓會議室開會，請準時參加！");
  await expect(guest.page.getByText(guest.words.like("guards.found.said", { name: LIN.name }))).toBeVisible();
  await guest.button("feed.composer.send").click({ force: true });
  await expect(guest.composer).not.toHaveValue("");
  await guest.field("guards.compose.again").fill("提醒晚来的同事");
  await guest.button("feed.composer.send").click();
  await expect(guest.page.getByText(guest.words.say("guards.row.again", { reason: "提醒晚来的同事" }))).toBeVisible();
});

test("an announcement counts as said before, for members with a reason and for staff as a hint, also while they announce", ON_PHONE, async ({ house, link, someone }) => {
  const duplicates = { rule: 2, kind: "duplicates", settings: { days: 7 } };
  const { guest } = await member(house, link, someone, [duplicates]);
  await house.api.announces(house.space, { title: "会议通知", text: "本周五下午三点在二楼会议室开会，请准时参加。" });
  await expect(guest.page.getByRole("article", { name: "会议通知" })).toBeVisible();
  const again = "【会议通知】本週五下午三點在二樓會議室開會 請準時參加！";
  await guest.composer.fill(again);
  await expect(guest.page.getByText(guest.words.like("guards.found.said", { name: LIN.name }))).toBeVisible();
  await guest.button("feed.composer.send").click({ force: true });
  await expect(guest.composer).toHaveValue(again);
  await guest.link("guards.compose.jump").click();
  await expect(guest.page).toHaveURL(/\/notices\//);
  await expect(guest.page.getByRole("article", { name: "会议通知" })).toBeVisible();
  await guest.page.goBack();
  await expect(guest.composer).toHaveValue(again);

  const owner = await house.owner(`/s/${house.space}/notices/new`);
  const hint = owner.page.getByText(owner.words.like("guards.found.said", { name: LIN.name }));
  await owner.field("notices.form.heading").fill("会议通知");
  await expect(hint).toHaveCount(0);
  await owner.field("notices.form.text").fill("本周五下午四点在二楼会议室开会，请准时参加。");
  await expect(hint).toBeVisible();
  await expect(owner.link("guards.compose.jump")).toBeVisible();
  await expectAccessible(owner.page, "announcing what was announced");
  await owner.goesTo(`/s/${house.space}`);
  await owner.composer.fill(again);
  await expect(hint).toBeVisible();
  await owner.button("feed.composer.send").click();
  await owner.seesSent(again);
});

test("acknowledgements in a row are one line that opens, the composer offers the word instead, a channel asks what kind of message it is, and what strays is said once", ON_PHONE, async ({ house, link, someone }) => {
  const questions = await house.api.opens(house.space, "questions");
  const sorts = { rule: 2, kind: "sorts", settings: { sorts: ["问题", "进展"] }, channels: [questions] };
  const chat = await house.api.opens(house.space, "chat");
  const topic = { rule: 3, kind: "topic", settings: { words: ["产品"], after: 2 }, channels: [chat] };
  const { guest, hash } = await member(house, link, someone, [sorts, topic]);
  const chen = await joined(house, AYGUL, hash);
  await house.api.posts(house.space, ["周五下午交作业"]);
  await chen.posts(house.space, ["收到！"]);
  await house.api.posts(house.space, ["好 的"]);
  const row = guest.stream.getByRole("button", { name: guest.words.like("guards.ack.row", { count: 2 }) });
  await expect(row).toContainText(AYGUL.name);
  await expect(row).toContainText(LIN.name);
  await expect(guest.message("收到！")).toHaveCount(0);
  await expectAccessible(guest.page, "acknowledgements in one line");
  await row.click();
  await expect(guest.message("收到！")).toBeVisible();
  await expect(guest.message("好 的")).toBeVisible();

  await guest.composer.fill("收到");
  await guest.button("guards.ack.react").click();
  await expect(guest.composer).toHaveValue("");
  await expect(guest.message("周五下午交作业").getByRole("button", { name: `${guest.words.say("talk.react.received")} 1` })).toBeVisible();

  await into(guest, "talk.channel.questions");
  await guest.composer.fill("哪一页？");
  await expect(guest.page.getByText(guest.words.say("guards.found.unsorted"))).toBeVisible();
  await guest.button("feed.composer.send").click({ force: true });
  await expect(guest.composer).toHaveValue("哪一页？");
  const kinds = guest.page.getByRole("group", { name: guest.words.say("guards.sort.title") });
  await expectAccessible(guest.page, "choosing a kind");
  await kinds.getByRole("button", { name: guest.words.say("guards.sort.other"), exact: true }).click();
  await expect(guest.page.getByText(guest.words.say("guards.found.unsorted"))).toBeVisible();
  await guest.field("guards.sort.why").fill("临时通知");
  await guest.posts("哪一页？");
  await expect(guest.message("哪一页？")).toContainText(guest.words.say("guards.sort.because", { why: "临时通知" }));
  await kinds.getByRole("button", { name: "进展", exact: true }).click();
  await guest.posts("做完一半");
  await guest.seesSent("做完一半");
  await expect(guest.message("做完一半")).toContainText("进展");

  await into(guest, "talk.channel.chat");
  await guest.posts("午饭吃什么");
  const nudge = guest.page.getByText(guest.words.say("guards.found.astray"));
  await guest.composer.fill("天气不错");
  await expect(nudge).toBeVisible();
  await expect(guest.link("guards.rule", { no: 3 }).last()).toBeVisible();
  await guest.posts("天气不错");
  await guest.composer.fill("周末去哪");
  await expect(guest.composer).toHaveValue("周末去哪");
  await expect(nudge).toHaveCount(0);
});
