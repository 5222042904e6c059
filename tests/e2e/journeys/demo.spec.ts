// The demo: from a server that nobody has used to a group full of life, as one of its people and another, and away again.
import { readFile } from "node:fs/promises";
import { expectAccessible, expectNoSideways } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import type { Person } from "../support/person.ts";
import { ON_PHONE } from "../support/where.ts";

/** The line over everything. */
function bar(person: Person) {
  return person.page.locator(".demo-bar");
}

/** Opens the one group of the demo, from the list of spaces. */
async function opens(person: Person): Promise<void> {
  await person.page.getByRole("main").getByRole("link", { name: /净水器安装与客诉/ }).click();
  await expect(person.page).toHaveURL(/\/s\/[^/]+$/);
}

/** Becomes another of its people. */
async function becomes(person: Person, name: string): Promise<void> {
  await bar(person).getByRole("button", { name: person.words.say("demo.switch") }).click();
  await person.page.getByRole("button", { name: new RegExp(name) }).click();
  await expect(bar(person)).toContainText(name);
  await expect(person.page).toHaveURL(/\/$/);
}

test("an empty server shows a group full of life as one of its people and another, and is empty again after one press", ON_PHONE, async ({ server, someone }) => {
  const guest = await someone();
  await guest.page.goto(server.url);
  await guest.button("demo.enter").click();
  // A development build of the server plays the story in some seconds.
  await expect(bar(guest)).toContainText("演示", { timeout: 60_000 });
  await expect(bar(guest)).toContainText("张敏");

  await opens(guest);
  await expect(guest.message("没有确认第三版的同事")).toBeVisible();
  await expectNoSideways(guest.page, "the demo's feed");
  await expectAccessible(guest.page, "the demo's feed");

  const space = new URL(guest.page.url()).pathname;
  await guest.goesTo(`${space}/about`);
  await guest.page.getByText(guest.words.say("recorded.open")).click();
  await expectAccessible(guest.page, "what the group records");
  const file = guest.page.waitForEvent("download");
  await guest.button("recorded.take").click();
  const taken = await readFile(await (await file).path(), "utf8");
  expect(taken).toContain("不响了"); // what 张敏 said on the third day
  expect(taken).not.toContain("token_hash");
  const people = new Set((JSON.parse(taken) as { author: string; subject: string | null }[]).map(({ author, subject }) => subject ?? author));
  expect(people.size).toBe(1);

  await guest.goesTo("/");
  await becomes(guest, "何静");
  await opens(guest);
  await guest.goesTo(`${new URL(guest.page.url()).pathname}/held`);
  await expect(guest.page.getByText(/滤芯团购价/)).toBeVisible();

  await becomes(guest, "贺小满");
  await opens(guest);
  await guest.goesTo(`${new URL(guest.page.url()).pathname}/rules/read`);
  await expect(guest.page.getByText(/两人在场，拍照留底后方可通水/)).toBeVisible();

  // Nobody there has a password or devices of their own.
  await guest.goesTo("/me");
  await expect(guest.page.getByText(guest.words.say("demo.account"))).toBeVisible();
  await expect(guest.page.locator("input[type=password]")).toHaveCount(0);

  // A second browser finds no form that would lead nowhere, but the way in.
  const other = await someone();
  await other.page.goto(server.url);
  await other.button("demo.enter").click();
  await expect(bar(other)).toContainText("张敏");

  await guest.page.goto(server.url);
  await bar(guest).getByRole("button", { name: guest.words.say("demo.end") }).click();
  await expect(guest.heading("entry.setup.title")).toBeVisible();
  await expect(bar(guest)).toHaveCount(0);
  const kept = await guest.page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return [...databases.map(({ name }) => name ?? ""), ...Object.keys(localStorage)].filter((name) => name.includes("own.qunyue/"));
  });
  expect(kept).toEqual([]);
});
