// Several tabs of one person agree, with and without a network, whichever of them closes.
import type { Page } from "@playwright/test";
import { Api } from "../support/api.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, SPACE } from "../support/people.ts";
import { Person } from "../support/person.ts";

test("two tabs agree without a network, and the one that stays sends for both", async ({ server, link, someone }) => {
  const api = new Api(server.url);
  await api.setsUp("示例公司", LIN);
  const space = await api.founds(SPACE, LIN);
  const first = await someone();
  await api.lendsSession(first.page.context(), link.url);
  const second = new Person(await first.page.context().newPage(), "zh-Hans");
  for (const { page } of [first, second]) await opens(page, `${link.url}/s/${space}`);

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
  await second.seesSent("断网时第一页写的");
  await second.seesSent("断网时第二页写的");
  await expect.poll(async () => (await api.texts(space)).sort()).toEqual(["断网时第一页写的", "断网时第二页写的", "第一个标签页写的"].sort());
});

async function opens(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole("log").waitFor({ state: "attached" });
}
