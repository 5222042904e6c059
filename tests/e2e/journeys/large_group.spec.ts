// A group with a long past is there at once: what is old follows.
import { expect, test } from "../support/fixtures.ts";
import { ON_PHONE } from "../support/where.ts";

test("a new device shows the newest messages and lets write before the past has come", ON_PHONE, async ({ house, link, someone }) => {
  const texts = Array.from({ length: 600 }, (_, at) => `第 ${at + 1} 条`);
  await house.api.posts(house.space, texts);
  const guest = await someone();
  await house.api.lendsSession(guest.page.context(), link.url);
  // Held for as long as the journey looks: nothing older than the first page ever comes.
  await guest.page.route("**/api/v1/records/**before=**", () => {});
  await guest.page.goto(`${link.url}/s/${house.space}`);
  await expect(guest.page.getByRole("log")).toContainText("第 600 条");
  await expect(guest.composer).toBeEditable();
});
