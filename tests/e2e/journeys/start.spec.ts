// The start of a space: what it is for, its name, the rules that it begins with, and rules made of a policy's text.
import { readFileSync } from "node:fs";
import { Api } from "../support/api.ts";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, WANG } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { ON_PHONE } from "../support/where.ts";

const REGULATION = readFileSync(new URL("../../../crates/domain/tests/samples/regulation.zh-Hant.txt", import.meta.url), "utf8");

/** The texts of the rules in the editor, in order. */
async function texts(owner: Person): Promise<string[]> {
  const fields = owner.page.locator("article").getByRole("textbox");
  return fields.evaluateAll((all) => all.map((field) => (field as HTMLTextAreaElement).value));
}

/** Opens the menu of a rule and takes an item of it. */
async function chooses(owner: Person, no: number, key: string): Promise<void> {
  await owner.button("rules.edit.menu", { no }).click();
  await owner.page.getByRole("dialog").getByRole("button", { name: owner.words.say(key), exact: true }).click();
}

/** What the server holds of a space, once it holds it. */
function founded({ status, text }: { status: number; text: string }): unknown {
  return status === 200 ? (JSON.parse(text) as { body: unknown }).body : undefined;
}

test("a space is founded by its parts, over a reload, and begins with rules that can be published at once", async ({ house, link }) => {
  const owner = await house.owner("/new");
  await owner.page.getByRole("radio", { name: owner.words.say("spaces.new.template.training") }).check();
  await expect(owner.field("spaces.new.dept")).toHaveValue(LIN.dept);
  await owner.field("spaces.new.dept").fill("客服部");
  await owner.button("spaces.new.submit").click();
  await expect(owner.field("spaces.new.topic")).toBeFocused();
  await expect(owner.page.getByText(owner.words.say("spaces.new.topic.missing"))).toBeVisible();
  await owner.field("spaces.new.topic").fill("新人培训");
  await owner.field("spaces.new.term").fill("2026期4");
  await expect(owner.page.getByText("客服部-新人培训-2026期4")).toBeVisible();
  await owner.field("spaces.new.purpose").fill("让新同事一个月内独立接待");
  await owner.field("spaces.new.goals").fill("会用工单\n会安抚\n会升级");
  await expectAccessible(owner.page, "founding a space");

  await owner.page.reload();
  await expect(owner.page.getByRole("radio", { name: owner.words.say("spaces.new.template.training") })).toBeChecked();
  await expect(owner.field("spaces.new.purpose")).toHaveValue("让新同事一个月内独立接待");
  await expect(owner.field("spaces.new.goals")).toHaveValue("会用工单\n会安抚\n会升级");
  await owner.button("spaces.new.submit").click();

  await expect(owner.heading("rules.edit.title")).toBeVisible();
  await expect(owner.field("rules.edit.text", { no: 10 })).toBeVisible();
  await owner.publishes("开班。", 1);
  const space = /\/s\/([^/?#]+)/.exec(owner.page.url())?.[1] ?? "";
  await expect.poll(async () => founded(await house.api.knock("GET", `/records/${space}/all/${space}`))).toMatchObject({
    name: "客服部-新人培训-2026期4",
    template: "training",
    goals: ["会用工单", "会安抚", "会升级"],
  });

  // What was typed is forgotten with the founding, and the name is known from now on.
  await owner.page.goto(`${link.url}/new`);
  await expect(owner.field("spaces.new.purpose")).toHaveValue("");
  await owner.field("spaces.new.dept").fill("客服部");
  await owner.field("spaces.new.topic").fill("新人培訓");
  await owner.field("spaces.new.term").fill("２０２６期4");
  await expect(owner.page.getByText(owner.words.say("spaces.new.alike", { name: "客服部-新人培训-2026期4" }))).toBeVisible();
});

test("a regulation becomes drafts that are merged, cut, moved, locked and dropped, and what was left out comes back", async ({ house }) => {
  const owner = await house.owner(`/s/${house.space}/rules/edit`);
  await owner.field("rules.edit.import.field").fill(REGULATION);
  await owner.button("rules.edit.import.go").click();
  await expect(owner.page.getByText(owner.words.say("rules.edit.import.found", { count: 43 }))).toBeVisible();
  await expect(owner.page.getByText(owner.words.like("rules.edit.import.blanks", { count: 12 }))).toBeVisible();
  const before = await texts(owner);
  await owner.button("rules.edit.import.show").click();
  await expect(owner.field("rules.edit.text", { no: 1 })).toBeInViewport();

  // Merging, and taking it back.
  await chooses(owner, 1, "rules.edit.merge");
  await expect(owner.field("rules.edit.text", { no: 1 })).toHaveValue(`${before[0]}${before[1]}`);
  expect(await texts(owner)).toHaveLength(42);
  await owner.button("rules.edit.undo").last().click();
  await expect.poll(() => texts(owner)).toEqual(before);

  // Cutting: the second half says of itself that it forbids.
  const no = before.findIndex((text) => text.includes("不得泄露") || text.includes("不得隨意泄露")) + 1;
  await chooses(owner, no, "rules.edit.split");
  await expectAccessible(owner.page, "where a rule is cut");
  await owner.page.getByRole("dialog").getByRole("button", { name: "不得隨意泄露" }).last().click();
  await expect(owner.field("rules.edit.text", { no: no + 1 })).toHaveValue("不得隨意泄露。");
  const kind = owner.page.getByRole("group", { name: owner.words.say("rules.edit.kind", { no: no + 1 }) });
  await expect(kind.getByRole("radio", { name: owner.words.say("rules.kind.forbidden") })).toBeChecked();

  // Moving by the keyboard alone: it stays on the button.
  const up = owner.button("rules.edit.up", { no: no + 1 });
  await up.focus();
  await owner.page.keyboard.press("Enter");
  await expect(owner.field("rules.edit.text", { no })).toHaveValue("不得隨意泄露。");
  await expect(owner.button("rules.edit.up", { no })).toBeFocused();
  await owner.page.keyboard.press("Enter");
  await expect(owner.field("rules.edit.text", { no: no - 1 })).toHaveValue("不得隨意泄露。");
  await chooses(owner, no - 1, "rules.edit.top");
  await expect(owner.field("rules.edit.text", { no: 1 })).toHaveValue("不得隨意泄露。");

  // Locking, dropping, and taking in what was left out.
  await chooses(owner, 1, "rules.edit.lock");
  await expect(owner.page.getByText(owner.words.say("rules.edit.locked"), { exact: true })).toBeVisible();
  await owner.button("rules.edit.remove", { no: 44 }).click();
  const left = owner.page.getByText(owner.words.like("rules.edit.dropped"));
  await left.click();
  const passage = owner.page.getByRole("listitem").filter({ hasText: "我們立即糾正" });
  await passage.getByRole("button", { name: owner.words.say("rules.edit.dropped.take") }).click();
  await expect.poll(async () => (await texts(owner)).at(-1)).toContain("我們立即糾正");
  await expectAccessible(owner.page, "drafts of a regulation");

  // Nothing is published while a blank is open.
  await owner.button("rules.publish.review").click();
  await expect(owner.page.getByText(owner.words.say("rules.edit.blank")).first()).toBeVisible();
  await expect(owner.page.getByRole("dialog")).toHaveCount(0);
  // What was said of the draft as it was goes with the next change, and what was left out outlives a reload.
  await owner.field("rules.edit.text", { no: 1 }).fill("不得隨意泄露客戶的資料。");
  await expect(owner.page.getByText(owner.words.say("rules.edit.blank"))).toHaveCount(0);
  await expect.poll(() => owner.page.getByText(owner.words.say("rules.edit.saved")).count()).toBeGreaterThan(0);
  await owner.page.waitForTimeout(1000);
  await owner.page.reload();
  await owner.page.getByText(owner.words.like("rules.edit.dropped")).click();
  await expect(passage.getByRole("button", { name: owner.words.say("rules.edit.dropped.take") })).toBeDisabled();
});

test("a changed purpose stands above the talk of each member until they have seen it, on every device", ON_PHONE, async ({ house, link, someone }) => {
  const guest = await someone();
  await guest.joins(`${link.url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  await guest.enters();
  const bar = (who: Person) => who.page.getByRole("complementary", { name: who.words.say("spaces.purpose.new") });
  await expect(bar(guest)).toHaveCount(0);

  const owner = await house.owner(`/s/${house.space}/about`);
  await owner.field("spaces.new.purpose").fill("年底前人人讲得清四款新产品");
  await owner.field("spaces.new.goals").fill("每人讲一次");
  await owner.button("spaces.about.save").click();
  await expect(owner.page.getByText(owner.words.say("spaces.about.saved"))).toBeVisible();
  await expect(owner.page.getByRole("article")).toContainText("年底前人人讲得清四款新产品");
  await expectAccessible(owner.page, "what a space is for");

  await expect(bar(guest)).toContainText("年底前人人讲得清四款新产品");
  await expectAccessible(guest.page, "the purpose has changed");
  await guest.button("spaces.purpose.seen").click();
  await expect(bar(guest)).toHaveCount(0);
  await guest.page.reload();
  await expect(guest.composer).toBeVisible();
  await expect(bar(guest)).toHaveCount(0);

  // The server has it before another device asks.
  const wang = new Api(house.api.url);
  await wang.signsIn(WANG.name, WANG.password);
  const kinds = async () => {
    const { records } = await wang.ask<{ records: { kind: string }[] }>("GET", `/records/${house.space}/private?since=0&limit=100`);
    return records.map(({ kind }) => kind);
  };
  await expect.poll(kinds).toContain("seen");
  const elsewhere = await someone();
  await elsewhere.page.goto(`${link.url}/signin`);
  await elsewhere.signsIn(WANG.name, WANG.password);
  await elsewhere.goesTo(`/s/${house.space}`);
  await expect(elsewhere.composer).toBeVisible();
  await expect(bar(elsewhere)).toHaveCount(0);
});
