// A link for the whole group: a code on the wall, somebody who waits, and whoever lets them in.
import { Api } from "../support/api.ts";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { AYGUL, LIN, RULES, WANG } from "../support/people.ts";
import { create, sha256, timedId } from "../support/records.ts";
import type { Account, Person } from "../support/person.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };
const FAIR = "春季展会";

/** Comes by the link, makes an account and asks to come in. */
async function asks(guest: Person, link: string, account: Account): Promise<void> {
  await guest.page.goto(link);
  await expect(guest.page.getByText(guest.words.say("waiting.card", { purpose: FAIR }))).toBeVisible();
  await guest.button("waiting.ask").click();
  await guest.fillsAccount(account);
  await guest.button("waiting.ask").click();
  await expect(guest.page.getByText(guest.words.say("waiting.state.waiting"))).toBeVisible();
}

/** The list of those who wait. */
function waiting(person: Person) {
  return person.page.getByRole("list", { name: person.words.say("waiting.list.title") });
}

test("by one link two ask to come in: the owner lets one in, the reviewer declines the other, and the log says who", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  await house.api.posts(house.space, ["大家早上好。"]);
  const reviewer = await someone(PHONE);
  const LIU: Account = { ...WANG, name: "刘审", password: "秋千 海盐 邮票" };
  await reviewer.joins(`${link.url}/join#${await house.api.invites(house.space, LIU.name)}`, LIU);
  await reviewer.confirms(1);

  const owner = await house.owner(`/s/${house.space}/members`);
  await owner.page.setViewportSize({ width: 1280, height: 800 });
  await owner.button("members.menu", { name: LIU.name }).click();
  await owner.button("members.make_reviewer").click();
  await owner.page.getByText(owner.words.say("waiting.link.open")).click();
  await owner.field("waiting.link.purpose").fill(FAIR);
  await owner.field("waiting.link.limit").fill("0");
  await owner.button("waiting.link.make").click();
  await expect(owner.field("waiting.link.limit")).toHaveAttribute("aria-invalid", "true");
  await owner.field("waiting.link.limit").fill("2");
  await owner.page.reload();
  await owner.page.getByText(owner.words.say("waiting.link.open")).click();
  await expect(owner.field("waiting.link.purpose")).toHaveValue(FAIR);
  await expect(owner.field("waiting.link.limit")).toHaveValue("2");
  await owner.button("waiting.link.make").click();
  const address = await owner.page.getByLabel(owner.words.say("members.invite.link")).inputValue();
  await expectAccessible(owner.page, "the group's link");
  await owner.inDialog("app.close");

  const [guest, other] = [await someone(PHONE), await someone(PHONE)];
  await asks(guest, address, WANG);
  await expectAccessible(guest.page, "waiting");
  await asks(other, address, AYGUL);
  const late = await someone(PHONE);
  await late.page.goto(address);
  await expect(late.page.getByText(late.words.say("trouble.code.link_full"))).toBeVisible();

  await owner.goesTo(`/s/${house.space}`);
  const places = owner.page.getByRole("navigation");
  await expect(places.getByRole("link", { name: owner.words.say("waiting.list.count", { count: 2 }) })).toBeVisible();
  await places.getByRole("link", { name: owner.words.say("waiting.list.count", { count: 2 }) }).click();
  await expect(waiting(owner)).toContainText(WANG.name);
  await expect(waiting(owner)).toContainText(FAIR);
  await expectAccessible(owner.page, "who waits");
  await waiting(owner).getByRole("listitem").filter({ hasText: WANG.name }).getByRole("button", { name: owner.words.say("waiting.list.admit") }).click();
  await expect(waiting(owner)).not.toContainText(WANG.name);
  await expect(owner.page.getByText(owner.words.say("members.audit.admitted", { who: LIN.name, name: WANG.name, purpose: FAIR }))).toBeVisible();

  // Who waits hears of it without doing anything.
  await expect(guest.page.getByText(guest.words.say("waiting.state.admitted"))).toBeVisible({ timeout: 30_000 });
  await guest.link("entry.join.open").click();
  await guest.confirms(1);

  await reviewer.goesTo(`/s/${house.space}`);
  await expect(reviewer.link("notices.away.asked", { count: 1 })).toBeVisible();
  await reviewer.page.getByRole("navigation").getByRole("link", { name: reviewer.words.say("waiting.list.count", { count: 1 }) }).click();
  await waiting(reviewer).getByRole("button", { name: reviewer.words.say("waiting.list.decline") }).click();
  await reviewer.field("waiting.decline.reason").fill("名单里没有");
  await reviewer.page.getByRole("dialog").getByRole("button", { name: reviewer.words.say("waiting.list.decline") }).click();
  await expect(reviewer.page.getByText(reviewer.words.say("waiting.list.empty"))).toBeVisible();
  await other.goesTo("/me");
  await expect(other.page.getByText("名单里没有")).toBeVisible();
});

