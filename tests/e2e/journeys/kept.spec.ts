// What a person has under their hands stays there: over a reload, beside a second link, at the end of the talk.
import { expect, test } from "../support/fixtures.ts";
import { LIN, WANG } from "../support/people.ts";
import { create, timedId } from "../support/records.ts";
import { looks, stored } from "../support/tab.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

test("a draft of the rules is there after a reload", ON_PHONE, async ({ house }) => {
  const owner = await house.owner(`/s/${house.space}/rules/edit`);
  await owner.button("rules.edit.add").click();
  await owner.field("rules.edit.text", { no: 1 }).fill("会前五分钟到场。");
  await expect(owner.page.getByText(owner.words.say("rules.edit.saved")).first()).toBeAttached();
  await owner.page.reload();
  await expect(owner.field("rules.edit.text", { no: 1 })).toHaveValue("会前五分钟到场。");
});

test("a rule is there for who leaves the editor with the last key", AT_DESK, async ({ house }) => {
  const owner = await house.owner(`/s/${house.space}/rules/edit`);
  await owner.button("rules.edit.add").click();
  await owner.field("rules.edit.text", { no: 1 }).fill("会前五分钟到场。");
  await owner.page.getByRole("navigation").getByRole("link", { name: owner.words.say("members.title") }).first().click();
  await expect(owner.field("members.invite.name")).toBeVisible();
  await owner.page.goBack();
  await expect(owner.field("rules.edit.text", { no: 1 })).toHaveValue("会前五分钟到场。");
});

test("a rule is there for whose page goes out of sight with the last key, and never comes back", ON_PHONE, async ({ house }) => {
  const owner = await house.owner();
  // No rest comes after the last key.
  await owner.page.clock.install();
  await owner.goesTo(`/s/${house.space}/rules/edit`);
  await owner.button("rules.edit.add").click();
  await owner.page.clock.pauseAt(Date.now() + 60_000);
  await owner.field("rules.edit.text", { no: 1 }).fill("会前五分钟到场。");
  await looks(owner.page, false);
  await expect.poll(() => stored(owner.page)).toContain("会前五分钟到场。");
  await owner.page.clock.resume();
  await owner.page.reload();
  await expect(owner.field("rules.edit.text", { no: 1 })).toHaveValue("会前五分钟到场。");
});

test("what was typed of the first account is there after a reload, but for the password", ON_PHONE, async ({ link, someone }) => {
  const owner = await someone();
  await owner.page.goto(link.url);
  await owner.field("entry.setup.organization").fill("示例公司");
  await owner.fillsAccount(LIN);
  await owner.page.reload();
  await expect(owner.field("entry.setup.organization")).toHaveValue("示例公司");
  await expect(owner.field("entry.account.name")).toHaveValue(LIN.name);
  await expect(owner.field("entry.account.post")).toHaveValue(LIN.post);
  await expect(owner.field("entry.account.password")).toHaveValue("");
  await owner.field("entry.account.password").fill(LIN.password);
  await owner.button("entry.setup.submit").click();
  await expect(owner.heading("spaces.home.title")).toBeVisible();
  expect(await owner.page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("qunyue.typed")))).toEqual([]);
});

test("an invitation is there after a reload, and another that is pasted over it opens", ON_PHONE, async ({ house, link, someone }) => {
  const [one, other] = [await house.api.invites(house.space, WANG.name), await house.api.invites(house.space, "周子涵")];
  const guest = await someone();
  await guest.page.goto(`${link.url}/join#${one}`);
  await expect(guest.page.getByText(WANG.name).first()).toBeVisible();
  expect(guest.page.url()).not.toContain(one);
  await guest.page.reload();
  await expect(guest.button("entry.join.accept")).toBeVisible();
  await guest.page.evaluate((token) => (location.hash = token), other);
  await expect(guest.page.getByText("周子涵").first()).toBeVisible();
});

test("one’s own long message is in sight after sending", ON_PHONE, async ({ house }) => {
  const owner = await house.owner();
  for (const no of [1, 2, 3, 4, 5, 6]) await owner.posts(`第 ${no} 条`);
  const text = Array.from({ length: 9 }, (_, line) => `第 ${line + 1} 行`).join("\n");
  await owner.composer.fill(text);
  await owner.button("feed.composer.send").click();
  const last = owner.message("第 9 行").getByText("第 9 行");
  await expect(last).toBeInViewport({ ratio: 1 });
  const [line, paper] = await Promise.all([last.boundingBox(), owner.composer.boundingBox()]);
  expect((line?.y ?? 0) + (line?.height ?? 0)).toBeLessThanOrEqual(paper?.y ?? 0);
});

