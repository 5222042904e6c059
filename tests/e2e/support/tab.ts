// A tab as its browser has it: in sight or not, and what it keeps.
import type { Page } from "@playwright/test";

/** Shows or hides the page, as switching tabs would. */
export async function looks(page: Page, does: boolean): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    document.dispatchEvent(new Event("visibilitychange"));
  }, does ? "visible" : "hidden");
}

/** Everything that the browser keeps of the app's databases, as text. */
export async function stored(page: Page): Promise<string> {
  const bytes = await page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const text = (value: unknown): string => {
      if (value instanceof Uint8Array || value instanceof ArrayBuffer) return new TextDecoder().decode(value);
      if (Array.isArray(value)) return value.map(text).join("\n");
      if (typeof value === "object" && value !== null) return Object.values(value).map(text).join("\n");
      return String(value);
    };
    const all: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name ?? ""));
      for (const store of database.objectStoreNames) {
        all.push(text(await asked(database.transaction(store).objectStore(store).getAll())));
      }
      database.close();
    }
    return all.join("\n");
  });
  return bytes;
}
