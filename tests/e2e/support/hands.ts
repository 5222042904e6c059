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
    if (await target.evaluate((element) => element instanceof HTMLInputElement && element.type === "radio")) {
      await chooses(target);
      return;
    }
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

/** Goes to one of several that exclude each other: by Tab to them, by arrows among them. */
async function chooses(target: Locator): Promise<void> {
  const ENOUGH = 90;
  for (let steps = 0; steps < ENOUGH; steps += 1) {
    const place = await target.evaluate((element) => {
      const at = document.activeElement;
      if (at === element) return "there";
      return at?.getAttribute("name") === element.getAttribute("name") ? "beside" : "elsewhere";
    });
    if (place === "there") {
      await target.page().keyboard.press("Space");
      return;
    }
    await target.page().keyboard.press(place === "beside" ? "ArrowDown" : "Tab");
  }
  await expect(target, `${ENOUGH} keys lead elsewhere`).toBeFocused();
}

/** Goes on by Tab until `target` has the focus. */
async function reaches(target: Locator): Promise<void> {
  const ENOUGH = 90;
  for (let steps = 0; steps < ENOUGH; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await target.page().keyboard.press("Tab");
  }
  await expect(target, `${ENOUGH} tabs lead elsewhere`).toBeFocused();
}
