// The same on a store that knows nothing of us: what it can carry is carried, what it can't enforce is said.
import { isChosen } from "../support/backend.ts";
import { expect, test } from "../support/fixtures.ts";
import { JsonServer } from "../support/json_server.ts";
import { Link } from "../support/link.ts";
import { LIN, RULES, SPACE, WANG } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { derivedId } from "../support/records.ts";
import { Server } from "../support/server.ts";
import { ON_PHONE } from "../support/where.ts";

test("two devices share a space on json-server, and the screen says what it cannot do", ON_PHONE, async ({ someone }) => {
  test.skip(!isChosen("json-server"), "this run is about other servers");
  const { link, app, stop } = await servers();

  const owner = await someone();
  await connects(owner, app.url, link.url, LIN.name);
  const space = await owner.createsSpace(SPACE);
  await owner.goesTo(space);
  await owner.posts("写在一个只会存东西的服务器上");
  await owner.seesSent("写在一个只会存东西的服务器上");

  link.cut();
  await owner.posts("断网时写的");
  await owner.seesWaiting("断网时写的");
  await owner.page.reload();
  await owner.seesWaiting("断网时写的");
  link.mend();
  await owner.seesSent("断网时写的");

  // Nobody can be invited by a link there: the same name on a second device is the same person.
  const again = await someone();
  await connects(again, app.url, link.url, LIN.name);
  await again.goesTo(space);
  await again.seesSent("断网时写的");

  await stop();
});

test("where nothing is compared, roles and rules wait until the server is in reach", ON_PHONE, async ({ someone }) => {
  test.skip(!isChosen("json-server"), "this run is about other servers");
  const { store, link, app, stop } = await servers();
  const owner = await someone();
  await connects(owner, app.url, link.url, LIN.name);
  const space = await owner.createsSpace(SPACE);
  await owner.writesRules(space, RULES);
  await expect(owner.page.getByText(owner.words.say("rules.edit.saved")).first()).toBeAttached();
  await addsMember(store.url, space.slice("/s/".length));
  await owner.goesTo(`${space}/members`);
  await expect(owner.button("members.menu", { name: WANG.name })).toBeVisible();
  const waits = owner.page.getByText(owner.words.say("entry.connect.weak.reach"));
  const refused = owner.page.getByText(owner.words.say("trouble.code.out_of_reach"));
  await expect(waits).toHaveCount(0);

  link.cut();
  await owner.goesTo(`${space}/members`);
  await expect(waits).toBeVisible();
  await owner.button("members.menu", { name: WANG.name }).click();
  await owner.button("members.make_admin").click();
  await expect(refused.first()).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("members.role.admin"), { exact: true })).toHaveCount(0);

  await owner.goesTo(`${space}/rules/edit`);
  await owner.field("rules.edit.text", { no: 1 }).fill("断网时改的草稿。");
  await expect(owner.page.getByText(owner.words.say("rules.edit.saved")).first()).toBeAttached();
  await owner.field("rules.publish.reason").fill("断网时想发布");
  await owner.button("rules.publish.review").click();
  await expect(refused).toBeVisible();
  await expect(owner.page.getByRole("dialog")).toHaveCount(0);
  // What is said and what is only prepared go on.
  await owner.goesTo(space);
  await owner.posts("断网时说的");
  await owner.seesWaiting("断网时说的");

  link.mend();
  await owner.seesSent("断网时说的");
  await owner.goesTo(`${space}/rules/edit`);
  await expect(owner.field("rules.edit.text", { no: 1 })).toHaveValue("断网时改的草稿。");
  await expect(waits).toHaveCount(0);
  await owner.publishes("联网后发布", 1);

  await stop();
});

/** An empty json-server, the way to it, and a server that gives the app out and does nothing else. */
async function servers() {
  const store = await JsonServer.start({ records: [], people: [] });
  const link = await Link.open(store.port);
  const app = await Server.start({ args: ["--connect-src", link.url] });
  const stop = async () => {
    await link.close();
    await app.stop();
    await store.stop();
  };
  return { store, link, app, stop };
}

/** Puts a second member into the store: nobody can be invited there by a link. */
async function addsMember(store: string, space: string): Promise<void> {
  const person = "wang";
  const body = { person, real_name: WANG.name, dept: WANG.dept, post: WANG.post, roles: ["member"], state: "active", joined_at: 1 };
  const row = { id: derivedId(space, "member", person), space, audience: "all", kind: "member", author: person, subject: null, at: 1, deleted: false, w: "by-hand/1", body };
  const answer = await fetch(`${store}/records`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(row) });
  expect(answer.status).toBe(201);
}

/** Connects to json-server, reads what it can't do, and claims a name. */
async function connects(person: Person, app: string, url: string, name: string): Promise<void> {
  await person.page.goto(`${app}/connect`);
  await person.page.getByRole("radio", { name: person.words.say("entry.connect.json_server") }).check();
  await person.field("entry.connect.url").fill(url);
  await person.button("entry.connect.use").click();
  for (const weakness of ["anyone", "reads", "rules", "last", "reach", "lists", "polled"]) {
    await expect(person.page.getByText(person.words.say(`entry.connect.weak.${weakness}`))).toBeVisible();
  }
  await person.goesTo("/signin");
  await person.field("entry.account.name").fill(name);
  await person.button("entry.signin.advisory.submit").click();
  await expect(person.heading("spaces.home.title")).toBeVisible();
}
