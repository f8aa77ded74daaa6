// The script that is shipped is the one that was written.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { SHIPPED, shipped } from "./minify.mjs";

test("the shipped engine is made from the written one", async () => {
  const made = await shipped();
  assert.ok(readFileSync(SHIPPED, "utf8") === made, "run `node minify.mjs` in tests/browser");
});

test("the shipped engine is small", () => {
  const size = gzipSync(readFileSync(SHIPPED), { level: 9 }).length;
  assert.ok(size <= 12_500, `${size} bytes`);
});
