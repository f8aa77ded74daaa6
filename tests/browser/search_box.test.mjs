// The search box of every page and the search page as people with other means meet them: by keyboard alone, with a screen
// reader, on a phone, in the dark, on paper, without script; and under the strictest policy.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { asked, box, data, focused, opened, query, SELF_EVALUATION, shows, titles, withBrowser } from "./search_trial.mjs";
import { serve } from "./server.mjs";
import { folder } from "./site.mjs";
import { accessible, DESKTOP, PHONE, until } from "./tab.mjs";

const SEARCH = "/paieska/";
const LOOKS = [
  ["desktop", { viewport: DESKTOP }], ["desktop, dark", { viewport: DESKTOP, colorScheme: "dark" }],
  ["phone", { viewport: PHONE, hasTouch: true, isMobile: true }], ["phone, dark", { viewport: PHONE, hasTouch: true, isMobile: true, colorScheme: "dark" }],
];
const documents = data([SELF_EVALUATION, { title: "Įsivertinimo rodikliai", lead: "Kaip rinktis.", url: "temos/" }], { near: ["įsivertinimas"] });

const suggestions = (page) => page.locator(".suggestion");
const suggested = (page, text) => until(`„${text}“ is suggested`, async () => (await page.locator(".suggestions").isVisible()) && (await page.locator(".suggestions").innerText()).includes(text));
const active = (page) => box(page).evaluate((input) => document.getElementById(input.getAttribute("aria-activedescendant"))?.textContent ?? null);

async function typed(page, text = "isivertin") {
  await box(page).focus();
  await page.keyboard.type(text);
  await suggested(page, "rezultatai");
}

/** What has moved since the page began, without anybody's doing; but for cards, whose rows grow while they arrive. */
const moved = (page) => page.evaluate(() => new Promise((done) => {
  const found = [];
  const told = ({ node, previousRect: { x, y }, currentRect }) => `${node?.className || node?.nodeName}: ${x}, ${y} to ${currentRect.x}, ${currentRect.y}`;
  new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries()) found.push(...sources.filter(({ node }) => !node?.parentElement?.closest(".card")).map(told));
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(found), 300);
}));

withBrowser();