test("who withdraws is asked first, and nobody waits after that", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const token = sha256(FAIR);
  const group = { for_name: FAIR, note: "", token_hash: sha256(token), expires_at: Date.now() + 86_400_000, state: "open", group: { limit: 5 } };
  await house.api.writes([create(house.space, "staff", "invite", timedId(), group)]);
  const guest = await someone();
  await asks(guest, `${link.url}/join#${token}`, WANG);
  await guest.goesTo("/me");
  await guest.button("waiting.withdraw").click();
  await expectAccessible(guest.page, "the question before withdrawing");
  await guest.inDialog("app.cancel");
  await expect(guest.page.getByText(guest.words.say("waiting.state.waiting"))).toBeVisible();
  await guest.button("waiting.withdraw").click();
  await guest.inDialog("waiting.withdraw");
  await expect(guest.page.getByText(guest.words.say("waiting.state.withdrawn"))).toBeVisible();
  await expect(guest.button("waiting.withdraw")).toHaveCount(0);
  const asked = await house.api.ask<{ applicants: unknown[] }>("GET", "/requests");
  expect(asked.applicants).toEqual([]);
});

test("what somebody asks without a network is handed in by the next start", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const [training, token] = [timedId(), sha256(FAIR)];
  const card = { name: "销售部-新人培训-2026Q4", purpose: "上岗", for_whom: "新员工", not_for: "", template: "training", locale: "zh-Hans" };
  const group = { for_name: FAIR, note: "", token_hash: sha256(token), expires_at: Date.now() + 86_400_000, state: "open", group: { limit: 5 } };
  await house.api.writes([create(training, "all", "space", training, card), create(training, "staff", "invite", timedId(), group)]);
  const guest = await someone();
  const account = new Api(link.url);
  await account.joins(await house.api.invites(house.space, WANG.name), WANG);
  await account.lendsSession(guest.page.context(), link.url);

  await guest.page.goto(`${link.url}/join#${token}`);
  await guest.button("waiting.ask_as", { name: WANG.name }).click();
  await guest.field("waiting.form.purpose").fill("想了解新品的卖点和话术");
  await guest.page.getByRole("checkbox", { name: guest.words.say("waiting.form.pledge") }).check();
  await expectAccessible(guest.page, "the form");
  link.cut();
  await guest.button("waiting.ask").click();
  await expect(guest.page.getByText(guest.words.say("waiting.form.kept.device"))).toBeVisible();
  const next = await guest.page.context().newPage();
  await guest.page.close();
  link.mend();
  await next.goto(link.url);
  await expect(next.getByText(guest.words.say("waiting.form.handed"))).toBeVisible();
  const asked = await house.api.ask<{ applicants: { space: string; real_name: string }[] }>("GET", "/requests");
  expect(asked.applicants.map(({ space, real_name }) => [space, real_name])).toEqual([[training, WANG.name]]);
});
