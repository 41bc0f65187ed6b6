/** /demo as a team lives it: two members side by side, one of them cut off and brought back; and a rival. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { openBrowser, until } from "./browser.mjs";

const { base, chromium, shots, asked } = JSON.parse(process.argv[2]);

class Seat {
  static async of(email) {
    const seat = Object.assign(new Seat(), await openBrowser(chromium));
    await seat.page.goto(`${base}/demo`);
    await seat.page.fill("#email", email);
    await seat.page.click("#sign-in button");
    await seat.linked("live");
    return seat;
  }

  texts = (selector) => this.page.locator(selector).allTextContents();
  says = async (selector, text) => (await this.texts(selector)).some((each) => each.includes(text));
  shows = (selector, text) => until(`${selector} says ${text}`, () => this.says(selector, text));
  linked = (state) => until(state, async () => (await this.page.locator("#link").getAttribute("data-state")) === state);
  open = (text) => this.page.locator("#list li", { hasText: text }).first().locator("button").click();
  shot = (name) => this.page.screenshot({ path: join(shots, `${name}.png`) });

  async write(text, { note = false } = {}) {
    await this.page.locator("#note").setChecked(note);
    await this.page.locator("#body").fill(text);
    await this.page.locator("#body").press("Enter");
  }
}

const [ada, bob, rita] = await Promise.all(["ada@acme.example", "bob@acme.example", "rita@rival.example"].map(Seat.of));

await bob.shows('#colleagues [data-presence="ONLINE"]', "Ada");
await ada.shows('#colleagues [data-presence="ONLINE"]', "Bob");
for (const seat of [ada, bob]) {
  await seat.shows("#list li", asked);
  await seat.open(asked);
  await seat.shows('#messages [data-direction="INBOUND"]', asked);
}
await ada.shows("#viewing", "Bob Babbage is looking");
await bob.page.locator("#body").pressSequentially("From ni");
await ada.shows("#typing", "Bob Babbage is typing");
await ada.shot("typing");

// Bob is cut off in the middle of his answer.
await bob.page.click("#cut");
await bob.linked("offline");
await bob.write("From nine to noon.");
await bob.shows('#messages [data-status="WAITING"]', "From nine to noon.");
await ada.write("Ask Nina first.", { note: true });
await ada.shows('#messages [data-direction="INTERNAL"]', "Ask Nina first.");
await ada.write("One moment please.");
await ada.shows('#messages [data-status="SENT"]', "One moment please.");
await until("Ada sees Bob leave", async () => (await ada.texts("#viewing li")).length === 0);
assert(!(await bob.says("#messages", "One moment")) && !(await bob.says("#messages", "Nina")));
await bob.shot("offline");

await bob.page.click("#cut");
await bob.shows('#messages [data-status="SENT"]', "One moment please.");
await bob.shows("#messages", "Ask Nina first.");
await bob.shows("#notice", "came meanwhile");
for (const seat of [ada, bob]) await seat.shows('#messages [data-status="SENT"]', "From nine to noon.");
await bob.shot("back");
const thread = [asked, "Ask Nina first.", "One moment please.", "From nine to noon."];
for (const seat of [ada, bob]) assert.deepEqual(await seat.texts("#messages li p"), thread);

await ada.page.click("#resolve");
await bob.shows("#about", "resolved");

for (const text of thread) {
  assert(!(await rita.says("body", text)));
  assert(!rita.seen.frames.some((frame) => frame.includes(text)));
}
for (const { seen, context } of [ada, bob, rita]) {
  assert.deepEqual(seen.faults, []);
  assert.deepEqual(seen.urls.filter((url) => new URL(url).host !== new URL(base).host), []);
  await context.close();
}
