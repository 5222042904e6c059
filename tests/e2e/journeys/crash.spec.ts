// The browser dies in the middle of writing, twenty times: what the screen had shown as kept is never gone, nor twice.
import { Api } from "../support/api.ts";
import { Device } from "../support/device.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, SPACE } from "../support/people.ts";
import { Person } from "../support/person.ts";
import { ON_PHONE } from "../support/where.ts";

const KILLS = 20;

test("a browser that is killed twenty times loses nothing that it showed as kept", ON_PHONE, async ({ server }) => {
  test.setTimeout(300_000);
  const api = new Api(server.url);
  await api.setsUp("示例公司", LIN);
  const space = await api.founds(SPACE, LIN);
  const shown = new Set<string>();

  let device = await Device.start();
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const person = await opens(device, api, `${server.url}/s/${space}`, shown);
    // The stream draws the rows near its end; the rest is asked of the server below.
    for (const text of [...shown].slice(-5)) await expect(person.message(text)).toHaveCount(1);
    await person.composer.fill(`第 ${kill} 次，`);
    await person.button("feed.composer.send").click({ noWaitAfter: true });
    // Somewhere between the press and the answer of the server; each time a little later.
    await new Promise((later) => setTimeout(later, kill * 4));
    device = await device.crash();
  }

  const person = await opens(device, api, `${server.url}/s/${space}`, shown);
  expect(shown.size, "the kills came too early to show anything").toBeGreaterThan(0);
  for (const text of [...shown].slice(-5)) await person.seesSent(text);
  const sent = await api.texts(space);
  expect(new Set(sent).size).toBe(sent.length);
  for (const text of shown) expect(sent).toContain(text);
  await device.discard();
});

/** Opens the space and notes from now on what the stream shows. */
async function opens(device: Device, api: Api, address: string, shown: Set<string>): Promise<Person> {
  // A browser writes its cookies to disk every half a minute, and so has lost them.
  await api.lendsSession(device.context);
  const page = await device.tab();
  await page.exposeFunction("noteShown", (text: string) => shown.add(text));
  await page.addInitScript(() => {
    const note = (globalThis as unknown as { noteShown(text: string): void }).noteShown;
    new MutationObserver(() => {
      for (const row of document.querySelectorAll("[role=log] article")) {
        const [text] = /第 \d+ 次，/.exec(row.textContent ?? "") ?? [];
        if (text !== undefined) note(text);
      }
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(address);
  const person = new Person(page, "zh-Hans");
  await expect(person.composer).toBeEditable();
  return person;
}
