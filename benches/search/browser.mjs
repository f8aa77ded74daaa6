// Asks avilys through its own browser script, run here in node.
//
//     node browser.mjs FOLDER < queries.json > answers.json
//
// FOLDER is the built site. Queries: [text, …]. Answers: { answers: { text: [id, …] }, loaded: { text: [[file, bytes], …] } }:
// ten ids at most; the files are those that the query loaded first.
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import vm from "node:vm";

const folder = join(resolve(process.argv[2]), "search");
const base = "https://example.org/search/";
let loaded = [];

const fetch = async (address) => {
  const file = new URL(address, base).pathname.replace("/search/", "");
  const bytes = readFileSync(join(folder, file));
  loaded.push([file, bytes.length]);
  return new Response(bytes);
};
const names = readdirSync(folder);
const stemmers = Object.fromEntries(
  names.map((name) => [/^stem-([a-z]+)-[0-9a-f]+\.js$/.exec(name)?.[1], name]).filter(([language]) => language),
);
globalThis.fetch = fetch;
const engine = names.find((name) => /^engine-[0-9a-f]+\.js$/.test(name));
vm.runInThisContext(readFileSync(join(folder, engine), "utf8"), { filename: engine });

const options = { base, offline: false, edition: 0, today: new Date().toISOString().slice(0, 10), stemmers };
const index = await globalThis.avilysSearch.open(options);
const answers = {};
const files = {};
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const found = await index.search(text, { filters: {}, sort: "relevance", limit: 10, offset: 0, counts: false });
  answers[text] = found.hits.map((hit) => hit.id);
  files[text] = loaded;
  loaded = [];
}
process.stdout.write(JSON.stringify({ answers, loaded: files }));
