// Announcements that talk can't drown, names that call somebody, and what happened while one was away.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import type { House } from "../support/fixtures.ts";
import { AYGUL, LIN, RULES, SPACE, WANG } from "../support/people.ts";
import type { Account, Person } from "../support/person.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };
const TITLE = "周五下午停电";

type Someone = (habits?: object) => Promise<Person>;

/** Somebody on a phone who has confirmed the rules. */
async function joins(house: House, url: string, someone: Someone, who: Account): Promise<Person> {
  const guest = await someone(PHONE);
  await guest.joins(`${url}/join#${await house.api.invites(house.space, who.name)}`, who);
  await guest.confirms(1);
  return guest;
}

/** The rail of what is important. */
function rail(person: Person) {
  return person.page.getByRole("region", { name: person.words.say("notices.rail") });
}

/** Fills in an announcement and publishes it. */
async function announces(person: Person, space: string, importance: string, title: string, confirm = false): Promise<void> {
  await person.goesTo(`/s/${space}/notices`);
  await person.link("notices.new").click();
  await person.page.getByRole("radio", { name: person.words.say(`notices.importance.${importance}`) }).check({ force: true });
  await person.field("notices.form.heading").fill(title);
  if (confirm) await person.page.getByRole("checkbox", { name: person.words.say("notices.form.confirm") }).check();
  await person.button("notices.form.go").click();
}

test("an announcement stays above two hundred messages until each has confirmed it; the owner sees who has not and reminds them", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  const other = await joins(house, link.url, someone, AYGUL);
  const owner = await house.owner(`/s/${house.space}/notices`);
  await announces(owner, house.space, "important", TITLE, true);
  const roll = owner.page.getByRole("region", { name: owner.words.say("notices.roll") });
  await expect(roll).toContainText(owner.words.say("notices.counted", { confirmed: 0, all: 2 }));
  await expectAccessible(owner.page, "who has confirmed");

  await expect(rail(guest)).toContainText(TITLE);
  await expect(guest.page).toHaveTitle(/^\(1\) /);
  await house.api.posts(house.space, Array.from({ length: 200 }, (_, at) => `闲聊 ${at}`));
  await expect(guest.message("闲聊 199")).toBeVisible();
  await expect(rail(guest)).toContainText(TITLE);
  await expectAccessible(guest.page, "the rail");
  await rail(guest).getByRole("link", { name: new RegExp(TITLE) }).click();
  await expect(guest.page.getByRole("article", { name: TITLE })).toBeVisible();
  await guest.goesTo(`/s/${house.space}`);
  await expect(rail(guest)).toContainText(TITLE);
  await rail(guest).getByRole("button", { name: guest.words.say("notices.confirm") }).click();
  await expect(rail(guest)).toHaveCount(0);
  await expect(guest.page).not.toHaveTitle(/^\(/);

  await expect(roll).toContainText(owner.words.say("notices.counted", { confirmed: 1, all: 2 }));
  await expect(roll.getByRole("list", { name: owner.words.say("notices.roll.missing") })).toContainText(AYGUL.name);
  await expect(roll.getByRole("list", { name: owner.words.say("notices.roll.confirmed") })).toContainText(WANG.name);
  const reminder = other.words.say("notices.reminded", { when: "" }).trim();
  await expect(rail(other)).not.toContainText(reminder);
  await owner.button("notices.remind").click();
  await expect(owner.page.getByText(owner.words.say("notices.remind.done"))).toBeVisible();
  await expect(rail(other)).toContainText(reminder);
  await expect(owner.page.getByText(owner.words.like("notices.remind.again"))).toBeVisible();
});

