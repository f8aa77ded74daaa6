// The preview as an author meets it: `avilys serve` on a copy of the sample portal, files edited on the disk, a real browser.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

import { accessible, inContext, launch, until } from "./tab.mjs";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = process.env.AVILYS_PROGRAM ?? join(PROJECT, "target/debug/avilys");
const PRACTICE = "content/practices/bendri-pirmadieniai.md";
const ADDRESS = "praktikos/bendri-pirmadieniai/";

let browser;
let site;

/** A site in a folder of its own, and the program that serves it. */
class Served {
  static async start() {
    const served = new Served();
    served.root = await mkdtemp(join(tmpdir(), "avilys-preview-"));
    await cp(join(PROJECT, "content"), join(served.root, "content"), { recursive: true });
    await cp(join(PROJECT, "avilys.toml"), join(served.root, "avilys.toml"));
    await mkdir(join(served.root, "static"));
    await mkdir(join(served.root, "templates"));
    await cp(join(PROJECT, "themes/default/static/style.css"), join(served.root, "static/style.css"));
    await served.run(0);
    return served;
  }

  async run(port) {
    this.process = spawn(PROGRAM, ["serve", "--root", this.root, "--date", "2026-11-22", "--port", String(port)], {
      env: { ...process.env, LC_ALL: "lt_LT.UTF-8" },
    });
    this.output = "";
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on("data", (text) => { this.output += text; });
    this.origin = await until("the program says its address", () => /http:\/\/[\d.:]+/.exec(this.output)?.[0], 20000);
  }

  at(path) { return `${this.origin}/${path}`; }
  read(path) { return readFile(join(this.root, path), "utf8"); }

