// The words of the search in the browser are those of the program: the same tokens, forms, folded forms and stems.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const LANGUAGES = ["de", "en", "es", "fr", "it", "ru"];
const FIELDS = ["language", "written", "form", "folded", "stem", "stop"];

// A page of its own, with the scripts of the languages, as the engine has it.
function engine() {
  const page = vm.createContext({});
  for (const language of LANGUAGES) vm.runInContext(read(`src/search/client/snowball/${language}.js`), page);
  const parts = read("tests/data/search/word-tables.js") + read("src/search/client/words.js");
  const functions = "{ words, lower, fold, stemmer, isStop, knowsStopWords }";
  return vm.runInContext(`(() => { "use strict"; ${parts} return ${functions}; })()`, page);
}

const { words, lower, fold, stemmer, isStop, knowsStopWords } = engine();

function stems() {
  const rows = [];
  let language;
  let stem;
  for (const line of read("tests/data/search/forms.txt").split("\n").filter((text) => text && !text.startsWith("#"))) {
    if (line.startsWith("@ ")) {
      language = line.slice(2);
      stem = stemmer(language);
      continue;
    }
    for (const { text } of words(line)) {
      const form = lower(text);
      const folded = fold(form);
      rows.push([language, text, form, folded, stem(folded), String(isStop(language, folded))]);
    }
  }
  return rows;
}

test("every word of the list is taken apart, folded and stemmed as by the program", () => {
  const expected = read("tests/data/search/stems.tsv").trimEnd().split("\n").map((line) => line.split("\t"));
  const found = stems();
  for (const [at, row] of expected.entries()) {
    for (const [field, value] of row.entries()) {
      assert.equal(found[at][field], value, `${FIELDS[field]} of ${row[1]} (${row[0]})`);
    }
  }
  assert.equal(found.length, expected.length);
  assert.ok(expected.length > 2500, `only ${expected.length} words were compared`);
});

test("a word says where it starts in the text", () => {
  const text = "„Mo\u00adkykla“ 🎓 5a";
  for (const { text: word, start } of words(text)) assert.equal(text.slice(start, start + word.length), word);
  assert.deepEqual(Array.from(words(text), ({ start }) => start), [1, 14]);
});

test("a language whose script is not there is not stemmed", () => {
  assert.equal(stemmer("pl")("szkolami"), "szkolami");
  assert.equal(stemmer("constructor")("szkolami"), "szkolami");
});

test("stop words are known for some languages", () => {
  assert.ok(knowsStopWords("lt-LT") && !knowsStopWords("xx") && !knowsStopWords("constructor"));
  assert.ok(isStop("lt", "kad") && !isStop("lt", "kad mes") && !isStop("constructor", "function"));
});
