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
    "a b i em strong del ins s code pre blockquote ul ol li hr br dl dt dd table thead tbody tr th td caption " +
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
    await context.addInitScript(standIn);
    await context.addInitScript(watchStrangers, { allowed: [...ELEMENTS], schemes: SCHEMES });
    return watch;
  }

  /** Fails with what ran, and with whatever stood in the page since it was loaded that no text may put there. */
  async expectNothing(page: Page, where: string): Promise<void> {
    const strange = await page.evaluate(() => (globalThis as unknown as Watched).strangers());
    expect([...this.#found, ...strange], where).toEqual([]);
  }
}

/** What the watch leaves in a page. */
interface Watched {
  reportRun: (what: string) => void;
  /** What came into the page and is not on the list, also if it is gone again. */
  strangers: () => string[];
}

/** Runs in each page before its own scripts: whoever calls for attention is reported instead. */
function standIn(): void {
  for (const name of ["alert", "confirm", "prompt", "print"]) {
    const report = () => ((globalThis as unknown as Watched).reportRun(name), null);
    Object.defineProperty(globalThis, name, { value: report });
  }
}

/**
 * Runs in each page before its own scripts: notes elements, attributes and addresses that are not on the list.
 *
 * It looks at each node once, when it comes or changes. To walk through the whole page at every step took most of
 * an audit's time, and missed what had come and gone in between.
 */
function watchStrangers({ allowed, schemes }: { allowed: string[]; schemes: string[] }): void {
  const elements = new Set(allowed);
  const addresses = new Set(["href", "src", "action", "formaction", "xlink:href", "data"]);
  const found = new Set<string>();
  const looksAt = (element: Element) => {
    const name = element.localName;
    if (!elements.has(name)) found.add(`<${name}>`);
    if (name === "script" && new URL((element as HTMLScriptElement).src, location.href).origin !== location.origin) {
      found.add(element.outerHTML);
    }
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith("on") || attribute.name === "srcdoc") found.add(`<${name} ${attribute.name}>`);
      if (!addresses.has(attribute.name)) continue;
      const url = URL.parse(attribute.value, location.href);
      if (url === null || !schemes.includes(url.protocol)) found.add(`<${name} ${attribute.name}="${attribute.value}">`);
    }
  };
  const looks = (records: MutationRecord[]) => {
    for (const { type, target, addedNodes } of records) {
      if (type === "attributes") looksAt(target as Element);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        looksAt(node);
        node.querySelectorAll("*").forEach(looksAt);
      }
    }
  };
  const observer = new MutationObserver(looks);
  observer.observe(document, { subtree: true, childList: true, attributes: true });
  const strangers = () => (looks(observer.takeRecords()), [...found]);
  Object.defineProperty(globalThis, "strangers", { value: strangers });
}
