// Asks Pagefind through its own browser script, run here in node.
//
//     node pagefind.mjs FOLDER < queries.json > answers.json
//
// FOLDER is the „pagefind“ folder that the program wrote. Queries: [text, …]. Answers: { answers: { text: [id, …] },
// loaded: { text: [[file, bytes], …] } }: the ids are the last folders of the pages' addresses, ten at most; the files are
// those that the query loaded first.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const base = "https://example.org/pagefind/";
let loaded = [];

// What the script takes from a page: its language, and its address.
globalThis.window = globalThis;
globalThis.location = new URL("https://example.org/");
globalThis.document = { currentScript: null, querySelector: () => ({ getAttribute: () => "lt" }) };
globalThis.fetch = async (address) => {
  const file = new URL(address, base).pathname.replace("/pagefind/", "");
  const bytes = readFileSync(join(folder, file));
  loaded.push([file, bytes.length]);
  return new Response(bytes);
};
// Its messages would stand among the answers.
console.log = console.warn = () => {};

const pagefind = await import(pathToFileURL(join(folder, "pagefind.js")));
await pagefind.options({ basePath: base, baseUrl: "/" });
await pagefind.init();
const answers = {};
const files = {};
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const found = await pagefind.search(text);
  const first = await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
  answers[text] = first.map(({ raw_url: url }) => url.split("/").filter((part) => part !== "index.html" && part).pop());
  files[text] = loaded;
  loaded = [];
}
process.stdout.write(JSON.stringify({ answers, loaded: files }));
