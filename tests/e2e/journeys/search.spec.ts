// Looking for words on the device: messages however they are written, rules, people; and going to the place.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, RULES, WANG } from "../support/people.ts";
import { ON_PHONE } from "../support/where.ts";

test("words are found in messages, rules and people, also without a network, and lead to their place", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const far = "型號ＤＸ－３ 的資料放在**學習區**了。";
  await house.api.posts(house.space, [far, ...Array.from({ length: 700 }, (_, at) => `第 ${at + 1} 条闲话`)]);
  const guest = await someone();
  await guest.joins(`${link.url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  await guest.confirms(1);
  await guest.posts("学习区的目录我来整理。");
  await expect(guest.message("学习区的目录我来整理。")).toBeInViewport();

  await guest.link("search.title").first().click();
  await expectAccessible(guest.page, "an empty search");
  const found = guest.page.getByRole("list", { name: guest.words.say("search.messages") });
  await guest.field("search.field").fill("学习区");
  await expect(found.getByRole("listitem")).toHaveCount(2);
  await expect(found.locator("mark").first()).toHaveText("学习区");
  await expect(guest.page.getByRole("status").filter({ hasText: guest.words.like("search.count", { count: 2 }) })).toBeVisible();
  await expectAccessible(guest.page, "what was found");

  await guest.field("search.author").selectOption({ label: LIN.name });
  await expect(found.getByRole("listitem")).toHaveCount(1);
  await guest.field("search.author").selectOption({ label: guest.words.say("search.anybody") });
  await guest.field("search.field").fill(WANG.name);
  await expect(guest.page.getByRole("list", { name: guest.words.say("search.people") })).toContainText(WANG.name);
  await guest.field("search.field").fill("两小时");
  await expect(guest.page.getByRole("list", { name: guest.words.say("search.rules") })).toContainText("两小时");
  await guest.field("search.field").fill("没有人说过的话");
  await expect(guest.page.getByText(guest.words.say("search.none"))).toBeVisible();

  link.cut();
  await guest.field("search.field").fill("dx3 学习");
  await expect(found.getByRole("listitem")).toHaveCount(1);
  await found.getByRole("link").click();
  await expect(guest.message("學習區")).toBeInViewport();
  await guest.page.goBack();
  await expect(guest.field("search.field")).toHaveValue("dx3 学习");
  await expect(found.getByRole("listitem")).toHaveCount(1);
});