describe("suggestions", () => {
  test("say what they are: a list of options that belongs to the box", async () => {
    await opened("/", { documents }, async (page) => {
      assert.equal(await box(page).getAttribute("role"), "combobox");
      assert.equal(await box(page).getAttribute("aria-expanded"), "false");
      await typed(page);
      assert.equal(await box(page).getAttribute("aria-expanded"), "true");
      assert.equal(await page.locator(`#${await box(page).getAttribute("aria-controls")}`).getAttribute("role"), "listbox");
      assert.deepEqual(await page.getByRole("option").allInnerTexts(), ["Mokyklos įsivertinimas\nPraktika · Aušros mokykla", "Įsivertinimo rodikliai\nPraktika · Aušros mokykla", "Visi rezultatai: 2"]);
      assert.equal(await page.locator(".site-search [role=status]").textContent(), "Siūlomi įrašai: 2. Rinkitės rodyklių klavišais.");
      assert.deepEqual((await asked(page)).map(({ counts, limit }) => [counts, limit]), [[false, 6]]);
    });
  });

  test("are walked through by keys, the chosen one is followed", async () => {
    await opened("/", { documents }, async (page) => {
      await typed(page);
      const seen = [];
      for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "Home", "End"]) {
        await page.keyboard.press(key);
        seen.push((await active(page))?.slice(0, 6) ?? null);
      }
      assert.deepEqual(seen, ["Mokykl", "Įsiver", "Visi r", null, "Visi r", "Mokykl", "Visi r"]);
      assert.equal(await page.getByRole("option", { selected: true }).count(), 1);
      await page.keyboard.press("Home");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/praktikos/");
    });
  });

  test("Enter without a choice goes to the search page with the words", async () => {
    await opened("/praktikos/", { documents }, async (page) => {
      await typed(page);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/paieska/?q=isivertin");
      await shows(page, "Rasta: 2");
    });
  });

  test("the last of them leads to all results", async () => {
    await opened("/praktikos/", { documents }, async (page) => {
      await typed(page);
      await suggestions(page).last().click();
      await page.waitForURL("**/paieska/?q=isivertin");
    });
  });

  test("Escape closes, then empties; Tab leaves", async () => {
    await opened("/", { documents }, async (page) => {
      await typed(page);
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(".suggestions").isVisible(), false);
      assert.equal(await box(page).inputValue(), "isivertin");
      await page.keyboard.press("ArrowDown");
      await suggested(page, "rezultatai");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      assert.equal(await box(page).inputValue(), "");
      await typed(page);
      await page.keyboard.press("Tab");
      assert.equal(await page.locator(".suggestions").isVisible(), false);
      assert.equal(await focused(page), "search-go");
      assert.equal(await box(page).inputValue(), "isivertin");
    });
  });

  test("where nothing is found they lead to what helps", async () => {
    await opened("/", { documents }, async (page) => {
      await box(page).fill("xyzzy");
      await suggested(page, "Nieko nerasta");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/paieska/?q=xyzzy");
      await shows(page, "Nieko nerasta");
    });
  });

  test("an index with a fault suggests nothing and breaks nothing", async () => {
    await opened("/", { documents: data([], { openError: "renewed" }) }, async (page) => {
      await box(page).fill("planas");
      await page.waitForTimeout(300);
      assert.equal(await page.locator(".suggestions").isVisible(), false);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/paieska/?q=planas");
      await until("the problem is said", () => page.locator(".search-problem").isVisible());
    });
  });

  test("the engine is fetched when somebody goes to search, not before", async () => {
    await opened("/", { documents }, async (page) => {
      assert.equal(await page.evaluate(() => globalThis.avilysSearch === undefined), true);
      await box(page).focus();
      await until("the engine is there", () => page.evaluate(() => globalThis.opened !== undefined));
      const { base, edition, offline, today } = await page.evaluate(() => globalThis.opened);
      assert.match(base, /^http.*\/search\/$/);
      assert.deepEqual([edition, offline], [0, false]);
      assert.match(today, /^\d{4}-\d\d-\d\d$/);
    });
  });
});

describe("the key „/“", () => {
  test("leads to the box, but not from another field, and can be switched off", async () => {
    await opened("/praktikos/", { documents }, async (page) => {
      await page.keyboard.press("/");
      assert.equal(await focused(page), "site-search");
      await page.keyboard.type("a/b");
      assert.equal(await box(page).inputValue(), "a/b");
      await page.goto(new URL(SEARCH, page.url()).href);
      await page.keyboard.press("/");
      assert.equal(await focused(page), "search-q");
      await page.locator("#search-key").uncheck();
      await page.goto(new URL("/praktikos/", page.url()).href);
      await page.keyboard.press("/");
      assert.notEqual(await focused(page), "site-search");
    });
  });
});

test("by keyboard alone: ask, narrow, follow, come back", async () => {
  await opened("/", { documents }, async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("planas");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/paieska/?q=planas");
    await shows(page, "Rodomi 1–10 iš 24");
    const reach = async (isThere, what) => {
      for (let step = 0; step < 80; step += 1) {
        if (await page.evaluate(isThere)) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`not reached by Tab: ${what}`);
    };
    await reach(() => document.activeElement.name === "school" && document.activeElement.value === "mokykla-1", "a school");
    await page.keyboard.press("Space");
    await shows(page, "Rasta: 2");
    await reach(() => document.activeElement.closest(".result") !== null, "a result");
    const ring = await page.evaluate(() => parseFloat(getComputedStyle(document.activeElement, "::after").outlineWidth));
    assert.ok(ring >= 2, "the focus is seen");
    const chosen = await focused(page);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => !url.pathname.endsWith(SEARCH));
    await page.goBack();
    await page.waitForURL("**/paieska/?q=planas&school=mokykla-1");
    await shows(page, "Rasta: 2");
    await until("the focus is back", async () => (await focused(page)) === chosen);
    assert.equal((await titles(page)).length, 2);
  });
});

