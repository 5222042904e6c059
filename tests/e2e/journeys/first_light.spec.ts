// From an empty server to a conversation that survives a lost network and a killed server.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, RULES, SPACE, WANG } from "../support/people.ts";
import type { Person } from "../support/person.ts";

/** Expects the paper and the button that sends to stand beside each other. */
async function expectOneLine(person: Person): Promise<void> {
  const send = await person.button("feed.composer.send").boundingBox();
  const paper = await person.composer.boundingBox();
  expect(send?.y ?? 0).toBeLessThan((paper?.y ?? 0) + (paper?.height ?? 0));
  expect(send?.x ?? 0).toBeGreaterThan((paper?.x ?? 0) + (paper?.width ?? 0) - 1);
}

test("two people set up, agree on rules and talk through a lost network and a killed server", async ({
  server,
  link,
  someone,
}) => {
  const owner = await someone();
  await owner.setsUp(link.url, "示例公司", LIN);
  await expectAccessible(owner.page, "home");
  const space = await owner.createsSpace(SPACE);
  await owner.writesRules(space, RULES);
  await expectAccessible(owner.page, "rules editor");
  await owner.publishes("第一版", 1);
  await owner.goesTo(space);
  await expectOneLine(owner);
  await owner.posts("各位同事，群规已经发布。");
  await owner.seesSent("各位同事，群规已经发布。");

  const invitation = await owner.invites(space, WANG.name);
  const guest = await someone({ keeps: true });
  await guest.joins(invitation, WANG);
  await expectAccessible(guest.page, "reading the rules");
  // Those who listen hear where they are, not that a space that is on its way is missing.
  await expect(guest.page.getByText(guest.words.say("app.opened", { title: guest.words.say("spaces.missing.title") }))).toHaveCount(0);
  await guest.confirms(1);
  await expect(guest.message("各位同事，群规已经发布。")).toBeVisible();
  await guest.posts("收到，谢谢林经理。");
  await owner.goesTo(space);
  await owner.seesSent("收到，谢谢林经理。");

  await guest.keepsTheApp();
  link.cut();
  await guest.posts("地铁里写的。");
  await guest.seesWaiting("地铁里写的。");
  await guest.page.reload();
  await guest.seesWaiting("地铁里写的。");
  link.mend();
  await guest.seesSent("地铁里写的。");
  await owner.seesSent("地铁里写的。");

  await server.kill();
  await owner.posts("服务器断电的时候写的。");
  await server.restart();
  await owner.seesSent("服务器断电的时候写的。");
  await guest.seesSent("服务器断电的时候写的。");
  for (const text of ["各位同事，群规已经发布。", "收到，谢谢林经理。", "地铁里写的。"]) await guest.seesSent(text);
});
