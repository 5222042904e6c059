// What a space is called, and what it begins with.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { SPACE } from "../support/people.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

test("a name says whose space it is and what it is about, when it is founded and when it is renamed", ON_PHONE, async ({ house }) => {
  const owner = await house.owner("/new");
  await owner.field("spaces.new.dept").fill("1");
  await owner.field("spaces.new.topic").fill("1");
  await owner.field("spaces.new.purpose").fill("试一试");
  await owner.button("spaces.new.submit").click();
  await expect(owner.page.getByText(owner.words.say("spaces.new.dept.missing"))).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("spaces.new.topic.missing"))).toBeVisible();
  // It may be taken for one that is there.
  const [dept = "", topic = ""] = SPACE.name.split("-");
  await owner.field("spaces.new.dept").fill(dept);
  await owner.field("spaces.new.topic").fill(`${topic} 2`);
  await expect(owner.page.getByText(owner.words.say("spaces.new.alike", { name: SPACE.name }))).toBeVisible();

  await owner.goesTo(`/s/${house.space}/about`);
  await expect(owner.field("spaces.new.dept")).toHaveValue(dept);
  await owner.field("spaces.new.dept").fill("");
  await owner.field("spaces.new.topic").fill("新群1");
  await owner.button("spaces.about.save").click();
  await expect(owner.page.getByText(owner.words.say("spaces.new.dept.missing"))).toBeVisible();
  await owner.field("spaces.new.dept").fill("客服部");
  await owner.button("spaces.about.save").click();
  await expect(owner.page.getByText(owner.words.say("spaces.about.former", { names: SPACE.name }))).toBeVisible();
  await expectAccessible(owner.page, "a renamed space");
  await owner.goesTo(`/s/${house.space}/members`);
  await expect(owner.page.getByText(`${SPACE.name} → 客服部-新群1`)).toBeVisible();
});

test("a training begins by what is learned", AT_DESK, async ({ house }) => {
  const owner = await house.owner("/new");
  const count = (rules: number) => owner.page.getByRole("checkbox", { name: owner.words.say("spaces.new.rules", { count: rules }) });
  await expect(count(9)).toBeVisible();
  await owner.page.getByRole("radio", { name: owner.words.say("spaces.new.template.training") }).check();
  await expect(count(14)).toBeVisible();
  await owner.page.getByRole("radio", { name: owner.words.say("spaces.new.course.skills") }).check();
  await expectAccessible(owner.page, "what is learned");
  await owner.field("spaces.new.dept").fill("客服部");
  await owner.field("spaces.new.topic").fill("话术");
  await owner.field("spaces.new.purpose").fill("把话说好");
  await owner.button("spaces.new.submit").click();

  // The draft of its rules lies ready; what the law asks is locked from the start.
  await owner.page.waitForURL(/\/rules\/edit$/);
  await expect(owner.page.getByText(owner.words.say("rules.edit.locked"))).toHaveCount(1);
  await expect(owner.field("rules.edit.text", { no: 14 })).toBeVisible();
  await owner.goesTo(new URL(owner.page.url()).pathname.replace("/rules/edit", ""));
  await expect(owner.page.getByText(owner.words.say("talk.channel.homework")).first()).toBeVisible();
  await expect(owner.page.getByText(owner.words.say("talk.channel.chat"), { exact: true })).toHaveCount(0);
});
