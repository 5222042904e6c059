// Talk that stays readable: channels, conversations, a word instead of a message, what was said before, what is pinned.
import type { Locator } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import type { House } from "../support/fixtures.ts";
import { LIN, RULES, WANG } from "../support/people.ts";
import type { Account, Person } from "../support/person.ts";

const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };

/** Somebody on a phone who has confirmed the rules. */
async function joins(house: House, url: string, someone: (habits?: object) => Promise<Person>, who: Account): Promise<Person> {
  const guest = await someone(PHONE);
  await guest.joins(`${url}/join#${await house.api.invites(house.space, who.name)}`, who);
  await guest.confirms(1);
  return guest;
}

/** The sheet that is open. */
function sheet(person: Person): Locator {
  return person.page.getByRole("dialog");
}

/** Opens the menu of a message. */
async function menuOf(person: Person, message: Locator): Promise<void> {
  await message.getByRole("button", { name: person.words.say("feed.row.menu") }).click();
}

async function picks(person: Person, message: Locator, key: string): Promise<void> {
  await menuOf(person, message);
  await sheet(person).getByRole("button", { name: person.words.say(key), exact: true }).click();
}

function channel(person: Person, name: string): Locator {
  const bar = person.page.getByRole("navigation", { name: person.words.say("talk.channels.title") });
  return bar.getByRole("button", { name: new RegExp(`^${name}`) });
}

test("a space is sorted into channels: one reads and writes in one, mutes another, and an administrator moves what went astray", async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  await expect(guest.page.getByRole("navigation", { name: guest.words.say("talk.channels.title") })).toHaveCount(0);
  const owner = await house.owner();
  await owner.button("talk.channels.open").click();
  await owner.field("talk.channels.sort").selectOption("chat");
  await owner.button("talk.channels.new").click();
  await owner.field("talk.channels.sort").selectOption("custom");
  await owner.field("talk.channels.name").fill("读书");
  await owner.button("talk.channels.new").click();
  await expect(sheet(owner).getByText("读书", { exact: true })).toBeVisible();
  await expectAccessible(owner.page, "arranging channels");
  await sheet(owner).getByRole("button", { name: owner.words.say("app.close") }).click();

  await channel(guest, "读书").click();
  await guest.posts("《论语》读到哪了？");
  await guest.seesSent("《论语》读到哪了？");
  await owner.posts("周五三点开会。");
  await expect(owner.message("《论语》读到哪了？")).toBeVisible();
  await channel(owner, "读书").click();
  await expect(owner.message("周五三点开会。")).toHaveCount(0);
  await expect(guest.message("周五三点开会。")).toHaveCount(0);
  await expectAccessible(guest.page, "one channel");
  await channel(guest, guest.words.say("talk.channels.all")).click();
  await expect(guest.message("周五三点开会。")).toBeVisible();

  await guest.page.getByLabel(guest.words.say("talk.channel.pick")).selectOption({ label: guest.words.say("talk.channel.chat") });
  await guest.posts("中午吃什么？");
  await guest.posts("我请客");
  await guest.seesSent("我请客");
  await channel(owner, owner.words.say("talk.channels.all")).click();
  await picks(owner, owner.message("中午吃什么？"), "talk.move.title");
  const following = sheet(owner).getByLabel(owner.words.say("talk.move.reach"));
  await expect(following.getByRole("option")).toContainText([/./, owner.words.say("talk.move.following", { count: 2 }), /./]);
  await following.selectOption("following");
  await sheet(owner).getByLabel(owner.words.say("talk.move.rule")).selectOption("2");
  await sheet(owner).getByLabel(owner.words.say("talk.move.reason")).fill("边吃边读");
  await expectAccessible(owner.page, "moving messages");
  await sheet(owner).getByRole("button", { name: "读书" }).click();
  const chat = guest.words.say("talk.channel.chat");
  const told = guest.words.say("talk.move.told", { who: LIN.name, from: chat, to: "读书" });
  for (const text of ["中午吃什么？", "我请客"]) {
    await expect(guest.message(text)).toContainText(told);
    await expect(guest.message(text)).toContainText("边吃边读");
    await expect(guest.message(text).getByRole("link", { name: guest.words.say("guards.rule", { no: 2 }) })).toBeVisible();
  }
  await expect(owner.page.getByText(owner.words.say("talk.move.done", { count: 2 }))).toBeVisible();
  await owner.button("rules.edit.undo").click();
  for (const text of ["中午吃什么？", "我请客"]) {
    await expect(guest.message(text)).toContainText(guest.words.say("talk.move.told", { who: LIN.name, from: "读书", to: chat }));
  }
  await owner.goesTo(`/s/${house.space}/members`);
  const moved = owner.words.say("members.audit.post_moved.from", { who: LIN.name, name: WANG.name, from: chat, to: "读书" });
  await expect(owner.page.getByText(`${moved} · ${owner.words.say("guards.rule", { no: 2 })} · 边吃边读`).first()).toBeVisible();

  await guest.button("talk.channels.open").click();
  await sheet(guest).getByRole("button", { name: guest.words.say("talk.channels.mute", { channel: "读书" }) }).click();
  await expect(sheet(guest)).toContainText(guest.words.say("talk.channels.muted"));
  await sheet(guest).getByRole("button", { name: guest.words.say("app.close") }).click();
  await guest.page.waitForTimeout(1_500);
  await guest.goesTo("/");
  await owner.goesTo(`/s/${house.space}`);
  await channel(owner, "读书").click();
  await owner.posts("《论语》第一篇");
  await owner.posts(`@${WANG.name} 你来讲`);
  await owner.seesSent("你来讲");
  await expect(guest.page.getByText(guest.words.say("spaces.home.to_me", { count: 1 }))).toBeVisible();
  await guest.goesTo(`/s/${house.space}`);
  const away = guest.page.getByRole("region", { name: guest.words.say("notices.away") });
  await expect(away).toContainText(guest.words.say("notices.away.said", { count: 1 }));
});

