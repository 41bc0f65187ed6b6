/** Somebody at /demo, in a browser of their own. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { openBrowser, until } from "./browser.mjs";

export class Seat {
  static async of(email, { base, chromium, shots }) {
    const seat = Object.assign(new Seat(), await openBrowser(chromium, join(shots, `${email} at the end.png`)), { base, shots });
    await seat.page.goto(`${base}/demo`);
    await seat.page.fill("#email", email);
    await seat.page.click("#sign-in button");
    await seat.linked("live");
    return seat;
  }

  texts = (selector) => this.page.locator(selector).allTextContents();
  says = async (selector, text) => (await this.texts(selector)).some((each) => each.includes(text));
  shows = (selector, text) => until(`${selector} says ${text}`, () => this.says(selector, text));
  hides = (selector, text) => until(`${selector} no longer says ${text}`, async () => !(await this.says(selector, text)));
  linked = (state) => until(state, async () => (await this.page.locator("#link").getAttribute("data-state")) === state);
  open = (text) => this.page.locator("#list li", { hasText: text }).first().locator("button").click();
  press = (selector, text) => this.page.locator(`${selector} button`, { hasText: text }).first().click();
  shot = (name) => this.page.screenshot({ path: join(this.shots, `${name}.png`) });

  async write(text, { note = false } = {}) {
    await this.page.locator("#note").setChecked(note);
    await this.page.locator("#body").fill(text);
    await this.page.locator("#body").press("Enter");
  }

  /** Nothing went wrong on the page, and it talked to no other host. */
  async leave() {
    assert.deepEqual(this.seen.faults, []);
    assert.deepEqual(this.seen.urls.filter((url) => new URL(url).host !== new URL(this.base).host), []);
    await this.context.close();
  }
}
