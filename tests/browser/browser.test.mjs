// The sample portal in a real browser: accessibility, privacy, without script, on a phone, by keyboard.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

import { serve } from "./server.mjs";
import { folder, oneOfEach, pages } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

const root = folder("AVILYS_SITE");
const offlineRoot = folder("AVILYS_SITE_OFFLINE");
const english = pages(root).find((page) => page.path === "/en/");
const types = [...oneOfEach(root), { ...english, view: "home in English" }];

let browser;
let server;

before(async () => {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  assert.ok(existsSync(executablePath), `there is no browser at ${executablePath}`);
  browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
      "--disable-component-update", "--no-first-run",
    ],
  });
  server = await serve(root);
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a page that notes what it asks for and what it complains of; `work` gets it and its notes. */
async function opened(options, work) {
  const context = await browser.newContext({ locale: "lt-LT", viewport: DESKTOP, ...options });
  try {
    const page = await context.newPage();
    const notes = { requests: [], complaints: [] };
    page.on("request", (request) => notes.requests.push(request.url()));
    page.on("console", (message) => message.type() === "error" && notes.complaints.push(message.text()));
    page.on("pageerror", (error) => notes.complaints.push(String(error)));
    page.on("requestfailed", (request) => notes.complaints.push(`not loaded: ${request.url()}`));
    return await work(page, notes);
  } finally {
    await context.close();
  }
}

const at = (page) => `${server.address}${page.path}`;

function show(violations) {
  return violations
    .map((found) => `${found.id} (${found.impact}): ${found.help}\n${found.nodes.slice(0, 4).map((node) =>
      `    ${node.target.join(" ")}\n      ${node.html.slice(0, 160)}\n      ${node.failureSummary?.replaceAll("\n", " ")}`).join("\n")}`)
    .join("\n");
}

test("there is a page of every type", () => {
  const wanted = [
    "404", "collection", "conference", "cycle", "evidence", "group", "home", "letters", "municipalities", "municipality",
    "news", "organisation", "page", "practice", "programme", "project", "report", "school", "section", "topic", "year",
    "years",
  ];
  const found = new Set(types.map((page) => page.view));
  assert.deepEqual(wanted.filter((view) => !found.has(view)), []);
});

describe("accessibility", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [name, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
      for (const type of types) {
        test(`${type.view} ${type.path}, ${colorScheme}, ${name}`, async () => {
          await opened({ colorScheme, viewport, reducedMotion: "reduce" }, async (page) => {
            await page.goto(at(type));
            await page.evaluate(AXE);
            const { violations } = await page.evaluate(
              (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
              RULES,
            );
            assert.equal(violations.length, 0, `\n${show(violations)}`);
          });
        });
      }
    }
  }

  test("the check sees what is wrong", async () => {
    await opened({}, async (page) => {
      await page.goto(at({ path: "/" }));
      await page.evaluate(() => document.querySelector("main").append(document.createElement("img")));
      await page.evaluate(AXE);
      const { violations } = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: values }), RULES);
      assert.deepEqual(violations.map((found) => found.id), ["image-alt"]);
    });
  });
});

describe("a strict host", () => {
  for (const type of types) {
    test(`${type.view} ${type.path} asks nobody else and complains of nothing`, async () => {
      await opened({}, async (page, notes) => {
        const response = await page.goto(at(type), { waitUntil: "networkidle" });
        assert.equal(response.status(), 200);
        assert.deepEqual(notes.requests.filter((address) => !address.startsWith(`${server.address}/`)), []);
        assert.deepEqual(notes.complaints, []);
        assert.ok(notes.requests.some((address) => address.includes("style.css")), "the style sheet is loaded");
      });
    });
  }

  test("the policy is in force", async () => {
    await opened({}, async (page, notes) => {
      await page.goto(at({ path: "/" }));
      const ran = await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "globalThis.inline = true";
        document.head.append(script);
        return globalThis.inline === true;
      });
      assert.equal(ran, false);
      assert.equal(notes.complaints.length, 1);
    });
  });

  test("what is not there gets the page that says so, at any depth", async () => {
    for (const path of ["/nera/", "/praktikos/nera/dar/giliau/"]) {
      await opened({}, async (page, notes) => {
        const response = await page.goto(at({ path }));
        assert.equal(response.status(), 404);
        const background = await page.evaluate(() => getComputedStyle(document.querySelector(".skip")).position);
        assert.equal(background, "absolute", `${path}: the style sheet is found`);
        await page.locator("main a").first().click();
        assert.ok((await page.title()).length > 0);
        assert.equal(notes.complaints.filter((text) => !text.includes("404")).length, 0, notes.complaints.join("\n"));
      });
    }
  });
});

