// The same on a store that knows nothing of us: what it can carry is carried, what it can't enforce is said.
import { isChosen } from "../support/backend.ts";
import { expect, test } from "../support/fixtures.ts";
import { JsonServer } from "../support/json_server.ts";
import { Link } from "../support/link.ts";
import { LIN, SPACE } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { Server } from "../support/server.ts";
import { ON_PHONE } from "../support/where.ts";

test("two devices share a space on json-server, and the screen says what it cannot do", ON_PHONE, async ({ someone }) => {
  test.skip(!isChosen("json-server"), "this run is about other servers");
  const store = await JsonServer.start({ records: [], people: [] });
  const link = await Link.open(store.port);
  // This server gives the app out and does nothing else.
  const app = await Server.start({ args: ["--connect-src", link.url] });

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

  await link.close();
  await app.stop();
  await store.stop();
});

/** Connects to json-server, reads what it can't do, and claims a name. */
async function connects(person: Person, app: string, url: string, name: string): Promise<void> {
  await person.page.goto(`${app}/connect`);
  await person.page.getByRole("radio", { name: person.words.say("entry.connect.json_server") }).check();
  await person.field("entry.connect.url").fill(url);
  await person.button("entry.connect.use").click();
  for (const weakness of ["anyone", "reads", "rules", "last", "lists", "polled"]) {
    await expect(person.page.getByText(person.words.say(`entry.connect.weak.${weakness}`))).toBeVisible();
  }
  await person.goesTo("/signin");
  await person.field("entry.account.name").fill(name);
  await person.button("entry.signin.advisory.submit").click();
  await expect(person.heading("spaces.home.title")).toBeVisible();
}
