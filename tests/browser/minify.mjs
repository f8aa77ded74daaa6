// Makes the search's script as it is shipped from the one that is read: `node minify.mjs` after `UPDATE_GOLDEN=1 cargo test engine`.
import { readFileSync, writeFileSync } from "node:fs";
import { minify } from "terser";

const at = (path) => new URL(`../../${path}`, import.meta.url);

/** What the Rust side put together: tables, numbers and the parts of `src/search/client`. */
export const READ = at("tests/data/search/engine.js");
/** What a reader's browser gets. */
export const SHIPPED = at("src/search/client/engine.min.js");

/** The shipped form of a script, always the same for the same script. */
export async function shipped(script) {
  const made = await minify(script, { ecma: 2022, toplevel: true, compress: { passes: 3 }, mangle: true, format: { ascii_only: false, comments: false } });
  return `${made.code}\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(SHIPPED, await shipped(readFileSync(READ, "utf8")));
