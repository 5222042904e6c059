// Keeping the group: roles, measures with their rule and reason, reports, leaving. Owner at a desk, members on phones.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import type { House } from "../support/fixtures.ts";
import { AYGUL, LIN, RULES, WANG } from "../support/people.ts";
import type { Account, Person } from "../support/person.ts";
import { stored } from "../support/tab.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };
const AD = "内部渠道代购，先到先得";
const WHY = "和培训无关的广告";

type Someone = (habits?: object) => Promise<Person>;

/** Somebody on a phone who has confirmed the rules. */
async function joins(house: House, url: string, someone: Someone, who: Account): Promise<Person> {
  const guest = await someone(PHONE);
  await guest.joins(`${url}/join#${await house.api.invites(house.space, who.name)}`, who);
  await guest.confirms(1);
  return guest;
}

/** The owner at a desk. */
async function desk(house: House, at = `/s/${house.space}`): Promise<Person> {
  const owner = await house.owner(at);
  await owner.page.setViewportSize({ width: 1280, height: 800 });
  return owner;
}

/** Opens the menu of the message that says `text`, and what it offers under `key`. */
async function handles(person: Person, text: string, key: string): Promise<void> {
  await person.message(text).getByRole("button", { name: person.words.say("feed.row.menu") }).click();
  await person.link(key).click();
}

/** Fills in a measure and takes it. */
async function takes(person: Person, kind: string, reason: string, more: { rule?: number; minutes?: string } = {}): Promise<void> {
  const form = person.page.getByRole("form", { name: person.words.say("measures.take") });
  await form.getByLabel(person.words.say("measures.form.kind")).selectOption(kind);
  if (more.rule !== undefined) await form.getByLabel(person.words.say("measures.form.rule")).selectOption(String(more.rule));
  if (more.minutes !== undefined) await form.getByLabel(person.words.say("measures.form.time")).selectOption(more.minutes);
  await form.getByLabel(person.words.say("measures.form.reason")).fill(reason);
  await form.getByRole("button", { name: person.words.say("measures.go") }).click();
}

test("the owner appoints a reviewer, who is told and answers for it from then on", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  const owner = await desk(house, `/s/${house.space}/members`);
  const duty = owner.page.locator(".duty").filter({ hasText: owner.words.say("members.duty.review") });
  await expect(duty).toContainText(LIN.name);
  await owner.button("members.menu", { name: WANG.name }).click();
  await owner.button("members.make_reviewer").click();
  await expect(owner.page.getByText(owner.words.say("members.appointed", { name: WANG.name }))).toBeVisible();
  await expect(duty).toContainText(WANG.name);
  await expectAccessible(owner.page, "who is responsible");
  await expect(owner.page.getByText(owner.words.say("members.audit.roles.now", { who: LIN.name, name: WANG.name, roles: owner.words.say("members.role.reviewer") }))).toBeVisible();

  await guest.link("measures.told", { count: 1 }).click();
  const list = guest.page.getByRole("list", { name: guest.words.say("measures.list.label", { name: WANG.name }) });
  await expect(list).toContainText(guest.words.say("members.role.reviewer"));
  await expect(list).toContainText(LIN.name);
  await expectAccessible(guest.page, "what one is told");
  await guest.button("measures.see").click();
  await expect(list).not.toContainText(guest.words.say("measures.unseen"));
  await guest.goesTo(`/s/${house.space}`);
  await expect(guest.composer).toBeVisible();
  await expect(guest.link("measures.told", { count: 1 })).toHaveCount(0);

  await owner.button("rules.edit.undo").click();
  await expect(duty).toContainText(LIN.name);
  await expect(guest.link("measures.told", { count: 1 })).toBeVisible();
});

