// Search in the built sample portal, with its own index: what a reader does, online and from a disk.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { serve } from "./server.mjs";
import { folder } from "./site.mjs";
import { accessible, inContext, launch, until } from "./tab.mjs";

let browser;
let server;

before(async () => { browser = await launch(); server = await serve(folder("AVILYS_SITE")); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (path) => `${server.address}${path}`;
const box = (page) => page.locator(".search-input");
const first = (page) => page.locator(".result .card-title").first();
const status = (page) => page.locator(".search-status").textContent();
const found = (page) => until("something is found", async () => Number((await status(page)).match(/(\d+)$/)?.[1] ?? 0));
const focused = (page) => page.evaluate(() => document.activeElement?.id);

/** Opens an address; `work` gets the page. Fails if the page complains, but for what the test expects. */
function opened(address, work, { expected = /^$/, ...options } = {}) {
  return inContext(browser, options, async (tab, complaints) => {
    const page = await tab.newPage();
    await page.goto(address);
    await work(page, tab);
    assert.deepEqual(complaints.filter((text) => !expected.test(text)), []);
  });
}

/** The way of a reader with a keyboard: ask in the header, narrow by a school, follow the first result, come back. */
async function wayByKeyboard(page) {
  const reach = async (isThere, what) => {
    for (let step = 0; step < 120; step += 1) {
      if (await page.evaluate(isThere)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`not reached by Tab: ${what}`);
  };
  await page.keyboard.press("/");
  await page.keyboard.type("isivertin");
  await until("entries are suggested", () => page.locator(".suggestion").first().isVisible());
  await page.keyboard.press("Enter");
  await page.waitForURL(/paieska\/(index\.html)?\?q=isivertin$/);
  const all = await found(page);
  assert.match(await first(page).textContent(), /įsivertin/i);
  await reach(() => document.activeElement.name === "school", "a school");
  const expected = Number(await page.evaluate(() => document.activeElement.parentElement.querySelector(".count").textContent));
  await page.keyboard.press("Space");
  await until("the result is narrowed", async () => (await found(page)) === expected);
  assert.ok(expected > 0 && expected < all);
  const address = page.url();
  await reach(() => document.activeElement.closest(".result") !== null, "a result");
  const [title, id] = [await page.evaluate(() => document.activeElement.textContent), await focused(page)];
  await page.keyboard.press("Enter");
  const plain = (text) => text.replace(/\s+/g, " ");
  await until(`„${title}“ is open`, async () => plain(await page.locator("h1").textContent()) === plain(title));
  await page.goBack();
  assert.equal(page.url(), address);
  await until("the result is there again", async () => (await found(page)) === expected);
  assert.equal(await box(page).inputValue(), "isivertin");
  assert.equal(await page.locator(".facet-school input:checked").count(), 1);
  await until("the focus is back", async () => (await focused(page)) === id);
}

test("a reader asks, narrows, follows and comes back, by keyboard alone", async () => {
  await opened(at("/"), wayByKeyboard);
});

test("the same from a disk, without a server", async () => {
  const requests = [];
  await opened(pathToFileURL(join(folder("AVILYS_SITE_OFFLINE"), "index.html")).href, async (page) => {
    page.on("request", (request) => requests.push(request.url()));
    await wayByKeyboard(page);
  });
  assert.ok(requests.some((address) => address.includes("/search/")), "the index is read");
  assert.deepEqual(requests.filter((address) => !address.startsWith("file:")), []);
});

test("any form of a word, with a mistake or without diacritics, finds the entry", async () => {
  await opened(at("/paieska/"), async (page) => {
    for (const text of ["įsivertinimo", "isivertinimu", "isivertnimas", "sivertinimas"]) {
      await box(page).fill(text);
      await until(`„${text}“ finds it`, async () => (await status(page)) !== "" && new URL(page.url()).searchParams.get("q") === text && /įsivertin/i.test(await first(page).textContent()));
    }
  });
});

test("the counts beside the filters are the numbers of entries found with them", async () => {
  await opened(at("/paieska/?q=mokiniai"), async (page) => {
    await found(page);
    for (const facet of ["kind", "topic", "school", "municipality", "year"]) {
      const option = page.locator(`.facet-${facet} input[type=checkbox]`).first();
      const count = Number((await option.locator("xpath=..").locator(".count").textContent()));
      await option.check();
      await until(`${facet}: ${count} entries`, async () => (await found(page)) === count);
      await option.uncheck();
      await until("all of them again", async () => !new URL(page.url()).searchParams.has(facet));
    }
  });
});

test("where only the text has the word, its passage is shown", async () => {
  await opened(at("/paieska/?q=mokiniai"), async (page) => {
    await found(page);
    await until("every entry in sight shows why", () => page.evaluate(() => [...document.querySelectorAll(".result")]
      .filter((item) => item.getBoundingClientRect().bottom < innerHeight).every((item) => item.querySelector("mark"))));
  });
});

test("the English pages search in English", async () => {
  await opened(at("/en/search/?q=schools"), async (page) => {
    await found(page);
    assert.match(await status(page), /^(Found|Showing)/);
    await accessible(page);
  });
});

test("a page that is older than the index says so, and a file that is gone too", async () => {
  const broken = async (page, message) => {
    await box(page).fill("isivertin");
    await until("the problem is said", () => page.locator(".search-problem").isVisible());
    const text = await page.locator("#search").evaluate((app, name) => app.dataset[name], message);
    assert.equal(await page.locator(".search-problem p").textContent(), text);
    assert.equal(await page.locator(".result").count(), 0);
  };
  const expected = /404/;
  await opened(at("/paieska/"), async (page, tab) => {
    await tab.route(/\/search\/d\d+\./, (route) => route.fulfill({ status: 404, body: "" }));
    await broken(page, "errorMissing");
  }, { expected });
  await opened(at("/paieska/"), async (page, tab) => {
    let asked = 0;
    await tab.route(/\/search\/d\d+\./, (route) => route.fulfill({ status: 404, body: "" }));
    await tab.route(/\/search\/manifest\.json/, async (route) => {
      const answer = await route.fetch();
      const text = await answer.text();
      asked += 1;
      await route.fulfill({ response: answer, body: asked === 1 ? text : text.replace(/"format":/, "\"format\": ") });
    });
    await broken(page, "errorRenewed");
  }, { expected });
  await opened(at("/paieska/"), async (page, tab) => {
    await tab.route(/\/search\/manifest\.json/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace(/"format":\d+/, "\"format\":999") });
    });
    await broken(page, "errorFormat");
  }, { expected });
  await opened(at("/paieska/"), async (page, tab) => {
    await tab.route(/\/search\/d\d+\./, (route) => route.fulfill({ body: "not an index" }));
    await broken(page, "errorDamaged");
  }, { expected });
});
