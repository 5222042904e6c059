// Rules that enforce themselves: a member on a phone meets them, the owner at a desk sets them and decides.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import type { House } from "../support/fixtures.ts";
import { LIN, RULES, WANG } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };
const HELD = "今晚團 購，要的报名";

/** Words that are held or blocked, by rule 3. */
function words(level: "hold" | "block"): object {
  return { rule: 3, kind: "terms", settings: { lists: ["advertising"], own: ["团购"], level } };
}

/** Somebody on a phone who has confirmed the rules, under `guards`. */
async function member(house: House, url: string, someone: (habits: object) => Promise<Person>, guards: object[]): Promise<Person> {
  await house.api.publishes(house.space, RULES);
  if (guards.length > 0) await house.api.guards(house.space, guards);
  const guest = await someone(PHONE);
  await guest.joins(`${url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  await guest.confirms(1);
  return guest;
}

/** The owner at a desk, where they decide. */
async function desk(house: House, at: string): Promise<Person> {
  const owner = await house.owner(at);
  await owner.page.setViewportSize({ width: 1280, height: 800 });
  return owner;
}

test("the owner sets a slow mode, and a member sees the countdown with its rule before sending", ON_PHONE, async ({ house, link, someone }) => {
  const guest = await member(house, link.url, someone, []);
  await guest.posts("设置之前说一句");
  const owner = await desk(house, `/s/${house.space}/guards`);
  await expect(owner.button("guards.add")).toBeVisible();
  await expectAccessible(owner.page, "no guards yet");
  await owner.button("guards.add").click();
  await owner.field("guards.form.seconds").fill("0");
  await owner.button("guards.form.save").click();
  await expect(owner.page.getByText(owner.words.say("trouble.code.wrong_value"))).toBeVisible();
  await owner.field("guards.form.seconds").fill("20");
  await expectAccessible(owner.page, "writing a guard");
  await owner.button("guards.form.save").click();
  await expect(owner.page.getByText(owner.words.say("guards.does.interval", { seconds: 20 }))).toBeVisible();

  await guest.posts("第一句");
  await guest.seesSent("第一句");
  const timer = guest.page.getByRole("timer");
  await expect(timer).toHaveText(/^0:\d\d$/);
  await expect(guest.link("guards.rule", { no: 1 }).last()).toBeVisible();
  await expectAccessible(guest.page, "a countdown");
  await guest.posts("第二句");
  await expect(guest.message("第二句")).toContainText("自动送出");
  expect(await house.api.texts(house.space)).not.toContain("第二句");
  await expect.poll(() => house.api.texts(house.space), { timeout: 40_000 }).toContain("第二句");
  await expect(guest.message("第二句")).not.toContainText("自动送出");
});

test("five posts written offline go one after the other, and none is refused", ON_PHONE, async ({ house, link, someone }) => {
  const guest = await member(house, link.url, someone, [{ rule: 1, kind: "interval", settings: { seconds: 4 } }]);
  link.cut();
  const texts = ["一号", "二号", "三号", "四号", "五号"];
  for (const text of texts) await guest.posts(text);
  link.mend();
  await expect(guest.message("五号")).toContainText("自动送出", { timeout: 30_000 });
  await expect.poll(() => house.api.texts(house.space), { timeout: 60_000 }).toEqual(texts);
  for (const text of texts) await guest.seesSent(text);
  await expect(guest.page.getByText(guest.words.say("feed.row.refused"))).toHaveCount(0);
});

test("what is held is handed in, released at the desk, and told in the audit log", AT_DESK, async ({ house, link, someone }) => {
  const guest = await member(house, link.url, someone, [words("hold")]);
  await guest.composer.fill(HELD);
  await expect(guest.page.getByText(guest.words.say("guards.found.term.hold", { what: "團 購" }))).toBeVisible();
  await expect(guest.link("guards.rule", { no: 3 }).last()).toHaveAttribute("href", new RegExp("/rules/3$"));
  await guest.field("guards.compose.plea").fill("部门统一采购");
  await expectAccessible(guest.page, "what would be held");
  await guest.button("guards.compose.hand_in").click();
  const mine = guest.page.getByRole("list", { name: guest.words.say("guards.held.title") });
  await expect(mine).toContainText(guest.words.say("guards.held.waiting"));
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
  await expect(mine).toHaveCount(0);
  await owner.goesTo(`/s/${house.space}/members`);
  await expect(owner.page.getByText(owner.words.say("members.audit.released", { who: LIN.name, rules: "3" }))).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("members.audit.guards", { who: LIN.name }))).toBeVisible();
});

test("what is blocked can't be sent, cites its rule, and a mistake is reported in one tap", AT_DESK, async ({ house, link, someone }) => {
  const guest = await member(house, link.url, someone, [words("block")]);
  await guest.composer.fill("我们部门代购了教材");
  await expect(guest.page.getByText(guest.words.say("guards.found.term.block", { what: "代购" }))).toBeVisible();
  await guest.button("feed.composer.send").click({ force: true });
  await expect(guest.composer).toHaveValue("我们部门代购了教材");
  await guest.button("guards.compose.mistake").click();
  const mine = guest.page.getByRole("list", { name: guest.words.say("guards.held.title") });
  await expect(mine).toContainText(guest.words.say("guards.held.disputed"));

  const owner = await desk(house, `/s/${house.space}/held`);
  await expect(owner.page.getByText(owner.words.say("guards.queue.mistaken"))).toBeVisible();
  await owner.button("guards.queue.return").click();
  await owner.field("guards.queue.reason").fill("请写“购买”");
  await owner.page.getByRole("dialog").getByRole("button", { name: owner.words.say("guards.queue.return"), exact: true }).click();

  await expect(mine).toContainText(guest.words.say("guards.held.returned", { reason: "请写“购买”" }));
  await mine.getByRole("button", { name: guest.words.say("guards.held.edit"), exact: true }).click();
  await expect(guest.composer).toHaveValue("我们部门代购了教材");
  await guest.posts("我们部门购买了教材");
  await guest.seesSent("我们部门购买了教材");
});

test("a guard that was set while a member was offline holds what comes later, and loses nothing", ON_PHONE, async ({ house, link, someone }) => {
  const guest = await member(house, link.url, someone, []);
  link.cut();
  await guest.posts(HELD);
  await house.api.guards(house.space, [words("hold")]);
  link.mend();
  const mine = guest.page.getByRole("list", { name: guest.words.say("guards.held.title") });
  await expect(mine).toContainText(HELD, { timeout: 30_000 });
  await expect(guest.message(HELD)).toHaveCount(0);
});

test("what somebody has said is shown, and goes again with a reason", ON_PHONE, async ({ house, link, someone }) => {
  const notice = "通知：本周五下午三点在二楼会议室开会，请准时参加。";
  const guest = await member(house, link.url, someone, [{ rule: 2, kind: "duplicates", settings: { days: 7 } }]);
  await house.api.posts(house.space, [notice]);
  await expect(guest.message(notice)).toBeVisible();
  await guest.composer.fill("【通知】本週五下午三點在二樓會議室開會，請準時參加！");
  await expect(guest.page.getByText(guest.words.like("guards.found.said", { name: LIN.name }))).toBeVisible();
  await guest.button("feed.composer.send").click({ force: true });
  await expect(guest.composer).not.toHaveValue("");
  await guest.field("guards.compose.again").fill("提醒晚来的同事");
  await guest.button("feed.composer.send").click();
  await expect(guest.page.getByText(guest.words.say("guards.row.again", { reason: "提醒晚来的同事" }))).toBeVisible();
});

test("a message that is changed into what would be held says why it can't go, and the change can be given up", AT_DESK, async ({ house, link, someone }) => {
  const guest = await member(house, link.url, someone, [words("hold")]);
  await guest.posts("早上好");
  await guest.seesSent("早上好");
  await guest.message("早上好").getByRole("button", { name: guest.words.say("feed.row.menu") }).click();
  await guest.button("feed.row.edit").click();
  await guest.composer.fill(HELD);
  await expect(guest.page.getByText(guest.words.say("guards.compose.no_edit"))).toBeVisible();
  await expect(guest.field("guards.compose.plea")).toHaveCount(0);
  await guest.button("feed.composer.send").click({ force: true });
  await expect(guest.composer).toHaveValue(HELD);
  await expectAccessible(guest.page, "an edit that can't go");
  await guest.button("feed.composer.cancel").click();
  await expect(guest.composer).toHaveValue("");
});
