// What runs inside the page to measure it. Each function is handed to the browser as it stands: it may name
// nothing from outside itself.
import type { BrowserContext, Page } from "@playwright/test";

declare global {
  interface Window {
    probe: {
      /** Records or segments that IndexedDB has handed out. */
      reads: number;
      /** The longest task of the main thread, milliseconds. */
      longest: number;
      /** What tasks took beyond 50 ms each, milliseconds. */
      blocked: number;
      /** How far things have moved. */
      shift: number;
      /** When a write was asked for and when it was durable. */
      durable: { asked: number; done: number };
    };
  }
}

/** Watches every page of `context` from its first line on. */
export async function watch(context: BrowserContext): Promise<void> {
  await context.addInitScript(probe);
}

/** The time since navigation at which `text` was painted in the stream. */
export function painted(page: Page, text: string): Promise<number> {
  return page.evaluate(whenShown, { text, writable: false });
}

/**
 * The time since navigation at which `text` was painted in the stream and the composer could be
 * written in. Asking from outside by roles takes hundreds of milliseconds of a slow page's own time.
 */
export function writable(page: Page, text: string): Promise<number> {
  return page.evaluate(whenShown, { text, writable: true });
}

function probe(): void {
  const state = { reads: 0, longest: 0, blocked: 0, shift: 0, durable: { asked: 0, done: 0 } };
  window.probe = state;

  const observe = (type: string, take: (entry: PerformanceEntry) => void) => {
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  };
  observe("longtask", ({ duration }) => {
    state.longest = Math.max(state.longest, duration);
    state.blocked += Math.max(0, duration - 50);
  });
  observe("layout-shift", (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) state.shift += value;
  });

  const counted = (store: object, name: string) => {
    const slot = store as Record<string, (...args: unknown[]) => IDBRequest>;
    const plain = slot[name];
    if (plain === undefined) return;
    slot[name] = function (this: unknown, ...args: unknown[]) {
      const request = plain.apply(this, args);
      request.addEventListener("success", () => {
        const { result } = request as IDBRequest<unknown>;
        if (Array.isArray(result)) state.reads += result.length;
        else if (result !== undefined && result !== null) state.reads += 1;
      });
      return request;
    };
  };
  for (const store of [IDBObjectStore.prototype, IDBIndex.prototype]) {
    for (const name of ["get", "getAll", "openCursor"]) counted(store, name);
  }

  // A write is asked for by a click or a key, and durable when its strict transaction is complete.
  for (const kind of ["click", "keydown"]) {
    addEventListener(kind, () => (state.durable.asked = performance.now()), { capture: true });
  }
  const plain = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...args) {
    const transaction = plain.apply(this, args);
    if (transaction.mode === "readwrite" && transaction.durability === "strict") {
      transaction.addEventListener("complete", () => {
        if (state.durable.done < state.durable.asked) state.durable.done = performance.now();
      });
    }
    return transaction;
  };
}

function whenShown({ text, writable }: { text: string; writable: boolean }): Promise<number> {
  return new Promise((found) => {
    const canWrite = () => {
      const composer = document.querySelector<HTMLTextAreaElement>("main textarea");
      return composer !== null && !composer.disabled && !composer.readOnly;
    };
    const look = () => {
      const log = document.querySelector("[role=log]");
      if (!log?.textContent?.includes(text) || (writable && !canWrite())) return false;
      // The frame after the next has it on the screen.
      requestAnimationFrame(() => requestAnimationFrame(() => found(performance.now())));
      return true;
    };
    if (look()) return;
    const observer = new MutationObserver(() => look() && observer.disconnect());
    observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: writable });
  });
}
