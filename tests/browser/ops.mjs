/** /ops as an operator uses it: shut without the password, live with it; the dead revived, a kind paused. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { openBrowser, until } from "./browser.mjs";

const { base, chromium, shots, password, kind } = JSON.parse(process.argv[2]);
const { context, page, seen } = await openBrowser(chromium, join(shots, "at the end.png"));

const shot = (name) => page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
const rows = (table) => page.locator(`#${table} tbody tr`, { hasText: kind });
const shows = (what, count, locator) => until(what, async () => (await locator.count()) === count);

await assert.rejects(page.goto(`${base}/ops`), /INVALID_AUTH_CREDENTIALS/);

await context.setExtraHTTPHeaders({ authorization: `Basic ${btoa(`ops:${password}`)}` });
await page.goto(`${base}/ops`);
await page.locator('#live[data-state="live"]').waitFor();
await shows("both companies' dead", 3, rows("dead"));
for (const company of ["Acme", "Rival"]) assert(await rows("dead").filter({ hasText: company }).count());
await shows("the queue", 1, rows("kinds"));
await until("no worker", async () => /No worker is running/.test(await page.locator("#alarm").textContent())); // others' are forgotten
await page.locator("#processes tbody tr", { hasText: "serve" }).waitFor();
await shot("ops");

await rows("dead").first().getByRole("button", { name: "Retry" }).click();
await shows("one of them gone", 2, rows("dead"));
await page.selectOption("#kind", kind);
await page.click("#retry-all");
await shows("all of them gone", 0, rows("dead"));

await rows("kinds").getByRole("button", { name: "Pause" }).click();
await rows("kinds").getByRole("button", { name: "Resume" }).click();
await rows("kinds").getByRole("button", { name: "Pause" }).waitFor();

await page.setViewportSize({ width: 390, height: 800 });
assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "it fits a telephone");
await shot("ops on a telephone");

const [refused, ...faults] = seen.faults;
assert.match(refused, /401/); // of the first look, without the password
assert.deepEqual(faults, []);
assert.deepEqual(seen.urls.filter((url) => new URL(url).host !== new URL(base).host), []);
await context.close();
