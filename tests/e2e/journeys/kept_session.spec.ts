// A backend that gives a token instead of a cookie: who signed in still is after a reload, by a secret that
// nobody can read from the device; signing out wipes it.
import type { Page } from "@playwright/test";
import { Backend } from "../support/backend.ts";
import { STRANGE_HOST } from "../support/browser.ts";
import { expect, test } from "../support/fixtures.ts";
import { LIN, SPACE } from "../support/people.ts";
import type { Person } from "../support/person.ts";
import { Server } from "../support/server.ts";
import { AT_DESK, ON_PHONE } from "../support/where.ts";

const STORE = "pocketbase";

test("who signed in on PocketBase still is after a reload, and no longer once they signed out", ON_PHONE, async ({ someone }) => {
  test.setTimeout(120_000);
  const backend = await Backend.start(STORE);
  if (typeof backend === "string") {
    test.skip(true, backend);
    return;
  }
  const url = `http://localhost:${backend.port}`;
  const app = await Server.start({ args: ["--connect-src", url] });
  const owner = await someone();
  await connects(owner, app.url, url);
  await expect(owner.page.getByText(owner.words.say("entry.connect.weak.anew"))).toHaveCount(0);
  await owner.setsUp(`${app.url}/setup`, "示例公司", LIN);
  const space = await owner.createsSpace(SPACE);

  // What is sent after the reload proves that the session holds.
  await owner.goesTo(`${space}/rules/edit`);
  await owner.addsRules(["群内只谈工作。"]);
  await owner.publishes("第一版", 1);
  await owner.goesTo(space);
  await owner.posts("重新打开之后写的");
  await owner.seesSent("重新打开之后写的");
  await expect(owner.link("sync.chip.signin")).toHaveCount(0);

  const kept = await inspect(owner.page);
  expect(kept.extractable).toEqual([false]);
  expect(kept.readable).not.toMatch(/eyJ[\w-]{10}/);
  expect(kept.readable).not.toContain(LIN.password);

  // Another tab finds the same session, and loses it with the first.
  const tab = await owner.page.context().newPage();
  await tab.goto(new URL(space, owner.page.url()).href);
  await expect(tab.getByRole("article").filter({ hasText: "重新打开之后写的" })).toBeVisible();
  await owner.goesTo("/me");
  await owner.button("me.signout").click();
  await expect(owner.field("entry.account.password")).toBeVisible({ timeout: 20_000 });
  expect((await inspect(owner.page)).extractable).toEqual([]);
  await expect(tab.getByRole("article")).toHaveCount(0);
  await expect(tab.getByLabel(owner.words.say("entry.account.password"), { exact: true })).toBeVisible();
  await owner.page.reload();
  await expect(owner.field("entry.account.password")).toBeVisible();
  await owner.goesTo(space);
  await expect(owner.field("entry.account.password")).toBeVisible();

  await app.stop();
  await backend.stop();
});

test("without HTTPS the connect screen says that opening anew asks again, and it does", AT_DESK, async ({ someone }) => {
  test.setTimeout(120_000);
  const backend = await Backend.start(STORE);
  if (typeof backend === "string") {
    test.skip(true, backend);
    return;
  }
  const url = `http://localhost:${backend.port}`;
  const app = await Server.start({ args: ["--connect-src", url, "--host", STRANGE_HOST] });
  const owner = await someone();
  await connects(owner, app.at(STRANGE_HOST), url);
  await expect(owner.page.getByText(owner.words.say("entry.connect.weak.anew"))).toBeVisible();
  await owner.setsUp(`${app.at(STRANGE_HOST)}/setup`, "示例公司", LIN);
  expect((await inspect(owner.page)).extractable).toEqual([]);
  const space = await owner.createsSpace(SPACE);
  await expect(owner.page.getByText("待同步")).toHaveCount(0);
  await owner.goesTo(space);
  await owner.link("sync.chip.signin").first().click();
  await owner.signsIn(LIN.name, LIN.password);

  // The page stays as it is drawn: what is being written goes on, also once the group was fetched anew and two lists came.
  await owner.composer.fill("写到一半");
  await owner.composer.evaluate((field) => {
    for (let at: Element | null = field; at !== null; at = at.parentElement) at.setAttribute("data-drawn", "once");
  });
  await owner.page.waitForTimeout(6_000);
  await expect(owner.composer).toHaveValue("写到一半");
  await expect(owner.composer).toHaveAttribute("data-drawn", "once");
  await expect(owner.link("sync.chip.signin")).toHaveCount(0);
  await app.stop();
  await backend.stop();
});

async function connects(person: Person, app: string, url: string): Promise<void> {
  await person.page.goto(`${app}/connect`);
  await person.page.getByRole("radio", { name: person.words.say(`entry.connect.${STORE}`) }).check();
  await person.field("entry.connect.url").fill(url);
  await person.button("entry.connect.use").click();
  await expect(person.page.getByText(person.words.say("entry.connect.weak.polled"))).toBeVisible();
}

/** Everything that a script of the page can read as text, and whether it could take the vaults' keys along. */
function inspect(page: Page): Promise<{ readable: string; extractable: boolean[] }> {
  return page.evaluate(async () => {
    const readable = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    const extractable: boolean[] = [];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((opened, failed) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => opened(request.result);
        request.onerror = () => failed(request.error);
      });
      for (const store of database.objectStoreNames) {
        const values = await new Promise<unknown[]>((found, failed) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => found(request.result);
          request.onerror = () => failed(request.error);
        });
        for (const value of values) {
          const bytes = value instanceof Uint8Array ? value : undefined;
          readable.push(bytes === undefined ? JSON.stringify(value) : new TextDecoder().decode(bytes));
          const { key, sealed } = Object(value) as { key?: unknown; sealed?: Uint8Array };
          if (typeof CryptoKey === "function" && key instanceof CryptoKey) extractable.push(key.extractable);
          if (sealed !== undefined) readable.push(new TextDecoder().decode(sealed));
        }
      }
      database.close();
    }
    return { readable: readable.join("\n"), extractable };
  });
}
