// The rules change: the owner sees the difference, members read only that, and nothing written is lost.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import type { House } from "../support/fixtures.ts";
import { RULES, WANG } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

const REWORDED = "工作时间内的提问，四小时内回应。";
const ADDED = "培训资料不外传。";

/** Somebody who has confirmed version 1. */
async function member(house: House, url: string, guest: Person): Promise<void> {
  await house.api.publishes(house.space, RULES);
  await guest.joins(`${url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  await guest.confirms(1);
}

test("an owner changes two rules, a member reads those two and confirms, and the owner sees who has", async ({ house, link, someone }) => {
  const guest = await someone();
  await member(house, link.url, guest);

  const owner = await house.owner(`/s/${house.space}/rules/edit`);
  await expect(owner.page.getByText(owner.words.say("rules.publish.changes.none", { version: 1 }))).toBeVisible();
  await owner.field("rules.edit.text", { no: 2 }).fill(REWORDED);
  await owner.button("rules.edit.add").click();
  await owner.field("rules.edit.text", { no: 4 }).fill(ADDED);
  const changes = owner.page.getByRole("listitem").filter({ hasText: owner.words.say("rules.number", { no: 2 }) });
  await expect(changes.getByRole("deletion")).toContainText(RULES[1]);
  await expect(changes.getByRole("insertion")).toContainText(REWORDED);
  await expect(owner.page.getByText(owner.words.say("rules.publish.changes.rest", { count: 2 }))).toBeVisible();
  await expect(owner.page.getByRole("radio", { name: owner.words.say("rules.publish.grace.days") })).toBeChecked();
  await expectAccessible(owner.page, "what a draft changes");
  await owner.publishes("门店等不住。", 2);

  // Within the grace one reads, posts, and is told until when. The panel stands twice, for phone and desk.
  await expect(guest.page.getByText(guest.words.like("rules.state.changed", { count: 2 })).filter({ visible: true })).toBeVisible();
  await expect(guest.page.getByText(guest.words.like("rules.state.grace", { version: 1 })).filter({ visible: true })).toBeVisible();
  await guest.posts("宽限期里说一句。");
  await guest.seesSent("宽限期里说一句。");

  await owner.goesTo(`/s/${house.space}/rules`);
  await expect(owner.page.getByText(owner.words.say("rules.roll.count", { confirmed: 1, all: 2 }))).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("rules.roll.former", { version: 1 }))).toBeVisible();

  await guest.link("rules.confirm.changes").first().click();
  const reader = guest.page.getByRole("region", { name: guest.words.say("rules.read.region") });
  await expect(reader.getByRole("article")).toHaveCount(2);
  await expect(reader).toContainText(RULES[1]);
  await expect(reader).toContainText(ADDED);
  await expect(reader).not.toContainText(RULES[0]);
  await expectAccessible(guest.page, "reading what changed");
  await guest.confirms(2);

  await expect(owner.page.getByText(owner.words.say("rules.roll.count", { confirmed: 2, all: 2 }))).toBeVisible();
  const roll = owner.page.getByRole("list", { name: owner.words.say("rules.roll.confirmed") });
  await expect(roll.getByRole("listitem").filter({ hasText: WANG.name })).toContainText(/[0-9a-f]{4} [0-9a-f]{4} … [0-9a-f]{4}/);
  await expectAccessible(owner.page, "who has confirmed");
  await expect(owner.heading("rules.version", { version: 1 })).toBeVisible();
});

test("a post that a new version overtook waits for the confirmation, then goes by itself", ON_PHONE, async ({ house, link, someone }) => {
  const guest = await someone();
  await member(house, link.url, guest);
  link.cut();
  await guest.posts("地铁里写的，群规还没变。");
  await guest.seesWaiting("地铁里写的，群规还没变。");

  await house.api.publishes(house.space, [RULES[0], REWORDED], 2);
  link.mend();
  const message = guest.message("地铁里写的，群规还没变。");
  await expect(message).toContainText(guest.words.say("feed.row.overtaken"));
  await expect(guest.page.getByText(guest.words.say("sync.chip.overtaken", { count: 1 }))).toBeVisible();
  // Published without a grace: the composer is gone, the stream is not.
  await expect(guest.composer).toHaveCount(0);
  await expect(guest.page.getByText(guest.words.say("feed.locked.rules"))).toBeVisible();
  expect(await house.api.texts(house.space)).not.toContain("地铁里写的，群规还没变。");

  await message.getByRole("link", { name: guest.words.say("feed.locked.go") }).click();
  await expect(guest.page.getByText(guest.words.like("rules.read.removed", { count: 1 }))).toBeVisible();
  await guest.confirms(2);
  await expect.poll(() => house.api.texts(house.space)).toContain("地铁里写的，群规还没变。");
  await expect(guest.message("地铁里写的，群规还没变。")).not.toContainText(guest.words.say("feed.row.overtaken"));
  await guest.seesSent("地铁里写的，群规还没变。");
});

test("when the grace is over the composer asks for the confirmation, and the server's clock is right", ON_PHONE, async ({ house, link, someone }) => {
  const guest = await someone();
  await guest.page.clock.install();
  await member(house, link.url, guest);
  await house.api.publishes(house.space, [RULES[0], RULES[1], RULES[2], ADDED], 2, 24);
  await expect(guest.page.getByText(guest.words.like("rules.state.grace", { version: 1 })).filter({ visible: true })).toBeVisible();
  await expect(guest.composer).toBeVisible();

  // Nobody has to tell the device that a day has passed.
  link.cut();
  await guest.page.clock.fastForward("25:00:00");
  await expect(guest.page.getByText(guest.words.say("feed.locked.rules"))).toBeVisible();
  await expect(guest.composer).toHaveCount(0);

  // It had not: the server says so, and its clock counts.
  link.mend();
  await expect(guest.composer).toBeVisible();
  await guest.posts("其实还没过。");
  await guest.seesSent("其实还没过。");
});

test("a guard goes along when its rule gets another number, and away with it when it is gone", AT_DESK, async ({ house }) => {
  await house.api.publishes(house.space, RULES);
  const slow = (rule: number, seconds: number) => ({ rule, kind: "interval", settings: { seconds } });
  await house.api.guards(house.space, [slow(1, 15), slow(3, 45)]);
  const owner = await house.owner(`/s/${house.space}/rules/edit`);
  await owner.button("rules.edit.remove", { no: 1 }).click();
  await owner.field("rules.publish.reason").fill("名片已经另有规定。");
  await owner.button("rules.publish.review").click();
  const guard = owner.words.say("guards.kind.interval");
  const question = owner.page.getByRole("dialog");
  await expect(question).toContainText(owner.words.say("rules.publish.ask.guard.gone", { guard, no: 1 }));
  await expect(question).toContainText(owner.words.say("rules.publish.ask.guard.moved", { guard, from: 3, to: 2 }));
  await expectAccessible(owner.page, "what becomes of the guards");
  await owner.inDialog("rules.publish.go");
  await expect(owner.page.getByText(owner.words.like("rules.publish.done", { version: 2 })).first()).toBeVisible();

  await owner.goesTo(`/s/${house.space}/guards`);
  const kept = owner.page.getByRole("listitem").filter({ hasText: owner.words.say("guards.does.interval", { seconds: 45 }) });
  await expect(kept).toContainText(owner.words.say("guards.rule", { no: 2 }));
  await expect(owner.page.getByText(owner.words.say("guards.does.interval", { seconds: 15 }))).toHaveCount(0);
});