test("a confirmation that is made offline counts at once and reaches the roll later", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  const notice = await house.api.announces(house.space, { confirm: true });
  await expect(rail(guest)).toContainText(TITLE);
  link.cut();
  await rail(guest).getByRole("button", { name: guest.words.say("notices.confirm") }).click();
  await expect(rail(guest)).toHaveCount(0);
  const card = guest.page.getByRole("article", { name: TITLE });
  await expect(card).toContainText(guest.words.say("notices.confirmed.waiting"));
  link.mend();
  await expect(card).not.toContainText(guest.words.say("notices.confirmed.waiting"), { timeout: 30_000 });
  const owner = await house.owner(`/s/${house.space}/notices/${notice}`);
  const roll = owner.page.getByRole("region", { name: owner.words.say("notices.roll") });
  await expect(roll).toContainText(owner.words.say("notices.counted", { confirmed: 1, all: 1 }));
});

test("a fourth urgent announcement is refused with the reason, and what is called back is gone for everybody", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  for (const title of ["甲", "乙", "丙"]) await house.api.announces(house.space, { importance: "urgent", title });
  const owner = await house.owner(`/s/${house.space}/notices`);
  await announces(owner, house.space, "urgent", "丁");
  await expect(owner.page.getByText(owner.words.say("trouble.code.urgent_spent"))).toBeVisible();
  await expectAccessible(owner.page, "announcing");
  await owner.page.getByRole("radio", { name: owner.words.say("notices.importance.important") }).check({ force: true });
  await owner.button("notices.form.go").click();
  await expect(owner.page.getByRole("article", { name: "丁" })).toBeVisible();

  await expect(rail(guest)).toContainText("甲");
  await expect(rail(guest)).toContainText(guest.words.say("notices.rail.more", { count: 3 }));
  await rail(guest).getByRole("button", { name: guest.words.say("notices.note") }).click();
  await expect(rail(guest)).toContainText("乙");
  // From one announcement right to another, as a notification leads.
  await rail(guest).getByRole("link", { name: "乙" }).click();
  await expect(guest.page.getByRole("article", { name: "乙" })).toBeVisible();
  const another = new URL(owner.page.url()).pathname;
  await guest.page.evaluate((to) => (history.pushState(null, "", to), dispatchEvent(new PopStateEvent("popstate"))), another);
  await expect(guest.page.getByRole("article", { name: "丁" })).toBeVisible();
  await owner.button("notices.withdraw").click();
  await owner.field("notices.withdraw.reason").fill("日期错了");
  await owner.inDialog("notices.withdraw");
  await expect(owner.page.getByText(owner.words.say("notices.withdrawn", { name: LIN.name }))).toBeVisible();
  await guest.goesTo(`/s/${house.space}/notices`);
  await expect(guest.page.getByText(guest.words.say("notices.withdrawn", { name: LIN.name }))).toBeVisible();
  await expect(guest.page.getByText("丁", { exact: true })).toHaveCount(0);
  await expectAccessible(guest.page, "all announcements");
});

