// The browser's search engine by itself: what it asks for, what it finds, what it makes of damage. Runs in node, over an index of a
// few documents; that it ranks as the program does, search_twin.test.mjs shows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { engine } from "./search_engine.mjs";
import { Host } from "./search_host.mjs";
import { smallIndex } from "./small_index.mjs";

const CODES = ["missing", "renewed", "format", "damaged", "network"];

const DOCUMENTS = [
  { title: "Refleksijos ratas", body: "Mokytojai vertina savo pamokas ir kalba apie jas.", url: "a/", facets: { school: [0], topic: [0, 1], kind: [0] }, until: "2026-11-21" },
  { title: "Įsivertinimas klasėje", body: "Mokiniai vertina patys save. Įsivertinimo lapas padeda.", url: "b/", facets: { school: [1], topic: [1], kind: [0] }, until: "2026-11-22" },
  { title: "Skaitymo savaitė", body: "Biblioteka ir knygos. Mokytojai skaito mokiniams.", url: "c/", facets: { school: [0], kind: [1] }, until: "2027-02-20" },
  { title: "Matematikos dirbtuvės", body: "Šablonai ir uždaviniai mokiniams.", url: "d/", facets: { school: [2], topic: [0], kind: [1] }, until: "2027-02-21" },
  { title: "__proto__ ir constructor", body: "toString hasOwnProperty undefined null", url: "e/", facets: { kind: [1] } },
  { title: "<script>alert(1)</script>", body: "<img src=x onerror=alert(1)> žodis", url: "f/", facets: { kind: [0] } },
  { title: "2024 metų ataskaita", body: "Ataskaita apie 2024 metus ir 12 klasę", url: "g/", facets: { kind: [0], school: [0, 2] } },
  ...Array.from({ length: 12 }, (_, at) => ({ title: `Puslapis ${at}`, body: `bendras žodis numeris n${at} mokiniams`, url: `p${at}/`, facets: { kind: [1] } })),
];
const VALUES = {
  kind: [["practice", "Praktika"], ["event", "Renginys"]],
  school: [["birzu-ausros", "Biržų „Aušra“"], ["__proto__", "Proto"], ["constructor", "Ausra"]],
  topic: [["mokymas", "Mokymas", -1], ["vertinimas", "Vertinimas", 0]],
};
const INDEX = smallIndex(DOCUMENTS, { values: VALUES });

const host = (files = INDEX) => new Host(engine(), files);
const opened = async (options) => host().open(options);
// Lists of the engine are of another realm.
const urls = (found) => Array.from(found.hits, ({ url }) => url);
const pairs = (counts) => Array.from(counts, ([value, count]) => [value, count]).sort((a, b) => a[0] - b[0]);
const show = (pieces) => pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join("");

test("a word is found with and without diacritics and the typed form comes first", async () => {
  const index = await opened();
  assert.deepEqual(urls(await index.search("isivertinimas ")), ["b/"]);
  assert.deepEqual(urls(await index.search("ĮSIVERTINIMAS ")), ["b/"]);
  const [plain, exact] = [await index.search("isivertinimas "), await index.search("įsivertinimas ")];
  assert.ok(exact.hits[0].score > plain.hits[0].score);
});

test("the last word is completed while it is typed and not when a space follows", async () => {
  const index = await opened();
  assert.deepEqual(urls(await index.search("refl")), ["a/"]);
  assert.equal((await index.search("refl")).terms[0].how, "prefix");
  assert.equal((await index.search("refl ")).total, 0);
});

test("a typo in the first, a middle and the last letter is forgiven", async () => {
  const index = await opened();
  for (const typed of ["teflektas", "xefleksijos ", "refleskijos ", "refleksijo ", "biblioteca "]) {
    const found = await index.search(typed);
    assert.equal(found.terms[0].how, typed === "teflektas" ? "none" : "typo", typed);
  }
  assert.deepEqual(Array.from((await index.search("xefleksijos ")).terms[0].used), ["refleksijos"]);
});

