// Makes the search's script as it is shipped: `node minify.mjs`, after `UPDATE_GOLDEN=1 cargo test search` where tables or numbers changed.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { minify } from "terser";

const at = (path) => new URL(`../../${path}`, import.meta.url);
const read = (path) => readFileSync(at(path), "utf8");
const CLIENT = "src/search/client/";

/** What a reader's browser gets. */
export const SHIPPED = at(`${CLIENT}engine.min.js`);

/** Tables and numbers of the Rust side, then the parts, within one closure. */
function written() {
  const others = readdirSync(at(CLIENT)).filter((name) => /^(?!words)[a-z]+\.js$/.test(name)).sort();
  const parts = ["words.js", ...others].map((name) => read(CLIENT + name));
  const data = ["word-tables.js", "constants.js"].map((name) => read(`tests/data/search/${name}`));
  return `(() => {\n"use strict";\n${[...data, ...parts].join("")}})();\n`;
}

/** The shipped form of the parts, always the same for the same parts. */
export async function shipped() {
  const options = { ecma: 2022, toplevel: true, compress: { passes: 3 }, mangle: true, format: { ascii_only: false, comments: false } };
  return `${(await minify(written(), options)).code}\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(SHIPPED, await shipped());
