/** Chromium, each person with one of their own; all that it loads, says and refuses is written down. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"];
const SOON = 30_000; // as long as Playwright waits for an element
const open = [];

// Whatever fails says where by its own line; how it looked there is beside it.
process.on("uncaughtException", async (error) => {
  console.error(error);
  for (const { page, seen, shot } of open) {
    console.error(shot, seen.faults, await page.innerText("body").catch(() => ""));
    await page.screenshot({ path: shot }).catch(() => {});
  }
  process.exit(1);
});

/** `shot` is where its picture goes when the story fails. */
export async function openBrowser(executablePath, shot) {
  const seen = { urls: [], frames: [], faults: [] };
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), "chatia-chromium-")), {
    executablePath,
    args: [...FLAGS, ...root],
    viewport: { width: 1440, height: 860 },
  });
  const page = context.pages()[0];
  context.on("request", (request) => seen.urls.push(request.url()));
  page.on("console", (message) => message.type() === "error" && seen.faults.push(message.text()));
  page.on("pageerror", (error) => seen.faults.push(error.message));
  page.on("websocket", (socket) => {
    seen.urls.push(socket.url());
    socket.on("framereceived", ({ payload }) => seen.frames.push(payload));
  });
  open.push({ page, seen, shot });
  return { context, page, seen };
}

export async function until(what, test) {
  const end = Date.now() + SOON;
  while (Date.now() < end) {
    if (await test()) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error(`not in time: ${what}`);
}