// A page by the menu: its group is opened first.
async function menu(page, group, title) {
  await page.locator(".nav-group summary", { hasText: group }).click();
  await page.locator(".nav-panel a", { hasText: title }).first().click();
}

describe("without script", () => {
  for (const type of types) {
    test(`${type.view} ${type.path} shows its text and its navigation`, async () => {
      await opened({ javaScriptEnabled: false }, async (page) => {
        await page.goto(at(type));
        assert.ok(await page.locator("h1").isVisible());
        assert.ok((await page.locator("main").innerText()).length > 20);
        assert.ok(await page.locator("header a.brand").isVisible());
        assert.equal(await page.locator(".nav-item:visible").count(), 4);
        assert.equal(await page.locator(".theme-toggle:visible").count(), 0, "what needs script is not shown");
      });
    });
  }

  test("one gets from the home page to a practice and on to its school", async () => {
    await opened({ javaScriptEnabled: false }, async (page) => {
      await page.goto(at({ path: "/" }));
      await menu(page, "Patirtis", "Praktikos");
      await page.locator("main .card-title a").first().click();
      assert.match(new URL(page.url()).pathname, /^\/praktikos\/[^/]+\/$/);
      await page.locator("main .entry-side a[href*='mokyklos/']").first().click();
      assert.match(new URL(page.url()).pathname, /^\/mokyklos\/[^/]+\/$/);
    });
  });

  test("the menu opens on a phone", async () => {
    await opened({ javaScriptEnabled: false, viewport: PHONE }, async (page) => {
      await page.goto(at({ path: "/" }));
      const link = page.locator(".nav-panel a", { hasText: "Savivaldybės" });
      assert.equal(await link.isVisible(), false);
      await page.locator(".nav-group summary", { hasText: "Tinklas" }).click();
      assert.equal(await link.isVisible(), true);
    });
  });

  test("an old address leads on", async () => {
    const redirect = pages(root).find((page) => /http-equiv="refresh"/.test(readFileSync(page.file, "utf8")));
    if (redirect === undefined) return;
    await opened({ javaScriptEnabled: false }, async (page) => {
      await page.goto(at(redirect));
      await page.waitForURL((url) => url.pathname !== redirect.path);
      assert.ok(await page.locator("h1").isVisible());
    });
  });
});

describe("small and large", () => {
  for (const type of types) {
    test(`${type.view} ${type.path} does not scroll sideways at 320 px`, async () => {
      await opened({ viewport: { width: 320, height: 640 } }, async (page) => {
        await page.goto(at(type));
        const wide = await page.evaluate(() => {
          const room = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= room) return [];
          const over = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > room + 1);
          return over.slice(-5).map((element) => `${element.tagName.toLowerCase()}.${element.className} ${Math.round(element.getBoundingClientRect().right)}`);
        });
        assert.deepEqual(wide, []);
      });
    });
  }
});

