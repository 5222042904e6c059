// From a code on the wall to the first word, and on to the next version of the rules: three people with phones,
// who find everything by role and name; once with fingers, once by keys alone.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import type { House } from "../support/fixtures.ts";
import { FINGER, KEYS } from "../support/hands.ts";
import type { Hands } from "../support/hands.ts";
import { AYGUL, LIN, RULES, SPACE, WANG } from "../support/people.ts";
import type { Account, Person } from "../support/person.ts";
import { ON_PHONE } from "../support/where.ts";

const WALL = "茶水间的海报";
const WHY = "想了解新品的卖点和话术";
const LATER = ["工作时间内的提问，四小时内回应。", ...RULES.slice(1)];

for (const hands of [FINGER, KEYS]) {
  test(`a newcomer asks, is let in, declines the rules, thinks again, speaks, and agrees to new ones, with ${hands.name}`, ON_PHONE, async ({ house, link, someone }) => {
    test.setTimeout(180_000);
    await house.api.publishes(house.space, RULES);
    await house.api.questions(house.space, [{ text: "多久内回应？", choices: ["两小时内", "有空再说"], rule: 2 }]);
    const owner = await house.owner(`/s/${house.space}/members`);
    const address = await hangsUp(hands, owner);
    await setsTerms(hands, owner);
    const admin = await someone();
    await appoints(hands, house, owner, admin, link.url);

    const guest = await someone();
    await guest.page.goto(`${address}x`);
    await expect(guest.page.getByText(guest.words.say("trouble.code.link_unknown"))).toBeVisible();
    await expect(guest.button("waiting.ask"), "a torn link lets nobody ask").toHaveCount(0);
    await guest.page.goto(address);
    await asks(hands, guest, AYGUL, link);

    await admin.goesTo(`/s/${house.space}/members`);
    const queue = admin.page.getByRole("list", { name: admin.words.say("waiting.list.title") });
    await expect(queue).toContainText(AYGUL.name);
    await expect(queue).toContainText(WALL);
    await expect(queue).toContainText(admin.words.say("waiting.roster.on"));
    await hands.presses(queue.getByRole("button", { name: admin.words.say("waiting.look") }));
    await expect(admin.page.getByRole("dialog")).toContainText(WHY);
    await hands.writes(admin.field("waiting.look.ask"), "你的主管是谁？");
    await hands.presses(admin.button("waiting.look.ask.send"));
    await expect(queue).toContainText(admin.words.say("waiting.list.asked"));

    // Who is in no space yet finds it where the spaces will be.
    await guest.goesTo("/");
    await expect(guest.page.getByText("你的主管是谁？")).toBeVisible();
    await hands.writes(guest.field("waiting.more.answer"), LIN.name);
    await hands.presses(guest.button("waiting.more.send"));
    await expect(guest.page.getByText(guest.words.say("waiting.more.sent", { text: LIN.name }))).toBeVisible();
    await admin.page.reload();
    await expect(queue).toContainText(LIN.name);
    await hands.presses(queue.getByRole("button", { name: admin.words.say("waiting.list.admit") }));
    await expect(admin.page.getByText(admin.words.say("waiting.list.empty"))).toBeVisible();

    await guest.goesTo("/me");
    await hands.presses(guest.link("entry.join.open"));
    await hands.presses(guest.button("rules.read.decline"));
    await expect(guest.heading("rules.read.declined.title")).toBeVisible();
    await hands.presses(guest.control("rules.read.onlyread"));
    await expect(guest.composer).toHaveCount(0);
    await expect(guest.page.getByText(guest.words.say("feed.locked.rules"))).toBeVisible();
    await hands.presses(guest.control("feed.locked.go").last());
    await stamps(hands, guest, 1, "waiting.welcome.open");
    await expect(guest.heading("waiting.welcome.ask")).toBeVisible();
    await expect(guest.page.getByText(RULES[1] ?? "")).toBeVisible();
    await isAsked(hands, guest);
    await hands.presses(guest.control("rules.stamped.enter"));
    await says(hands, guest, "大家好，我是新来的。");

    // A rule changes: one reads that one, agrees, and goes on.
    await house.api.publishes(house.space, LATER, 2);
    await hands.presses(guest.control("feed.locked.go").last());
    const reader = guest.page.getByRole("region", { name: guest.words.say("rules.read.region") });
    await expect(reader.getByRole("article")).toHaveCount(1);
    await expect(reader).toContainText(LATER[0] ?? "");
    await stamps(hands, guest, 2);
    await says(hands, guest, "新的规则也看过了。");
    expect(await house.api.texts(house.space)).toEqual(["大家好，我是新来的。", "新的规则也看过了。"]);
  });
}

