// A lost password: the owner hands over a link, whoever holds it sees whose it is, and it works once.
import { expect, test } from "../support/fixtures.ts";
import { SPACE, WANG } from "../support/people.ts";
import { ON_PHONE } from "../support/where.ts";

const NEW = "九月 河马 图书馆";

test("a link from the owner says for whom it sets a password, sets it, and is dead then", ON_PHONE, async ({ house, link, someone }) => {
  const guest = await someone();
  await guest.joins(`${link.url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);

  const owner = await house.owner(`/s/${house.space}/members`);
  await owner.button("members.menu", { name: WANG.name }).click();
  await owner.button("members.reset").click();
  const address = owner.field("members.invite.link");
  await expect(address).toHaveValue(/\/reset#.+/);

  const phone = await someone();
  await phone.page.goto(await address.inputValue());
  const whose = phone.page.getByText(phone.words.like("entry.reset.whose", { name: WANG.name, login: WANG.name }));
  await expect(whose).toBeVisible();
  await phone.field("entry.reset.new").fill(NEW);
  await phone.button("entry.reset.submit").click();
  await expect(phone.page.getByRole("main").getByText(SPACE.name)).toBeVisible();

  const late = await someone();
  await late.page.goto(await address.inputValue());
  await expect(late.page.getByText(late.words.say("trouble.code.link_used"), { exact: false })).toBeVisible();
  await expect(late.field("entry.reset.new")).toHaveCount(0);
});
