// The search page and the box of every page, against an engine whose answers the tests choose: what is shown, by keyboard,
// in the address, after mistakes, under a strict policy, and that nothing found becomes HTML.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { asked, box, data, focused, opened, query, SELF_EVALUATION, shows, status, titles, withBrowser, words } from "./search_trial.mjs";
import { accessible, PHONE, until } from "./tab.mjs";

const SEARCH = "/paieska/";
const TOUCH = { viewport: PHONE, hasTouch: true, isMobile: true };
const HOSTILE = "<img src=x onerror=\"globalThis.broken=1\"><script>globalThis.broken=1</script>";
const isUnbroken = (page) => page.evaluate(() => globalThis.broken === undefined && !document.querySelector("main img[src='x'], main script, header img[src='x']"));

withBrowser();

describe("results", () => {
  test("come while typing, marked, with the number said", async () => {
    await opened(SEARCH, { documents: data([SELF_EVALUATION]) }, async (page) => {
      await box(page).pressSequentially("isivertin", { delay: 20 });
      await shows(page, "Rasta: 1");
      assert.deepEqual(await titles(page), ["Mokyklos įsivertinimas"]);
      assert.deepEqual(await page.locator(".result mark").allTextContents(), ["įsivertinimas", "įsivertina"]);
      assert.equal(query(page), "?q=isivertin");
      assert.ok((await asked(page)).length < 5, "not a question for every key");
      assert.match(await page.title(), /^isivertin – /);
    });
  });

  test("an answer that comes too late is dropped", async () => {
    await opened(SEARCH, { documents: data([SELF_EVALUATION], { delays: { planas: 900 }, ignoresAbort: true }) }, async (page) => {
      await box(page).fill("planas");
      await until("the slow question is asked", async () => (await asked(page)).length === 1);
      await box(page).fill("isivertin");
      await shows(page, "Rasta: 1");
      await page.waitForTimeout(1000);
      assert.equal(await status(page), "Rasta: 1");
    });
  });

  test("more are added on request, and the first of them gets the focus", async () => {
    await opened(`${SEARCH}?q=planas`, {}, async (page) => {
      await shows(page, "Rodomi 1–10 iš 24");
      await page.locator(".search-more button").click();
      await shows(page, "Rodomi 1–20 iš 24");
      assert.equal((await titles(page)).length, 20);
      const eleventh = await page.locator(".result a").nth(10).getAttribute("id");
      assert.equal(await focused(page), eleventh);
      assert.equal(query(page), "?q=planas&page=2");
      await page.locator(".search-more button").click();
      await shows(page, "Rasta: 24");
      assert.equal(await page.locator(".search-more").isVisible(), false);
      await page.reload();
      await shows(page, "Rasta: 24");
    });
  });

  test("those with fewer words stand behind a line, and what was corrected is said", async () => {
    const documents = data([{ title: "Planas ir kokybė" }], { typos: { kokibe: "kokybė" } });
    await opened(`${SEARCH}?q=planas kokibe nežinoma`, { documents }, async (page) => {
      await until("the notes are there", async () => (await page.locator(".search-notes p").count()) === 2);
      assert.deepEqual(await page.locator(".search-notes p").allTextContents(), ["Rodoma pagal: kokybė", "Portale nėra: nežinoma"]);
      assert.equal(await page.locator(".results > li").first().textContent(), "Įrašų su visais žodžiais nėra; čia – su dalimi jų");
      await box(page).fill("planas kokibe");
      await until("the line is behind the first entry", async () => (await page.locator(".results > li").nth(1).textContent()) === "Toliau – ne visi žodžiai");
      assert.equal(await page.locator(".results-line").count(), 1);
    });
  });

  test("an entry in another language says so", async () => {
    await opened(`${SEARCH}?q=school`, { documents: data([{ title: "A school", lead: "Our school.", language: "en" }]) }, async (page) => {
      await shows(page, "Rasta: 1");
      assert.equal(await page.locator(".result a").getAttribute("lang"), "en");
      assert.equal(await page.locator(".result .card-summary").getAttribute("lang"), "en");
    });
  });

  test("where neither title nor lead shows why, the passage of the entry's page does", async () => {
    const documents = data([{ title: "Susitarimai", lead: "Apie mus.", body: "ežeras", url: "bandymas/ezeras/" }]);
    await opened(SEARCH, { documents }, async (page, tab) => {
      const body = `<main><nav>Ežeras meniu</nav><div data-body><p>Pirma pastraipa.</p><p>Toliau mokiniai tyrė <b>ežerą</b>. &lt;b&gt;<img src=x><script>globalThis.broken=1</script></p></div></main>`;
      const requests = [];
      page.on("request", (request) => requests.push(request.url()));
      await tab.route("**/bandymas/ezeras/", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
      await box(page).fill("ezer");
      await until("the passage is there", async () => (await page.locator(".card-summary mark").count()) === 1);
      assert.match(await page.locator(".card-summary").textContent(), /^…Pirma pastraipa. Toliau mokiniai tyrė ežerą\. <b>/);
      assert.ok(await isUnbroken(page));
      assert.deepEqual(requests.filter((address) => address.endsWith("x")), [], "nothing that the page names is loaded");
    });
  });

  test("an entry's page that cannot be had leaves the lead", async () => {
    await opened(`${SEARCH}?q=ezer`, { documents: data([{ title: "Susitarimai", lead: "Apie mus.", body: "ežeras", url: "nera/tokio/" }]), complains: true }, async (page) => {
      await page.waitForResponse((response) => response.url().endsWith("/nera/tokio/"));
      await page.waitForTimeout(100);
      assert.equal(await page.locator(".card-summary").textContent(), "Apie mus.");
    });
  });
});

describe("filters", () => {
  test("narrow the result, show their counts, and are taken off one by one", async () => {
    await opened(`${SEARCH}?q=planas`, {}, async (page) => {
      await page.getByRole("group", { name: "Mokykla" }).getByLabel("Aušros mokykla").check();
      await shows(page, "Rasta: 2");
      assert.equal(query(page), "?q=planas&school=mokykla-0");
      assert.equal(await page.locator(".facet-evidence .count").first().textContent(), "2");
      await page.getByRole("group", { name: "Mokykla" }).getByLabel("Mokykla 3").check();
      await shows(page, "Rasta: 4");
      assert.equal(await page.locator(".search-chip").count(), 2);
      await page.getByRole("button", { name: "Nuimti filtrą: Mokykla: Aušros mokykla" }).click();
      await shows(page, "Rasta: 2");
      assert.equal(await focused(page), "search-status");
      await page.locator(".search-clear").click();
      await shows(page, "Rodomi 1–10 iš 24");
      assert.equal(query(page), "?q=planas");
    });
  });

  test("a long list shows eight, then all, and can be searched without diacritics", async () => {
    await opened(`${SEARCH}?q=planas`, {}, async (page) => {
      const boxes = page.locator(".facet-school input[type=checkbox]");
      await until("eight schools", async () => (await boxes.count()) === 8);
      await page.locator(".facet-school .facet-all").click();
      assert.equal(await boxes.count(), 12);
      await page.locator(".facet-school .facet-find").fill("ausr");
      assert.equal(await boxes.count(), 1);
    });
  });

  test("narrower topics stand below theirs", async () => {
    await opened(`${SEARCH}?q=planas`, {}, async (page) => {
      await shows(page, "Rodomi 1–10 iš 24");
      assert.deepEqual(await page.locator(".facet-topic li").evaluateAll((items) => items.map((item) => [item.className, item.textContent])), [["", "Planavimas24"], ["facet-under-1", "Metų planas12"]]);
    });
  });

  test("a row that is being used stays where it is", async () => {
    await opened(`${SEARCH}?q=planas`, {}, async (page) => {
      await shows(page, "Rodomi 1–10 iš 24");
      const order = () => page.locator(".facet-kind .facet-title").allTextContents();
      const first = await order();
      await page.locator(".facet-kind input").nth(2).focus();
      await page.keyboard.press("Space");
      await shows(page, "Rasta: 8");
      assert.deepEqual(await order(), first);
      assert.equal(await focused(page), "on-kind-2");
    });
  });

  test("fold on a phone, and their counts are asked for when they unfold", async () => {
    await opened(`${SEARCH}?q=planas`, TOUCH, async (page) => {
      await shows(page, "Rodomi 1–10 iš 24");
      assert.equal((await asked(page)).at(-1).counts, false);
      assert.equal(await page.locator(".facet").first().isVisible(), false);
      await page.locator(".search-filters summary").tap();
      await until("the filters are there", () => page.locator(".facet-school").isVisible());
      await page.getByLabel("Aušros mokykla").tap();
      await shows(page, "Rasta: 2");
      assert.equal(await page.locator(".search-filters summary").innerText(), "Filtrai (1)");
    });
  });

  test("nothing found: without which filter there would be something", async () => {
    await opened(`${SEARCH}?q=isivertin&school=mokykla-0&year=2024-2025`, { documents: data([SELF_EVALUATION]) }, async (page) => {
      await shows(page, "Nieko nerasta");
      assert.ok(await page.locator("#search-browse").isVisible(), "the indexes are offered");
      await page.getByRole("button", { name: "Be filtro „2024–2025“: 1" }).click();
      await shows(page, "Rasta: 1");
      assert.equal(query(page), "?q=isivertin&school=mokykla-0");
    });
  });

  test("nothing found: the nearest words lead on", async () => {
    await opened(`${SEARCH}?q=xyzzy`, { documents: data([SELF_EVALUATION], { near: ["įsivertinimas"] }) }, async (page) => {
      await page.getByRole("link", { name: "įsivertinimas", exact: true }).click();
      await shows(page, "Rasta: 1");
      assert.equal(await box(page).inputValue(), "įsivertinimas");
    });
  });
});

describe("the address", () => {
  test("holds the whole state", async () => {
    const address = "?q=planas&kind=practice&kind=programme&year=2023-2024&sort=date";
    await opened(SEARCH + address, {}, async (page) => {
      await until("there is a result", async () => (await status(page)).startsWith("Ro") || (await status(page)).startsWith("Ra"));
      const { text, filters, sort } = (await asked(page))[0];
      assert.deepEqual([text, filters.kind, filters.year, sort], ["planas", ["practice", "programme"], ["2023-2024"], "date"]);
      assert.equal(await box(page).inputValue(), "planas");
      assert.equal(await page.locator("#search-sort").inputValue(), "date");
      assert.equal(await page.locator(".facet-kind input:checked").count(), 2);
      assert.equal(query(page), address);
    });
  });

  test("back goes to the last question that was left for good, forward comes again", async () => {
    await opened(SEARCH, { documents: data([SELF_EVALUATION]) }, async (page) => {
      await box(page).pressSequentially("planas", { delay: 30 });
      await page.keyboard.press("Enter");
      await shows(page, "Rodomi 1–10 iš 24");
      await box(page).fill("");
      await box(page).pressSequentially("isivertin", { delay: 30 });
      await shows(page, "Rasta: 1");
      await page.goBack();
      await shows(page, "Rodomi 1–10 iš 24");
      assert.equal(await box(page).inputValue(), "planas");
      await page.goForward();
      await shows(page, "Rasta: 1");
      assert.equal(await box(page).inputValue(), "isivertin");
    });
  });

  test("after an entry, back finds the list, the place and the focus again", async () => {
    await opened(`${SEARCH}?q=planas&page=2&kind=practice&kind=programme`, {}, async (page) => {
      await shows(page, "Rasta: 16");
      const link = page.locator(".result a").nth(13);
      await link.focus();
      const [top, id] = [await page.evaluate(() => scrollY), await focused(page)];
      assert.ok(top > 300);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => !url.pathname.endsWith(SEARCH));
      await page.goBack();
      await shows(page, "Rasta: 16");
      await until("the place is the same", async () => Math.abs((await page.evaluate(() => scrollY)) - top) < 2);
      assert.equal(await focused(page), id);
      assert.equal(await page.locator(".facet-kind input:checked").count(), 2);
    });
  });

  test("nonsense in it does no harm", async () => {
    await opened(`${SEARCH}?q=planas&page=-3&page=x&sort=up&kind=nera&nera=1&school=${"x".repeat(3000)}`, {}, async (page) => {
      await shows(page, "Nieko nerasta");
      assert.ok(await page.locator(".search-chip").first().isVisible());
    });
  });
});

