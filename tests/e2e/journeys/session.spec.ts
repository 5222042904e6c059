// A session that ends midway, a sign-out with unsent work, a browser that wiped its store: nothing is lost in silence.
import { expect, test } from "../support/fixtures.ts";
import { LIN } from "../support/people.ts";

test("a session that ends while one writes loses nothing", async ({ house }) => {
  const owner = await house.owner();
  await owner.posts("会话还在");
  await owner.seesSent("会话还在");
  await house.api.ask("DELETE", "/session");
  await owner.posts("会话没了");
  await expect(owner.page.getByText(owner.words.say("sync.chip.signed_out")).first()).toBeVisible();
  await owner.control("sync.chip.signin").first().click();
  await owner.signsIn(LIN.name, LIN.password);
  await owner.goesTo(`/s/${house.space}`);
  await owner.seesSent("会话没了");
});

test("signing out with unsent work asks what to do with it", async ({ house, link }) => {
  const owner = await house.owner();
  await expect(owner.composer).toBeEditable();
  await owner.keepsTheApp();
  link.cut();
  await owner.posts("还没送出");
  await owner.seesWaiting("还没送出");
  await owner.goesTo("/me").catch(() => {});
  await owner.button("me.signout").click();
  const question = owner.page.getByRole("dialog", { name: owner.words.like("me.signout.ask", { count: 1 }) });
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: owner.words.like("me.signout.stay") }).click();
  await expect(question).toBeHidden();
  link.mend();
  await owner.goesTo(`/s/${house.space}`);
  await owner.seesSent("还没送出");
});

test("a store that the browser wiped is reported with what was lost", async ({ house, link }) => {
  const owner = await house.owner();
  await expect(owner.composer).toBeEditable();
  link.cut();
  await owner.posts("没能送出的");
  await owner.seesWaiting("没能送出的");
  const address = owner.page.url();
  await owner.page.goto("about:blank");
  const session = await owner.page.context().newCDPSession(owner.page);
  await session.send("Storage.clearDataForOrigin", { origin: link.url, storageTypes: "indexeddb" });
  link.mend();
  await owner.page.goto(address);
  await expect(owner.page.getByText(owner.words.say("sync.wiped.title"))).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("sync.wiped.body", { count: 1 }))).toBeVisible();
});