test("a schedule is written line by line, outlives a reload, is read as a table on a narrow phone, and goes and comes back with the words", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  const owner = await house.owner(`/s/${house.space}/notices/new`);
  const { page, words } = owner;
  const line = (no: number) => page.getByRole("group", { name: words.say("notices.form.schedule.line", { no }) });
  const part = (no: number, name: string) => line(no).getByLabel(words.say(`notices.schedule.${name}`));
  await owner.field("notices.form.heading").fill("开班安排");
  await owner.button("notices.form.schedule.add").click();
  await part(1, "when").fill("周一 9:00");
  await part(1, "who").fill("王老师");
  await owner.button("notices.form.schedule.more").click();
  await part(2, "when").fill("不要了");
  await owner.button("notices.form.schedule.more").click();
  await part(3, "when").fill("周二下午");
  await part(3, "what").fill("考试");
  await owner.button("notices.form.schedule.drop", { no: 2 }).click();
  await expect(part(2, "when")).toHaveValue("周二下午");
  await owner.button("notices.form.go").click();
  await expect(line(1)).toContainText(words.say("trouble.code.empty"));
  await expectAccessible(page, "writing a schedule");
  await part(1, "what").fill("开班");

  // Until an hour of a day: neither past nor beyond a year.
  await owner.field("notices.form.until").selectOption(words.say("notices.form.until.moment"));
  for (const [moment, said] of [["2020-01-01T09:00", "past"], ["2099-01-01T09:00", "far"], ["", "none"]] as const) {
    await owner.field("notices.form.moment").fill(moment);
    await owner.button("notices.form.go").click();
    await expect(page.getByText(words.say(`notices.form.moment.${said}`))).toBeVisible();
  }
  const day = await page.evaluate(() => new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
  await owner.field("notices.form.moment").fill(`${day}T17:30`);

  // What is typed outlives a reload, and leaving the page.
  await page.reload();
  await expect(part(1, "what")).toHaveValue("开班");
  await owner.goesTo(`/s/${house.space}`);
  await owner.goesTo(`/s/${house.space}/notices/new`);
  await expect(owner.field("notices.form.moment")).toHaveValue(`${day}T17:30`);
  await expect(owner.field("notices.form.heading")).toHaveValue("开班安排");
  await owner.button("notices.form.go").click();
  const card = page.getByRole("article", { name: "开班安排" });
  await expect(card).toContainText("17:30");
  await owner.goesTo(`/s/${house.space}/notices/new`);
  await expect(owner.field("notices.form.heading")).toHaveValue("");
  await expect(line(1)).toHaveCount(0);

  await guest.page.setViewportSize({ width: 320, height: 640 });
  const table = guest.page.getByRole("article", { name: "开班安排" }).getByRole("table", { name: guest.words.say("notices.schedule") });
  await expect(table.getByRole("rowheader")).toHaveText(["周一 9:00", "周二下午"]);
  await expect(table.getByRole("row").nth(1).getByRole("cell")).toHaveText(["开班", "王老师"]);
  await expectAccessible(guest.page, "a schedule on a narrow phone");

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await owner.goesTo(`/s/${house.space}/notices`);
  await page.getByRole("article", { name: "开班安排" }).getByRole("link").click();
  await owner.button("notices.copy").click();
  await expect(page.getByText(words.say("notices.copied"))).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/开班安排.*\n.*17:30.*\nhttp.*\/notices\//);
  expect(copied).not.toContain("王老师");

  // What was wrong is called back, and its words lie ready to be corrected.
  await owner.button("notices.withdraw").click();
  await owner.inDialog("notices.withdraw");
  await expect(table).toHaveCount(0);
  await page.reload();
  await owner.link("notices.again").click();
  await expect(owner.field("notices.form.heading")).toHaveValue("开班安排");
  await expect(owner.field("notices.form.moment")).toHaveValue(`${day}T17:30`);
  await part(2, "when").fill("周三下午");
  await owner.button("notices.form.go").click();
  await expect(guest.page.getByRole("article", { name: "开班安排" }).getByRole("rowheader")).toHaveText(["周一 9:00", "周三下午"]);
});