test("a hidden post says nothing to others, and its rule and reason to its author; it can be shown again", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  await guest.posts(AD);
  await guest.seesSent(AD);
  const owner = await desk(house);
  await handles(owner, AD, "measures.judge");
  await expect(owner.page.getByText(AD)).toBeVisible();
  await expectAccessible(owner.page, "judging a post");
  await takes(owner, "hidden", "");
  await expect(owner.page.getByText(owner.words.say("trouble.code.empty"))).toHaveCount(1);
  await takes(owner, "hidden", WHY, { rule: 3 });
  await expect(owner.page.getByText(owner.words.say("measures.done", { name: WANG.name }))).toBeVisible();

  const row = guest.stream.getByRole("article").filter({ hasText: guest.words.say("measures.hidden") });
  await expect(row).toContainText(WHY);
  await expect(row).toContainText(AD);
  await expect(row.getByRole("link", { name: guest.words.say("guards.rule", { no: 3 }) })).toBeVisible();
  await expectAccessible(guest.page, "one's own hidden post");
  expect((await house.api.texts(house.space)).join()).not.toContain(AD);
  const other = await joins(house, link.url, someone, AYGUL);
  await expect(other.stream).toContainText(other.words.say("measures.hidden"));
  await expect(other.page.getByText(AD)).toHaveCount(0);
  await expect(other.page.getByText(WHY)).toHaveCount(0);

  await owner.button("rules.edit.undo").click();
  await expect(other.message(AD)).toBeVisible();
  await expect(guest.message(AD)).not.toContainText(guest.words.say("measures.hidden"));
  await owner.goesTo(`/s/${house.space}/members`);
  await expect(owner.page.getByText(owner.words.say("members.audit.hidden", { who: LIN.name, name: WANG.name }))).toBeVisible();
});

test("the ladder proposes the next step by what was confirmed, and presses nothing by itself", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  for (const text of ["广告一", "广告二", "广告三"]) await guest.posts(text);
  await guest.seesSent("广告三");
  const owner = await desk(house);
  const form = owner.page.getByRole("form", { name: owner.words.say("measures.take") });
  const kind = form.getByLabel(owner.words.say("measures.form.kind"));
  const proposal = (count: number, step: string) => form.getByText(owner.words.say("measures.ladder", { count, days: 90, step: owner.words.say(step) }));

  await handles(owner, "广告一", "measures.judge");
  await expect(kind).toHaveValue("");
  await form.getByRole("button", { name: owner.words.say("measures.go") }).click();
  await expect(form.getByText(owner.words.say("measures.form.missed"))).toBeVisible();
  await expect(kind).toBeFocused();
  await takes(owner, "hidden", WHY, { rule: 3 });
  await expect(proposal(1, "measures.ladder.warn")).toBeVisible();
  await expect(kind).toHaveValue("warned");
  for (const text of ["广告二", "广告三"]) {
    await owner.goesTo(`/s/${house.space}`);
    await handles(owner, text, "measures.judge");
    await takes(owner, "hidden", WHY, { rule: 3 });
    await expect(owner.page.getByText(owner.words.say("measures.done", { name: WANG.name })).last()).toBeVisible();
  }
  await expect(proposal(3, "measures.ladder.day")).toBeVisible();
  await expect(kind).toHaveValue("muted");
  await expect(form.getByLabel(owner.words.say("measures.form.time"))).toHaveValue("1440");
  await expectAccessible(owner.page, "what the ladder proposes");
  await form.getByLabel(owner.words.say("measures.form.rule")).selectOption("3");
  await form.getByLabel(owner.words.say("measures.form.reason")).fill("第三次了");
  await form.getByRole("button", { name: owner.words.say("measures.go") }).click();
  await expect(guest.page.getByRole("status").filter({ hasText: "第三次了" })).toBeVisible();
  await expect(kind).toHaveValue("");
});

test("who is muted sees until when, by whom, by which rule and why, and the draft is kept", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  await guest.composer.fill("写了一半");
  const owner = await desk(house, `/s/${house.space}/members`);
  await owner.page.getByRole("list", { name: owner.words.say("members.list") }).getByRole("link", { name: WANG.name }).click();
  await owner.field("measures.form.kind").selectOption("muted");
  await owner.field("measures.form.reason").fill("刷屏两次");
  await owner.page.reload();
  await expect(owner.field("measures.form.kind")).toHaveValue("muted");
  await expect(owner.field("measures.form.reason")).toHaveValue("刷屏两次");
  await takes(owner, "muted", "刷屏三次", { rule: 2, minutes: "10" });
  await expect(owner.field("measures.form.reason")).toHaveValue("");
  await expect(owner.page.getByText(owner.words.say("measures.done", { name: WANG.name }))).toBeVisible();

  const note = guest.page.getByRole("status").filter({ hasText: LIN.name });
  await expect(note).toContainText("刷屏三次");
  await expect(note.getByRole("link", { name: guest.words.say("guards.rule", { no: 2 }) })).toBeVisible();
  await expect(guest.composer).toHaveValue("写了一半");
  await guest.composer.fill("写了一半，写完了");
  await guest.button("feed.composer.send").click({ force: true });
  await expect(guest.composer).toHaveValue("写了一半，写完了");
  await expectAccessible(guest.page, "muted");
  await guest.page.waitForTimeout(1_000);
  await guest.page.reload();
  await expect(guest.composer).toHaveValue("写了一半，写完了");
  expect(await house.api.texts(house.space)).toEqual([]);

  await takes(owner, "unmuted", "");
  await expect(note).toHaveCount(0);
  await guest.button("feed.composer.send").click();
  await guest.seesSent("写了一半，写完了");
});

