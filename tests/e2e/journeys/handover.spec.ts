// A space that changes hands: the owner at a desk offers it, whoever it was offered to answers on a phone.
import { expectAccessible } from "../support/axe.ts";
import { isChosen } from "../support/backend.ts";
import { expect, test } from "../support/fixtures.ts";
import { JsonServer } from "../support/json_server.ts";
import { AYGUL, LIN, RULES, SPACE, WANG } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { derivedId } from "../support/records.ts";
import { Server } from "../support/server.ts";
import { AT_DESK } from "../support/where.ts";

const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };

test("the owner is led to hand the space over before leaving; one declines, another accepts and owns it", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const [wang, aygul] = [await someone(PHONE), await someone(PHONE)];
  for (const [guest, who] of [[wang, WANG], [aygul, AYGUL]] as const) {
    await guest.joins(`${link.url}/join#${await house.api.invites(house.space, who.name)}`, who);
    await guest.confirms(1);
  }
  const owner = await house.owner(`/s/${house.space}/members`);
  await expect(owner.page.getByText(owner.words.say("members.leave.owner"))).toBeVisible();
  await owner.link("handover.title").click();
  const offers = async (name: string) => {
    await owner.field("handover.to").selectOption({ label: name });
    await owner.field("handover.note").fill("我要调去分公司了");
    await owner.button("handover.offer").click();
    await expect(owner.page.getByRole("list", { name: owner.words.say("handover.open") })).toContainText(name);
  };
  await expect(owner.button("handover.offer")).toBeDisabled();
  await offers(WANG.name);
  await expectAccessible(owner.page, "offering a space");

  await wang.link("handover.told").click();
  await expect(wang.page.getByText("我要调去分公司了")).toBeVisible();
  await expectAccessible(wang.page, "being offered a space");
  await wang.button("handover.decline").click();
  await expect(wang.button("handover.accept")).toHaveCount(0);
  await expect(owner.page.getByRole("list", { name: owner.words.say("handover.open") })).toHaveCount(0);

  // Who accepts without a network what is taken back meanwhile hears that it came too late.
  await offers(WANG.name);
  await expect(wang.button("handover.accept")).toBeVisible();
  await wang.page.context().setOffline(true);
  await wang.button("handover.accept").click();
  await wang.inDialog("handover.accept");
  await expect(wang.button("handover.accept")).toHaveCount(0);
  await owner.button("handover.withdraw").click();
  await expect(owner.button("handover.withdraw")).toHaveCount(0);
  await wang.page.context().setOffline(false);
  await expect(wang.page.getByText(wang.words.say("handover.late"))).toBeVisible();

  // A question about an offer does not go without a word, either.
  await offers(AYGUL.name);
  await aygul.link("handover.told").click();
  await aygul.button("handover.accept").click();
  await owner.button("handover.withdraw").click();
  await expect(aygul.page.getByText(aygul.words.say("handover.gone"))).toBeVisible();

  await offers(AYGUL.name);
  await aygul.button("handover.accept").click();
  await aygul.inDialog("handover.accept");
  for (const person of [aygul, owner]) {
    await expect(person.page.getByText(person.words.say("handover.owner", { name: AYGUL.name }))).toBeVisible();
  }
  // What only an owner is offered, and who founded the space no more.
  await expect(aygul.field("handover.to")).toBeVisible();
  await expect(owner.field("handover.to")).toHaveCount(0);
  await owner.goesTo(`/s/${house.space}/members`);
  await expect(owner.page.getByText(owner.words.say("members.audit.handed_over", { name: AYGUL.name }))).toBeVisible();
  const list = owner.page.getByRole("list", { name: owner.words.say("members.list") });
  await expect(list.getByRole("listitem").filter({ hasText: AYGUL.name })).toContainText(owner.words.say("members.role.owner"));
  await expect(list.getByRole("listitem").filter({ hasText: LIN.name })).toContainText(owner.words.say("members.role.admin"));
  await owner.button("members.leave").click();
  await owner.inDialog("members.leave");
  await expect(owner.heading("spaces.home.title")).toBeVisible();
});

/** Connects to a store that knows nothing of us, and claims a name. */
async function claims(person: Person, app: string, store: string, name: string): Promise<void> {
  await person.page.goto(`${app}/connect`);
  await person.page.getByRole("radio", { name: person.words.say("entry.connect.json_server") }).check();
  await person.field("entry.connect.url").fill(store);
  await person.button("entry.connect.use").click();
  await expect(person.page.getByText(person.words.say("entry.connect.weak.rules"))).toBeVisible();
  await person.goesTo("/signin");
  await person.field("entry.account.name").fill(name);
  await person.button("entry.signin.advisory.submit").click();
  await expect(person.heading("spaces.home.title")).toBeVisible();
}

test("where no server keeps any rights the devices pass a space on, and the screen says that nobody checks it", AT_DESK, async ({ someone }) => {
  test.skip(!isChosen("json-server"), "this run is about other servers");
  const store = await JsonServer.start({ records: [], people: [] });
  const app = await Server.start({ args: ["--connect-src", store.url] });
  const [owner, heir] = [await someone(), await someone()];
  await claims(owner, app.url, store.url, LIN.name);
  const path = await owner.createsSpace(SPACE);
  await claims(heir, app.url, store.url, WANG.name);
  const space = path.split("/").pop() ?? "";
  const people = (await (await fetch(`${store.url}/people`)).json()) as { id: string; real_name: string }[];
  const person = people.find(({ real_name }) => real_name === WANG.name)?.id ?? "";
  const member = { person, real_name: WANG.name, dept: WANG.dept, post: WANG.post, roles: ["member"], state: "active", joined_at: Date.now() };
  const record = { id: derivedId(space, "member", person), space, audience: "all", kind: "member", author: person, subject: null, at: Date.now(), deleted: false, w: "test/1", body: member };
  await fetch(`${store.url}/records`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(record) });

  await owner.goesTo(`${path}/handover`);
  await expect(owner.page.getByText(owner.words.say("handover.unchecked"))).toBeVisible();
  await owner.field("handover.to").selectOption({ label: WANG.name });
  await owner.button("handover.offer").click();
  await expect(owner.page.getByRole("list", { name: owner.words.say("handover.open") })).toContainText(WANG.name);
  const stored = async (kind: string) => {
    const all = (await (await fetch(`${store.url}/records?kind=${kind}`)).json()) as { body: { owner?: string; person?: string; roles?: string[] } }[];
    return all.map(({ body }) => body);
  };
  await expect.poll(async () => (await stored("handover")).length).toBe(1);

  await heir.goesTo(`${path}/handover`);
  await heir.button("handover.accept").click();
  await heir.inDialog("handover.accept");
  await expect(heir.page.getByText(heir.words.say("handover.owner", { name: WANG.name }))).toBeVisible();
  await expect.poll(async () => (await stored("space"))[0]?.owner).toBe(person);
  const roles = async () => Object.fromEntries((await stored("member")).map(({ person: who, roles }) => [who === person ? "heir" : "former", roles]));
  await expect.poll(roles).toEqual({ heir: ["owner"], former: ["member", "admin"] });
  await owner.page.reload();
  await expect(owner.page.getByText(owner.words.say("handover.owner", { name: WANG.name }))).toBeVisible();
  await expect(owner.field("handover.to")).toHaveCount(0);

  await app.stop();
  await store.stop();
});
