// A second device: the first shows a link, the second signs in by it without a password, and the first ends it.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, SPACE } from "../support/people.ts";
import { ON_PHONE } from "../support/where.ts";

test("a device signs in by a link that another shows, once, and is signed out from there", ON_PHONE, async ({ house, someone }) => {
  const owner = await house.owner("/me");
  await owner.button("me.another.open").click();
  const address = owner.field("me.another.link");
  await expect(address).toHaveValue(/\/pass#.+/);
  const shown = await address.inputValue();
  await expectAccessible(owner.page, "the code for another device");

  const phone = await someone();
  await phone.page.goto(shown);
  await expect(phone.page.getByText(phone.words.like("entry.pass.whose.one", { name: LIN.name }))).toBeVisible();
  expect(phone.page.url()).not.toContain("#");
  await expectAccessible(phone.page, "as whom a link signs in");
  await phone.field("entry.pass.device").fill("旧手机");
  await phone.button("entry.pass.submit").click();
  await expect(phone.page.getByRole("main").getByText(SPACE.name)).toBeVisible();

  await expect(owner.page.getByText(owner.words.say("me.another.done", { device: "旧手机" }))).toBeVisible();
  const late = await someone();
  await late.page.goto(shown);
  await expect(late.page.getByText(late.words.say("entry.pass.dead"))).toBeVisible();
  await expect(late.control("entry.link.on")).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("me.another.twice"))).toBeVisible();

  await owner.page.getByRole("dialog").getByRole("button", { name: owner.words.say("me.devices.revoke", { device: "旧手机" }) }).click();
  await expect(phone.heading("entry.locked.title")).toBeVisible({ timeout: 15_000 });
});
