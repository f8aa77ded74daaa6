// What the tests of the preview's script share: a server that changes at a word, a page to try things on, and questions to it.

import { after, afterEach, before, beforeEach } from "node:test";

import { FakePreview } from "./fake_preview.mjs";
import { folder } from "./site.mjs";
import { inContext, launch, until } from "./tab.mjs";

export const root = folder("AVILYS_SITE");
export const TRIAL = "bandymas/index.html";

let browser;

/** The server of the test that runs. */
export let preview;

/** A browser for all tests of a file, and a server for each. */
export function eachWithAPreview() {
  before(async () => { browser = await launch(); });
  after(async () => { await browser?.close(); });
  beforeEach(async () => { preview = await FakePreview.start(root); });
  afterEach(async () => { await preview.down(); });
}

export const paragraphs = (count) => Array.from({ length: count }, (_, at) => `<p id="p${at}">Pastraipa ${at}. ${"Žodis po žodžio. ".repeat(20)}</p>`).join("\n");

export const trial = (main, head = "<link rel=\"stylesheet\" href=\"/bandymas.css?v=1\">") =>
  `<!DOCTYPE html>\n<html lang="lt"><head><meta charset="utf-8"><title>Bandymas</title>${head}</head>\n<body class="view-page"><main>\n${main}\n</main></body></html>`;

/** Opens a page and waits until the script has tied itself to it; a mark tells later whether it was loaded anew. */
export async function opened(context, path = "/bandymas/") {
  const page = await context.newPage();
  await page.goto(preview.at(path));
  await ready(page);
  await page.evaluate(() => { globalThis.mark = true; });
  return page;
}

export const ready = (page) => until("the bar is there", () => part(page, ".pills").isVisible());
export const part = (page, selector) => page.locator(`avilys-preview ${selector}`);
export const isSame = (page) => page.evaluate(() => globalThis.mark === true);
export const shows = (page, text) => until(`the page shows ${text}`, async () => (await page.locator("main").innerText()).includes(text));
export const isReloaded = (page) => until("the page is loaded anew", () => page.evaluate(() => globalThis.mark === undefined && document.readyState === "complete"));

export const problem = (message, more = {}) => ({
  severity: "error", code: "date-invalid", message, help: "rašykite 2026-12", file: "content/pages/bandymas.md", line: 3, column: 8,
  excerpt: { line: 2, lines: ["title = \"Bandymas\"", "date = \"2026-13\""], start: 7, end: 16 }, here: true, ...more,
});

export const browsing = (work, options = {}) => () => inContext(browser, options, work);
