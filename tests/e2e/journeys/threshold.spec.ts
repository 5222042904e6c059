// An address is worth keeping: it leads where it led also for who is not signed in yet, or can't reach the server.
import { expect, test } from "../support/fixtures.ts";
import { LIN } from "../support/people.ts";
import { ON_PHONE } from "../support/where.ts";

test("a link into a space asks who is not signed in, and then shows what it led to", ON_PHONE, async ({ house, link, someone }) => {
  const guest = await someone();
  await guest.page.goto(`${link.url}/s/${house.space}`);
  await guest.field("entry.account.login").fill(LIN.name);
  await guest.field("entry.account.password").fill(LIN.password);
  await guest.button("entry.signin.submit").click();
  await expect(guest.composer).toBeVisible();
  expect(new URL(guest.page.url()).pathname).toBe(`/s/${house.space}`);
});

test("a link into a space says so where the server can't be reached, and opens when it can", ON_PHONE, async ({
  house,
  link,
  someone,
}) => {
  const guest = await someone();
  await house.api.lendsSession(guest.page.context(), link.url);
  await guest.page.route("**/api/v1/**", (route) => route.fulfill({ status: 503, body: "" }));
  await guest.page.goto(`${link.url}/s/${house.space}`);
  const again = guest.button("app.again");
  await expect(again).toBeVisible();
  await guest.page.unroute("**/api/v1/**");
  await again.click();
  await expect(guest.composer).toBeVisible();
});
