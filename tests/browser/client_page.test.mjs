// The preview's script in a real browser: how tabs hear of a change, and how a page becomes its next version.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { FakePreview } from "./fake_preview.mjs";
import { accessible, until } from "./tab.mjs";
import {
  browsing, eachWithAPreview, isReloaded, isSame, opened, paragraphs, part, preview, ready, root, shows,
  TRIAL, trial,
} from "./trial.mjs";

eachWithAPreview();

describe("news", () => {
  test("nine tabs hear of a change by one stream", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const tabs = await Promise.all(Array.from({ length: 9 }, () => opened(context)));
    assert.equal(preview.streams, 1);
    preview.edit(TRIAL, "pirma", "antra");
    for (const tab of tabs) await shows(tab, "antra");
    assert.equal(preview.streams, 1);
    assert.equal(preview.counted.streams, 1);
    for (const tab of tabs) assert.ok(await isSame(tab));
  }));

  test("when the tab that listens is closed, another one listens", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const [first, second, third] = [await opened(context), await opened(context), await opened(context)];
    await first.close();
    await until("a new stream", () => preview.counted.streams === 2 && preview.streams === 1);
    preview.edit(TRIAL, "pirma", "antra");
    await shows(second, "antra");
    await shows(third, "antra");
  }));

  test("without locks a tab listens itself", browsing(async (context) => {
    await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const tabs = [await opened(context), await opened(context)];
    assert.equal(preview.streams, 2);
    preview.edit(TRIAL, "pirma", "antra");
    for (const tab of tabs) await shows(tab, "antra");
  }));

  test("a break is told in every tab and mended, also when another server has come", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const tabs = [await opened(context), await opened(context)];
    const other = await opened(context, "/apie/");
    await preview.down();
    for (const tab of tabs) await until("the break is told", () => part(tab, ".lost").isVisible());
    await until("the break is told", () => part(other, ".lost").isVisible());
    await accessible(other);
    preview.session = "second";
    preview.generation = 1;
    preview.put(TRIAL, trial("<p>antra</p>"));
    await preview.up();
    for (const tab of tabs) {
      await shows(tab, "antra");
      await until("the break is over", () => part(tab, ".lost").isHidden());
    }
  }));

  test("fifty quick changes end in the last one, with few questions asked", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>kartas 0.</p>"));
    const page = await opened(context);
    const asked = preview.counted.pages;
    for (let at = 0; at < 50; at += 1) {
      preview.edit(TRIAL, `kartas ${at}.`, `kartas ${at + 1}.`);
      await new Promise((done) => setTimeout(done, 2));
    }
    await shows(page, "kartas 50.");
    assert.ok(preview.counted.pages - asked <= 50);
    assert.ok(await isSame(page));
  }));

  test("a page that was changed while it was loading is brought up to date", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const page = await context.newPage();
    await page.route("**/__avilys/client.js", async (route) => {
      preview.put(TRIAL, trial("<p>antra</p>"));
      await route.continue();
    });
    await page.goto(preview.at("/bandymas/"));
    await shows(page, "antra");
  }));

  test("a page that comes back from the browser's history is brought up to date", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const page = await opened(context);
    await page.goto(preview.at("/apie/"));
    await ready(page);
    preview.edit(TRIAL, "pirma", "antra");
    await page.goBack();
    await shows(page, "antra");
  }));

  test("it works below a path", browsing(async (context) => {
    const below = await FakePreview.start(root, "/portalas/");
    try {
      const page = await context.newPage();
      await page.goto(below.at("/apie/"));
      await ready(page);
      below.edit("apie/index.html", "<h1>", "<h1>Pakeista: ");
      await shows(page, "Pakeista: ");
      below.put("apie/index.html", null);
      below.tell();
      await until("the notice", () => part(page, ".note a").isVisible());
      assert.equal(await part(page, ".note a").getAttribute("href"), "/portalas/");
    } finally {
      await below.down();
    }
  }));
});

