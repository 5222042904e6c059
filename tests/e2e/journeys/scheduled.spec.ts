// Posts that go at a time: by whichever device is online then, once; judged when they go.
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { RULES, WANG } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { AT_DESK } from "../support/where.ts";

/** In some seconds, as the field takes it: people write minutes, and it keeps seconds. */
const soon = (page: Page) =>
  page.evaluate(() => {
    const due = new Date(Date.now() + 8_000);
    const two = (number: number) => String(number).padStart(2, "0");
    const day = [due.getFullYear(), two(due.getMonth() + 1), two(due.getDate())].join("-");
    return `${day}T${[due.getHours(), due.getMinutes(), due.getSeconds()].map(two).join(":")}`;
  });

const list = (person: Person) => person.page.getByRole("list", { name: person.words.say("scheduled.list") });

test("what is written for later goes once when it is due, by whichever device is there; it can be changed, called off and sent now", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await someone();
  const { page, words } = guest;
  await guest.joins(`${link.url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  await guest.confirms(1);
  const posts = async (text: string) => (await house.api.texts(house.space)).filter((known) => known === text).length;

  // What stands in the composer goes along.
  await guest.composer.fill("明天八点集合");
  await guest.link("scheduled.title").click();
  await expect(guest.field("scheduled.text")).toHaveValue("明天八点集合");
  await expect(page.getByText(words.say("scheduled.how"))).toBeVisible();
  await guest.field("scheduled.when").fill("2020-01-01T09:00");
  await guest.button("scheduled.go").click();
  await expect(page.getByText(words.say("trouble.code.wrong_time"))).toBeVisible();
  await guest.field("scheduled.when").fill("");
  await guest.button("scheduled.go").click();
  await expect(page.getByText(words.say("trouble.code.wrong_time"))).toBeVisible();
  const tomorrow = await page.evaluate(() => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
  await guest.field("scheduled.when").fill(`${tomorrow}T08:00`);
  await guest.button("scheduled.go").click();
  await expect(list(guest)).toContainText("明天八点集合");
  await expect(guest.field("scheduled.text")).toHaveValue("");
  await expectAccessible(page, "what waits for its time");

  await guest.button("scheduled.change.of", { text: "明天八点集合" }).click();
  await guest.field("scheduled.text").fill("明天九点集合");
  // What is typed outlives a reload and leaving the page, and is still the change of that post.
  await page.reload();
  await expect(guest.field("scheduled.text")).toHaveValue("明天九点集合");
  await guest.goesTo(`/s/${house.space}`);
  await guest.link("scheduled.title").click();
  await expect(guest.field("scheduled.when")).toHaveValue(`${tomorrow}T08:00`);
  await guest.button("scheduled.change.go").click();
  await expect(list(guest)).toContainText("明天九点集合");
  await guest.button("scheduled.send.of", { text: "明天九点集合" }).click();
  await expect(list(guest)).toHaveCount(0);
  await expect.poll(() => posts("明天九点集合")).toBe(1);

  await guest.field("scheduled.text").fill("不发了");
  await guest.button("scheduled.go").click();
  await guest.button("scheduled.cancel.of", { text: "不发了" }).click();
  await expect(list(guest)).toHaveCount(0);

  // Two devices of one person are there when it is due.
  const second = await someone();
  await second.page.goto(`${link.url}/signin`);
  await second.signsIn(WANG.name, WANG.password);
  await second.goesTo(`/s/${house.space}`);
  await expect(second.composer).toBeVisible();
  await guest.field("scheduled.text").fill("到点就发");
  await guest.field("scheduled.when").fill(await soon(page));
  await guest.button("scheduled.go").click();
  await expect(list(guest)).toContainText("到点就发");
  await expect.poll(() => posts("到点就发"), { timeout: 30_000 }).toBe(1);
  await expect(list(guest)).toHaveCount(0);
  await expect(second.message("到点就发")).toHaveCount(1);

  // The hour in which it goes decides: by then another version of the rules binds.
  await guest.field("scheduled.text").fill("规则变了");
  await guest.field("scheduled.when").fill(await soon(page));
  await guest.button("scheduled.go").click();
  await expect(list(guest)).toContainText("规则变了");
  await house.api.publishes(house.space, RULES, 2);
  await expect(list(guest)).toContainText(words.say("scheduled.refused"), { timeout: 30_000 });
  await expect(list(guest)).toContainText(words.say("trouble.code.rules_not_confirmed"));
  await expectAccessible(page, "what was not let in");
  await guest.goesTo("/sync");
  await guest.link("scheduled.not_let_in", { count: 1 }).click();
  await expect(list(guest)).toContainText("规则变了");
  expect(await posts("规则变了")).toBe(0);
  expect(await posts("不发了")).toBe(0);
  await second.page.close();
});
