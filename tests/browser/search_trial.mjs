// What the tests of the search page share: pages of the built portal with a stand-in for the engine and documents that a test
// chooses, and questions to the page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before } from "node:test";

import { serve } from "./server.mjs";
import { folder } from "./site.mjs";
import { DESKTOP, inContext, launch, until } from "./tab.mjs";

const ENGINE = readFileSync(new URL("fixtures/search_engine.js", import.meta.url), "utf8");
const KINDS = ["practice", "programme", "conference", "report", "project", "school", "organisation", "topic", "news", "collection", "cycle", "page"];
const values = (...rows) => rows.map(([id, title, parent = -1]) => ({ id, title, parent }));

let browser;
let server;

/** A browser and a server of the built portal for all tests of a file. */
export function withBrowser() {
  before(async () => { browser = await launch(); server = await serve(folder("AVILYS_SITE")); });
  after(async () => { await browser?.close(); await server?.close(); });
}

export const at = (path) => `${server.address}${path}`;

const entry = (number, more = {}) => ({
  url: `praktikos/?${number}`, id: `d${number}`, kind: 0, title: `Įrašas ${number}`, lead: "", body: "", owner: "Aušros mokykla", date: "2024-05-01",
  shownDate: "2024 m. gegužės 1 d.", language: "lt", ...more, facets: { kind: [more.kind ?? 0], school: [0], year: [0], ...more.facets },
});

/** Documents on a subject, with those first that a test is about. */
export function data(documents = [], more = {}) {
  const usual = Array.from({ length: 24 }, (_, at) => entry(at + 100, {
    title: `Mokyklos planas ${at + 1}`, lead: `Planas numeris ${at + 1}: kaip mokykla dirba.`, kind: at % 3,
    facets: { school: [at % 12], topic: at % 2 ? [0] : [0, 1], year: [at % 2], evidence: [at % 3], valid: at % 4 ? [] : [2], municipality: [at % 2] },
  }));
  return {
    documents: [...documents.map((document, at) => entry(at, document)), ...usual],
    values: {
      kind: values(...KINDS.map((id) => [id, `Rūšis ${id}`])),
      school: values(...Array.from({ length: 12 }, (_, at) => [`mokykla-${at}`, at === 0 ? "Aušros mokykla" : `Mokykla ${at}`])),
      municipality: values(["birzu-r", "Biržų r."], ["kauno-m", "Kauno m."]),
      topic: values(["planavimas", "Planavimas"], ["metu-planas", "Metų planas", 0]),
      year: values(["2023-2024", "2023–2024"], ["2024-2025", "2024–2025"]),
      evidence: values(["impression", "Įspūdis"], ["feedback", "Atsiliepimai"], ["before-after", "Prieš ir po"]),
    },
    ...more,
  };
}

export const SELF_EVALUATION = { title: "Mokyklos įsivertinimas", lead: "Kaip mokykla įsivertina.", url: "praktikos/" };

/** Opens a page of the portal with the stand-in; `work` gets it. Fails if the page complains or breaks the policy. */
export function opened(path, options, work) {
  const { documents = data(), complains = false, ...context } = options;
  return inContext(browser, { viewport: DESKTOP, ...context }, async (tab, complaints) => {
    await tab.route("**/search/engine-*.js", (route) => route.fulfill({ contentType: "text/javascript", body: `globalThis.standIn = ${JSON.stringify(documents)};\n${ENGINE}` }));
    await tab.addInitScript(() => {
      globalThis.violations = [];
      document.addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    });
    const page = await tab.newPage();
    await page.goto(at(path));
    await work(page, tab);
    if (context.javaScriptEnabled !== false) assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
    if (!complains) assert.deepEqual(complaints, []);
  });
}

export const box = (page) => page.locator(".search-input");
export const titles = (page) => page.locator(".result .card-title").allTextContents();
export const status = (page) => page.locator(".search-status").textContent();
export const shows = (page, text) => until(`the page says „${text}“`, async () => (await status(page)) === text);
export const query = (page) => new URL(page.url()).search;
export const asked = (page) => page.evaluate(() => globalThis.asked ?? []);
export const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);
export const words = (page, name) => page.locator("#search").evaluate((app, key) => app.dataset[key], name);