test("a report reaches the queue, is answered by what is done, and nothing tells the reported who made it", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  const other = await joins(house, link.url, someone, AYGUL);
  await guest.posts(AD);
  await handles(other, AD, "measures.report");
  await expect(other.page.getByText(other.words.say("measures.report.staff", { name: WANG.name }))).toBeVisible();
  await other.button("measures.report.go").click();
  await expect(other.page.getByText(other.words.say("trouble.code.empty"))).toBeVisible();
  await other.field("measures.report.reason").fill("又发广告");
  await expectAccessible(other.page, "reporting");
  // What is typed outlives a reload, and once it is sent it is forgotten.
  await other.page.reload();
  await expect(other.field("measures.report.reason")).toHaveValue("又发广告");
  await other.button("measures.report.go").click();
  await expect(other.page.getByText(other.words.say("measures.report.open"))).toBeVisible();

  const owner = await desk(house);
  await owner.link("guards.queue.link", { count: 1 }).click();
  const queue = owner.page.getByRole("list", { name: owner.words.say("measures.report.queue") });
  await expect(queue).toContainText(owner.words.say("measures.report.by", { who: AYGUL.name, name: WANG.name }));
  await expect(queue).toContainText("又发广告");
  const briefly = owner.words.say("app.span.minutes", { count: 0 });
  await expect(queue).toContainText(owner.words.say("guards.queue.waits", { time: briefly }));
  await expectAccessible(owner.page, "a report in the queue");
  await owner.link("measures.report.act").click();
  await takes(owner, "warned", WHY, { rule: 3 });
  await expect(other.page.getByText(other.words.say("measures.report.upheld"))).toBeVisible();
  await owner.goesTo(`/s/${house.space}/held`);
  await expect(owner.page.getByText(owner.words.say("guards.queue.empty.title"))).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("guards.queue.handled", { count: 1, time: briefly, days: 30 }))).toBeVisible();

  await guest.link("measures.told", { count: 1 }).click();
  await expect(guest.page.getByText(WHY)).toBeVisible();
  await expect(guest.page.getByText("又发广告")).toHaveCount(0);
  expect(await stored(guest.page)).not.toContain("又发广告");
});

test("a report of an administrator's post goes to the owner alone, and the owner's can't be reported", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  const other = await joins(house, link.url, someone, AYGUL);
  const owner = await desk(house, `/s/${house.space}/members`);
  await owner.button("members.menu", { name: WANG.name }).click();
  await owner.button("members.make_admin").click();
  await expect(owner.page.getByText(owner.words.say("members.appointed", { name: WANG.name }))).toBeVisible();
  await guest.posts(AD);
  await house.api.posts(house.space, ["群主说的"]);
  await handles(other, AD, "measures.report");
  await expect(other.page.getByText(other.words.say("measures.report.owner", { name: WANG.name }))).toBeVisible();
  await other.field("measures.report.reason").fill("管理员也不能发广告");
  await other.button("measures.report.go").click();
  await expect(other.page.getByText(other.words.say("measures.report.told_owner"))).toBeVisible();

  await owner.goesTo(`/s/${house.space}/held`);
  const queue = owner.page.getByRole("list", { name: owner.words.say("measures.report.queue") });
  await expect(queue).toContainText("管理员也不能发广告");
  await guest.goesTo(`/s/${house.space}/held`);
  await expect(guest.page.getByText(guest.words.say("guards.queue.empty.title"))).toBeVisible();
  expect(await stored(guest.page)).not.toContain("管理员也不能发广告");
  await owner.button("measures.report.dismiss").click();
  await expect(owner.page.getByText(owner.words.say("guards.queue.empty.title"))).toBeVisible();

  await other.goesTo(`/s/${house.space}`);
  await other.message("群主说的").getByRole("button", { name: other.words.say("feed.row.menu") }).click();
  await expect(other.button("feed.row.copy")).toBeVisible();
  await expect(other.link("measures.report")).toHaveCount(0);
});

