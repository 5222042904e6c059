// What members propose for the rules: said, heard, taken up or not, and named with the version; and one tap
// for those who have not confirmed.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import type { House } from "../support/fixtures.ts";
import { AYGUL, RULES, WANG } from "../support/people.ts";
import type { Account, Person } from "../support/person.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

const REWORDED = "工作时间内的提问，四小时内回应。";
const WHY = "门店等不住。";

async function member(house: House, url: string, guest: Person, account: Account): Promise<void> {
  await guest.joins(`${url}/join#${await house.api.invites(house.space, account.name)}`, account);
  await guest.page.waitForURL(/\/s\/[^/]+\/rules\/read/);
}

/** Proposes other words for rule 2, from its own address. */
async function proposes(guest: Person, space: string): Promise<void> {
  await guest.goesTo(`/s/${space}/rules/2`);
  await guest.link("proposals.new.rule", { no: 2 }).click();
  await expect(guest.field("proposals.form.text")).toHaveValue(RULES[1]);
  await guest.field("proposals.form.text").fill(REWORDED);
  await guest.field("proposals.form.reason").fill(WHY);
}

test("a member proposes, another backs it, the owner takes it up, and the version says whose it was", async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const [wang, li] = [await someone(), await someone()];
  await member(house, link.url, wang, WANG);
  await member(house, link.url, li, AYGUL);

  // Neither has confirmed: feedback is never locked.
  await proposes(wang, house.space);
  await expectAccessible(wang.page, "proposing a change");
  await wang.button("proposals.form.go").click();
  const mine = wang.page.getByRole("listitem").filter({ has: wang.heading("proposals.change.reword", { no: 2 }) });
  await expect(mine.getByRole("deletion")).toContainText(RULES[1]);
  await expect(mine.getByRole("insertion")).toContainText(REWORDED);
  await expect(mine).toContainText(wang.words.say("proposals.state.open"));

  await li.goesTo(`/s/${house.space}/rules/proposals`);
  const theirs = li.page.getByRole("listitem").filter({ has: li.heading("proposals.change.reword", { no: 2 }) });
  await expect(theirs).toContainText(WANG.name);
  await theirs.getByText(li.words.say("proposals.mine")).first().click();
  await theirs.getByRole("radio", { name: li.words.say("proposals.for") }).check({ force: true });
  await theirs.getByRole("textbox", { name: li.words.like("proposals.mine.why") }).fill("早该如此");
  await theirs.getByRole("button", { name: li.words.say("proposals.mine.go") }).click();
  await expect(theirs).toContainText(li.words.say("proposals.voices", { for: 1, against: 0 }));
  await expect(mine).toContainText(wang.words.say("proposals.voices", { for: 1, against: 0 }));
  await expectAccessible(li.page, "what is proposed");

  // The owner is told that something waits, by the flag above the stream.
  const owner = await house.owner(`/s/${house.space}`);
  await owner.link("guards.queue.link", { count: 1 }).click();
  await owner.link("proposals.link", { count: 1 }).click();
  await owner.button("proposals.take").click();
  await owner.field("proposals.take.answer", { name: WANG.name }).fill("有道理");
  await expectAccessible(owner.page, "taking a proposal up");
  await owner.inDialog("proposals.take");
  await expect(mine).toContainText(wang.words.say("proposals.state.taken"));
  await expect(mine).toContainText("有道理");

  await owner.link("proposals.take.draft").click();
  await expect(owner.field("rules.edit.text", { no: 2 })).toHaveValue(REWORDED);
  const what = owner.words.say("proposals.change.reword", { no: 2 });
  const tick = owner.page.getByRole("checkbox", { name: owner.words.say("proposals.publish.one", { name: WANG.name, what }) });
  await expect(tick).toBeChecked();
  await owner.field("rules.edit.text", { no: 2 }).fill(RULES[1]);
  await expect(tick).not.toBeChecked();
  await owner.field("rules.edit.text", { no: 2 }).fill(REWORDED);
  await expect(tick).toBeChecked();
  await owner.publishes(WHY, 2);

  await expect(mine).toContainText(wang.words.say("proposals.state.adopted", { version: 2 }));
  await wang.goesTo(`/s/${house.space}/rules`);
  await expect(wang.page.getByText(wang.words.say("proposals.edition", { names: WANG.name }))).toBeVisible();
});

