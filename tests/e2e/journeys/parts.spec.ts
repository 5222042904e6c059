// The app comes in parts: a space opens with the first alone, and a part that can't be had is told, never a crash.
import { readdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { STRANGE_HOST } from "../support/browser.ts";
import { expect, test } from "../support/fixtures.ts";
import type { House } from "../support/fixtures.ts";
import { LIN, RULES } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { ON_PHONE } from "../support/where.ts";

/** Later parts, as `cargo xtask size` tells them from the first. */
const LATER = /\/(?:split|chunk)_[^/]*\.wasm$/;

/** What the page itself asks for from now on; the service worker's own requests are others. */
function asked(page: Page): string[] {
  const names: string[] = [];
  page.on("request", (request) => {
    if (request.serviceWorker() === null) names.push(new URL(request.url()).pathname);
  });
  return names;
}

test("a space opens with the first part alone, and brings what `size` counts", ON_PHONE, async ({ house, someone }) => {
  await house.api.publishes(house.space, RULES);
  const owner = await someone();
  const names = asked(owner.page);
  await house.api.lendsSession(owner.page.context(), house.api.url);
  await owner.page.goto(`${house.api.url}/s/${house.space}`);
  await expect(owner.composer).toBeEditable();
  await owner.posts("没有标记的话。");
  await owner.seesSent("没有标记的话。");
  expect(names.filter((name) => LATER.test(name))).toEqual([]);

  const files = readdirSync(process.env["QUNYUE_DIST"] ?? "../../dist", { recursive: true, encoding: "utf8" });
  const known = new Set(names.map((name) => name.slice(1)));
  const first = files.filter((name) => /\.(?:wasm|js|css)$/.test(name) && !LATER.test(`/${name}`));
  const idle = new Set(["sw.js", "old.js"]);
  expect(first.filter((name) => !known.has(name) && !idle.has(name))).toEqual([]);
});

/** Somebody at an address where browsers have no service workers, the space open. */
async function bare(url: string, house: House, person: Person): Promise<Person> {
  const there = url.replace("localhost", STRANGE_HOST).replace("127.0.0.1", STRANGE_HOST);
  await house.api.lendsSession(person.page.context(), there);
  await person.page.goto(`${there}/s/${house.space}`);
  await expect(person.composer).toBeEditable();
  return person;
}

test("marks in a message bring the parser, and are shown as typed until then", ON_PHONE, async ({ house, link, someone }) => {
  const owner = await bare(link.url, house, await someone());
  let come = () => {};
  const coming = new Promise<void>((resolve) => (come = resolve));
  await owner.page.route(LATER, async (route) => {
    await coming;
    await route.continue();
  });
  await owner.posts("**要紧**的话");
  await expect(owner.message("**要紧**的话")).toBeVisible();
  come();
  await expect(owner.message("要紧的话").locator("strong")).toHaveText("要紧");
});

test("without a service worker, a part that can't be had is told, and asked for again", ON_PHONE, async ({ house, link, someone }) => {
  const owner = await bare(link.url, house, await someone());
  link.cut();
  await owner.link("members.title").first().click();
  await expect(owner.heading("app.later.title")).toBeVisible();
  await expect(owner.button("sync.update.go")).toBeVisible();
  await owner.button("app.again").click();
  await expect(owner.heading("app.later.title")).toBeVisible();
  link.mend();
  await owner.button("app.again").click();
  await expect(owner.heading("members.title")).toBeVisible();
  await expect(owner.page.getByText(LIN.name).first()).toBeVisible();
});

test("with a service worker, every page opens and opens again without a network", ON_PHONE, async ({ house, link }) => {
  const owner = await house.owner(undefined, { keeps: true });
  await expect(owner.composer).toBeEditable();
  await owner.keepsTheApp();
  link.cut();
  for (const [path, title] of [
    ["/me", "me.title"],
    ["/sync", "sync.title"],
    ["/connect", "entry.connect.title"],
    ["/new", "spaces.new.title"],
    [`/s/${house.space}/members`, "members.title"],
    [`/s/${house.space}/rules`, "rules.title"],
    [`/s/${house.space}/rules/edit`, "rules.edit.title"],
    [`/s/${house.space}/rules/read`, "rules.read.title"],
  ] as const) {
    await owner.goesTo(path);
    await expect(owner.heading(title)).toBeVisible();
    await owner.page.reload();
    await expect(owner.heading(title)).toBeVisible();
  }
});