test("an answer opens a conversation, a word stands for a message also offline, an edit keeps what was said, and a pin leads back", async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  const owner = await house.owner();
  await owner.posts("作业周四交。");
  await owner.seesSent("作业周四交。");
  await picks(guest, guest.message("作业周四交。"), "feed.row.reply");
  await guest.posts("交到哪里？");
  const answers = (person: Person, count: number) => person.page.getByRole("button", { name: person.words.say("talk.thread.count", { count }) });
  await answers(owner, 1).click();
  await expect(sheet(owner).getByRole("article").filter({ hasText: "交到哪里？" })).toBeVisible();
  await sheet(owner).getByRole("textbox", { name: owner.words.say("feed.composer.label") }).fill("交到资料频道。");
  await sheet(owner).getByRole("button", { name: owner.words.say("feed.composer.send") }).click();
  await expect(sheet(owner).getByRole("article")).toHaveCount(3);
  await expectAccessible(owner.page, "a conversation");
  await sheet(owner).getByRole("button", { name: owner.words.say("app.close") }).click();
  await expect(answers(guest, 2)).toBeVisible();

  const told = guest.message("作业周四交。").first();
  link.cut();
  await picks(guest, told, "talk.react.received");
  const received = (person: Person) => person.message("作业周四交。").first().getByRole("button", { name: `${person.words.say("talk.react.received")} 1` });
  await expect(received(guest)).toHaveAttribute("aria-pressed", "true");
  link.mend();
  await expect(received(owner)).toHaveAttribute("aria-pressed", "false", { timeout: 30_000 });
  await picks(owner, owner.message("作业周四交。").first(), "talk.reacted.title");
  await expect(sheet(owner)).toContainText(WANG.name);
  await expectAccessible(owner.page, "who reacted");
  await sheet(owner).getByRole("button", { name: owner.words.say("app.close") }).click();
  await received(guest).click();
  await expect(received(owner)).toHaveCount(0);

  await picks(owner, owner.message("作业周四交。").first(), "feed.row.edit");
  await owner.composer.fill("作业周五交。");
  await owner.button("feed.composer.send").click();
  await guest.message("作业周五交。").first().getByRole("button", { name: guest.words.say("feed.row.edited"), exact: true }).click();
  await expect(sheet(guest)).toContainText("作业周四交。");
  await expectAccessible(guest.page, "earlier versions");
  await sheet(guest).getByRole("button", { name: guest.words.say("app.close") }).click();

  await picks(owner, owner.message("作业周五交。").first(), "talk.pin.title");
  await owner.field("talk.pin.label").fill("作业截止");
  await expectAccessible(owner.page, "pinning");
  await sheet(owner).getByRole("button", { name: owner.words.say("talk.pin.go") }).click();
  const rail = (person: Person) => person.page.getByRole("list", { name: person.words.say("talk.pin.rail") });
  await expect(rail(guest)).toContainText("作业截止");
  await expect(rail(guest).getByRole("button")).toHaveCount(1);
  await house.api.posts(house.space, Array.from({ length: 60 }, (_, at) => `路过 ${at}`));
  await expect(guest.message("路过 59")).toBeVisible();
  await rail(guest).getByRole("button", { name: /作业截止/ }).click();
  await expect(guest.message("作业周五交。").first()).toBeInViewport();
  await rail(owner).getByRole("button", { name: /作业截止/ }).first().click();
  await rail(owner).getByRole("button", { name: owner.words.say("talk.pin.remove", { label: "作业截止" }) }).click();
  await expect(rail(guest)).toHaveCount(0);

  // A finger that swipes answers, one that rests opens the menu.
  const near = guest.message("作业周五交。").first();
  const finger = { pointerType: "touch", isPrimary: true, clientX: 100, clientY: 300 };
  await near.dispatchEvent("pointerdown", finger);
  await near.dispatchEvent("pointerup", { ...finger, clientX: 190, clientY: 306 });
  await expect(guest.page.getByText(guest.words.say("feed.composer.replying", { name: LIN.name }))).toBeVisible();
  await guest.button("feed.composer.cancel").click();
  const copy = sheet(guest).getByRole("button", { name: guest.words.say("feed.row.copy"), exact: true });
  await near.dispatchEvent("pointerdown", finger);
  await near.dispatchEvent("contextmenu", {});
  await copy.waitFor();
  await near.dispatchEvent("pointerup", finger);
  await guest.page.keyboard.press("Escape");
  // An iPhone asks for no menu: a finger that rests is enough, and one that goes somewhere does not rest.
  await near.dispatchEvent("pointerdown", finger);
  await near.dispatchEvent("pointermove", { ...finger, clientY: 320 });
  await guest.page.waitForTimeout(800);
  await near.dispatchEvent("pointerup", { ...finger, clientY: 320 });
  await expect(sheet(guest)).toHaveCount(0);
  await near.dispatchEvent("pointerdown", finger);
  await copy.waitFor();
  await guest.page.keyboard.press("Escape");
  await near.dispatchEvent("contextmenu", {});
  await near.dispatchEvent("pointerup", finger);
  await expect(sheet(guest)).toHaveCount(0);

  // Taken back at once: a line says so to everybody, and its words are not lost to who wrote them.
  await picks(guest, guest.message("交到哪里？").first(), "feed.row.recall");
  await expect(guest.message("交到哪里？")).toHaveCount(0);
  await expect(guest.page.getByText(guest.words.say("feed.row.recalled.own"))).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("feed.row.recalled.by", { name: WANG.name }))).toBeAttached();
  await guest.button("feed.row.recalled.again").click();
  await expect(guest.composer).toHaveValue("交到哪里？");

  await owner.page.locator("body").press("?");
  await expect(sheet(owner)).toContainText(owner.words.say("talk.keys.write"));
  await expect(sheet(owner)).toContainText(owner.words.say("talk.keys.answer"));
  await owner.page.keyboard.press("Escape");
  // From message to message by the keys, where the stream has the focus, and an answer.
  await owner.stream.focus();
  await owner.page.keyboard.press("End");
  await expect(owner.message("路过 59")).toBeInViewport();
  await owner.page.keyboard.press("k");
  await expect(owner.message("路过 59")).toBeFocused();
  await owner.page.keyboard.press("k");
  await owner.page.keyboard.press("k");
  await owner.page.keyboard.press("j");
  await expect(owner.message("路过 58")).toBeFocused();
  // One after another by the same person: the name stands above the first, and each is that person's to listeners.
  await expect(owner.message("路过 58")).toHaveAccessibleName(LIN.name);
  await expect(owner.message("路过 58")).toHaveText(/^\d\d:\d\d/);
  await expect(owner.message("路过 58")).not.toContainText(LIN.name);
  await owner.page.keyboard.press("r");
  await expect(owner.page.getByText(owner.words.say("feed.composer.replying", { name: LIN.name }))).toBeVisible();
  await expect(owner.composer).toBeFocused();
});