/** Answers a question about the rules: wrongly, which shows the rule, and rightly. */
async function isAsked(hands: Hands, guest: Person): Promise<void> {
  const form = guest.page.getByRole("form", { name: "多久内回应？" });
  await hands.presses(form.getByRole("radio", { name: "有空再说" }));
  await hands.presses(form.getByRole("button", { name: guest.words.say("waiting.questions.check") }));
  await expect(form.getByRole("status")).toContainText(RULES[1] ?? "");
  await expectAccessible(guest.page, "a wrong answer");
  await hands.presses(form.getByRole("radio", { name: "两小时内" }));
  await hands.presses(form.getByRole("button", { name: guest.words.say("waiting.questions.check") }));
  await expect(form.getByRole("status")).toContainText(guest.words.say("waiting.questions.right"));
}

/** The owner makes a link that hangs on the wall, and reads it from the screen. */
async function hangsUp(hands: Hands, owner: Person): Promise<string> {
  await hands.presses(owner.page.getByText(owner.words.say("waiting.link.open")));
  await hands.writes(owner.field("waiting.link.purpose"), WALL);
  await hands.presses(owner.button("waiting.link.make"));
  const address = await owner.page.getByLabel(owner.words.say("members.invite.link")).inputValue();
  await hands.presses(owner.page.getByRole("dialog").getByRole("button", { name: owner.words.say("app.close") }));
  return address;
}

/** The owner says what is asked of who wants in, and whom the group expects. */
async function setsTerms(hands: Hands, owner: Person): Promise<void> {
  await hands.presses(owner.page.getByText(owner.words.say("waiting.terms.open")));
  for (const key of ["entry.account.dept", "waiting.form.purpose", "waiting.form.pledge"]) {
    await hands.presses(owner.page.getByRole("checkbox", { name: owner.words.say(key) }));
  }
  await hands.presses(owner.button("waiting.terms.save"));
  await expect(owner.page.getByText(owner.words.say("waiting.terms.saved"))).toBeVisible();
  await hands.presses(owner.page.getByText(owner.words.say("waiting.roster.open")));
  await hands.writes(owner.field("waiting.roster.paste"), `${AYGUL.name}，${AYGUL.dept}`);
  await hands.presses(owner.button("waiting.roster.save"));
  await expect(owner.page.getByText(owner.words.say("waiting.roster.saved", { count: 1 })).last()).toBeVisible();
}

/** Somebody who is in becomes an administrator. */
async function appoints(hands: Hands, house: House, owner: Person, admin: Person, url: string): Promise<void> {
  await admin.joins(`${url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  await admin.confirms(1);
  await hands.presses(owner.button("members.menu", { name: WANG.name }));
  await hands.presses(owner.button("members.make_admin"));
}

/** Reads the card, says too little, loses the network: what was kept is handed in once it is back. */
async function asks(hands: Hands, guest: Person, account: Account, link: { cut(): void; mend(): void }): Promise<void> {
  await expect(guest.page.getByText(SPACE.purpose)).toBeVisible();
  await hands.presses(guest.button("waiting.ask"));
  for (const [key, text] of [["dept", account.dept], ["post", account.post], ["password", account.password]] as const) {
    await hands.writes(guest.field(`entry.account.${key}`), text);
  }
  await hands.writes(guest.field("waiting.form.purpose"), "想学");
  await hands.presses(guest.button("waiting.ask"));
  await expect(guest.field("entry.account.name")).toHaveAttribute("aria-invalid", "true");
  await expect(guest.field("waiting.form.purpose")).toHaveAttribute("aria-invalid", "true");
  await expect(guest.page.getByText(guest.words.say("waiting.form.pledge.missing"))).toBeVisible();
  await hands.writes(guest.field("entry.account.name"), account.name);
  await hands.writes(guest.field("waiting.form.purpose"), WHY);
  await hands.presses(guest.page.getByRole("checkbox", { name: guest.words.say("waiting.form.pledge") }));
  link.cut();
  await hands.presses(guest.button("waiting.ask"));
  await expect(guest.page.getByText(guest.words.say("waiting.form.kept.page"))).toBeVisible();
  link.mend();
  await expect(guest.page.getByText(guest.words.say("waiting.state.waiting"))).toBeVisible();
}

/** Reads what there is to read, ticks, stamps and goes in. */
async function stamps(hands: Hands, guest: Person, version: number, onwards = "rules.stamped.enter"): Promise<void> {
  const agree = guest.page.getByRole("checkbox", { name: guest.words.like("rules.read.agree", { version }) });
  await agree.waitFor();
  while (await agree.isDisabled()) await hands.presses(guest.button("rules.read.next"));
  await hands.presses(agree);
  await hands.presses(guest.button("rules.read.confirm"));
  await hands.presses(guest.control(onwards));
}

async function says(hands: Hands, guest: Person, text: string): Promise<void> {
  await hands.writes(guest.composer, text);
  await hands.presses(guest.button("feed.composer.send"));
  await guest.seesSent(text);
}