  /** Writes as editors do: a new file that takes the place of the old one. */
  async write(path, text) {
    const file = join(this.root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.tmp~`, text);
    await rename(`${file}.tmp~`, file);
  }

  async edit(path, from, to) {
    const text = await this.read(path);
    assert.ok(text.includes(from), `${path} holds ${from}`);
    await this.write(path, text.replace(from, () => to));
  }

  async end() {
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill("SIGINT");
    await ended;
  }

  async close() {
    await this.end();
    await rm(this.root, { recursive: true });
  }
}

before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });
beforeEach(async () => { site = await Served.start(); });
afterEach(async () => { await site?.close(); });

const part = (page, selector) => page.locator(`avilys-preview ${selector}`);
const isSame = (page) => page.evaluate(() => globalThis.mark === true);
const shows = (page, text) => until(`the page shows ${text}`, async () => (await page.locator("main").innerText()).includes(text));

async function opened(context, path = ADDRESS) {
  const page = await context.newPage();
  await page.goto(site.at(path));
  await until("the bar is there", () => part(page, ".pills").isVisible());
  await page.evaluate(() => { globalThis.mark = true; });
  return page;
}

const browsing = (work, options = {}) => () => inContext(browser, options, work);

test("what is typed into a file appears in the page, which stays where it is", browsing(async (context, complaints) => {
  const page = await opened(context);
  const top = () => page.evaluate(() => document.querySelector("footer").getBoundingClientRect().top);
  await page.evaluate(() => document.querySelector(".nav-group").setAttribute("open", ""));
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const before = await top();
  await site.edit(PRACTICE, "## Kodėl dviese", "Naujas sakinys.\n\nIr dar vienas.\n\n## Kodėl dviese");
  await shows(page, "Ir dar vienas.");
  assert.ok(Math.abs((await top()) - before) < 2, "what is read stays where it is");
  assert.ok(await page.evaluate(() => document.querySelector(".nav-group").open));
  assert.ok(await isSame(page));
  assert.deepEqual(complaints, []);
}));

test("a mistake is shown over the last good page and goes when it is mended", browsing(async (context) => {
  const page = await opened(context);
  await site.edit(PRACTICE, "date = 2021-10-18", "date = \"2026-13\"");
  await until("the panel", () => part(page, ".panel").isVisible());
  const text = await part(page, ".panel").innerText();
  for (const words of ["data „2026-13“ nėra data", `${PRACTICE}:4:8`, "Kaip taisyti", "date = \"2026-13\""]) {
    assert.ok(text.includes(words), `${words} in ${text}`);
  }
  assert.ok(await page.locator("h1").isVisible());
  await accessible(page);
  await site.edit(PRACTICE, "date = \"2026-13\"", "date = 2021-10-18");
  await until("the panel is gone", () => part(page, ".panel").isHidden());
  assert.ok(await isSame(page));
}));

test("a broken template and a broken setting are shown, and the page stays", browsing(async (context) => {
  const page = await opened(context);
  const template = await readFile(join(PROJECT, "themes/default/templates/practice.html"), "utf8");
  await site.write("templates/practice.html", `${template}{{ nothing`);
  await until("the template's mistake", async () => (await part(page, ".panel").innerText()).includes("templates/practice.html"));
  assert.ok((await page.locator("h1").innerText()).includes("Bendri pirmadieniai"));
  await site.write("templates/practice.html", template);
  await until("the panel is gone", () => part(page, ".panel").isHidden());
  await site.edit("avilys.toml", "language = \"lt\"", "language = lt");
  await until("the setting's mistake", async () => (await part(page, ".panel").innerText()).includes("avilys.toml"));
  assert.ok((await page.locator("h1").innerText()).includes("Bendri pirmadieniai"));
  await site.edit("avilys.toml", "language = lt", "language = \"lt\"");
  await until("the panel is gone", () => part(page, ".panel").isHidden());
}));

test("a style sheet is exchanged without a load, a template loads the page", browsing(async (context) => {
  const page = await opened(context);
  await site.write("static/style.css", `${await site.read("static/style.css")}\nmain { outline: 3px solid rgb(1, 2, 3) }`);
  await until("the new style", () => page.evaluate(() => getComputedStyle(document.querySelector("main")).outlineColor === "rgb(1, 2, 3)"));
  assert.ok(await isSame(page));
  await site.write("templates/partials/header.html", "<header class=\"of-template\">Kita antraštė</header>");
  await until("the new header", () => page.locator("header.of-template").isVisible());
  assert.equal(await isSame(page), false);
}));

test("fifty quick saves end in the last one", browsing(async (context) => {
  const page = await opened(context);
  const text = await site.read(PRACTICE);
  for (let at = 1; at <= 50; at += 1) await site.write(PRACTICE, `${text}\nKartas numeris ${at}.\n`);
  await shows(page, "Kartas numeris 50.");
}));

test("a new entry appears on the page of its school in another tab", browsing(async (context) => {
  const page = await opened(context);
  const school = await opened(context, "mokyklos/prienu-pavyzdine-gimnazija/");
  await site.write("content/practices/visai-nauja.md", [
    "+++", "title = \"Visai nauja praktika\"", "summary = \"Trumpai.\"", "date = 2026-11-20",
    "school = \"prienu-pavyzdine-gimnazija\"", "topics = [\"lyderyste\"]", "+++", "", "Tekstas.", "",
  ].join("\n"));
  await shows(school, "Visai nauja praktika");
  assert.ok(await isSame(school));
  assert.ok(await isSame(page));
}));

test("a renamed entry is followed, a deleted one stays to be read", browsing(async (context) => {
  const page = await opened(context);
  await rename(join(site.root, PRACTICE), join(site.root, "content/practices/pirmadieniai-kartu.md"));
  await page.waitForURL(site.at("praktikos/pirmadieniai-kartu/"));
  await until("the bar is there", () => part(page, ".pills").isVisible());
  const text = await site.read("content/practices/pirmadieniai-kartu.md");
  await rm(join(site.root, "content/practices/pirmadieniai-kartu.md"));
  await until("the notice", () => part(page, ".note").isVisible());
  await shows(page, "Bendri pirmadieniai");
  await site.write("content/practices/pirmadieniai-kartu.md", text);
  await until("the notice is gone", async () => !(await part(page, ".note").innerText()).includes("nebėra"));
}));

test("a draft is seen, and said to be one", browsing(async (context) => {
  const page = await opened(context);
  await site.edit(PRACTICE, "date = 2021-10-18", "date = 2021-10-18\nstatus = \"draft\"");
  await until("the badge", () => part(page, ".badges .draft").isVisible());
  assert.match(await part(page, ".source").innerText(), /content\/practices\/bendri-pirmadieniai\.md/);
}));

test("„follow my edits“ goes to the page of the edited file", browsing(async (context) => {
  const page = await opened(context, "");
  await part(page, ".follow").click();
  await site.edit(PRACTICE, "## Kodėl dviese", "## Kodėl du");
  await page.waitForURL(site.at(ADDRESS));
  await shows(page, "Kodėl du");
}));

test("a page finds the server again when it was started anew", browsing(async (context) => {
  const page = await opened(context);
  await site.end();
  await until("the break is told", () => part(page, ".lost").isVisible());
  await site.edit(PRACTICE, "## Kodėl dviese", "## Kodėl du");
  await site.run(new URL(site.origin).port);
  await shows(page, "Kodėl du");
  await until("the break is over", () => part(page, ".lost").isHidden());
}));

test("a page that cannot be made at first is a list of problems, and appears when it can", browsing(async (context) => {
  await site.end();
  const template = await readFile(join(PROJECT, "themes/default/templates/practice.html"), "utf8");
  await site.write("templates/practice.html", `${template}{{ nothing`);
  await site.run(new URL(site.origin).port);
  const page = await context.newPage();
  await page.goto(site.at(ADDRESS));
  await until("the list of problems", async () => (await page.locator("main").innerText()).includes("templates/practice.html"));
  await until("the bar is there", () => part(page, ".pills").isVisible());
  await accessible(page);
  await site.write("templates/practice.html", template);
  await shows(page, "Bendri pirmadieniai");
}));