test("a link to a rule leads to that rule", ON_PHONE, async ({ house }) => {
  const rules = Array.from({ length: 40 }, (_, at) => `第 ${at + 1} 件事，人人做到，做不到的说明原因。`);
  await house.api.publishes(house.space, rules);
  const owner = await house.owner(`/s/${house.space}/rules/31`);
  await expect(owner.page.getByText("第 31 件事").filter({ visible: true })).toBeInViewport({ ratio: 1 });
});

test("who reads the rules for the first time begins with the first", ON_PHONE, async ({ house, link, someone }) => {
  const rules = Array.from({ length: 30 }, (_, at) => `第 ${at + 1} 件事，人人做到。`);
  await house.api.publishes(house.space, rules);
  const guest = await someone();
  await guest.joins(`${link.url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  await expect(guest.page.getByText("第 1 件事").first()).toBeInViewport({ ratio: 1 });
  await expect(guest.page.getByText("第 30 件事").first()).not.toBeInViewport();
});

test("publishing with a blank leads to the rule that has it", AT_DESK, async ({ house }) => {
  const owner = await house.owner();
  const rules = Array.from({ length: 12 }, (_, at) => (at === 1 ? "每月 [X1] 号交作业。" : `第 ${at + 1} 件事，人人做到。`));
  await owner.writesRules(`/s/${house.space}`, rules);
  await owner.button("rules.publish.review").click();
  const blamed = owner.field("rules.edit.text", { no: 2 });
  await expect(blamed).toBeInViewport();
  await expect(blamed).toHaveAttribute("aria-invalid", "true");
});

test("who leaves the rules half read goes on where they were", ON_PHONE, async ({ house, link, someone }) => {
  const rules = Array.from({ length: 30 }, (_, at) => `第 ${at + 1} 件事，人人做到。`);
  await house.api.publishes(house.space, rules);
  const guest = await someone();
  await guest.joins(`${link.url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  for (let turn = 0; turn < 3; turn++) await guest.button("rules.read.next").click();
  const progress = guest.page.getByText(guest.words.like("rules.read.progress", { all: 30 }));
  // The paper goes on moving for a moment after the press.
  let before = "";
  const rests = async () => before === (before = await progress.innerText());
  await expect.poll(rests, { intervals: [500] }).toBe(true);
  await guest.goesTo(`/s/${house.space}`);
  await guest.link("feed.locked.go").first().click();
  await expect(progress).toHaveText(before);
  await expect(guest.page.getByText("第 1 件事").first()).not.toBeInViewport();
});

test("the stream opens where it was left, and at its end for who was there", ON_PHONE, async ({ house }) => {
  await house.api.posts(house.space, Array.from({ length: 200 }, (_, at) => `第 ${at + 1} 条消息`));
  const owner = await house.owner();
  await expect(owner.message("第 200 条消息")).toBeInViewport();
  await owner.stream.evaluate((list) => (list.scrollTop = list.scrollHeight / 2));
  await expect(owner.button("feed.newest")).toBeVisible();
  await owner.page.waitForTimeout(400);
  const seen = await owner.stream.getByRole("article").evaluateAll((rows) => {
    const list = rows[0]?.closest("[role=log]")?.getBoundingClientRect();
    const first = rows.find((row) => row.getBoundingClientRect().bottom > (list?.top ?? 0) + 1);
    return first?.querySelector(".message-text")?.textContent ?? "";
  });
  await owner.goesTo(`/s/${house.space}/members`);
  await owner.goesTo(`/s/${house.space}`);
  await expect(owner.message(seen.trim())).toBeInViewport();
  await expect(owner.message("第 200 条消息")).toHaveCount(0);
  await owner.button("feed.newest").click();
  await expect(owner.message("第 200 条消息")).toBeInViewport();
  await expect(owner.button("feed.newest")).toBeHidden();
  await owner.page.waitForTimeout(400);
  await owner.goesTo(`/s/${house.space}`);
  await expect(owner.message("第 200 条消息")).toBeInViewport();
});

test("a message that came late says when it was written", AT_DESK, async ({ house }) => {
  const message = (text: string, minutes: number) =>
    create(house.space, "all", "message", timedId(), { text, sent_at: Date.now() - minutes * 60_000 });
  await house.api.writes([message("站台上写的", 90), message("办公室里写的", 0)]);
  const owner = await house.owner();
  const written = owner.words.like("feed.row.written");
  await expect(owner.message("站台上写的").getByText(written)).toBeVisible();
  await expect(owner.message("办公室里写的").getByText(written)).toHaveCount(0);
});