test("what is typed outlives a reload, what is proposed without a network goes by itself, and can be withdrawn", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await someone();
  await member(house, link.url, guest, WANG);
  await guest.confirms(1);
  await proposes(guest, house.space);
  await guest.page.reload();
  await expect(guest.field("proposals.form.text")).toHaveValue(REWORDED);
  await expect(guest.field("proposals.form.reason")).toHaveValue(WHY);

  // The same words are no proposal, nor is one without a reason.
  await guest.field("proposals.form.text").fill(RULES[1]);
  await guest.button("proposals.form.go").click();
  await expect(guest.page.getByText(guest.words.say("proposals.form.same"))).toBeVisible();
  await guest.field("proposals.form.text").fill(REWORDED);
  await guest.field("proposals.form.reason").fill(" ");
  await guest.button("proposals.form.go").click();
  await expect(guest.page.getByText(guest.words.say("trouble.code.empty"))).toBeVisible();

  link.cut();
  await guest.field("proposals.form.reason").fill(WHY);
  await guest.button("proposals.form.go").click();
  await expect(guest.page.getByText(guest.words.say("proposals.state.pending"))).toBeVisible();
  link.mend();
  await expect(guest.page.getByText(guest.words.say("proposals.state.open"))).toBeVisible();
  await guest.button("proposals.withdraw").click();
  await guest.inDialog("proposals.withdraw");
  await expect(guest.page.getByText(guest.words.say("proposals.state.withdrawn"))).toBeVisible();
});

test("the owner declines with a reason, and a second decision meets the first", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await someone();
  await member(house, link.url, guest, WANG);
  await proposes(guest, house.space);
  await guest.page.getByRole("radio", { name: guest.words.say("proposals.form.drop") }).check({ force: true });
  await expect(guest.field("proposals.form.text")).toHaveCount(0);
  await guest.button("proposals.form.go").click();
  await expect(guest.heading("proposals.change.drop", { no: 2 })).toBeVisible();

  const owner = await house.owner(`/s/${house.space}/rules/proposals`);
  await owner.button("proposals.decline").click();
  await owner.inDialog("proposals.decline");
  await expect(owner.page.getByRole("dialog").getByText(owner.words.say("trouble.code.empty"))).toBeVisible();
  await owner.field("proposals.decline.reason").fill("这一条来自公司制度。");
  await owner.page.reload();
  await owner.button("proposals.decline").click();
  await expect(owner.field("proposals.decline.reason")).toHaveValue("这一条来自公司制度。");
  await owner.inDialog("proposals.decline");
  await expect(guest.page.getByText("这一条来自公司制度。")).toBeVisible();
  await expect(guest.page.getByText(guest.words.say("proposals.state.declined"))).toBeVisible();
  await expect(guest.button("proposals.withdraw")).toHaveCount(0);
});

test("a proposal about a rule that has gone meanwhile is taken up by hand", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await someone();
  await member(house, link.url, guest, WANG);
  await proposes(guest, house.space);
  await guest.button("proposals.form.go").click();
  await expect(guest.page.getByText(guest.words.say("proposals.state.open"))).toBeVisible();
  await house.api.publishes(house.space, [RULES[0], RULES[2]], 2);

  const owner = await house.owner(`/s/${house.space}/rules/proposals`);
  await owner.button("proposals.take").click();
  await expect(owner.page.getByRole("dialog").getByText(owner.words.say("proposals.take.gone"))).toBeVisible();
  await owner.inDialog("proposals.take");
  await expect(owner.page.getByText(owner.words.say("proposals.state.taken"))).toBeVisible();
  await owner.link("proposals.take.draft").click();
  await expect(owner.field("rules.edit.text", { no: 2 })).toHaveValue(RULES[2]);
  await owner.button("rules.edit.add").click();
  await owner.field("rules.edit.text", { no: 3 }).fill(REWORDED);
  const what = owner.words.say("proposals.change.reword", { no: 2 });
  await expect(owner.page.getByRole("checkbox", { name: owner.words.say("proposals.publish.one", { name: WANG.name, what }) })).toBeChecked();
});

test("the owner reminds those who have not confirmed with one tap, and not twice within the hour", async ({ house, link, someone }) => {
  const guest = await someone();
  await house.api.publishes(house.space, RULES);
  await member(house, link.url, guest, WANG);
  await guest.goesTo(`/s/${house.space}/welcome`);
  await expect(guest.page.getByText(guest.words.say("waiting.welcome.nothing"))).toHaveCount(0);
  await expect(guest.link("rules.confirm.go").first()).toBeVisible();
  await guest.goesTo(`/s/${house.space}`);
  const owner = await house.owner(`/s/${house.space}/rules`);
  await owner.button("rules.roll.remind").click();
  await expect(guest.page.getByText(guest.words.like("rules.reminded")).filter({ visible: true })).toBeVisible();
  const again = owner.page.getByText(owner.words.like("rules.roll.remind.again"));
  await expect(again).toBeVisible();
  await owner.page.reload();
  await expect(again).toBeVisible();
  await guest.link("rules.confirm.go").first().click();
  await guest.confirms(1);
  await expect(owner.button("rules.roll.remind")).toHaveCount(0);
});
