/** A team's day at /demo: a line, labels, files, templates, drafts, mentions and notices; one of them offline in between. */

import assert from "node:assert/strict";
import { until } from "./browser.mjs";
import { Seat } from "./seat.mjs";

const { asked, picture, ...place } = JSON.parse(process.argv[2]);
const [ada, bob, rita] = await Promise.all(
  ["ada@acme.example", "bob@acme.example", "rita@rival.example"].map((email) => Seat.of(email, place)),
);
const waiting = (seat, number) => seat.shows("#where option", `Support (${number} waiting)`);

// The line: Bob takes who has waited longest, and what Ada has is not his to see.
for (const seat of [ada, bob]) await waiting(seat, 3);
for (const seat of [ada, bob]) await seat.shows("#list li", asked); // the list is read beside the lines
assert(await ada.says("#list li", "Alan Turing"));
assert(!(await bob.says("#list li", "Alan Turing")));
await bob.page.click("#next");
await bob.shows("#about", "Grace Hopper · open · Bob Babbage");
for (const seat of [ada, bob]) await waiting(seat, 2);
await ada.open("Grace Hopper");
await ada.shows("#messages [data-activity]", "Bob Babbage: assigned");
await ada.page.click("#take");
await ada.shows("#notice", "Bob Babbage has taken this conversation");

// What was asked just now, from the contact's own system: labelled, answered from a template and with a file.
await bob.open(asked);
await bob.page.click("#take");
await bob.press("#labels", "+ order");
await ada.open(asked);
await ada.shows("#labels [data-has]", "order");
await bob.page.selectOption("#template", { label: "/hello Greeting" });
await until("the template's text", async () => (await bob.page.locator("#body").inputValue()).startsWith("Hello Kim"));
await bob.page.setInputFiles("#file", picture);
await bob.shows("#files", "ready");
await bob.page.locator("#body").press("Enter");
for (const seat of [ada, bob]) {
  await seat.shows('#messages [data-status="SENT"]', "Hello Kim");
  await seat.page.locator("#messages img").waitFor();
}
await bob.shot("answered");

// A draft is where its author is, and nowhere else.
await bob.page.locator("#body").fill("I will ask the");
await bob.shows("#kept", "Draft kept");
await bob.page.reload();
await bob.linked("live");
await bob.open("Hello Kim");
await until("the draft is there", async () => (await bob.page.locator("#body").inputValue()) === "I will ask the");
assert.equal(await ada.page.locator("#body").inputValue(), "");

// Bob is away while Ada calls him; he hears of it when he is back.
await bob.page.click("#cut");
await bob.linked("offline");
await ada.hides("#viewing", "Bob Babbage");
await ada.write("@Bob the baker is in at ten.", { note: true });
await ada.shows('#messages [data-direction="INTERNAL"]', "the baker is in at ten");
await ada.page.locator("#remark").fill("Prefers rye.");
await ada.press("#about-contact", "Add");
await ada.shows("#remarks", "Prefers rye.");
await bob.page.click("#cut");
await bob.shows('#messages [data-direction="INTERNAL"]', "the baker is in at ten");
await bob.shows("#bell em", "1");
await bob.page.click("#bell");
await bob.shows("#notices", "You were mentioned");
await bob.shot("called");
await bob.press("#notices", "You were mentioned");
await until("it is read", async () => (await bob.texts("#bell em"))[0] === "");

// Ada takes it into no queue, and Bob resolves it.
await ada.page.selectOption("#queue", { label: "No queue" });
await bob.shows("#messages [data-activity]", "queue");
await bob.page.click("#resolve");
await ada.shows("#about", "resolved");
await ada.shot("resolved");

for (const text of [asked, "Hello Kim", "the baker is in at ten", "Prefers rye."]) {
  assert(!(await rita.says("body", text)));
  assert(!rita.seen.frames.some((frame) => frame.includes(text)));
}
for (const seat of [ada, bob, rita]) await seat.leave();
