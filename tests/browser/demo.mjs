/** /demo as a team lives it: two members side by side, one of them cut off and brought back; and a rival. */

import assert from "node:assert/strict";
import { until } from "./browser.mjs";
import { Seat } from "./seat.mjs";

const { asked, ...place } = JSON.parse(process.argv[2]);

const [ada, bob, rita] = await Promise.all(["ada@acme.example", "bob@acme.example", "rita@rival.example"].map((email) => Seat.of(email, place)));

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
for (const seat of [ada, bob, rita]) await seat.leave();
