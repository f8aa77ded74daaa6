// Every page by the rules of HTML, as the Nu checker reads them.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { folder, pages } from "./site.mjs";

const CHECKER = join(dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build/dist/vnu.jar");

test("the pages are good HTML", { timeout: 300_000 }, async () => {
  const files = pages(folder("AVILYS_SITE")).map((page) => page.file);
  assert.ok(files.length > 100);
  const { stderr } = await promisify(execFile)("java", ["-jar", CHECKER, "--errors-only", "--exit-zero-always", ...files], { maxBuffer: 1 << 26 });
  assert.equal(stderr, "");
});

test("the checker finds what is wrong", { timeout: 60_000 }, async () => {
  const { stderr } = await promisify(execFile)("java", ["-jar", CHECKER, "--errors-only", "--exit-zero-always", join(import.meta.dirname, "fixtures/wrong.html")]);
  assert.match(stderr, /error/);
});
