// The search over an index: opens it and answers queries, as `globalThis.avilysSearch`. Gives data and pieces of text; what a page
// makes of them it must not know. It touches a page only by the scripts that it runs for stemmers and for an index on a disk.

// Opens the index at `base` (with a slash at the end). `stemmers` are the scripts of languages, relative to it; `today` is
// YYYY-MM-DD. Errors of this and of everything below have a `code`, see `SearchError`.
async function open({ base, offline = false, edition = 0, today, stemmers = {} }) {
  const scripts = Object.values(stemmers).map((path) => run(base + path));
  const [manifest] = await Promise.all([openFiles(base, offline), ...scripts]);
  const languages = manifest.languages.map((name) => ({ name, stem: stemmer(name) }));
  const index = { ...manifest, edition, languages, today: Date.parse(today) / 86400000 };
  return {
    search: (text, options = {}) => guarded("index", search(index, text, options)),
    values: () => guarded("index", valuesOf(index)),
    near: (text) => guarded("index", near(index, text)),
    marks: (text, { matcher }) => marks(text, matcher),
    excerpt: (text, { matcher, weights }, length = 200) => excerpt(text, matcher, weights, length),
  };
}

async function search(index, text, { filters = {}, sort, limit = 10, offset = 0, counts, signal }) {
  const stop = () => signal?.throwIfAborted();
  stop();
  const query = parse(text, index.languages);
  const names = [...index.facets, "valid"];
  const wanted = names.filter((name) => filters[name]?.length > 0);
  const facets = early(all(counts ? names : wanted, (name) => facetOf(index, name, filters[name] ?? [], counts)));
  const isAsked = wanted.length > 0 || sort === "date";
  const ranking = await (query.terms.length > 0 ? rank(index, query, stop) : browse(index, isAsked));
  const kept = sift(ranking.documents, await facets);
  const shown = (sort === "date" ? kept : best(kept, ranking, offset + limit)).slice(offset, offset + limit);
  stop();
  const hits = await all(shown, (document) => hit(index, document, ranking));
  stop();
  return {
    total: kept.length,
    unfiltered: ranking.documents.length,
    complete: ranking.complete,
    relaxed: ranking.relaxed,
    terms: query.terms.map(({ typed, alternatives }) => {
      const how = alternatives[0]?.how ?? "none";
      return { typed, how, used: [...new Set(alternatives.filter((one) => one.how === how).map(({ used }) => used))] };
    }),
    hits,
    counts: counts ? Object.fromEntries((await facets).map((facet) => [facet.name, facet.counts])) : null,
    matcher: matcherOf(query.terms, index.languages),
    weights: query.terms.map((word) => weightOf(word, index.documents)),
  };
}

// Work that is begun before it is waited for. Who waits is told that it failed; nobody else.
function early(promise) {
  promise.catch(() => {});
  return promise;
}

// The documents of the result, ascending, with scores. What is needed at the same time is asked for at the same time.
async function rank(index, { terms, phrases }, stop) {
  const [editions, lists] = await Promise.all([
    consideredOf(index),
    all(phrases, (phrase) => all(phrase, async ({ stems, folded }) => ({ folded, entries: await entriesOf(index, stems) }))),
    all(terms, (word) => expand(index, word)),
  ]);
  stop();
  const [held] = await Promise.all([all(lists, (phrase) => holding(index, phrase, editions)), fetchPostings(index, terms)]);
  stop();
  const holders = editions.map((one, document) => one && held.every((starts) => starts.has(document)));
  const relaxed = held.length > 0 && !holders.includes(1);
  const considered = relaxed ? editions : holders;
  // Those that hold the phrases as they were typed.
  const literal = considered.map((one, document) => one && !relaxed && held.every((starts) => starts.get(document).literal));
  const first = levels(index, terms, considered);
  if (first.complete >= RANK.ENOUGH) return { ...first, relaxed, literal };
  await all(terms, (word) => forgive(index, word));
  stop();
  await fetchPostings(index, terms);
  stop();
  return { ...levels(index, terms, considered), relaxed, literal };
}

