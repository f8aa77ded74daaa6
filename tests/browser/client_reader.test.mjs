// The preview's script in a real browser: files, pages that come and go, and what is shown to the author over the page.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { accessible, PHONE, until } from "./tab.mjs";
import {
  browsing, eachWithAPreview, isSame, opened, part, preview, problem, ready, shows, TRIAL, trial,
} from "./trial.mjs";

eachWithAPreview();

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

describe("files", () => {
  const colour = (page) => page.evaluate(() => getComputedStyle(document.querySelector("main")).color);

  test("a style sheet is exchanged without a load and without a bare moment", browsing(async (context) => {
    preview.put("bandymas.css", "main { color: rgb(1, 2, 3) }");
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const page = await opened(context);
    assert.equal(await colour(page), "rgb(1, 2, 3)");
    await page.evaluate(() => {
      globalThis.colours = new Set();
      const look = () => { globalThis.colours.add(getComputedStyle(document.querySelector("main")).color); requestAnimationFrame(look); };
      look();
    });
    preview.put("bandymas.css", "main { color: rgb(4, 5, 6) }");
    preview.edit(TRIAL, "bandymas.css?v=1", "bandymas.css?v=2");
    const painted = (wanted) => () => page.evaluate((wanted) => globalThis.colours.has(wanted), wanted);
    await until("the new colour", painted("rgb(4, 5, 6)"));
    preview.touch("bandymas.css", "main { color: rgb(7, 8, 9) }");
    await until("the newest colour, at the same address", painted("rgb(7, 8, 9)"));
    assert.deepEqual(await page.evaluate(() => [...globalThis.colours]), ["rgb(1, 2, 3)", "rgb(4, 5, 6)", "rgb(7, 8, 9)"]);
    await until("one sheet is left", () => page.evaluate(() => document.querySelectorAll("link[rel=stylesheet]").length === 1));
    assert.ok(await isSame(page));
    preview.put(TRIAL, preview.text(TRIAL).replace("bandymas.css?v=2", "bandymas.css?v=3"));
    preview.touch("bandymas.css", "main { color: rgb(9, 9, 9) }");
    await until("the tie to the exchanged sheet holds", async () => (await colour(page)) === "rgb(9, 9, 9)");
    await until("one sheet is left", () => page.evaluate(() => document.querySelectorAll("link[rel=stylesheet]").length === 1));
    assert.equal(await page.locator("link[rel=stylesheet]").getAttribute("href"), "/bandymas.css?v=3", "it is not asked for twice");
    assert.ok(await isSame(page));
  }));

  test("an imported style sheet counts too, and one that is not there leaves the old one", browsing(async (context) => {
    preview.put("bandymas.css", "@import \"/dalis.css\";");
    preview.put("dalis.css", "main { color: rgb(1, 2, 3) }");
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const page = await opened(context);
    preview.touch("dalis.css", "main { color: rgb(4, 5, 6) }");
    await until("the new colour", async () => (await colour(page)) === "rgb(4, 5, 6)");
    preview.put("bandymas.css", null);
    preview.edit(TRIAL, "bandymas.css?v=1", "bandymas.css?v=2");
    await until("both sheets are there", () => page.evaluate(() => document.querySelectorAll("link[rel=stylesheet]").length === 2));
    assert.equal(await colour(page), "rgb(4, 5, 6)");
  }));

  test("a changed picture is shown anew, others are left alone", browsing(async (context) => {
    preview.put("a.png", Buffer.from(PIXEL, "base64"));
    preview.put("b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>");
    preview.put(TRIAL, trial("<img alt=\"\" id=\"a\" src=\"../a.png\"><img alt=\"\" id=\"b\" src=\"../b.svg\" srcset=\"../b.svg 1x, ../c.png 2x\">"));
    const page = await opened(context);
    preview.touch("b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"77\" height=\"10\"/>");
    await until("the wider picture", () => page.evaluate(() => document.querySelector("#b").naturalWidth === 77));
    assert.equal(await page.locator("#a").getAttribute("src"), "../a.png");
    assert.match(await page.locator("#b").getAttribute("srcset"), /b\.svg\?avilys=first-2 1x, \.\.\/c\.png 2x$/);
    assert.ok(await isSame(page));
  }));
});

