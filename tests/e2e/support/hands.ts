// How somebody acts on what they found by role and name: with a finger, or by the keys alone.
import { expect } from "@playwright/test";
import type { Locator } from "@playwright/test";

/** One way to act. */
export interface Hands {
  /** What it is called in the name of a test. */
  readonly name: string;
  /** Presses a button, follows a link or ticks a box. */
  presses: (target: Locator) => Promise<void>;
  /** Writes into a field. */
  writes: (target: Locator, text: string) => Promise<void>;
}

/** A finger on the glass. */
export const FINGER: Hands = {
  name: "a finger",
  presses: (target) => target.tap(),
  writes: (target, text) => target.fill(text),
};

/** Tab to get there, Enter or Space to act: a focus that is lost or shut in ends the test. */
export const KEYS: Hands = {
  name: "keys alone",
  presses: async (target) => {
    await target.waitFor();
    await reaches(target);
    const isBox = await target.evaluate((element) => element instanceof HTMLInputElement);
    await target.page().keyboard.press(isBox ? "Space" : "Enter");
  },
  writes: async (target, text) => {
    await target.waitFor();
    await reaches(target);
    await target.page().keyboard.press("Control+a");
    await target.page().keyboard.insertText(text);
  },
};

/** Goes on by Tab until `target` has the focus. */
async function reaches(target: Locator): Promise<void> {
  const ENOUGH = 90;
  for (let steps = 0; steps < ENOUGH; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await target.page().keyboard.press("Tab");
  }
  await expect(target, `${ENOUGH} tabs lead elsewhere`).toBeFocused();
}
