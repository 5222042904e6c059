// Connecting a backend: the doctor examines it, says what it found, and a profile of one's own is read strictly.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expectAccessible, expectNoSideways } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { JsonServer } from "../support/json_server.ts";
import { Person } from "../support/person.ts";
import { Server } from "../support/server.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

const PROFILE = join(import.meta.dirname, "../../../profiles/json-server.json");

test("the doctor examines json-server, says what is limited, and the report is kept", AT_DESK, async ({ someone }) => {
  const store = await JsonServer.start({ records: [], people: [] });
  const app = await Server.start({ args: ["--connect-src", store.url] });
  const admin = await someone({ language: "en" });
  await picks(admin, app.url, "json-server");
  await admin.field("entry.connect.url").fill(store.url);
  await admin.button("doctor.go").click();

  await expect(admin.page.getByText(admin.words.say("doctor.overall.limited"))).toBeVisible({ timeout: 60_000 });
  for (const found of ["stale_by_app", "feed_by_listing", "others_read", "author_forged"]) {
    await expect(admin.page.getByText(admin.words.say(`doctor.says.${found}`)).first()).toBeVisible();
  }
  const reading = admin.page.getByRole("listitem").filter({ hasText: admin.words.say("doctor.step.read_back") }).first();
  await reading.locator("summary").first().click();
  await reading.getByText(admin.words.say("doctor.evidence")).click();
  await expect(reading.locator("pre").first()).toContainText("GET http://");
  await expectAccessible(admin.page, "connect, examined");
  await expectNoSideways(admin.page, "connect, examined");

  // Nothing of the doctor's is left but marks.
  const left: { deleted: boolean }[] = await (await fetch(`${store.url}/records`)).json();
  expect(left.length).toBeGreaterThan(0);
  expect(left.every(({ deleted }) => deleted)).toBe(true);

  // The report stays with the connection, without what was asked and answered.
  await picks(admin, app.url, "json-server");
  await admin.field("entry.connect.url").fill(store.url);
  await expect(admin.page.getByText(admin.words.say("doctor.overall.limited"))).toBeVisible();
  await expect(admin.button("doctor.again")).toBeVisible();

  await app.stop();
  await store.stop();
});

test("where the policy of the page stops a connection and the doctor, the line to add is shown", ON_PHONE, async ({ browser, contextOptions, server, viewport }) => {
  const store = await JsonServer.start({ records: [], people: [] });
  // A browser whose console nobody watches: that it tells of the refused request is the point here.
  const page = await (await browser.newContext({ ...contextOptions, viewport, locale: "en-GB" })).newPage();
  const admin = new Person(page, "en");
  await picks(admin, server.url, "json-server");
  await admin.field("entry.connect.url").fill(store.url);
  await admin.button("entry.connect.use").click();
  await expect(admin.page.getByRole("alert").getByText(`connect-src 'self' ${store.url}`)).toBeVisible();
  await expect(admin.page.getByText(admin.words.say("trouble.offline.title"))).toHaveCount(0);
  await admin.button("doctor.go").click();
  await expect(admin.page.getByText(admin.words.say("doctor.overall.fails"))).toBeVisible({ timeout: 60_000 });
  await expect(admin.page.getByRole("listitem").getByText(`connect-src 'self' ${store.url}`).first()).toBeVisible();
  await page.context().close();
  await store.stop();
});

test("a profile of one's own is read strictly, and its variables are asked for", ON_PHONE, async ({ server, someone }) => {
  const admin = await someone({ language: "zh-Hant" });
  await admin.page.goto(`${server.url}/connect`);
  await admin.page.getByRole("radio", { name: admin.words.say("doctor.profile.own") }).check();
  const text = await readFile(PROFILE, "utf8");
  await admin.field("doctor.profile.field").fill(text.replace('"stamp": "/w"', '"stmap": "/w"'));
  const fault = admin.words.say("profile.unknown_key", { what: "stmap" });
  const what = admin.words.say("profile.nearest", { fault, nearest: "stamp" });
  const said = admin.words.say("profile.place", { place: "/version/stmap", what });
  await expect(admin.page.getByText(said, { exact: true })).toBeVisible();
  await expectAccessible(admin.page, "connect, a fault in a profile");

  await admin.page.getByLabel(admin.words.say("doctor.profile.file")).setInputFiles(PROFILE);
  await expect(admin.page.getByText(/stmap/)).toHaveCount(0);
  for (const name of ["origin", "people", "records"]) {
    await expect(admin.page.getByRole("textbox", { name, exact: true })).toBeVisible();
  }
  await expectAccessible(admin.page, "connect, a profile of one's own");
  await expectNoSideways(admin.page, "connect, a profile of one's own");
});

test("the page's own server is examined as who is signed in, and no list shows the doctor's space", AT_DESK, async ({ house }) => {
  const owner = await house.owner("/connect");
  await owner.button("doctor.go").click();
  await expect(owner.page.getByText(owner.words.say("doctor.overall.works"))).toBeVisible({ timeout: 60_000 });
  await owner.goesTo("/");
  await expect(owner.page.getByText("Connection test")).toHaveCount(0);
});

async function picks(person: Person, app: string, preset: string): Promise<void> {
  await person.page.goto(`${app}/connect`);
  await person.page.getByRole("radio", { name: preset }).check();
}