describe("pages that come and go", () => {
  test("a page that has moved is followed, with its place", browsing(async (context) => {
    preview.put(TRIAL, trial("<p id=\"vieta\">pirma</p>"));
    const page = await opened(context, "/bandymas/#vieta");
    preview.move("bandymas/", "kitur/");
    await page.waitForURL(preview.at("/kitur/#vieta"));
  }));

  test("a page that is gone stays to be read, says so, and comes back", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const page = await opened(context);
    preview.put(TRIAL, null);
    preview.tell();
    await until("the notice", () => part(page, ".note").isVisible());
    assert.match(await part(page, ".note").innerText(), /failo nebėra/);
    assert.equal(await part(page, ".note a").getAttribute("href"), "/");
    await shows(page, "pirma");
    preview.put(TRIAL, trial("<p>antra</p>"));
    preview.tell();
    await shows(page, "antra");
    assert.ok(await part(page, ".note").isHidden());
    assert.ok(await isSame(page));
  }));

  test("an address without a page shows the page that appears there", browsing(async (context) => {
    const page = await opened(context, "/dar-nera/");
    assert.ok(await part(page, ".note").isHidden(), "nothing is gone that was never there");
    preview.put("dar-nera/index.html", trial("<p>jau yra</p>"));
    preview.tell();
    await shows(page, "jau yra");
  }));

  test("a site that cannot be shown is loaded when it can, and what is shown stays when it cannot", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    preview.broken = trial("<p>klaida</p>");
    const page = await opened(context);
    await shows(page, "klaida");
    preview.broken = trial("<p>kita klaida</p>");
    preview.tell();
    await shows(page, "kita klaida");
    await ready(page);
    preview.broken = null;
    preview.tell();
    await shows(page, "pirma");
    await ready(page);
    preview.broken = trial("<p>klaida</p>");
    preview.problems = [problem("klaida")];
    preview.tell();
    await until("the panel", () => part(page, ".panel").isVisible());
    await shows(page, "pirma");
    assert.ok(await part(page, ".note").isHidden());
  }));

  test("„follow my edits“ goes where the author works, and only then", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const page = await opened(context);
    preview.edited = { path: "content/pages/apie.md", url: "/apie/", generation: 2 };
    preview.tell();
    preview.edit(TRIAL, "pirma", "antra");
    await shows(page, "antra");
    assert.equal(new URL(page.url()).pathname, "/bandymas/");
    await part(page, ".follow").click();
    assert.equal(await part(page, ".follow").getAttribute("aria-pressed"), "true");
    preview.edited = { path: "content/pages/kaip-rasyti.md", url: "/kaip-rasyti/", generation: preview.generation + 1 };
    preview.tell();
    await page.waitForURL(preview.at("/kaip-rasyti/"));
    await ready(page);
    assert.equal(await part(page, ".follow").getAttribute("aria-pressed"), "true", "the next page follows too");
    preview.edited = { path: "content/pages/apie.md", url: "/apie/", generation: preview.generation + 1 };
    preview.tell();
    await page.waitForURL(preview.at("/apie/"));
  }));
});