describe("by keyboard", () => {
  test("the first key shows the way to the content, and it leads there", async () => {
    for (const viewport of [DESKTOP, PHONE]) {
      await opened({ viewport, reducedMotion: "reduce" }, async (page) => {
        await page.goto(at({ path: "/praktikos/" }));
        await page.keyboard.press("Tab");
        const skip = page.locator(":focus");
        await skip.evaluate((link) => Promise.all(link.getAnimations().map((animation) => animation.finished)));
        assert.equal(await skip.getAttribute("href"), "#main");
        const box = await skip.boundingBox();
        assert.ok(box.x >= 0 && box.y >= 0 && box.height >= 24, `the link is in sight: ${JSON.stringify(box)}`);
        await page.keyboard.press("Enter");
        assert.equal(await page.evaluate(() => document.activeElement.id), "main");
        await page.keyboard.press("Tab");
        assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "the next key is in the content");
      });
    }
  });

  test("whatever has the focus is seen to have it", async () => {
    for (const colorScheme of ["light", "dark"]) {
      await opened({ colorScheme }, async (page) => {
        await page.goto(at({ path: "/" }));
        for (let step = 0; step < 40; step += 1) {
          await page.keyboard.press("Tab");
          const focus = await page.evaluate(() => {
            const styles = [null, "::before", "::after"].map((part) => getComputedStyle(document.activeElement, part));
            const seen = styles.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
            return { seen, what: document.activeElement.outerHTML.slice(0, 120) };
          });
          assert.ok(focus.seen, `${colorScheme}: ${focus.what}`);
        }
      });
    }
  });

  test("targets are large enough for a finger", async () => {
    await opened({ viewport: PHONE, hasTouch: true }, async (page) => {
      await page.goto(at({ path: "/" }));
      const small = await page.evaluate(() => [...document.querySelectorAll("header a, header button, header summary")]
        .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 100) }))
        .filter(({ box }) => box.width > 0 && box.top >= 0 && (box.width < 24 || box.height < 24))
        .map(({ html }) => html));
      assert.deepEqual(small, []);
    });
  });
});

describe("light and dark", () => {
  const background = (page) => page.evaluate(() => {
    const own = getComputedStyle(document.body).backgroundColor;
    return own === "rgba(0, 0, 0, 0)" ? getComputedStyle(document.documentElement).backgroundColor : own;
  });

  test("the page follows the system", async () => {
    const seen = [];
    for (const colorScheme of ["light", "dark"]) {
      await opened({ colorScheme }, async (page) => {
        await page.goto(at({ path: "/" }));
        seen.push(await background(page));
      });
    }
    assert.notEqual(seen[0], seen[1]);
  });

  test("the button changes it, names what it does, and the choice stays", async () => {
    for (const colorScheme of ["light", "dark"]) {
      await opened({ colorScheme, reducedMotion: "reduce" }, async (page) => {
        await page.goto(at({ path: "/" }));
        const button = page.locator(".theme-toggle");
        assert.ok(await button.isVisible());
        const [first, name] = [await background(page), await button.getAttribute("aria-label")];
        assert.ok(name?.length > 3, "the button has a name");
        await button.click();
        const second = await background(page);
        assert.notEqual(second, first);
        assert.notEqual(await button.getAttribute("aria-label"), name);
        await page.goto(at({ path: "/praktikos/" }));
        assert.equal(await background(page), second, "on the next page too");
        await page.locator(".theme-toggle").click();
        assert.equal(await background(page), first);
      });
    }
  });
});

test("from a disk, without a server, links and looks work", async () => {
  await opened({}, async (page, notes) => {
    await page.goto(pathToFileURL(join(offlineRoot, "index.html")).href);
    await menu(page, "Patirtis", "Praktikos");
    await page.locator("main .card-title a").first().click();
    assert.ok(await page.locator("h1").isVisible());
    assert.match(page.url(), /^file:.*\/praktikos\/[^/]+\/index\.html$/);
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".skip")).position), "absolute");
    assert.deepEqual(notes.requests.filter((address) => !address.startsWith("file:")), []);
    assert.deepEqual(notes.complaints, []);
  });
});

test("a programme is seen to have expired since the build", async () => {
  await opened({}, async (page) => {
    await page.clock.install({ time: new Date("2099-01-01T10:00:00Z") });
    await page.goto(at({ path: "/programos/" }));
    const badges = page.locator("[data-valid-until]");
    assert.ok((await badges.count()) > 0);
    const expired = await page.locator("script[data-expired]").getAttribute("data-expired");
    for (const badge of await badges.all()) assert.equal(await badge.textContent(), expired);
  });
});

test("on paper the navigation is left out", async () => {
  await opened({}, async (page) => {
    await page.goto(at(types.find((page) => page.view === "practice")));
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".site-nav").isVisible(), false);
    assert.ok(await page.locator("h1").isVisible());
  });
});
