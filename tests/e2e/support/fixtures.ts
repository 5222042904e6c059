// What a test may ask for: a server of its own, a link to it, and people with browsers of their own.
import { expect, test as base } from "@playwright/test";
import type { BrowserContextOptions, TestInfo } from "@playwright/test";
import { Api } from "./api.ts";
import { STRANGE_HOST } from "./browser.ts";
import { faultsOf } from "./faults.ts";
import { Link } from "./link.ts";
import { LIN, SPACE } from "./people.ts";
import { Person } from "./person.ts";
import { Server } from "./server.ts";
import { BROWSER_LOCALE } from "./words.ts";
import type { Language } from "./words.ts";
import { withoutWorker } from "./worker.ts";

/** How a person's browser is set up. */
export interface Habits {
  language?: Language;
  theme?: "light" | "dark";
  /** Whether it takes the service worker that keeps the app: who opens it or moves about in it without a network. */
  keeps?: boolean;
  context?: BrowserContextOptions;
}

interface Fixtures {
  /** A server that nobody has used. */
  server: Server;
  /** A network in front of it. */
  link: Link;
  /** Somebody with a browser of their own: own storage, own cookies. */
  someone: (habits?: Habits) => Promise<Person>;
  /** A server with an owner and their space, made without the screens. */
  house: House;
}

/** What most journeys begin with. */
export interface House {
  api: Api;
  /** The space's id. */
  space: string;
  /** Opens the space in a browser of its own, signed in as its owner. */
  owner: (at?: string, habits?: Habits) => Promise<Person>;
}

export const test = base.extend<Fixtures>({
  server: async ({}, use, info) => {
    const server = await Server.start({ args: ["--host", STRANGE_HOST] });
    await use(server);
    await keep(info, "server.log", server.printed);
    await server.stop();
  },
  link: async ({ server }, use) => {
    const link = await Link.open(server.port);
    await use(link);
    await link.close();
  },
  someone: async ({ browser, contextOptions, viewport, hasTouch, isMobile, deviceScaleFactor }, use, info) => {
    const shape = { viewport, hasTouch, isMobile, ...(deviceScaleFactor === undefined ? {} : { deviceScaleFactor }) };
    const people: { person: Person; faults: string[] }[] = [];
    await use(async ({ language = "zh-Hans", theme = "light", keeps = false, context = {} } = {}) => {
      const own = { ...contextOptions, ...shape, locale: BROWSER_LOCALE[language], colorScheme: theme, ...context };
      const browsing = await browser.newContext(own);
      if (!keeps) await withoutWorker(browsing);
      const page = await browsing.newPage();
      const person = new Person(page, language);
      people.push({ person, faults: faultsOf(page) });
      return person;
    });
    for (const { person: { page } } of people) {
      if (info.status !== info.expectedStatus && !page.isClosed()) {
        await info.attach("page", { body: await page.screenshot(), contentType: "image/png" });
      }
      await page.context().close();
    }
    expect(people.flatMap(({ faults }) => faults)).toEqual([]);
  },
  house: async ({ server, link, someone }, use) => {
    const api = new Api(server.url);
    await api.setsUp("示例公司", LIN);
    const space = await api.founds(SPACE, LIN);
    const owner = async (at = `/s/${space}`, habits?: Habits) => {
      const person = await someone(habits);
      await api.lendsSession(person.page.context(), link.url);
      await person.page.goto(link.url + at);
      return person;
    };
    await use({ api, space, owner });
  },
});

export { expect };

/** Keeps `text` beside a failed test. */
async function keep(info: TestInfo, name: string, text: string): Promise<void> {
  if (info.status !== info.expectedStatus) await info.attach(name, { body: text, contentType: "text/plain" });
}
