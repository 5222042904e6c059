// What no page may do, whatever a test is about: throw, panic, or run into its own policy.
import type { Page } from "@playwright/test";

const FAULTS = /Content.Security.Policy|TrustedHTML|TrustedScript|panicked at|wasm.*unreachable/i;

/** Collects what goes wrong on `page`, from now on. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.stack ?? error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && FAULTS.test(message.text())) faults.push(message.text());
  });
  return faults;
}