test("documents that match all words come before those that match some", async () => {
  const index = await opened();
  const found = await index.search("mokytojai biblioteka ");
  assert.equal(found.complete, 1);
  assert.deepEqual([...found.hits].map(({ matched }) => matched), [2, 1]);
  assert.equal(urls(found)[0], "c/");
});

test("a phrase holds its words together and is given up when nothing holds it", async () => {
  const index = await opened();
  const held = await index.search("„vertina patys“");
  assert.deepEqual([urls(held), held.relaxed], [["b/"], false]);
  const relaxed = await index.search("\"patys vertina\"");
  assert.deepEqual([urls(relaxed)[0], relaxed.relaxed], ["b/", true]);
  assert.equal((await index.search("„vertina patys")).relaxed, false);
});

test("filters choose within the result and counts leave their own facet out", async () => {
  const index = await opened();
  const found = await index.search("mokiniams ", { filters: { school: ["birzu-ausros"] }, counts: true });
  assert.deepEqual([urls(found), found.total, found.unfiltered], [["c/"], 1, 14]);
  assert.deepEqual(pairs(found.counts.school), [[0, 1], [2, 1]]);
  assert.deepEqual(pairs(found.counts.kind), [[1, 1]]);
  const both = await index.search("mokiniams ", { filters: { school: ["birzu-ausros", "constructor"] } });
  assert.deepEqual(urls(both), ["d/", "c/"].sort((a, b) => both.hits.findIndex((one) => one.url === a) - both.hits.findIndex((one) => one.url === b)));
  assert.equal(both.total, 2);
  assert.equal((await index.search("mokiniams ", { filters: { school: ["nėra", "toString"] } })).total, 0);
  assert.equal((await index.search("mokiniams ", { filters: { school: ["birzu-ausros"], kind: ["practice"] } })).total, 0);
  assert.equal((await index.search("mokiniams ", { filters: { school: [] } })).total, 14);
});

test("validity is a state of the day", async () => {
  const index = await opened();
  for (const [state, expected] of [["expired", ["a/"]], ["expiring", ["b/", "c/"]], ["valid", ["d/"]]]) {
    assert.deepEqual(urls(await index.search("", { filters: { valid: [state] } })), expected, state);
  }
  const { counts } = await index.search("", { sort: "date", counts: true });
  assert.deepEqual(pairs(counts.valid), [[0, 1], [1, 2], [2, 1]]);
});

test("a query without words lists by date if it is asked to", async () => {
  const index = await opened();
  assert.equal((await index.search("")).total, 0);
  const all = await index.search(" — ", { sort: "date", limit: 3, offset: 1 });
  assert.deepEqual([urls(all), all.total], [["b/", "c/", "d/"], DOCUMENTS.length]);
  assert.deepEqual(urls(await index.search("", { filters: { topic: ["vertinimas"] } })), ["a/", "b/"]);
});

test("pages of a result follow one another without a gap", async () => {
  const index = await opened();
  const whole = urls(await index.search("mokiniams ", { limit: 100 }));
  const pages = [];
  for (let offset = 0; offset < 15; offset += 4) pages.push(...urls(await index.search("mokiniams ", { limit: 4, offset })));
  assert.deepEqual(pages, whole);
  assert.equal(new Set(whole).size, 14);
});

test("editions do not see each other's documents", async () => {
  const documents = DOCUMENTS.map((one, at) => ({ ...one, editions: at === 1 ? 2 : at === 2 ? 3 : 1 }));
  const files = smallIndex(documents, { editions: ["xx", "en"], values: VALUES });
  const [first, second] = [await host(files).open(), await host(files).open({ edition: 1 })];
  assert.equal((await first.search("įsivertinimas ")).total, 0);
  assert.deepEqual(urls(await second.search("įsivertinimas ")), ["b/"]);
  assert.deepEqual(urls(await second.search("", { sort: "date" })), ["b/", "c/"]);
});

