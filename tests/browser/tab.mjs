// A browser for tests: starts it, opens pages that note what goes wrong, waits, and asks axe.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

export function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  assert.ok(existsSync(executablePath), `there is no browser at ${executablePath}`);
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
      "--disable-component-update", "--no-first-run",
    ],
  });
}

/** Gives `work` a context of its own and a list of what its pages complained of. */
export async function inContext(browser, options, work) {
  const context = await browser.newContext({ locale: "lt-LT", viewport: DESKTOP, reducedMotion: "reduce", ...options });
  const complaints = [];
  context.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  context.on("weberror", (error) => complaints.push(String(error.error())));
  try {
    return await work(context, complaints);
  } finally {
    await context.close();
  }
}

/** Waits until `ask` gives something true; says `what` was waited for when it does not. */
export async function until(what, ask, limit = 8000) {
  const end = Date.now() + limit;
  let last;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error; // The page may be under way to another one.
    }
    await pause(15);
  }
  throw new Error(`not within ${limit} ms: ${what}; last: ${last}`);
}

export async function accessible(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    RULES,
  );
  const list = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.flat().join(" ")} ${node.failureSummary}`).join("\n")}`);
  assert.equal(list.length, 0, list.join("\n"));
}