describe("safety", () => {
  test("a question that is HTML stays text", async () => {
    await opened(`${SEARCH}?q=${encodeURIComponent(HOSTILE)}&school=${encodeURIComponent(HOSTILE)}`, { documents: data([], { near: [HOSTILE] }) }, async (page) => {
      await shows(page, "Nieko nerasta");
      assert.equal(await box(page).inputValue(), HOSTILE);
      assert.ok(await isUnbroken(page));
      assert.match(await page.locator(".search-chip").textContent(), /<img/);
    });
  });

  test("titles, leads, owners and names that are HTML stay text", async () => {
    const documents = data([{ title: `Bitė ${HOSTILE}`, lead: `Bitė ${HOSTILE}`, owner: HOSTILE, shownDate: HOSTILE, language: "\"><img src=x>" }]);
    documents.values.school[0].title = HOSTILE;
    await opened(`${SEARCH}?q=bite&school=mokykla-0`, { documents }, async (page) => {
      await shows(page, "Rasta: 1");
      assert.deepEqual(await titles(page), [`Bitė ${HOSTILE}`]);
      assert.ok(await isUnbroken(page));
    });
    await opened("/", { documents }, async (page) => {
      await box(page).fill("bite");
      await until("it is suggested", () => page.locator(".suggestion-title").isVisible());
      assert.ok(await isUnbroken(page));
    });
  });

  test("an address that leads out of the site is no link", async () => {
    const urls = ["javascript:globalThis.broken=1", "//evil.example/", "https://evil.example/", "\\\\evil.example\\a", "data:text/html,x", "http://", "praktikos/../../..//evil.example/"];
    await opened(`${SEARCH}?q=bite`, { documents: data(urls.map((url, number) => ({ title: `Bitė ${number}`, url }))) }, async (page) => {
      await shows(page, `Rasta: ${urls.length}`);
      const origin = new URL(page.url()).origin;
      for (const href of await page.locator(".result a").evaluateAll((links) => links.map((link) => link.href))) assert.equal(new URL(href).origin, origin);
      assert.equal(await page.locator(".result a").count(), 1, "the last stays within the site");
    });
  });
});

