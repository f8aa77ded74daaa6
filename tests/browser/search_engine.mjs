// The text of the browser's search engine, as a build writes it: `engine-….js` of a built site, or the file that a variable names.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

let text;

export function engine() {
  text ??= readFileSync(process.env.AVILYS_SEARCH_ENGINE ?? inSite(), "utf8");
  return text;
}

function inSite() {
  const folder = join(process.env.AVILYS_SITE ?? "dist", "search");
  const name = readdirSync(folder).find((file) => /^engine-.*\.js$/.test(file));
  return join(folder, name);
}
