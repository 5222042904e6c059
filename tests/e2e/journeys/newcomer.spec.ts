// From a code on the wall to the first word, and on to the next version of the rules: three people with phones,
// who find everything by role and name; once with fingers, once by keys alone.
import { expect, test } from "../support/fixtures.ts";
import type { House } from "../support/fixtures.ts";
import { FINGER, KEYS } from "../support/hands.ts";
import type { Hands } from "../support/hands.ts";
import { AYGUL, RULES, SPACE, WANG } from "../support/people.ts";
import type { Account, Person } from "../support/person.ts";
import { ON_PHONE } from "../support/where.ts";

const WALL = "茶水间的海报";
const LATER = ["工作时间内的提问，四小时内回应。", ...RULES.slice(1)];

for (const hands of [FINGER, KEYS]) {
  test(`a newcomer asks, is let in, declines the rules, thinks again, speaks, and agrees to new ones, with ${hands.name}`, ON_PHONE, async ({ house, link, someone }) => {
    test.setTimeout(180_000);
    await house.api.publishes(house.space, RULES);
    const owner = await house.owner(`/s/${house.space}/members`);
    const address = await hangsUp(hands, owner);
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
    await hands.presses(queue.getByRole("button", { name: admin.words.say("waiting.list.admit") }));
    await expect(admin.page.getByText(admin.words.say("waiting.list.empty"))).toBeVisible();

    await expect(guest.page.getByText(guest.words.say("waiting.state.admitted"))).toBeVisible({ timeout: 30_000 });
    await hands.presses(guest.link("entry.join.open"));
    await hands.presses(guest.button("rules.read.decline"));
    await expect(guest.heading("rules.read.declined.title")).toBeVisible();
    await hands.presses(guest.control("rules.read.onlyread"));
    await expect(guest.composer).toHaveCount(0);
    await expect(guest.page.getByText(guest.words.say("feed.locked.rules"))).toBeVisible();
    await hands.presses(guest.control("feed.locked.go").last());
    await stamps(hands, guest, 1);
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

/** The owner makes a link that hangs on the wall, and reads it from the screen. */
async function hangsUp(hands: Hands, owner: Person): Promise<string> {
  await hands.presses(owner.page.getByText(owner.words.say("waiting.link.open")));
  await hands.writes(owner.field("waiting.link.purpose"), WALL);
  await hands.presses(owner.button("waiting.link.make"));
  const address = await owner.page.getByLabel(owner.words.say("members.invite.link")).inputValue();
  await hands.presses(owner.page.getByRole("dialog").getByRole("button", { name: owner.words.say("app.close") }));
  return address;
}

/** Somebody who is in becomes an administrator. */
async function appoints(hands: Hands, house: House, owner: Person, admin: Person, url: string): Promise<void> {
  await admin.joins(`${url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  await admin.confirms(1);
  await hands.presses(owner.button("members.menu", { name: WANG.name }));
  await hands.presses(owner.button("members.make_admin"));
}

/** Reads the card, forgets a field, loses the network, and asks in the end: what was typed stays. */
async function asks(hands: Hands, guest: Person, account: Account, link: { cut(): void; mend(): void }): Promise<void> {
  await expect(guest.page.getByText(SPACE.purpose)).toBeVisible();
  await hands.presses(guest.button("waiting.ask"));
  for (const [key, text] of [["dept", account.dept], ["post", account.post], ["password", account.password]] as const) {
    await hands.writes(guest.field(`entry.account.${key}`), text);
  }
  await hands.presses(guest.button("waiting.ask"));
  await expect(guest.field("entry.account.name")).toHaveAttribute("aria-invalid", "true");
  await hands.writes(guest.field("entry.account.name"), account.name);
  link.cut();
  await hands.presses(guest.button("waiting.ask"));
  await expect(guest.page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  link.mend();
  await expect(guest.field("entry.account.name")).toHaveValue(account.name);
  await hands.presses(guest.button("waiting.ask"));
  await expect(guest.page.getByText(guest.words.say("waiting.state.waiting"))).toBeVisible();
}

/** Reads what there is to read, ticks, stamps and goes in. */
async function stamps(hands: Hands, guest: Person, version: number): Promise<void> {
  const agree = guest.page.getByRole("checkbox", { name: guest.words.like("rules.read.agree", { version }) });
  await agree.waitFor();
  while (await agree.isDisabled()) await hands.presses(guest.button("rules.read.next"));
  await hands.presses(agree);
  await hands.presses(guest.button("rules.read.confirm"));
  await hands.presses(guest.control("rules.stamped.enter"));
}

async function says(hands: Hands, guest: Person, text: string): Promise<void> {
  await hands.writes(guest.composer, text);
  await hands.presses(guest.button("feed.composer.send"));
  await guest.seesSent(text);
}
