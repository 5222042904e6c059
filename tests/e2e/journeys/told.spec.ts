// Being told outside the page: asked after a press alone, by level and hour, once, and not while somebody looks.
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, RULES, SPACE, WANG } from "../support/people.ts";
import { looks } from "../support/tab.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

/** What the system was asked to show. */
interface Shown {
  title: string;
  body: string;
  tag: string;
}

/** In place of the system's notifications, which no test can read: whoever is asked agrees, and all is kept. */
function listens(): void {
  const shown: Shown[] = [];
  class Kept extends EventTarget {
    static permission = "default";
    static async requestPermission(): Promise<string> {
      localStorage.setItem("asked", "yes");
      return (Kept.permission = "granted");
    }
    constructor(title: string, options: { body: string; tag: string }) {
      super();
      shown.push({ title, body: options.body, tag: options.tag });
      Object.assign(window, { latest: this });
    }
    close(): void {}
  }
  if (localStorage.getItem("asked") !== null) Kept.permission = "granted";
  Object.assign(window, { Notification: Kept, shown });
}

const shownIn = (page: Page) => page.evaluate(() => (window as unknown as { shown: Shown[] }).shown);

/** Up to where the page takes its person to have been told. */
const toldUpTo = (page: Page) =>
  page.evaluate(() => {
    const kept = Object.entries(localStorage).filter(([key]) => key.startsWith("qunyue.keepsake."));
    return kept.map(([, value]) => JSON.stringify((JSON.parse(value) as { told?: unknown }).told ?? null)).join();
  });

test("a hidden tab tells once what names one, as much as one wishes, and not in quiet hours nor beside a tab in sight", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await someone();
  const { page, words } = guest;
  await page.context().addInitScript(listens);
  await guest.joins(`${link.url}/join#${await house.api.invites(house.space, WANG.name)}`, WANG);
  await guest.confirms(1);
  const owner = await house.owner();
  const calls = (text: string) => owner.posts(`@${WANG.name} ${text}`);

  // Nobody was asked yet; it is explained first.
  await calls("还没有打开提醒");
  await guest.goesTo("/me");
  await expect(page.getByText(words.say("told.what"))).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem("asked"))).toBeNull();
  await guest.button("told.on").click();
  await expect(page.getByText(words.say("told.is_on"))).toBeVisible();
  await expectAccessible(page, "being told");

  await guest.goesTo(`/s/${house.space}`);
  await expect(guest.message("还没有打开提醒")).toBeVisible();
  await expect(page).not.toHaveTitle(/^\(/);
  await looks(page, false);
  await owner.posts("今天的会议室在三楼");
  await calls("请带上合同");
  await expect.poll(() => shownIn(page)).toEqual([
    { title: SPACE.name, body: words.say("told.note.named", { name: LIN.name, text: `@${WANG.name} 请带上合同` }), tag: expect.any(String) },
  ]);
  await expect(page).toHaveTitle(/^\(1\) /);
  await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", /^blob:/);
  await page.evaluate(() => (window as unknown as { latest: EventTarget }).latest.dispatchEvent(new Event("click")));
  await expect(page).toHaveURL(/\?at=/);
  await looks(page, true);
  await guest.goesTo(`/s/${house.space}`);
  await expect(page).not.toHaveTitle(/^\(/);
  await expect(page.locator("link[rel=icon]")).not.toHaveAttribute("href", /^blob:/);

  // Everything, from now on; and nothing for an hour.
  await guest.goesTo(`/s/${house.space}/told`);
  await page.getByRole("radio", { name: words.say("told.level.all") }).check({ force: true });
  await expectAccessible(page, "how much one is told");
  await looks(page, false);
  await owner.posts("茶水间有水果");
  const ordinary = words.say("told.note.said", { name: LIN.name, text: "茶水间有水果" });
  await expect.poll(async () => (await shownIn(page)).map(({ body }) => body)).toEqual([ordinary]);
  await looks(page, true);
  await guest.goesTo("/me");
  const halfHour = await page.evaluate(() => Math.floor((new Date().getHours() * 60 + new Date().getMinutes()) / 30) * 30);
  await page.getByRole("checkbox", { name: words.say("told.quiet") }).check();
  await guest.field("told.from").selectOption(String(halfHour));
  await guest.field("told.to").selectOption(String((halfHour + 60) % 1440));
  await looks(page, false);
  const before = await toldUpTo(page);
  await calls("夜里的消息");
  await expect(page).toHaveTitle(/^\(\d+\) /);
  await expect.poll(() => toldUpTo(page)).not.toBe(before);
  await page.getByRole("checkbox", { name: words.say("told.quiet") }).uncheck();
  await owner.posts("早上好");
  const morning = words.say("told.note.said", { name: LIN.name, text: "早上好" });
  await expect.poll(async () => (await shownIn(page)).map(({ body }) => body)).toEqual([morning]);

  // Another tab is in sight: it shows by itself what comes.
  const other = await page.context().newPage();
  await other.goto(`${link.url}/s/${house.space}`);
  await expect(other.getByText("早上好")).toBeVisible();
  await calls("看得见的消息");
  await expect(other.getByText("看得见的消息")).toBeVisible();
  await looks(other, false);
  await calls("看不见的消息");
  const both = async () => [...(await shownIn(page)), ...(await shownIn(other))].map(({ body }) => body);
  await expect.poll(both).toEqual([morning, words.say("told.note.named", { name: LIN.name, text: `@${WANG.name} 看不见的消息` })]);
});

test("inside WeChat one line leads out, until it is put away", ON_PHONE, async ({ house, link, someone }) => {
  const agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0.50";
  const guest = await someone({ context: { userAgent: agent } });
  await house.api.lendsSession(guest.page.context(), link.url);
  await guest.page.goto(`${link.url}/s/${house.space}`);
  const line = guest.page.getByText(guest.words.say("told.wechat"));
  await expect(line).toBeVisible();
  await expectAccessible(guest.page, "the way out of WeChat");
  await guest.button("told.wechat.dismiss").click();
  await expect(line).toHaveCount(0);
  await guest.page.reload();
  await expect(guest.page.getByRole("banner").or(guest.stream).first()).toBeVisible();
  await expect(line).toHaveCount(0);
});