test("values say the names of what is filtered", async () => {
  const values = await (await opened()).values();
  assert.deepEqual({ ...values.topic[1] }, { id: "vertinimas", title: "Vertinimas", parent: 0 });
  assert.deepEqual(Array.from(values.valid, ({ id }) => id), ["valid", "expiring", "expired"]);
  assert.deepEqual([values.school[1].id, values.year.length], ["__proto__", 0]);
});

test("words of the query are marked in a text by stem and by beginning", async () => {
  const index = await opened();
  const found = await index.search("vertina refl");
  assert.equal(show(index.marks("Vertina: refleksijos, refl, ne reflektorius; (VERTINA)", found)), "[Vertina]: [refleksijos], [refl], ne [reflektorius]; ([VERTINA])");
  assert.equal(index.marks("", found).length, 0);
  const text = "ne\u00advertina ver\u00adtina vértina <b>vertina</b> undefined";
  const pieces = index.marks(text, found);
  assert.equal(pieces.map((piece) => piece.text).join(""), text);
  assert.equal(show(pieces), "ne\u00advertina [ver\u00adtina] [vértina] <b>[vertina]</b> undefined");
});

test("combining marks stay with their letters", async () => {
  const index = await opened();
  const found = await index.search("žodis");
  assert.equal(show(index.marks("x z\u030codis\u0301 y", found)), "x [z\u030codis\u0301] y");
});

test("an excerpt is the passage with the most terms and ends at words", async () => {
  const index = await opened();
  const found = await index.search("mokytojai biblioteka ");
  const filler = "tolimas užpildas apie kitką ".repeat(20);
  const text = `${filler}mokytojai ${filler}štai biblioteka, kurioje mokytojai dirba. ${filler}biblioteka`;
  const shown = show(index.excerpt(text, found));
  assert.match(shown, /^….*štai \[biblioteka\], kurioje \[mokytojai\] dirba.*…$/);
  assert.ok(shown.length > 150 && shown.length < 220, `${shown.length}`);
  const plain = shown.replace(/[[\]…]/g, "");
  assert.ok(text.includes(plain) && /^\p{L}/u.test(plain) && !/\p{L}/u.test(text[text.indexOf(plain) + plain.length]));
  assert.equal(show(index.excerpt("trumpas", found)), "trumpas");
  assert.match(show(index.excerpt(filler, found)), /^tolimas .*…$/);
  assert.match(show(index.excerpt(`${filler}pabaigos biblioteka.`, found)), /^….*\[biblioteka\]\.$/);
  assert.equal(show(index.excerpt("", found)), "");
});

test("near gives existing words for one that is nowhere", async () => {
  const index = await opened();
  assert.ok((await index.near("bibxxoteka ")).includes("biblioteka"));
  assert.deepEqual(Array.from(await index.near("mokytojai ")), []);
  assert.ok((await index.near("žodxx")).length <= 5);
});

const HOSTILE = [
  "", " ", "\"", "\"\"", "„“„“", "\"\"\"\"\"", "a", "ab", "a".repeat(10000), "mokytojai ".repeat(1000), "\ud800", "x\udc00y", "\ud83d\ude00", "mokytojai \ud83d\ude00 biblioteka",
  "<script>", "</script><script>alert(1)</script>", "__proto__", "constructor", "toString", "hasOwnProperty", "undefined", "null", "NaN", "\0", "mok\0ytojai",
  "%", "%00", "%F0%28", "..", "../../etc/passwd", "(", "[a-z]+", "a{1,1000}", "^$", "\\", "(?:a+)+$", "שלום", "مرحبا mokytojai", "\u202emokytojai", "\u0301\u0301", "ﬁ ĳ ǆ ß", "日本語", "๑๒๓",
  "z\u0351\u036b\u0343".repeat(300), "\u00ad", "mo\u00adkytojai", "'; DROP TABLE--", "\n\r\t", "-mokytojai +biblioteka", "mokytojai*", "2024", "12", "1", "n1", "„mokytojai biblioteka“ „vertina savo“", `„${"a ".repeat(90)}“`,
];