describe("accessibility", () => {
  const states = {
    "empty": [SEARCH, async () => {}],
    "results": [`${SEARCH}?q=planas`, (page) => shows(page, "Rodomi 1–10 iš 24")],
    "filters open": [`${SEARCH}?q=planas&year=2023-2024&year=2024-2025`, async (page) => {
      await shows(page, "Rodomi 1–10 iš 24");
      await page.locator(".search-filters").evaluate((panel) => { panel.open = true; });
      await until("the filters are there", () => page.locator(".facet-school").isVisible());
      await page.locator(".facet-school .facet-all").click();
    }],
    "nothing found": [`${SEARCH}?q=isivertin&year=2024-2025`, (page) => until("a way on is offered", () => page.locator(".search-ways button").isVisible())],
    "suggestions": ["/", async (page) => { await typed(page); await page.keyboard.press("ArrowDown"); }],
  };
  for (const [look, options] of LOOKS) {
    for (const [state, [path, reach]] of Object.entries(states)) {
      test(`${state}, ${look}`, async () => {
        await opened(path, { documents, ...options }, async (page) => {
          await reach(page);
          await accessible(page);
          const room = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.equal(room, 0, "nothing sticks out to the side");
        });
      });
    }
  }

  test("targets are large enough for a finger", async () => {
    for (const path of ["/", `${SEARCH}?q=planas&kind=practice`]) {
      await opened(path, { documents, viewport: PHONE, hasTouch: true, isMobile: true }, async (page) => {
        if (path === "/") await typed(page);
        else await page.locator(".search-filters summary").tap();
        await until("they are there", () => page.locator(".suggestion, .facet-school label").first().isVisible());
        const small = await page.evaluate(() => [...document.querySelectorAll(".search-input, .search-go, .suggestion, .search-form .button, .search-filters summary, .facet label, .facet button, .facet-find, .search-chips button, .search-sort select, .search-more button")]
          .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 100) }))
          .filter(({ box: { width, height } }) => width > 0 && (width < 43.9 || height < 43.9)).map(({ html }) => html));
        assert.deepEqual(small, []);
      });
    }
  });

  test("the box makes nothing jump when the page loads, however slowly it comes", async () => {
    const parts = ['<form class="site-search"', '<button class="search-go"', '<div class="site-tools"', '<button class="theme-toggle"', '<nav class="site-nav', '<main id="main"'];
    const slow = await serve(folder("AVILYS_SITE"), { pauses: parts });
    try {
      for (const viewport of [DESKTOP, { width: 768, height: 900 }, PHONE]) {
        await opened("/praktikos/", { documents, viewport }, async (page) => {
          assert.deepEqual(await moved(page), [], `${viewport.width} pixels`);
          await page.goto(`${slow.address}/praktikos/`);
          assert.deepEqual(await moved(page), [], `${viewport.width} pixels, in pieces`);
        });
      }
    } finally {
      await slow.close();
    }
  });
});

describe("without script", () => {
  test("a plain link leads to a page that is of use", async () => {
    for (const viewport of [DESKTOP, PHONE]) {
      await opened("/praktikos/", { javaScriptEnabled: false, viewport }, async (page) => {
        assert.equal(await page.locator(".site-search").isVisible(), false);
        await page.locator(".search-link a").click();
        await page.waitForURL("**/paieska/");
        assert.ok(await page.locator("main p.notice").isVisible(), "the page says why there is no box");
        assert.equal(await page.locator("main input:visible, main button:visible").count(), 0, "nothing dead");
        assert.ok((await page.locator("#search-browse a:visible").count()) > 15);
        assert.ok(await page.locator("#search-browse a[href$='praktikos/']").isVisible());
      });
    }
  });
});

test("on paper there are the results, not the box", async () => {
  await opened(`${SEARCH}?q=planas`, { documents }, async (page) => {
    await shows(page, "Rodomi 1–10 iš 24");
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator(".result").first().isVisible());
    for (const part of [".search-form", ".search-filters", ".search-sort"]) assert.equal(await page.locator(part).isVisible(), false, part);
    assert.equal(query(page), "?q=planas");
  });
});
