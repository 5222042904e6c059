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
  await guest.field("search.kind").selectOption("people");
  await expect(guest.page.getByText(guest.words.say("search.nothing"))).toBeVisible();
  await guest.button("search.open_up").click();
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

test("announcements are found and opened, and what is left out by kind, author, channel and time counts together and stands in words", ON_PHONE, async ({ house }) => {
  await house.api.publishes(house.space, RULES);
  await house.api.announces(house.space, { title: "学习区开放", text: "钥匙在前台", schedule: [{ when: "周一", what: "打扫", who: "王老师" }] });
  await house.api.opens(house.space, "notices");
  await house.api.posts(house.space, ["学习区的钥匙找到了"]);
  const owner = await house.owner(`/s/${house.space}/search`);
  const { page, words } = owner;
  const messages = page.getByRole("list", { name: words.say("search.messages") }).getByRole("listitem");
  const notices = page.getByRole("list", { name: words.say("notices.title") }).getByRole("listitem");
  await owner.field("search.field").fill("学习区");
  await expect(notices).toHaveCount(1);
  await expect(messages).toHaveCount(1);
  await owner.field("search.field").fill("钥匙 打扫");
  await expect(notices).toHaveCount(1);
  await expect(messages).toHaveCount(0);
  await owner.field("search.field").fill("学习区");

  await owner.field("search.channel").selectOption({ label: words.say("talk.channel.general") });
  await expect(notices).toHaveCount(0);
  await expect(messages).toHaveCount(1);
  await owner.field("search.channel").selectOption({ label: words.say("talk.channel.notices") });
  await expect(notices).toHaveCount(1);
  await expect(messages).toHaveCount(0);
  await owner.field("search.time").selectOption("7");
  const only = [words.say("talk.channel.notices"), words.say("search.time.week")].join(" · ");
  await expect(page.getByText(words.say("search.only", { what: only }))).toBeVisible();
  await owner.field("search.author").selectOption({ label: LIN.name });
  await expect(notices).toHaveCount(1);
  await expectAccessible(page, "a search that leaves out");
  await owner.field("search.kind").selectOption("messages");
  await expect(notices).toHaveCount(0);
  await expect(page.getByText(words.say("search.none"))).toBeVisible();
  await owner.button("search.open_up").click();
  await expect(messages).toHaveCount(1);
  await expect(owner.field("search.channel")).toHaveValue("");
  await notices.getByRole("link").click();
  await expect(page).toHaveURL(/\/notices\//);
  await expect(page.getByRole("article", { name: "学习区开放" })).toBeVisible();
});