describe("problems", () => {
  const panel = (page) => part(page, ".panel");

  test("errors open the panel, which goes when they do", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    const page = await opened(context);
    await page.evaluate(() => { globalThis.focused = document.activeElement; });
    preview.problems = [problem("data „2026-13“ nėra data"), problem("kita", { file: "avilys.toml", here: false, excerpt: null, line: null, column: null, severity: "warning" })];
    preview.tell();
    await until("the panel", () => panel(page).isVisible());
    const text = await panel(page).innerText();
    for (const words of ["data „2026-13“ nėra data", "content/pages/bandymas.md:3:8", "Kaip taisyti: rašykite 2026-12", "Šiame puslapyje", "Kitur portale", "avilys.toml"]) {
      assert.ok(text.includes(words), `${words} in ${text}`);
    }
    assert.equal(await panel(page).locator("mark").innerText(), "\"2026-13\"");
    assert.ok(await page.evaluate(() => document.activeElement === globalThis.focused), "the focus is not taken");
    const { height } = await panel(page).boundingBox();
    assert.ok(height <= page.viewportSize().height * 0.56);
    preview.problems = [];
    preview.tell();
    await until("the panel is gone", () => panel(page).isHidden());
    assert.ok(await part(page, ".problems").isHidden());
    await until("it is said", async () => (await part(page, ".bar > .unseen").textContent()) === "Klaidų nebėra");
  }));

  test("a panel that was closed opens for new errors only, also on the next page", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    preview.problems = [problem("pirmoji")];
    const page = await opened(context);
    await panel(page).locator(".list").focus();
    await page.keyboard.press("Escape");
    assert.ok(await panel(page).isHidden());
    assert.equal(await page.evaluate(() => document.querySelector("avilys-preview").shadowRoot.activeElement.className), "problems");
    preview.problems = [problem("pirmoji", { line: 7 })];
    preview.edit(TRIAL, "pirma", "antra");
    await shows(page, "antra");
    assert.ok(await panel(page).isHidden(), "the same error on another line is not new");
    await page.goto(preview.at("/apie/"));
    await ready(page);
    assert.ok(await panel(page).isHidden());
    preview.problems.push(problem("antroji"));
    preview.tell();
    await until("the panel", () => panel(page).isVisible());
    await panel(page).locator(".quiet").click();
    await page.keyboard.press("Enter");
    assert.ok(await panel(page).isVisible(), "the focus is on what opens it");
  }));

  test("warnings wait in the bar until they are asked for", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    preview.problems = [problem("nėra santraukos", { severity: "warning" })];
    const page = await opened(context);
    assert.ok(await panel(page).isHidden());
    await part(page, ".problems").click();
    assert.ok(await panel(page).isVisible());
    assert.equal(await part(page, ".problems").getAttribute("aria-expanded"), "true");
  }));

  test("a place without width is shown in the line as it is written", browsing(async (context) => {
    const excerpt = (text, at) => ({ excerpt: { line: 1, lines: [text], start: at, end: at } });
    const written = ["date = 2026-12", "date = \"2026", "", "a 🐝 b"];
    preview.put(TRIAL, trial("<p>pirma</p>"));
    preview.problems = [7, 12, 0, 2].map((at, nth) => problem(`klaida ${nth}`, excerpt(written[nth], at)));
    const page = await opened(context);
    await until("the panel", () => panel(page).isVisible());
    assert.deepEqual(await panel(page).locator(".meant code").allTextContents(), written);
    assert.deepEqual(await panel(page).locator("mark").allTextContents(), ["2", "", "", "🐝"]);
    const widths = await panel(page).locator("mark").evaluateAll((marks) => marks.map((mark) => mark.getBoundingClientRect().width));
    assert.ok(widths.every((width) => width >= 2), "each is seen");
  }));

  test("a page that is the list of problems is not covered by another one, unless it is asked for", browsing(async (context) => {
    const list = (text) => trial(`<p>${text}</p>`).replace("<html", "<html data-problems");
    preview.broken = list("klaida");
    preview.problems = [problem("klaida")];
    const page = await opened(context);
    await until("the count", () => part(page, ".problems").isVisible());
    assert.ok(await panel(page).isHidden());
    await part(page, ".problems").click();
    assert.ok(await panel(page).isVisible());
    preview.broken = list("kita klaida");
    preview.problems = [problem("kita klaida")];
    preview.tell();
    await shows(page, "kita klaida");
    await until("the count", () => part(page, ".problems").isVisible());
    assert.ok(await panel(page).isHidden(), "nor is the next list");
    preview.put(TRIAL, trial("<p>pirma</p>"));
    preview.broken = null;
    preview.tell();
    await shows(page, "pirma");
    await until("the panel", () => panel(page).isVisible());
  }));

  test("texts of problems are never markup", browsing(async (context, complaints) => {
    const bad = "<img src=x onerror=\"globalThis.hurt = true\"><script>globalThis.hurt = true</script>";
    preview.put(TRIAL, trial("<p>pirma</p>", ""));
    preview.badges = [{ name: "draft", text: bad }];
    preview.problems = [problem(bad, { help: bad, file: bad, excerpt: { line: 1, lines: [bad, bad], start: 3, end: 9 } })];
    const page = await opened(context);
    await until("the panel", () => panel(page).isVisible());
    assert.ok((await panel(page).innerText()).includes(bad));
    assert.equal(await page.evaluate(() => document.querySelector("avilys-preview").shadowRoot.querySelectorAll("img, script").length), 0);
    assert.equal(await page.evaluate(() => globalThis.hurt), undefined);
    assert.deepEqual(complaints, []);
  }));

  test("the end of the page can be read above the panel", browsing(async (context) => {
    preview.problems = Array.from({ length: 30 }, (_, at) => problem(`klaida ${at}`));
    const page = await opened(context, "/apie/");
    await until("the panel", () => panel(page).isVisible());
    await until("there is room", () => page.evaluate(() => {
      scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
      const dock = document.querySelector("avilys-preview").shadowRoot.querySelector(".dock");
      return document.querySelector("footer").getBoundingClientRect().bottom <= dock.getBoundingClientRect().top + 1;
    }));
  }));
});

