// Pages of a site with unusual texts: words that do not end, and folded parts on paper.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { serve } from "./server.mjs";
import { pages } from "./site.mjs";
import { inContext, launch } from "./tab.mjs";

const PROGRAM = process.env.AVILYS_PROGRAM ?? fileURLToPath(new URL("../../target/debug/avilys", import.meta.url));
const LONG = "nepasikiškiakopūsteliaujantiesiems".repeat(5);

const entry = (fields, body = "") => `+++\n${fields}\n+++\n\n${body}\n`;

const FILES = {
  "avilys.toml": 'title = "Portalas"\n',
  "content/schools/m.md": entry(`title = "${LONG}"\nshort_title = "${LONG}"\ntype = "${LONG}"\nmunicipality = "vilniaus-m"\nplace = "${LONG}"\nwebsite = "https://${LONG}.example/${LONG}"
goals = [{ goal = "${LONG}", task = "${LONG}", benefit = "${LONG}" }]\n[[memberships]]\norganisation = "o"`),
  "content/organisations/o.md": entry(`title = "${LONG}ų"\ntype = "${LONG}"\nseat = "${LONG}"`),
  "content/practices/a.md": entry(`title = "${LONG}a"\nsummary = "${LONG}"\nschool = "m"\ntopics = ["t"]\ndate = 2026-02-10\nsteps = ["${LONG}"]\nimpact = "${LONG}"`, `## ${LONG}\n\n| ${LONG} | b |\n|---|---|\n| a | ${LONG} |`),
  "content/practices/b.md": entry('title = "B"\nschool = "m"\ndate = 2026-02-11', "<details>\n<summary>Daugiau</summary>\n\nPASLĖPTAS TEKSTAS\n\n</details>"),
  "content/conferences/k.md": entry(`title = "${LONG}k"\nplace = "${LONG}"\nwhen = "2026-12-01"\n[[agenda]]\ntime = "${LONG}"\ntitle = "${LONG}"\nspeakers = ["${LONG}"]`),
  "content/reports/r.md": entry(`title = "${LONG}r"\nabout = "practice:a"\nfigures = [{ label = "${LONG}", value = "${LONG}" }]\n[[timeline]]\nwhen = "2026"\ntitle = "${LONG}"\n[[commitments]]\nmunicipality = "vilniaus-m"\narea = "${LONG}"\ntitle = "${LONG}"`, ":::timeline\n:::\n\n:::commitments\n:::"),
  "content/topics/t.md": entry(`title = "${LONG}t"\nquestion = "${LONG}"`),
};

let browser, server, site;

before(async () => {
  site = await mkdtemp(join(tmpdir(), "avilys-odd-"));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(site, path)), { recursive: true });
    await writeFile(join(site, path), text);
  }
  await promisify(execFile)(PROGRAM, ["build", "--root", site, "--date", "2026-11-22"]);
  browser = await launch();
  server = await serve(join(site, "public"));
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (site) await rm(site, { recursive: true, force: true });
});

for (const width of [320, 1280]) {
  test(`no page is wider than a window of ${width} pixels`, () =>
    inContext(browser, { viewport: { width, height: 800 } }, async (context) => {
      const page = await context.newPage();
      const wide = [];
      for (const { path } of pages(join(site, "public"))) {
        await page.goto(server.origin + path);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (over > 0) wide.push(`${path} by ${over}`);
      }
      assert.deepEqual(wide, []);
    }));
}

test("what is folded on the screen stands on paper", () =>
  inContext(browser, {}, async (context) => {
    const page = await context.newPage();
    await page.goto(`${server.origin}/praktikos/b/`);
    const shown = () => page.evaluate(() => document.querySelector(".prose details p").checkVisibility());
    assert.equal(await shown(), false, "folded");
    await page.emulateMedia({ media: "print" });
    assert.equal(await shown(), true, "unfolded on paper");
  }));