describe("the next version", () => {
  test("what is inserted leaves its neighbours alone", browsing(async (context) => {
    preview.put(TRIAL, trial(paragraphs(5)));
    const page = await opened(context);
    await page.evaluate(() => { globalThis.old = [...document.querySelectorAll("main p")]; });
    preview.edit(TRIAL, "<p id=\"p2\">", "<p>Nauja.</p>\n<p id=\"p2\">Kitaip. ");
    await shows(page, "Kitaip.");
    const kept = await page.evaluate(() => [...document.querySelectorAll("main p")].map((p) => globalThis.old.indexOf(p)));
    assert.deepEqual(kept, [0, 1, -1, 2, 3, 4]);
    assert.ok(await isSame(page));
  }));

  test("what moves is the same element, and what goes is gone", browsing(async (context) => {
    const items = (names) => `<ul>${names.map((name) => `<li>punktas ${name}</li>`).join("\n")}</ul>`;
    preview.put(TRIAL, trial(items(["a", "b", "c", "d", "e"])));
    const page = await opened(context);
    await page.evaluate(() => { globalThis.old = [...document.querySelectorAll("li")]; });
    preview.put(TRIAL, trial(items(["e", "a", "b", "x", "d"])));
    preview.tell();
    await shows(page, "punktas x");
    const seen = await page.evaluate(() => [...document.querySelectorAll("li")].map((li) => [li.textContent.at(-1), globalThis.old.indexOf(li)]));
    assert.deepEqual(seen.map(([name]) => name), ["e", "a", "b", "x", "d"]);
    assert.deepEqual([seen[0][1], seen[1][1], seen[2][1], seen[4][1]], [4, 0, 1, 3]);
  }));

  for (const anchoring of ["auto", "none"]) {
    test(`place, focus, typed words, selection and opened parts stay; the browser's own anchoring: ${anchoring}`, browsing(async (context) => {
      preview.put(TRIAL, trial(
        `<input id="search" value=""><input type="checkbox" id="tick"><details><summary>Daugiau</summary>viduje</details>${paragraphs(30)}`,
      ));
      const page = await opened(context);
      await page.locator("summary").click();
      await page.locator("#tick").check();
      await page.locator("#search").fill("mokykla");
      await page.evaluate((value) => {
        document.documentElement.style.overflowAnchor = value;
        scrollTo(0, document.querySelector("#p12").offsetTop - 100);
        document.querySelector("#search").focus({ preventScroll: true });
        document.querySelector("#search").setSelectionRange(2, 5);
      }, anchoring);
      const top = () => page.evaluate(() => document.querySelector("#p12").getBoundingClientRect().top);
      const before = await top();
      preview.edit(TRIAL, "<p id=\"p3\">", `${"<p>Įterpta aukščiau.</p>".repeat(8)}<p id="p3">`);
      await shows(page, "Įterpta aukščiau.");
      assert.ok(Math.abs((await top()) - before) < 2, "what is read stays where it is");
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      assert.ok(Math.abs((await top()) - before) < 2, "also after the browser has drawn it");
      assert.deepEqual(
        await page.evaluate(() => [
          document.activeElement.id, document.activeElement.value, document.activeElement.selectionStart,
          document.activeElement.selectionEnd, document.querySelector("#tick").checked, document.querySelector("details").open,
        ]),
        ["search", "mokykla", 2, 5, true, true],
      );
    }));
  }

  test("a selection in a paragraph outlives a change of its end", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>Vienas du trys keturi</p>"));
    const page = await opened(context);
    await page.evaluate(() => {
      const text = document.querySelector("main p").firstChild;
      getSelection().setBaseAndExtent(text, 7, text, 9);
    });
    preview.edit(TRIAL, "keturi", "penki");
    await shows(page, "penki");
    assert.equal(await page.evaluate(() => String(getSelection())), "du");
  }));

  test("what a script has done to the page stays, and what is served comes beside it", browsing(async (context) => {
    const path = "apie/index.html";
    const page = await opened(context, "/apie/");
    await page.locator(".theme-toggle").click();
    const theme = await page.evaluate(() => document.documentElement.dataset.theme);
    await page.locator(".nav-group summary").first().click();
    await page.evaluate(() => {
      document.body.classList.add("of-script");
      document.querySelector("main").prepend(Object.assign(document.createElement("aside"), { id: "of-script" }));
    });
    const served = preview.text(path).replace("<body class=\"", "<body class=\"served ").replace("<title>", "<title>Kitaip – ")
      .replace("<h1>", "<h1>Kitaip ").replace("class=\"theme-toggle\"", "class=\"theme-toggle\" data-served=\"\"");
    preview.put(path, served);
    preview.tell();
    await shows(page, "Kitaip");
    const seen = await page.evaluate(() => ({
      theme: document.documentElement.dataset.theme, open: document.querySelector(".nav-group").open, classes: document.body.className,
      added: document.querySelectorAll("main > aside#of-script").length, title: document.title.slice(0, 6),
      named: document.querySelector(".theme-toggle").getAttribute("aria-label").length > 3, hidden: document.querySelector(".theme-toggle").hidden,
    }));
    assert.equal(seen.theme, theme);
    assert.deepEqual(seen.classes.split(" ").sort(), ["of-script", "served", "view-page"]);
    assert.deepEqual([seen.open, seen.added, seen.title, seen.named, seen.hidden], [true, 1, "Kitaip", true, false]);
    await page.locator(".theme-toggle").click();
    assert.notEqual(await page.evaluate(() => document.documentElement.dataset.theme), theme, "the page's script still hears");
  }));

  test("what a script has taken apart is loaded anew when it changes", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const page = await opened(context);
    await page.evaluate(() => document.querySelector("main p").remove());
    preview.edit(TRIAL, "pirma", "antra");
    await shows(page, "antra");
    assert.equal(await isSame(page), false);
  }));

  test("any page becomes any other page", browsing(async (context, complaints) => {
    const paths = ["index.html", "praktikos/index.html", "metu-ratas/index.html", "kaip-rasyti/index.html", "temos/lyderyste/index.html"];
    const text = (path) => preview.text(path).replaceAll(/(href|src)="(?:\.\.\/)*(?!https?:|#|\/)/g, "$1=\"/");
    preview.put(TRIAL, text(paths[0]));
    const page = await opened(context);
    const bodies = (served) => page.evaluate((html) => {
      const clean = (body) => {
        const copy = body.cloneNode(true);
        copy.querySelectorAll("script").forEach((script) => script.remove());
        copy.querySelectorAll("[data-month], [data-window], [data-valid-until], .theme-toggle, .actions, .outline a, details").forEach((element) => element.replaceWith("…"));
        return copy.innerHTML.trim();
      };
      return [clean(document.body), clean(new DOMParser().parseFromString(html, "text/html").body)];
    }, served);
    for (const path of [...paths.slice(1), ...paths]) {
      preview.put(TRIAL, text(path));
      preview.tell();
      const title = /<title>([^<]*)/.exec(text(path))[1];
      await until(`the page is ${path}`, async () => (await page.title()) === title.replaceAll("&amp;", "&"));
      const [is, should] = await bodies(text(path));
      assert.equal(is, should, path);
    }
    assert.deepEqual(complaints, []);
  }));

  test("pages can hear of it, and what changed is shown for a moment", browsing(async (context) => {
    preview.put(TRIAL, trial(paragraphs(3)));
    const page = await opened(context);
    await page.evaluate(() => document.addEventListener("avilys:update", () => {
      globalThis.shown = document.getAnimations().map((animation) => animation.effect.target?.id).filter(Boolean);
    }));
    preview.edit(TRIAL, "Pastraipa 1.", "Pastraipa <b>kita</b>.");
    await shows(page, "Pastraipa kita.");
    assert.deepEqual(await page.evaluate(() => globalThis.shown), ["p1"]);
  }, { reducedMotion: "no-preference" }));

  test("another theme loads the page anew, and so does another script", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const page = await opened(context);
    preview.theme = "theme-2";
    preview.edit(TRIAL, "pirma", "antra");
    await isReloaded(page);
    await ready(page);
    await page.evaluate(() => { globalThis.mark = true; });
    preview.put("kitas.js", "globalThis.ran = true;");
    preview.put(TRIAL, trial("<p>antra</p><script src=\"/kitas.js?v=1\"></script>"));
    preview.tell();
    await isReloaded(page);
    assert.equal(await page.evaluate(() => globalThis.ran), true);
    await ready(page);
    await page.evaluate(() => { globalThis.mark = true; });
    preview.touch("kitas.js", "globalThis.ran = 2;");
    await isReloaded(page);
    assert.equal(await page.evaluate(() => globalThis.ran), 2);
  }));
});