test("hostile queries give a result", async () => {
  const index = await opened();
  for (const text of HOSTILE) {
    for (const sort of ["relevance", "date"]) {
      const found = await index.search(text, { sort, counts: true, filters: { kind: ["practice", "event"] } });
      assert.ok(found.total >= 0 && found.hits.length <= 10, JSON.stringify(text));
      assert.ok(found.hits.every(({ score }) => Number.isInteger(score)), JSON.stringify(text));
      assert.equal(index.marks(text, found).map((piece) => piece.text).join(""), text);
      index.excerpt(text, found);
    }
    await index.near(text);
  }
  assert.deepEqual(urls(await index.search("__proto__ constructor")), ["e/"]);
});

test("no file is asked for twice and none that is not needed", async () => {
  const one = host();
  const index = await one.open();
  await Promise.all(["refleksijos", "refleksijos ratas", "mokiniams "].map((text) => index.search(text, { counts: true })));
  await index.search("mokiniams ", { counts: true });
  assert.equal(new Set(one.asked).size, one.asked.length);
  assert.ok(!one.asked.some((name) => /^x/.test(name)), "positions are for phrases");
});

test("files of one stage are asked for together", async () => {
  const one = host();
  const index = await one.open();
  const stages = [];
  let last = 0;
  one.delay = () => {
    stages.push(stages.length === 0 || performance.now() - last > 15 ? 1 : stages.pop() + 1);
    last = performance.now();
    return new Promise((resolve) => { setTimeout(resolve, 40); });
  };
  await index.search("mokiniams bendras žodis ", { counts: true });
  assert.ok(stages.length <= 3, `stages: ${stages}`);
});

test("the manifest is never taken from a cache unasked and the others are", async () => {
  const one = host();
  await (await one.open()).search("mokiniams");
  for (const [address, options] of one.options) assert.equal(options?.cache, address === "search/manifest.json" ? "no-cache" : undefined, address);
});

test("an older call stops and spoils nothing", async () => {
  const one = host();
  const index = await one.open();
  const older = new AbortController();
  const first = index.search("mokiniams bendras", { signal: older.signal });
  older.abort();
  await assert.rejects(first, { name: "AbortError" });
  assert.equal((await index.search("mokiniams bendras")).complete, 12);
  assert.equal(new Set(one.asked).size, one.asked.length);
  await assert.rejects(index.search("x", { signal: AbortSignal.abort() }), { name: "AbortError" });
});

test("a failure is told by its code and not kept", async () => {
  const one = host();
  const index = await one.open();
  for (const [answer, code] of [[() => new TypeError("no line"), "network"], [() => 500, "network"], [(name, bytes) => (name === "manifest.json" ? bytes : 404), "missing"],
    [(name, bytes) => (name === "manifest.json" ? bytes : Buffer.from("<!doctype html>")), "damaged"], [(name) => (name === "manifest.json" ? Buffer.from("{}") : null), "renewed"]]) {
    one.answer = answer;
    await assert.rejects(index.search("refleksijos "), { code });
  }
  one.answer = null;
  assert.equal((await index.search("refleksijos ")).total, 1);
});

test("an index that cannot be opened says why", async () => {
  const manifest = (change) => {
    const read = JSON.parse(INDEX.get("manifest.json"));
    change(read);
    return Buffer.from(JSON.stringify(read));
  };
  const cases = [
    [null, "missing"], [503, "network"], [new TypeError(), "network"], [Buffer.from("<html>"), "damaged"], [Buffer.from(""), "damaged"], [Buffer.from("null"), "damaged"],
    [Buffer.from([0xff, 0xfe]), "damaged"], [manifest((read) => { read.format = 99; }), "format"], [manifest((read) => { delete read.format; }), "format"],
    [manifest((read) => { read.documents = -1; }), "damaged"], [manifest((read) => { read.documents = 1e12; }), "damaged"], [manifest((read) => { read.dictionary = 5; }), "damaged"],
    [manifest((read) => { read.reverse = [[1, 2]]; }), "damaged"], [manifest((read) => { delete read.languages; }), "damaged"], [manifest((read) => { read.group = 0; }), "damaged"], [manifest((read) => { read.stored = [7]; }), "damaged"],
  ];
  for (const [answer, code] of cases) {
    const one = host();
    one.answer = () => answer;
    await assert.rejects(one.open(), { code });
  }
});

