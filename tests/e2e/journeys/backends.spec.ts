// A group on servers that nobody wrote for the app: found, joined, confirmed, talked in, also without
// a network; and what each of them can't do is said before anybody uses it.
import { Backend, isChosen } from "../support/backend.ts";
import { expect, test } from "../support/fixtures.ts";
import { Link } from "../support/link.ts";
import { LIN, RULES, SPACE, WANG } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { Server } from "../support/server.ts";
import { ON_PHONE } from "../support/where.ts";

interface Store {
  name: "kinto" | "pocketbase" | "couchdb";
  /** What the connect screen says that it can't do; of the others nothing is said. */
  weak: readonly string[];
}

/** What stands wherever something has yet to be sent. */
const WAITING = "待同步";

const WEAKNESSES = ["anyone", "reads", "rules", "authors", "last", "deletions", "lists", "anew", "polled", "time", "invitations", "resets"];
const STORES: readonly Store[] = [
  { name: "kinto", weak: ["reads", "rules", "authors", "polled", "time", "resets"] },
  { name: "pocketbase", weak: ["polled", "time", "resets"] },
  { name: "couchdb", weak: ["reads", "rules", "polled", "time", "resets"] },
];

for (const store of STORES.filter(({ name }) => isChosen(name))) {
  test(`two people found a group on ${store.name}, agree on rules and talk through a lost network`, ON_PHONE, async ({ someone }) => {
    test.setTimeout(120_000);
    const backend = await Backend.start(store.name);
    if (typeof backend === "string") {
      test.skip(true, backend);
      return;
    }
    const link = await Link.open(backend.port);
    // This server gives the app out and does nothing else.
    const app = await Server.start({ args: ["--connect-src", link.url] });

    const owner = await someone();
    await connects(owner, store, app.url, link.url);
    await owner.setsUp(`${app.url}/setup`, "示例公司", LIN);
    await backend.appoints(LIN.name);
    const space = await owner.createsSpace(SPACE);
    // Whoever founds a space writes its rules next.
    await owner.addsRules(RULES);
    await owner.publishes("第一版", 1);
    await returns(owner, space);
    await owner.posts("各位同事，群规已经发布。");
    await owner.seesSent("各位同事，群规已经发布。");

    await returns(owner, `${space}/members`);
    const invitation = await owner.makesInvitation(WANG.name);
    const guest = await someone();
    await connects(guest, store, app.url, link.url);
    await expect(owner.page.getByText(WAITING)).toHaveCount(0);
    await guest.joins(invitation, WANG);
    await guest.confirms(1);
    await expect(guest.message("各位同事，群规已经发布。")).toBeVisible();
    await guest.posts("收到，谢谢林经理。");
    await guest.seesSent("收到，谢谢林经理。");
    await returns(owner, space);
    await owner.seesSent("收到，谢谢林经理。");

    link.cut();
    await guest.posts("地铁里写的。");
    await guest.seesWaiting("地铁里写的。");
    await guest.page.reload();
    await guest.seesWaiting("地铁里写的。");
    link.mend();
    await guest.seesSent("地铁里写的。");
    // It is asked every 15 seconds.
    await expect(owner.message("地铁里写的。")).toBeVisible({ timeout: 40_000 });

    await link.close();
    await app.stop();
    await backend.stop();
  });
}

/** Opens `path` as a typed address would: who signed in still is. */
async function returns(person: Person, path: string): Promise<void> {
  await expect(person.page.getByText(WAITING)).toHaveCount(0);
  await person.goesTo(path);
}

/** Connects to the store, and reads what it can't do. */
async function connects(person: Person, store: Store, app: string, url: string): Promise<void> {
  await person.page.goto(`${app}/connect`);
  await person.page.getByRole("radio", { name: person.words.say(`entry.connect.${store.name}`) }).check();
  await person.field("entry.connect.url").fill(url);
  await person.button("entry.connect.use").click();
  for (const weakness of WEAKNESSES) {
    const said = person.page.getByText(person.words.say(`entry.connect.weak.${weakness}`));
    await expect(said).toBeVisible({ visible: store.weak.includes(weakness) });
  }
}