describe("what goes wrong", () => {
  for (const code of ["renewed", "missing", "network", "format", "damaged"]) {
    test(`${code}: says what to do`, async () => {
      await opened(`${SEARCH}?q=planas`, { documents: data([], { error: code }) }, async (page) => {
        await until("the problem is said", () => page.locator(".search-problem").isVisible());
        assert.equal(await page.locator(".search-problem p").textContent(), await words(page, `error${code[0].toUpperCase()}${code.slice(1)}`));
        assert.equal(await page.locator(".search-layout").isVisible(), false);
        assert.ok(await page.locator("#search-browse").isVisible());
        await accessible(page);
        await page.evaluate(() => { delete globalThis.standIn.error; });
        await page.locator(".search-problem button").click();
        if (code === "network") await shows(page, "Rodomi 1–10 iš 24");
      });
    });
  }

  test("an engine that is gone means a newer site", async () => {
    await opened(SEARCH, { complains: true }, async (page, tab) => {
      await tab.route("**/search/engine-*.js", (route) => route.fulfill({ status: 404, body: "" }));
      await box(page).fill("planas");
      await until("the problem is said", () => page.locator(".search-problem").isVisible());
      assert.equal(await page.locator(".search-problem p").textContent(), await words(page, "errorRenewed"));
    });
  });

  test("without a network it says so", async () => {
    await opened(SEARCH, { complains: true }, async (page, tab) => {
      await tab.setOffline(true);
      await tab.route("**/search/engine-*.js", (route) => route.abort());
      await box(page).fill("planas");
      await until("the problem is said", () => page.locator(".search-problem").isVisible());
      assert.equal(await page.locator(".search-problem p").textContent(), await words(page, "errorNetwork"));
    });
  });
});