test("from a disk the files come as scripts", async () => {
  const one = host(smallIndex(DOCUMENTS, { values: VALUES, offline: true }));
  const index = await one.open({ offline: true });
  assert.deepEqual(urls(await index.search("įsivertinimas vertina", { counts: true }))[0], "b/");
  assert.ok(one.asked.every((name) => name.endsWith(".js")));
  assert.equal(one.options.size, 0);
  const codes = [[(name, bytes) => (name === "manifest.js" ? bytes : null), "missing"], [(name, bytes) => (name === "manifest.js" ? bytes : "avilysSearchFile(\"p0.1\",\"!\")"), "damaged"],
    [(name, bytes) => (name === "manifest.js" ? bytes : "avilysSea"), "damaged"], [(name) => (name === "manifest.js" ? "avilysSearchFile(\"manifest\",\"e30=\")" : null), "renewed"]];
  for (const [answer, code] of codes) {
    one.answer = answer;
    await assert.rejects(index.search("skaitymo "), { code });
  }
  one.answer = null;
  assert.equal((await index.search("skaitymo ")).total, 1);
});

test("cut and damaged files give an error with a code or a result, and always soon", async () => {
  const texts = ["mokytojai biblioteka", "„vertina patys“", "xefleksijos ", "mok"];
  let [random, errors] = [12345, 0];
  const next = (below) => (random = (random * 1103515245 + 12345) % 2147483648) % below;
  for (const [name, bytes] of INDEX) {
    const damages = [bytes.subarray(0, bytes.length >> 1), bytes.subarray(0, bytes.length - 1), Buffer.alloc(0)];
    for (let flip = 0; flip < 12; flip += 1) {
      const copy = Buffer.from(bytes);
      copy[next(copy.length)] ^= 1 << next(8);
      damages.push(copy);
    }
    for (const damaged of damages) {
      const one = host(new Map(INDEX).set(name, damaged));
      const began = performance.now();
      const outcome = await one.open().then(async (index) => {
        for (const text of texts) await index.search(text, { counts: true, filters: { topic: ["mokymas"] } });
        await index.near("bibxxoteka");
        return "found";
      }, (error) => error).catch((error) => error);
      if (outcome !== "found") errors += 1;
      assert.ok(outcome === "found" || CODES.includes(outcome.code), `${name}: ${outcome.stack}`);
      assert.ok(performance.now() - began < 2000, name);
    }
  }
  assert.ok(errors > 100, `${errors} of the damages were noticed`);
});

test("raw damage inside of the packing is no more dangerous", async () => {
  const { deflateRawSync, inflateRawSync } = await import("node:zlib");
  let random = 99;
  const next = (below) => (random = (random * 1103515245 + 12345) % 2147483648) % below;
  for (const [name, bytes] of INDEX) {
    if (!name.endsWith(".bin")) continue;
    for (let flip = 0; flip < 10; flip += 1) {
      const raw = inflateRawSync(bytes);
      if (raw.length === 0) continue;
      raw[next(raw.length)] = [0xff, 0x7f, 0, next(256)][flip % 4];
      const one = host(new Map(INDEX).set(name, deflateRawSync(flip === 9 ? raw.subarray(0, next(raw.length)) : raw)));
      const index = await one.open();
      for (const text of ["mokytojai biblioteka", "„vertina patys“ mok", "xefleksijos "]) {
        const outcome = await index.search(text, { counts: true }).then(() => "found", (error) => error);
        assert.ok(outcome === "found" || CODES.includes(outcome.code), `${name}: ${outcome.stack}`);
      }
    }
  }
});

test("the engine takes no text for markup and makes no code of it", () => {
  for (const word of ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "new Function"]) assert.ok(!engine().includes(word), word);
});
