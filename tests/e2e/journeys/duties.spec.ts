// Who answers for what, today and at all; and finding what a rule says.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { RULES, WANG } from "../support/people.ts";
import { ON_PHONE } from "../support/where.ts";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

test("the owner names who is on duty, and everybody sees who it is today and what is their own", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await someone();
  await guest.joins(`${link.url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  await guest.confirms(1);

  const owner = await house.owner(`/s/${house.space}/members`);
  await owner.page.getByText(owner.words.say("members.duty.set")).click();
  for (const day of DAYS) await owner.field(`members.duty.${day}`).selectOption({ label: WANG.name });
  await owner.button("members.duty.set.go").click();
  const today = owner.page.locator("dl").filter({ hasText: owner.words.say("members.duty.order") });
  await expect(today.getByRole("link", { name: WANG.name })).toBeVisible();
  await expectAccessible(owner.page, "who is on duty");

  await guest.goesTo(`/s/${house.space}/rules`);
  await guest.link("waiting.welcome.duties").click();
  await expect(guest.page.getByText(guest.words.say("members.duty.mine.today"))).toBeVisible();
  // Who is asked is somebody else.
  await guest.page.goBack();
  await owner.goesTo(`/s/${house.space}/welcome`);
  await expect(owner.page.getByText(owner.words.like("members.duty.mine"))).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("members.duty.rules"), { exact: true })).toHaveCount(0);
});

test("a rule is found by its words, in any script, and stands with its chapter", ON_PHONE, async ({ house }) => {
  const owner = await house.owner(`/s/${house.space}/rules/edit`);
  await owner.addsRules(RULES);
  await owner.button("rules.edit.menu", { no: 2 }).click();
  await owner.button("rules.edit.chapter").filter({ visible: true }).click();
  await owner.field("rules.edit.chapter.name").fill("第二章 交流");
  await owner.inDialog("app.close");
  await expect(owner.page.getByRole("heading", { name: "第二章 交流" })).toBeVisible();

  // No rule speaks of confidentiality: it can be published, but not unnoticed.
  await owner.button("rules.publish.review").click();
  await expect(owner.page.getByRole("dialog")).toContainText(owner.words.say("rules.publish.ask.secrecy"));
  await owner.inDialog("rules.publish.go");
  await expect(owner.page.getByText(owner.words.like("rules.publish.done", { version: 1 })).first()).toBeVisible();

  await owner.goesTo(`/s/${house.space}/rules`);
  const rules = owner.page.getByRole("main").locator("details[open]").getByRole("listitem");
  await expect(rules).toHaveCount(3);
  await owner.field("rules.find").fill("兩小時");
  await expect(rules).toHaveCount(1);
  await expect(rules).toContainText("第二章 交流");
  await owner.field("rules.find").fill("飞碟");
  await expect(owner.page.getByText(owner.words.say("rules.find.none"))).toBeVisible();
});
