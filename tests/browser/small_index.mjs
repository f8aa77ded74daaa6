// An index of a few documents, written byte by byte as the format says: small blocks and shards, so that every boundary is met.
// Its language is unknown, so a stem is a folded form. Ranking numbers are made up; the program's own index is tested elsewhere.

import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";

const BLOCK = 4;
const SHARD = 40;
const STORED = 3;
const GROUP = 2;
const FACETS = ["kind", "school", "municipality", "topic", "year", "evidence"];

const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const fold = (form) => form.normalize("NFKD").replace(/\p{M}/gu, "");
const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const groups = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

function number(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

function fronted(before, text) {
  const [old, now] = [Buffer.from(before), Buffer.from(text)];
  let shared = 0;
  while (shared < Math.min(old.length, now.length) && old[shared] === now[shared]) shared += 1;
  // Not within a character.
  while (shared > 0 && (now[shared] & 0xc0) === 0x80) shared -= 1;
  return [...number(shared), ...number(now.length - shared), ...now.subarray(shared)];
}

// A form is written as what is cut off the end of the one before it, and what comes instead.
function cut(before, text) {
  const [shared, ...rest] = fronted(before, text);
  return [...number(Buffer.byteLength(before) - shared), ...rest];
}

const deltas = (numbers) => numbers.flatMap((value, at) => number(at === 0 ? value : value - numbers[at - 1] - 1));

/** The stems of the documents with the documents, positions and forms of each. */
function stemsOf(documents) {
  const stems = new Map();
  documents.forEach(({ title = "", body = "" }, document) => {
    const spoken = [...words(title).map((form, at) => [form, at, 40]), ...words(body).map((form, at) => [form, at + 1000, 10])];
    for (const [form, position, impact] of spoken) {
      const stem = fold(form);
      if (!stems.has(stem)) stems.set(stem, { stem, documents: new Map(), forms: new Map() });
      const entry = stems.get(stem);
      const posting = entry.documents.get(document) ?? { impact: 0, positions: [], forms: new Set() };
      posting.impact = Math.min(63, posting.impact + impact);
      posting.positions.push(position);
      posting.forms.add(form);
      entry.documents.set(document, posting);
      entry.forms.set(form, (entry.forms.get(form) ?? new Set()).add(document));
    }
  });
  return [...stems.values()].sort((a, b) => inOrder(a.stem, b.stem));
}

/** Lists in shards; a list that is longer than a shard has one to itself. */
class Shards {
  done = [];
  open = [];
  add(list) {
    if (this.open.length > 0 && this.open.length + list.length > SHARD) this.close();
    const span = { shard: this.done.length, offset: this.open.length };
    this.open.push(...list);
    return span;
  }
  close() {
    this.done.push(this.open);
    this.open = [];
  }
}

/** Files by name: `documents` are `{ title, body, url, facets: { school: [0] }, until, editions }`, `values` lists of [id, title]. */
export function smallIndex(documents, { values = {}, editions = ["xx"], offline = false } = {}) {
  const files = new Map();
  const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  const put = (name, bytes, hash = hashOf(bytes)) => {
    const stem = `${name}.${hash}`;
    if (offline) files.set(`${stem}.js`, Buffer.from(`avilysSearchFile("${stem}","${bytes.toString("base64")}");\n`));
    else files.set(`${stem}.bin`, bytes);
    return hash;
  };
  const pack = (name, bytes) => put(name, deflateRawSync(Buffer.from(bytes)));

  const stems = stemsOf(documents);
  const [postings, positions] = [new Shards(), new Shards()];
  for (const stem of stems) {
    const [first, ...others] = [...stem.forms].sort((a, b) => b[1].size - a[1].size || inOrder(a[0], b[0])).map(([form]) => form);
    stem.listed = [first, ...others.sort(inOrder)];
    const held = [...stem.documents.values()];
    const masks = held.map((posting) => stem.listed.reduce((mask, form, at) => mask | (posting.forms.has(form) ? 1 << Math.min(at, 13) : 0), 0));
    stem.postings = postings.add([...deltas([...stem.documents.keys()]), ...held.map(({ impact }) => impact), ...masks.flatMap(number)]);
    stem.positions = positions.add(held.flatMap((posting) => [...number(posting.positions.length), ...deltas(posting.positions)]));
  }
  const hashes = [["p", postings], ["x", positions]].map(([letter, shards]) => {
    shards.close();
    return shards.done.map((bytes, at) => pack(`${letter}${at}`, bytes));
  });
  const block = (entries) => {
    const spans = ["postings", "positions"];
    const heads = spans.flatMap((kind, at) => {
      const [first, last] = [entries[0][kind], entries.at(-1)[kind]];
      const used = hashes[at].slice(first.shard, last.shard + 1);
      return [...number(first.shard), ...number(first.offset), ...number(used.length), ...Buffer.from(used.join(""), "hex")];
    });
    const bodies = entries.flatMap((entry, at) => {
      const before = entries[at - 1];
      const places = spans.flatMap((kind) => number(entry[kind].shard - (before ?? entry)[kind].shard));
      const forms = entry.listed.flatMap((form, n) => cut(entry.listed[n - 1] ?? entry.stem, form));
      return [...fronted(before?.stem ?? "", entry.stem), ...number(entry.documents.size), ...places, ...number(entry.listed.length), ...forms];
    });
    return [...number(entries.length), ...heads, ...bodies];
  };
  const dictionary = groups(stems, BLOCK).map((entries, at) => [entries[0].stem, pack(`d${at}`, block(entries))]);

  const reversed = stems.map(({ stem, documents: held }) => [[...stem].reverse().join(""), held.size]).sort((a, b) => inOrder(a[0], b[0]));
  const reverse = groups(reversed, BLOCK).map((entries, at) => {
    const bytes = entries.flatMap(([stem, df], n) => [...fronted(entries[n - 1]?.[0] ?? "", stem), ...number(df)]);
    return [entries[0][0], pack(`r${at}`, [...number(entries.length), ...bytes])];
  });

  const rows = documents.map(({ url = "", id = url, kind = 0, title = "", body = "" }) => [url, id, kind, title, body.slice(0, 200), "", "2026-11-22", "2026 m.", "xx"]);
  const stored = groups(groups(rows, STORED), GROUP).map((shards, group) => {
    const hash = hashOf(JSON.stringify(shards));
    shards.forEach((shard, at) => put(`s${group * GROUP + at}`, deflateRawSync(Buffer.from(JSON.stringify(shard))), hash));
    return hash;
  });
  const columns = {};
  FACETS.forEach((name, at) => {
    columns[name] = pack(`c${at + 2}`, documents.flatMap(({ facets = {} }) => [...number((facets[name] ?? []).length), ...(facets[name] ?? []).flatMap(number)]));
  });
  columns.valid = pack("c0", documents.flatMap(({ until }) => number(until === undefined ? 0 : Date.parse(until) / 86400000 + 1)));
  if (editions.length > 1) columns.editions = pack("c1", documents.flatMap(({ editions: mask = 1 }) => number(mask)));
  const manifest = {
    format: 4,
    documents: documents.length,
    languages: ["xx"],
    editions,
    dictionary,
    reverse,
    shard: STORED,
    group: GROUP,
    stored,
    facets: FACETS,
    columns,
    values: editions.map((_, at) => pack(`v${at}`, Buffer.from(JSON.stringify(values)))),
  };
  const written = Buffer.from(JSON.stringify(manifest));
  if (offline) files.set("manifest.js", Buffer.from(`avilysSearchFile("manifest","${written.toString("base64")}");\n`));
  else files.set("manifest.json", written);
  return files;
}
