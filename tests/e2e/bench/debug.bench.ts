import { test } from "@playwright/test";
import { painted } from "./probe.ts";
import { LARGE, SMALL, World, quiet } from "./world.ts";
test("debug", async () => {
  const t0 = performance.now(); const say = (s: string) => console.log(((performance.now()-t0)/1000).toFixed(1), s);
  const world = await World.start();
  const large = await world.group(LARGE);
  const link = await world.link();
  const device = await world.device(link.url);
  const page = await device.tab();
  let n = 0;
  page.on("response", (r) => { if (r.url().includes("/all?")) n++; });
  await page.goto(`${link.url}/s/${large.space}`);
  say("gone");
  const p = painted(page, large.last).then((t) => say("painted " + t)).catch((e) => say(e));
  for (let i = 0; i < 12; i++) { await Promise.race([p, page.waitForTimeout(1500)]); say(`pages ${n} ${await page.evaluate(() => document.querySelectorAll("[role=log] *").length)}`); if (i < 3) await page.screenshot({ path: `/tmp/dbg${i}.png` }); await page.waitForTimeout(500) }
  await quiet(link); say("quiet");
});
