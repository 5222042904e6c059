// Joining without a mouse or a finger: Tab, Space and Enter reach everything, and focus is never lost.
import type { Locator } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { RULES, WANG } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { AT_DESK } from "../support/where.ts";

test("somebody joins, reads, stamps and posts by keyboard alone", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const token = await house.api.invites(house.space, WANG.name);
  const guest = await someone();
  await guest.page.goto(`${link.url}/join#${token}`);

  await presses(guest, guest.button("entry.join.accept"), "Enter");
  for (const [key, text] of [["dept", WANG.dept], ["post", WANG.post], ["password", WANG.password]] as const) {
    await reaches(guest, guest.field(`entry.account.${key}`));
    await guest.page.keyboard.insertText(text);
  }
  await guest.page.keyboard.press("Enter");

  const agree = guest.page.getByRole("checkbox", { name: guest.words.like("rules.read.agree", { version: 1 }) });
  await agree.waitFor();
  // At a desk they may all be in view, and so read.
  while (await guest.button("rules.read.next").isVisible()) await presses(guest, guest.button("rules.read.next"), "Enter");
  await presses(guest, agree, "Space");
  await presses(guest, guest.button("rules.read.confirm"), "Enter");
  await presses(guest, guest.control("rules.stamped.enter"), "Enter");

  await reaches(guest, guest.composer);
  await guest.page.keyboard.insertText("没有碰过鼠标");
  await guest.page.keyboard.press("Control+Enter");
  await guest.seesSent("没有碰过鼠标");
});

async function presses(person: Person, target: Locator, key: string): Promise<void> {
  await target.waitFor();
  await reaches(person, target);
  await person.page.keyboard.press(key);
}

/** Goes on by Tab until `target` has the focus. */
async function reaches(person: Person, target: Locator): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await person.page.keyboard.press("Tab");
  }
  await expect(target, "sixty tabs lead elsewhere").toBeFocused();
}
