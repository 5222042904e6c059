// How many taps a newcomer needs, and how long the app lets them wait: the numbers of docs/first-minutes.md.
import { expect, test } from "../support/fixtures.ts";
import { LIN, RULES, SPACE, WANG } from "../support/people.ts";
import type { Person } from "../support/person.ts";

const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };

/** What a person did: presses, and fields that they filled in. */
interface Count {
  taps: number;
  fields: number;
}

/** Counts what happens on the person's pages, by the browser's own events. */
async function counts(person: Person): Promise<Count> {
  const count: Count = { taps: 0, fields: 0 };
  await person.page.exposeFunction("counts", (what: keyof Count) => { count[what] += 1; });
  await person.page.addInitScript(() => {
    const tell = (what: string) => (window as unknown as { counts: (what: string) => void }).counts(what);
    const filled = new WeakSet<EventTarget>();
    addEventListener("click", (event) => { if (event.isTrusted && event.detail > 0) tell("taps"); }, true);
    addEventListener("input", ({ target }) => {
      const isTyped = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !["checkbox", "radio"].includes(target.type));
      if (!isTyped || filled.has(target)) return;
      filled.add(target);
      tell("fields");
    }, true);
  });
  return count;
}

/** Runs a way and prints its row of the table. */
async function walks(name: string, count: Count, way: () => Promise<void>): Promise<void> {
  const [before, began] = [{ ...count }, performance.now()];
  await way();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`| ${name} | ${count.taps - before.taps} | ${count.fields - before.fields} | ${seconds} |`);
  expect(count.taps).toBeGreaterThan(before.taps);
}

test("the first minutes of an owner and of a member, in taps", async ({ server, someone }) => {
  const owner = await someone(PHONE);
  const ofOwner = await counts(owner);
  let space = "";
  await walks("from an empty server to published rules", ofOwner, async () => {
    await owner.setsUp(server.url, "示例公司", LIN);
    space = await owner.createsSpace(SPACE);
    await owner.writesRules(space, RULES);
    await owner.publishes("", 1);
  });
  const link = await owner.invites(space, WANG.name);

  const guest = await someone(PHONE);
  const ofGuest = await counts(guest);
  await walks("from the link to the first post", ofGuest, async () => {
    await guest.joins(link, WANG);
    await guest.confirms(1);
    await guest.posts("大家好");
  });

  await owner.goesTo(`${space}/notices`);
  await owner.link("notices.new").click();
  await owner.field("notices.form.heading").fill("周五停电");
  await owner.page.getByRole("checkbox", { name: owner.words.say("notices.form.confirm") }).check();
  await owner.button("notices.form.go").click();
  const rail = guest.page.getByRole("region", { name: guest.words.say("notices.rail") });
  await expect(rail).toContainText("周五停电");
  await walks("from a notice to its confirmation", ofGuest, async () => {
    await rail.getByRole("button", { name: guest.words.say("notices.confirm") }).click();
    await expect(rail).toHaveCount(0);
  });
});