// The documents that match all terms, and if they are few, those that match the most of what the query says.
function levels(index, terms, considered) {
  const scored = score(index, terms);
  const sizes = new Array(RANK.LEVELS + 1).fill(0);
  considered.forEach((one, document) => { sizes[scored.levels[document]] += one; });
  const level = least(sizes);
  const isFound = (one, document) => one && scored.levels[document] >= level;
  return { ...scored, terms: terms.length, complete: sizes.at(-1), documents: marked(considered.map(isFound)) };
}

// The numbers of the documents that are marked with 1.
function marked(marks) {
  const documents = [];
  marks.forEach((one, document) => one && documents.push(document));
  return documents;
}

// A query without words: the newest first, or nothing.
async function browse(index, isAsked) {
  const documents = isAsked ? marked(await consideredOf(index)) : [];
  const none = new Uint8Array(index.documents);
  return { documents, literal: none, scores: none, matched: none, clean: none, terms: 0, complete: documents.length, relaxed: false };
}

// Marks the documents of the edition.
async function consideredOf(index) {
  const masks = await columnOf(index, "editions", 1, (reader) => reader.number(), -1);
  return new Uint8Array(index.documents).map((_, document) => (masks[document] >>> index.edition) & 1);
}

function fetchPostings(index, terms) {
  return all(terms.flatMap(({ alternatives }) => alternatives), async (one) => {
    one.postings ??= await postingsOf(index, one.entry);
  });
}

// What `read` gives for each document, or `none` where the index has no such column.
function columnOf(index, name, number, read, none) {
  const hash = index.columns[name];
  if (!hash) return new Array(index.documents).fill(none);
  return index.load(`c${number}`, hash, (bytes) => {
    const reader = new Reader(bytes);
    return reader.list(index.documents, () => read(reader));
  });
}

// A facet as `sift` takes it.
async function facetOf(index, name, ids, isCounted) {
  const read = name === "valid" ? (reader) => stateOf(reader.number(), index.today) : (reader) => reader.list(reader.number(), () => reader.number());
  const [column, values] = await Promise.all([columnOf(index, name, name === "valid" ? 0 : index.facets.indexOf(name) + 2, read, []), ids.length > 0 && valuesOf(index)]);
  const wanted = values && values[name].flatMap(({ id }, at) => (ids.includes(id) ? [at] : []));
  return { name, column, wanted, counts: isCounted && new Map() };
}

async function valuesOf(index) {
  const written = await index.load(`v${index.edition}`, index.values[index.edition], readJson);
  const value = ([id, title, parent = -1]) => ({ id, title, parent: parent < 0 ? null : parent });
  const lists = { ...written, valid: STATES.map((state) => [state, state]) };
  return Object.fromEntries([...index.facets, "valid"].map((name) => [name, (lists[name] ?? []).map(value)]));
}

async function hit(index, document, { scores, matched }) {
  const shard = Math.floor(document / index.shard);
  const rows = await index.load(`s${shard}`, index.stored[Math.floor(shard / index.group)], readJson);
  const [url, id, kind, title, lead, owner, date, shownDate, language] = rows[document % index.shard];
  return { document, score: scores[document], matched: matched[document], url, id, kind, title, lead, owner, date, shownDate, language };
}

// The forms nearest to those words of the query that nothing was found for, at most five.
async function near(index, text) {
  const { terms } = parse(text, index.languages);
  await all(terms, (word) => expand(index, word));
  const lost = terms.filter(({ alternatives, folded }) => alternatives.length === 0 && !hasDigit(folded));
  const found = await all(lost, (word) => neighbours(index, word, allowance(word) + 1));
  return [...new Set(found.flat().sort(byDistance).map(({ used }) => used))].slice(0, 5);
}

globalThis.avilysSearch = Object.assign(globalThis.avilysSearch ?? {}, { open });
