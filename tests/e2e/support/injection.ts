// Payloads that want to run, and the watch that says whether one did.
import { expect } from "@playwright/test";
import type { BrowserContext, Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** All payloads, or `count` of them spread evenly over the file. */
export function payloads(count?: number): string[] {
  const lines = readFileSync(join(import.meta.dirname, "../data/xss/payloads.jsonl"), "utf8").trim().split("\n");
  const all = lines.map((line) => (JSON.parse(line) as { p: string }).p);
  if (count === undefined) return all;
  return all.filter((_, at) => Math.floor((at * count) / all.length) !== Math.floor(((at - 1) * count) / all.length));
}

/** What the app itself puts into a page; anything else came in with a text. */
const ELEMENTS = new Set(
  (
    "html head meta title link script body noscript main header footer nav section article aside div span p h1 h2 h3 h4 h5 h6 " +
    "a b i em strong del s code pre blockquote ul ol li hr br dl dt dd table thead tbody tr th td caption " +
    "form fieldset legend label input textarea select option button output progress meter dialog details summary menu " +
    "time small mark kbd sub sup q cite abbr ruby rt rp bdi wbr figure figcaption img svg use path g rect circle title desc symbol defs template search"
  ).split(" "),
);

const SCHEMES = ["http:", "https:", "mailto:", "tel:", "blob:"];

/** Watches a browser for anything that runs or leaves. */
export class Watch {
  readonly #found: string[] = [];

  /** Starts to watch; pages opened before are not seen. */
  static async over(context: BrowserContext, origin: string): Promise<Watch> {
    const watch = new Watch();
    context.on("dialog", (dialog) => (watch.#found.push(`a dialog says “${dialog.message()}”`), void dialog.dismiss()));
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (!["data:", "blob:"].includes(url.protocol) && url.origin !== origin) watch.#found.push(`a request leaves for ${url.href}`);
    });
    context.on("page", (page) => page.on("popup", (popup) => watch.#found.push(`a window opens at ${popup.url()}`)));
    await context.exposeFunction("reportRun", (what: string) => watch.#found.push(`${what} was called`));
    await context.addInitScript(() => {
      const report = (what: string) => void (globalThis as unknown as { reportRun(what: string): void }).reportRun(what);
      for (const name of ["alert", "confirm", "prompt", "print"]) {
        Object.defineProperty(globalThis, name, { value: () => (report(name), null) });
      }
    });
    return watch;
  }

  /** Fails with what ran, and with whatever stands in the page that no text may put there. */
  async expectNothing(page: Page, where: string): Promise<void> {
    const strange = await page.evaluate(strangers, { allowed: [...ELEMENTS], schemes: SCHEMES });
    expect([...this.#found, ...strange], where).toEqual([]);
  }
}

/** Runs in the page: elements, attributes and addresses that are not on the list. */
function strangers({ allowed, schemes }: { allowed: string[]; schemes: string[] }): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    if (!allowed.includes(name)) found.push(`<${name}>`);
    if (name === "script" && new URL((element as HTMLScriptElement).src, location.href).origin !== location.origin) {
      found.push(element.outerHTML);
    }
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith("on") || attribute.name === "srcdoc") found.push(`<${name} ${attribute.name}>`);
      if (!["href", "src", "action", "formaction", "xlink:href", "data"].includes(attribute.name)) continue;
      const url = URL.parse(attribute.value, location.href);
      if (url === null || !schemes.includes(url.protocol)) found.push(`<${name} ${attribute.name}="${attribute.value}">`);
    }
  }
  return found;
}