test("who is removed reads no more, and the rule and the reason are on record", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  await guest.posts(AD);
  await guest.seesSent(AD);
  await guest.composer.fill("还没发的半句");
  const owner = await desk(house, `/s/${house.space}/members`);
  await owner.page.getByRole("list", { name: owner.words.say("members.list") }).getByRole("link", { name: WANG.name }).click();
  await takes(owner, "removed", WHY, { rule: 3 });
  await owner.inDialog("members.remove");
  await expect(owner.page.getByRole("list", { name: owner.words.say("measures.list.label", { name: WANG.name }) })).toContainText(WHY);
  await expect(guest.page.getByText(guest.words.say("measures.reason", { reason: WHY }))).toBeVisible({ timeout: 30_000 });
  await expect(guest.page.getByText(AD)).toHaveCount(0);
  await expect(guest.page.getByText("还没发的半句")).toBeVisible();
  await expect(guest.button("spaces.left.copy")).toBeVisible();
  await expect.poll(() => stored(guest.page), { timeout: 30_000 }).not.toContain(AD);
  await expectAccessible(guest.page, "removed");
  await owner.goesTo(`/s/${house.space}/members`);
  await expect(owner.page.getByText(owner.words.say("members.audit.removed", { name: WANG.name }))).toBeVisible();
});

test("who leaves is told what stays and what goes, and nothing of the space is left on the device", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  await guest.posts("临走说一句");
  await guest.seesSent("临走说一句");
  await guest.goesTo(`/s/${house.space}/members`);
  await guest.button("members.leave").click();
  await expect(guest.page.getByText(guest.words.say("members.leave.stays"))).toBeVisible();
  await expect(guest.page.getByText(guest.words.say("members.leave.goes"))).toBeVisible();
  await expectAccessible(guest.page, "leaving");
  await guest.inDialog("members.leave");
  await expect(guest.heading("spaces.home.title")).toBeVisible();
  await expect(guest.page.getByText(guest.words.like("sync.space_left"))).toBeVisible();
  await expect.poll(() => stored(guest.page), { timeout: 30_000 }).not.toContain("临走说一句");
  await guest.goesTo(`/s/${house.space}`);
  await expect(guest.heading("spaces.missing.title").first()).toBeVisible();
  expect(await house.api.texts(house.space)).toContain("临走说一句");

  const owner = await desk(house, `/s/${house.space}/members`);
  await expect(owner.page.getByText(owner.words.say("members.leave.owner"))).toBeVisible();
  await expect(owner.button("members.leave")).toHaveCount(0);
});

test("a pasted list invites many: each line is accounted for before anything is made, and each link works once", AT_DESK, async ({ house, link, someone }) => {
  const owner = await desk(house, `/s/${house.space}/members`);
  await owner.page.getByText(owner.words.say("members.many.open")).click();
  await owner.field("members.many.title").fill(`1、${WANG.name}，销售部\n${AYGUL.name}\t客服部\n${LIN.name}\n${WANG.name}`);
  const doubt = (no: number, name: string, why: string) => owner.words.say("members.many.doubt", { no, name, why });
  await expect(owner.page.getByText(doubt(3, LIN.name, owner.words.say("members.many.known")))).toBeVisible();
  await expect(owner.page.getByText(doubt(4, WANG.name, owner.words.say("members.many.repeated", { no: 1 })))).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("members.many.would_not", { count: 2 }))).toBeVisible();
  const would = owner.page.getByRole("list", { name: owner.words.say("members.many.would", { count: 2 }) });
  await expect(would.getByRole("listitem")).toHaveText([new RegExp(`${WANG.name}.*销售部`), new RegExp(`${AYGUL.name}.*客服部`)]);
  await expectAccessible(owner.page, "a pasted list");
  await owner.button("members.many.go", { count: 2 }).click();
  const links = owner.page.getByRole("list", { name: owner.words.say("members.many.links") });
  await expect(links.getByRole("listitem")).toHaveCount(2);
  await expectAccessible(owner.page, "the links of a list");
  const [address = ""] = /http\S+#\S+/.exec((await links.getByRole("listitem").first().innerText()).trim()) ?? [];
  const guest = await someone(PHONE);
  await guest.joins(new URL(new URL(address).pathname + new URL(address).hash, link.url).href, WANG);
  await guest.enters();
  await expect(owner.page.getByRole("list", { name: owner.words.say("members.list") })).toContainText(WANG.name);
  await owner.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await owner.button("members.many.copy").click();
  await expect(owner.page.getByText(owner.words.say("members.many.copied"))).toBeVisible();
  expect(await owner.page.evaluate(() => navigator.clipboard.readText())).toContain(`${WANG.name}\t销售部\t${address}`);
});