test("somebody is named by the initials of the name, is told apart from all the rest, and finds it when they come back", ON_PHONE, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  await house.api.posts(house.space, ["先走了"]);
  await expect(guest.message("先走了")).toBeVisible();
  await guest.page.waitForTimeout(1_500);
  await guest.goesTo("/");

  const owner = await house.owner();
  await expect(owner.message("先走了")).toBeVisible();
  await owner.composer.fill("请 @wdm");
  const names = owner.page.getByRole("listbox", { name: owner.words.say("feed.mention.list") });
  await expect(names.getByRole("option")).toHaveText([new RegExp(WANG.name)]);
  await expectAccessible(owner.page, "naming somebody");
  await owner.composer.press("Enter");
  await expect(owner.composer).toHaveValue(`请 @${WANG.name} `);
  await expect(names).toHaveCount(0);
  await owner.composer.pressSequentially("看一下报价");
  await owner.button("feed.composer.send").click();
  await owner.seesSent("看一下报价");
  await house.api.announces(house.space, { importance: "normal", title: "食堂换菜单" });
  await house.api.announces(house.space, { importance: "important", title: "今晚交作业", expires_at: Date.now() + 3_600_000 });
  await house.api.announces(house.space, { importance: "normal", title: "马上截止", expires_at: Date.now() + 1_000 });
  await house.api.measures(house.space, WANG.name, { kind: "warned", rule: 1, version: 1, reason: "迟到" });
  await house.api.posts(house.space, Array.from({ length: 30 }, (_, at) => `路过 ${at}`));

  const card = guest.page.getByRole("listitem").filter({ hasText: SPACE.name });
  await expect(card).toContainText(guest.words.say("spaces.home.to_me", { count: 1 }));
  await expect(guest.page).toHaveTitle(/^\(2\) /);
  // What ends at once is over when they come back.
  await guest.page.waitForTimeout(1_500);
  await guest.goesTo(`/s/${house.space}`);
  const away = guest.page.getByRole("region", { name: guest.words.say("notices.away") });
  await expect(away).toContainText(guest.words.say("notices.away.to_me", { count: 1 }));
  await expect(away).toContainText(guest.words.say("notices.away.announced", { count: 2 }));
  await expect(away).toContainText(guest.words.say("notices.away.ending", { count: 1 }));
  await expect(away).toContainText(guest.words.say("notices.away.ended", { count: 1 }));
  await expect(away).toContainText(guest.words.say("notices.away.measured", { count: 1 }));
  await expect(away.getByText(guest.words.say("notices.away"), { exact: true })).toBeInViewport({ ratio: 1 });
  await expect(away.getByRole("button", { name: guest.words.say("notices.away.close") })).toBeInViewport({ ratio: 1 });
  await expectAccessible(guest.page, "while I was away");
  await away.getByRole("button", { name: guest.words.say("notices.away.first") }).click();
  await expect(guest.message("看一下报价")).toBeInViewport();
  await expect(guest.message("看一下报价")).toContainText(guest.words.say("feed.row.to_me"));
  await away.getByRole("button", { name: guest.words.say("notices.away.close") }).click();
  await expect(away).toHaveCount(0);
});

test("two hundred unread messages: the list of spaces says how many, and one press leads to the first", ON_PHONE, async ({ house, link, someone }) => {
  const MANY = 200;
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  await guest.posts("散会");
  await guest.seesSent("散会");
  await guest.page.waitForTimeout(1_500);
  await guest.goesTo("/");
  await house.api.posts(house.space, Array.from({ length: MANY }, (_, at) => `第 ${at + 1} 句。`));

  const card = guest.page.getByRole("listitem").filter({ hasText: SPACE.name });
  await expect(card).toContainText(guest.words.say("spaces.home.said", { count: MANY }));
  await guest.goesTo(`/s/${house.space}`);
  await expect(guest.message("第 200 句。")).toBeInViewport();
  const way = guest.button("feed.unread.jump", { count: MANY });
  await expectAccessible(guest.page, "much unread");
  await way.click();
  await expect(guest.message("第 1 句。")).toBeInViewport();
  await expect(guest.page.getByText(guest.words.say("feed.unread", { count: MANY }))).toBeInViewport();
  await expect(way).toHaveCount(0);
  await guest.button("feed.newest").click();
  await expect(guest.message("第 200 句。")).toBeInViewport();
  await expect(way).toHaveCount(0);
});

test("only who may announce calls everybody", AT_DESK, async ({ house, link, someone }) => {
  await house.api.publishes(house.space, RULES);
  const guest = await joins(house, link.url, someone, WANG);
  await guest.composer.fill("@所有人 团建吗");
  await expect(guest.page.getByText(guest.words.say("feed.mention.vain"))).toBeVisible();
  const owner = await house.owner();
  await owner.composer.fill("@所");
  await expect(owner.page.getByRole("option").filter({ hasText: owner.words.say("feed.mention.all.hint") })).toBeVisible();
  // Who types fast is at the next character before a frame was drawn.
  await owner.composer.evaluate((area) => {
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    document.execCommand("insertText", false, "三点");
  });
  await owner.composer.pressSequentially("开会");
  await owner.button("feed.composer.send").click();
  await expect(guest.message("@所有人 三点开会")).toContainText(guest.words.say("feed.row.to_me"));
});