describe("the bar", () => {
  test("it tells of the page, folds up and stays so", browsing(async (context) => {
    preview.put(TRIAL, trial("<p>pirma</p>"));
    preview.badges = [{ name: "draft", text: "Juodraštis" }];
    const page = await opened(context);
    assert.equal(await part(page, ".badges").innerText(), "Juodraštis");
    assert.match(await part(page, ".source").innerText(), /content\/bandymas\/index\.md/);
    await part(page, ".toggle").click();
    assert.ok(await part(page, ".contents").isHidden());
    await page.goto(preview.at("/apie/"));
    await ready(page);
    assert.ok(await part(page, ".contents").isHidden());
    await part(page, ".toggle").press("Enter");
    assert.ok(await part(page, ".contents").isVisible());
  }));

  test("on a phone it takes no more room than it needs", browsing(async (context) => {
    const height = async (selector) => (await part(page, selector).boundingBox()).height;
    const boxes = (selector) => part(page, selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
    preview.put("labai/ilgas/pavadinimas-kuris-netelpa-eiluteje/index.html", trial("<p>pirma</p>"));
    const page = await opened(context, "/labai/ilgas/pavadinimas-kuris-netelpa-eiluteje/");
    const row = await height(".pills");
    assert.ok(row < 48, "one row for the file's name");
    preview.badges = [{ name: "draft", text: "Juodraštis" }, { name: "summary", text: "Be santraukos" }];
    preview.problems = [problem("klaida")];
    preview.tell();
    await until("the panel", () => part(page, ".panel").isVisible());
    assert.equal(await height(".pills"), row, "one row above the panel");
    await part(page, ".quiet").click();
    assert.ok(await height(".pills") < 2 * row, "two rows for all of it");
    const [pill] = await boxes(".pills");
    for (const badge of await boxes(".badges li, .count")) {
      assert.ok(badge.top - pill.top >= 6 && pill.bottom - badge.bottom >= 6 && badge.left - pill.left >= 6, "nothing touches the edge");
    }
    preview.problems = [];
    preview.tell();
    await until("the count is gone", () => part(page, ".problems").isHidden());
    await part(page, ".toggle").click();
    const [folded] = await boxes(".pills");
    assert.equal(folded.width, folded.height, "folded up it is round");
  }, { viewport: PHONE }));

  test("it speaks the reader's language", browsing(async (context) => {
    const page = await opened(context, "/apie/");
    assert.equal(await part(page, ".follow").innerText(), "Follow my edits");
    assert.equal(await page.locator("avilys-preview").getAttribute("lang"), "en");
  }, { locale: "en-GB" }));

  test("it is not printed", browsing(async (context) => {
    const page = await opened(context, "/apie/");
    await page.emulateMedia({ media: "print" });
    assert.equal(await part(page, ".pills").isVisible(), false);
  }));

  for (const colorScheme of ["light", "dark"]) {
    for (const [name, viewport] of [["desktop", undefined], ["phone", PHONE]]) {
      test(`nothing is in anybody's way: ${colorScheme}, ${name}`, browsing(async (context) => {
        preview.badges = [{ name: "draft", text: "Juodraštis" }, { name: "untranslated", text: "Neišversta" }];
        const page = await opened(context, "/apie/");
        await part(page, ".follow").click();
        await accessible(page);
        preview.problems = [problem("data nėra data"), problem("adresas", { severity: "warning", here: false })];
        preview.put("apie/index.html", null);
        preview.tell();
        await until("the panel and the notice", async () => (await part(page, ".panel").isVisible()) && part(page, ".note").isVisible());
        await accessible(page);
        await part(page, ".toggle").click();
        await accessible(page);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
      }, { colorScheme, ...(viewport && { viewport }) }));
    }
  }
});
