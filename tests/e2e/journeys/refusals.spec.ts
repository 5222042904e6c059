// Bad input everywhere: each gets a plain answer in the person's language, and nothing typed is lost.
import { Api } from "../support/api.ts";
import { expect, test } from "../support/fixtures.ts";
import { AYGUL, LIN, RULES, WANG } from "../support/people.ts";
import { create, timedId } from "../support/records.ts";
import { ON_PHONE } from "../support/where.ts";

test("a broken invitation says what to do", ON_PHONE, async ({ house, link, someone }) => {
  void house;
  const guest = await someone();
  await guest.page.goto(`${link.url}/join#this-is-no-invitation`);
  await expect(guest.page.getByText(guest.words.say("trouble.code.link_unknown"), { exact: false })).toBeVisible();
});

test("a second use of an invitation is refused, and the owner sees it", ON_PHONE, async ({ house, link, someone }) => {
  const token = await house.api.invites(house.space, WANG.name);
  const first = await someone();
  await first.joins(`${link.url}/join#${token}`, WANG);
  await first.enters();

  const second = await someone();
  await second.page.goto(`${link.url}/join#${token}`);
  await expect(second.page.getByText(second.words.say("trouble.code.link_used"), { exact: false })).toBeVisible();

  const owner = await house.owner(`/s/${house.space}/members`);
  await expect(owner.page.getByText(owner.words.like("members.audit.used_again", { name: WANG.name }))).toBeVisible();
});

test("a wrong password after ten others is turned away, and the right one is not forgotten", ON_PHONE, async ({ house, link, someone }) => {
  void house;
  const guest = await someone();
  await guest.page.goto(`${link.url}/signin`);
  await guest.field("entry.account.login").fill(LIN.name);
  for (let tries = 1; tries <= 11; tries += 1) {
    await guest.field("entry.account.password").fill(`猜第 ${tries} 次的密码`);
    const answered = guest.page.waitForResponse((answer) => answer.url().endsWith("/session") && answer.request().method() === "POST");
    await guest.button("entry.signin.submit").click();
    expect((await answered).status()).toBe(tries <= 10 ? 401 : 429);
  }
  await expect(guest.page.getByText(guest.words.say("trouble.code.too_many_tries")).first()).toBeVisible();
  await expect(guest.field("entry.account.login")).toHaveValue(LIN.name);
});

test("a message that is too long stays in the composer and says by how much", ON_PHONE, async ({ house }) => {
  const owner = await house.owner();
  const long = "长".repeat(8_001);
  await owner.composer.fill(long);
  await expect(owner.page.getByText(owner.words.say("feed.composer.long", { count: 1 }))).toBeVisible();
  await owner.button("feed.composer.send").click({ force: true });
  await expect(owner.composer).toHaveValue(long);
  await owner.page.waitForTimeout(1_000);
  await owner.page.reload();
  await expect(owner.composer).toHaveValue(long);
});

test("a record of an unknown kind disturbs nobody", ON_PHONE, async ({ house }) => {
  await house.api.tries([create(house.space, "all", "poll", timedId(), { question: "哪一天？", options: ["周一", "周二"] })]);
  const owner = await house.owner();
  await owner.posts("还能说话");
  await owner.seesSent("还能说话");
});

test("a network that answers with its own page is told apart from the server", ON_PHONE, async ({ house }) => {
  const owner = await house.owner();
  await owner.posts("之前");
  await owner.seesSent("之前");
  const portal = "<!doctype html><title>Wi-Fi</title><p>请先登录本网络</p>";
  await owner.page.context().route("**/api/v1/**", (route) => route.fulfill({ status: 200, contentType: "text/html", body: portal }));
  await owner.posts("登录网络之前写的");
  await owner.seesWaiting("登录网络之前写的");
  await owner.page.context().unrouteAll();
  await owner.seesSent("登录网络之前写的");
});

test("a clock ten years ahead is shown and breaks nothing", ON_PHONE, async ({ house, link, someone }) => {
  const token = await house.api.invites(house.space, AYGUL.name);
  const guest = await someone();
  await guest.page.clock.install({ time: Date.now() + 10 * 365 * 86_400_000 });
  await guest.joins(`${link.url}/join#${token}`, AYGUL);
  await guest.enters();
  await guest.posts("我的钟快了十年");
  await guest.seesSent("我的钟快了十年");
  await guest.page.context().setOffline(true);
  await guest.posts("断网时写的");
  await guest.page.context().setOffline(false);
  await guest.seesSent("断网时写的");
  await expect(guest.page.locator(".line[data-kind=day]")).toHaveCount(1);
  await guest.goesTo("/me");
  await expect(guest.page.getByText(guest.words.like("me.clock.off"))).toBeVisible();
});

test("a full device refuses before it says saved, and keeps what was typed", ON_PHONE, async ({ house }) => {
  const owner = await house.owner();
  await expect(owner.composer).toBeEditable();
  await owner.page.evaluate(() => {
    const full = () => {
      throw new DOMException("the disk is full", "QuotaExceededError");
    };
    Object.assign(IDBObjectStore.prototype, { put: full, add: full });
  });
  await owner.composer.fill("写不下了");
  await owner.button("feed.composer.send").click();
  await expect(owner.page.getByText(owner.words.say("trouble.full.title")).first()).toBeVisible();
  await expect(owner.composer).toHaveValue("写不下了");
  await expect(owner.message("写不下了")).toHaveCount(0);
});

test("the server refuses a post without the confirmation, whatever the screen offers", ON_PHONE, async ({ house }) => {
  await house.api.publishes(house.space, RULES);
  const token = await house.api.invites(house.space, WANG.name);
  const guest = new Api(house.api.url);
  await guest.joins(token, WANG);
  const [answer] = await guest.tries([create(house.space, "all", "message", timedId(), { text: "抢先说", sent_at: Date.now() })]);
  expect(answer?.problem?.code).toContain("rules-not-confirmed");
});
