// The built site: its pages, and one of every type.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const NEEDED = "build the site and name its folder: AVILYS_SITE=… AVILYS_SITE_OFFLINE=… node --test";

/** Absolute path of a built site, by the variable that names it. */
export function folder(variable) {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} is not set; ${NEEDED}`);
  if (!statSync(join(path, "index.html")).isFile()) throw new Error(`${path} holds no site; ${NEEDED}`);
  return resolve(path);
}

function htmlFiles(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".html"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** Every page with its address, its type (`view-…` of the body) and its length. */
export function pages(root) {
  return htmlFiles(root).map((file) => {
    const html = readFileSync(file, "utf8");
    const path = relative(root, file).replaceAll("\\", "/");
    return {
      file,
      path: `/${path.replace(/(^|\/)index\.html$/, "$1")}`,
      view: /<body class="view-([\w-]+)/.exec(html)?.[1] ?? null,
      length: html.length,
    };
  });
}

/** The longest page of every type: the one with the most to go wrong. */
export function oneOfEach(root) {
  const longest = new Map();
  for (const page of pages(root)) {
    if (page.view === null || page.path.startsWith("/en/")) continue;
    if ((longest.get(page.view)?.length ?? -1) < page.length) longest.set(page.view, page);
  }
  return [...longest.values()].sort((a, b) => a.view.localeCompare(b.view));
}
