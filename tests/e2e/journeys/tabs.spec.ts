// Several tabs of one person agree, with and without a network, whichever of them closes.
import { expect, test } from "../support/fixtures.ts";
import { Api } from "../support/api.ts";
import { WANG } from "../support/people.ts";
import { Person } from "../support/person.ts";
import { ON_PHONE } from "../support/where.ts";

test("two tabs agree without a network, and the one that stays sends for both", ON_PHONE, async ({ house, link }) => {
  const first = await house.owner();
  const second = new Person(await first.page.context().newPage(), "zh-Hans");
  await second.page.goto(first.page.url());
  await expect(second.composer).toBeEditable();

  await first.posts("第一个标签页写的");
  await second.seesSent("第一个标签页写的");

  link.cut();
  await first.posts("断网时第一页写的");
  await second.posts("断网时第二页写的");
  for (const tab of [first, second]) {
    await tab.seesWaiting("断网时第一页写的");
    await tab.seesWaiting("断网时第二页写的");
  }

  await first.page.close();
  link.mend();
  for (const text of ["断网时第一页写的", "断网时第二页写的"]) await second.seesSent(text);
  await expect.poll(() => house.api.texts(house.space)).toHaveLength(3);
});

test("without a store of the browser each tab sends what it holds, and each sees both", ON_PHONE, async ({ house }) => {
  const first = await house.owner("/me");
  const context = first.page.context();
  // As where an administrator has forbidden it: it isn't there at all.
  await context.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  await first.goesTo(`/s/${house.space}`);
  const second = new Person(await context.newPage(), "zh-Hans");
  await second.page.goto(first.page.url());

  await first.posts("第一页写在内存里的");
  await second.posts("第二页写在内存里的");
  await expect.poll(() => house.api.texts(house.space)).toHaveLength(2);
  for (const tab of [first, second]) {
    for (const text of ["第一页写在内存里的", "第二页写在内存里的"]) await tab.seesSent(text);
  }
});

test("a tab that stays open goes along when another signs out, and somebody else in", ON_PHONE, async ({ house }) => {
  await new Api(house.api.url).joins(await house.api.invites(house.space, WANG.name), WANG);
  const first = await house.owner();
  await expect(first.composer).toBeEditable();
  const second = new Person(await first.page.context().newPage(), "zh-Hans");
  await second.page.goto(new URL("/me", first.page.url()).href);
  await second.button("me.signout").click();
  await second.signsIn(WANG.name, WANG.password);
  // Leaving the page earlier would cut the request off.
  await expect(second.field("entry.account.password")).toBeHidden();
  await second.goesTo(`/s/${house.space}`);
  await second.posts("换了人写的");
  await second.seesSent("换了人写的");
  await first.seesSent("换了人写的");
  await expect(first.composer).toBeEditable();
});
