// One ranking, two implementations: the program (`avilys search`) and the browser's engine, over the index of a built site.
// They must give the same documents in the same order with the same scores.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { engine } from "./search_engine.mjs";
import { Host } from "./search_host.mjs";
import { folder } from "./site.mjs";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = process.env.AVILYS_PROGRAM ?? join(PROJECT, "target/debug/avilys");
const TODAY = "2026-11-22";
const LIMIT = 30;

const QUERIES = [
  "isivertin", "įsivertinimas", "Įsivertinimo ", "mokytojai", "mokytoju bendradarbiavimas", "refleksija pamokoje", "xefleksija ", "refleskija", "konferencija 2025",
  "ir", "ir mokiniai", "8 klasė", "a", "ab", "„mokinių pažanga“", "\"pažanga mokinių\"", "„geroji patirtis", "„ir su“ mokytojai", "tėvų įtraukimas į ugdymą", "stem",
  "matematika skaitymas gamta kalba istorija muzika", "mokyk", "mokykla ", "mokyklos taryba veiklos planas", "vertinimo kriteriai mokiniams", "lyderiauti", "nėratokiožodžio",
  "", " ", "\"\"", "a".repeat(10000), "mokytojai ".repeat(1000), "🙂", "mokytojai 🙂 klasė", "<script>alert(1)</script>", "__proto__", "constructor", "toString", "%", "%F0%28",
  "(?:a+)+$", "[a-z]{1,9}", "\\", "שלום", "مرحبا mokytojai", "\u202emokytojai", "ﬁ ĳ ǆ ß", "İSTANBUL ıi", "日本語", "z\u0351\u036b".repeat(300), "mo\u00adkytojai", "2024", "12", "1a", "'; DROP TABLE--",
];
// Decided by the title: the same words as the query's, some of them, more of them, in other forms, without diacritics, mistyped, begun.
const BY_TITLE = [
  "lyderystė", "lyderyste ", "mokytojų lyderystė", "mokytoju lyderyste kas", "kvalifikacijos tobulinimas", "tobulinimo kvalifikacija ", "kas yra pamokos studija",
  "Mokymas ir mokymasis", "Kokybės siekiančių mokyklų klubas", "projekto „Lyderių laikas 2“ komanda", "trys klausimai pamokos pabaigoje ", "lydreystė ", "skaitmenin",
];
// Decided by the name of a kind, by dates in words, by what a term says that a document lacks, and by function words of another word's stem.
const BY_RULE = [
  "projektas erasmus", "programa mentorystė", "konferencija Kaune 2024 metais", "ataskaita savivaldybės", "naujiena skaitymas ", "2024 metai", "2024 m. gegužė", "balandžio konferencija 2026",
  "kaip padėti naujam mokytojui pirmąsias savaites", "įsivertinimas be ilgų anketų", "kolega ateina į mano pamoką", "geroji patirtis tyla ežeras biudžetas", "nebuvusžodis lyderystė mokykla",
  "iras", "iras mokykla", "kuriu", "kurti mokyklą", "jos", "jojo tinklas", "vis", "visa mokykla ", "tam tikslas", "the school of leaders",
];
const FILTERS = [{}, { kind: ["practice"] }, { kind: ["practice", "conference"], sort: "date" }, { valid: ["valid", "expiring"] }, { sort: "date" }];

let index;
let site;

before(async () => {
  site = folder("AVILYS_SITE");
  const files = join(site, "search");
  index = await new Host(engine(), files).open({ today: TODAY, stemmers: Host.stemmers(files) });
});

async function byProgram(text, { sort, ...filters }) {
  const options = Object.entries(filters).flatMap(([name, ids]) => ids.flatMap((id) => [`--${name}`, id]));
  if (sort) options.push("--sort", sort);
  const { stdout } = await promisify(execFile)(PROGRAM, ["search", "--output", site, "--date", TODAY, "--limit", String(LIMIT), "--json", ...options, "--", text]);
  return JSON.parse(stdout).map(({ id, score }) => [id, score]);
}

async function byEngine(text, { sort, ...filters }) {
  const { hits } = await index.search(text, { sort, filters, limit: LIMIT });
  return Array.from(hits, ({ id, score }) => [id, score]);
}

for (const filters of FILTERS) {
  test(`the program and the browser agree with ${JSON.stringify(filters)}`, async () => {
    let found = 0;
    for (const text of [...QUERIES, ...BY_TITLE, ...BY_RULE]) {
      // The program wants to be asked something.
      if (text.trim() === "" && Object.keys(filters).length === 0) continue;
      const expected = await byProgram(text, filters);
      assert.deepEqual(await byEngine(text, filters), expected, JSON.stringify(text.slice(0, 80)));
      found += expected.length;
    }
    assert.ok(found > 20, `${found} documents found`);
  });
}
