// Several tabs of one person agree, with and without a network, whichever of them closes.
import { expect, test } from "../support/fixtures.ts";
import { Person } from "../support/person.ts";

test("two tabs agree without a network, and the one that stays sends for both", async ({ house, link }) => {
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
