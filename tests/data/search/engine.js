(() => {
"use strict";
const WORD_TABLES = {"longest":40,"folds":{"ß":"ss","æ":"ae","œ":"oe","ø":"o","đ":"d","ð":"d","þ":"th","ħ":"h","ı":"i","ł":"l","ŧ":"t","ς":"σ"},"marks":"\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670-\\u0670\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f","stop":{"lt":"ant apie ar arba as be bei bet buvo del dar gi i iki ir is ja jai jas jau jei ji jie jiems jis jo jog joms jos ju jums juos jus kad kaip kas kada kai kam ka ko kol kuo kur kuri kurie kurio kurios kuris kuriu kurioje kuriame kuria labai lyg man mano me mes mums musu nei nes net ne nuo o pas per po prie pries pro sau savo si sia siame sio sioje sios siu sis su ta tad tai taip tam tarp tas tau te ten tie tiems tik to todel tos tu tuo uz uzs vis va yra","en":"a about after all also an and any are as at be been but by can could did do does for from had has have he her here him his how i if in into is it its just me more most my no nor not of on only or other our out over she should so some such than that the their them then there these they this those through to too under up very was we were what when where which while who whom why will with would you your"},"rounds":{"lt":[[[2,"","-","as o ui am a u e ame ai i ams iems iem us ais uose uos os oje oj om oms omis ose asis ojo ajam aji uoju ajame ieji uju iesiems uosius aisiais uosiuose oji osios ajai aja ojoje ojoj osioms asias osiomis osiose uji"],[2,"","-","io iui iam i iu iame iai iams iems iem ius iais iuose iuos ia ios ioje ioj iom ioms ias iomis iose ysis iojo iajam iji iuoju iajame ieji iuju iesiems iuosius iaisiais iuosiuose ioji iosios iajai iaja iojoje iojoj iosioms iasias iosiomis iosiose iasis iaji"],[2,"","-","is ys y yje e es ei eje ej ems em emis us aus umi uje uj au ums umis iaus iumi iuje iuj iau ies imi ie ims im imis yse asi iasi uo"],[3,"","-","ese at iame iate iat ime it ome eme uosi iesi ames iuosi iames imes ausi aisi osi omes iausi eisi esi emes uisi usi iusi usiosi iusiosi"],[3,"*","j dav in en","ate at ote ot ates otes"],[2,"","iaus","io iui iam i iu iame iai iams iems iem ius iais iuose iuos ia ios ioje ioj iom ioms ias iomis iose ysis iojo iajam iji iuoju iajame ieji iuju iesiems iuosius iaisiais iuosiuose ioji iosios iajai iaja iojoje iojoj iosioms iasias iosiomis iosiose iasis iaji"],[2,"j","jaus","io iui iam i iu iame iai iams iems iem ius iais iuose iuos ia ios ioje ioj iom ioms ias iomis iose ysis iojo iajam iji iuoju iajame ieji iuju iesiems iuosius iaisiais iuosiuose ioji iosios iajai iaja iojoje iojoj iosioms iasias iosiomis iosiose iasis iaji"],[3,"","us ius davus","io iui iam i iu iame iai iams iems iem ius iais iuose iuos ia ios ioje ioj iom ioms ias iomis iose ysis iojo iajam iji iuoju iajame ieji iuju iesiems iuosius iaisiais iuosiuose ioji iosios iajai iaja iojoje iojoj iosioms iasias iosiomis iosiose iasis iaji"],[3,"","-","ius davus usis iusis davusis"],[3,"","ant iant","- is i ys iems iem ysis iji ieji iesiems"],[3,"","anc ianc inc","io iui iam i iu iame iai iams iems iem ius iais iuose iuos ia ios ioje ioj iom ioms ias iomis iose ysis iojo iajam iji iuoju iajame ieji iuju iesiems iuosius iaisiais iuosiuose ioji iosios iajai iaja iojoje iojoj iosioms iasias iosiomis iosiose iasis iaji"],[3,"e","esiant","- is i ys iems iem ysis iji ieji iesiems"],[3,"e","esianc","io iui iam i iu iame iai iams iems iem ius iais iuose iuos ia ios ioje ioj iom ioms ias iomis iose ysis iojo iajam iji iuoju iajame ieji iuju iesiems iuosius iaisiais iuosiuose ioji iosios iajai iaja iojoje iojoj iosioms iasias iosiomis iosiose iasis iaji"],[0,"nes","nesiant","- is i ys iems iem ysis iji ieji iesiems"],[0,"nes","nesianc","io iui iam i iu iame iai iams iems iem ius iais iuose iuos ia ios ioje ioj iom ioms ias iomis iose ysis iojo iajam iji iuoju iajame ieji iuju iesiems iuosius iaisiais iuosiuose ioji iosios iajai iaja iojoje iojoj iosioms iasias iosiomis iosiose iasis iaji"],[3,"","int","- ys iems iem ysis iji ieji iesiems"],[3,"*","o e y","ti tis"],[3,"","-","k kite kit kites kimes tumei tum tumem tumeme tumete tumet tutes tumeis tumeisi tumes tumemes tumetes"],[2,"*","o e y uo au in en b d g p m","kime kim tume tute"],[2,"*","o y in en uo","site sit"],[2,"*","e","sime sim site sit siesi simes sites"],[2,"*","b d g k l m n p r t v","s sime sim site sit simes sites"],[2,"men","muo","-"],[2,"den","duo","-"],[2,"*","otoj etoj ytoj intoj entoj uotoj autoj","as o ui a u au uje uj ai ams us ais uose uos os oje oj om oms omis ose"],[1,"*","auj","u i"],[0,"*","pranes","e ime"],[0,"*","menes demes debes ilges judes rupes klas","is ys y io iui i iu imi yje iai ies iams ius iais iuose ims imis yse"]],[[3,"","am iam om im ym dam dav esn amesn iamesn omesn imesn","-"],[0,"*","vaizdav likvidav degradav konsolidav rekomendav jaunim","-"],[0,"*","duod","am"],[3,"*","o y in en uo b g k p m","s sim"]],[[4,"*","o e","t c"],[3,"*","y l n r","t c"],[1,"*","au","t c"],[0,"*","duo","t c"],[2,"*","uo in b g k p m","t c"],[2,"*","o y in uo au","tin"],[4,"*","e","tin"],[0,"*","kur tir kel nes pies ruos griz igalin","t c"],[0,"*","gal nor tur","int"],[0,"*","patyc planet","-"]],[[3,"","oj ej o e y","-"],[2,"av","uoj auj","-"],[1,"av","uo au","-"],[3,"*","toj","-"],[2,"t","c","-"],[2,"d","dz","-"],[0,"dav","duod","-"],[0,"zmog","zmon","-"],[0,"lik","liek","-"],[0,"rink","renk","-"],[0,"pirk","perk","-"],[0,"prad","praded","-"],[0,"pad","paded","-"],[0,"kviet","kviest","-"],[0,"sprend","sprest","-"],[0,"leid","leist","-"],[0,"skleid","skleist","-"],[0,"ved","vest","-"],[0,"jaut","jaust","-"]]]}};
const RANK={FORMAT:1,LATER_FORMS:13,QUERY_LENGTH:200,TERMS:12,EXACT_STEM:256,EXACT_STEM_COMPLETED:128,EXACT_FOLDED:320,EXACT_FORM:336,PREFIX_LENGTH:2,PREFIX_CUT:5,PREFIX_BACK:2,PREFIX_BACK_LEFT:3,PREFIX_BLOCKS:4,PREFIX_BLOCKS_BEFORE:1,PREFIX_ENTRIES:12,PREFIX_STEM:104,PREFIX_FORM:208,TYPO_LENGTH:4,TYPO_LENGTH_TWO:8,TYPO_STEM_LENGTH:4,TYPO_STEM_LENGTH_TWO:7,TYPO_PREFIX_LENGTH:5,TYPO_BLOCKS:6,TYPO_BLOCKS_BEFORE:3,TYPO_HEAD_BLOCKS:2,TYPO_REVERSE_LENGTH:3,TYPO_SHARED:3,TYPO_SHARED_SHORT:2,TYPO_SHORT:6,TYPO_REVERSE_BLOCKS:4,TYPO_REVERSE_ENTRIES:6,TYPO_ENTRIES:8,TYPO_ONE:128,TYPO_ONE_FORM:160,TYPO_PREFIX:48,TYPO_PREFIX_FORM:60,TYPO_TWO:64,TYPO_TWO_FORM:80,KIN_LENGTH:5,KIN_REST:4,KIN:64,IDF_LEAST:64,ENOUGH:10,EXPIRING_DAYS:90};
// Words as the search knows them: tokens, forms, folded forms, stop words and stems. The twin of the Rust module
// search::words, which makes WORD_TABLES: both give the same for every text. Part of the engine's closure.

const WORD = /(?!\p{M})[\p{Alphabetic}\p{N}][\p{Alphabetic}\p{N}\p{M}\xad\u200b-\u200d\u2060\ufeff]*/gu;
const INVISIBLE = /[\xad\u200b-\u200d\u2060\ufeff]/g;
const BREVE = /\u0306/g;
const DROPPED_MARKS = new RegExp(`(?!\\u0306)[${WORD_TABLES.marks}]`, "g");
const FOLDED_LETTERS = new RegExp(`[${Object.keys(WORD_TABLES.folds).join("")}]`, "g");

function words(text) {
  return Array.from(text.matchAll(WORD), (match) => ({ text: match[0], start: match.index }));
}

function cut(text) {
  return text.length > WORD_TABLES.longest ? [...text].slice(0, WORD_TABLES.longest).join("") : text;
}

function lower(word) {
  return cut(word.replace(INVISIBLE, "").toLowerCase().normalize("NFC"));
}

function fold(form) {
  const folded = form
    .normalize("NFKD")
    .toLowerCase()
    .replace(FOLDED_LETTERS, (letter) => WORD_TABLES.folds[letter])
    .replace(/[^\p{Alphabetic}\p{N}\p{M}]/gu, "")
    .replace(DROPPED_MARKS, "")
    .replace(/и\u0306/g, "й")
    .replace(BREVE, "");
  return cut(folded) || form;
}

// What a table has for a language (BCP 47), by its first subtag.
function ofLanguage(table, language) {
  const primary = language.split(/[-_]/)[0].toLowerCase();
  return table && Object.hasOwn(table, primary) ? table[primary] : undefined;
}

// One round as a Map from suffix to [characters that must be left, what it gives].
function round(rules) {
  const parts = (list) => list.split(" ").map((part) => (part === "-" ? "" : part));
  const suffixes = new Map();
  let longest = 0;
  for (const [keep, give, starts, ends] of rules) {
    for (const start of parts(starts)) {
      for (const end of parts(ends)) {
        suffixes.set(start + end, [keep, give === "*" ? start : give]);
        longest = Math.max(longest, start.length + end.length);
      }
    }
  }
  return { suffixes, longest };
}

function applyRound(word, { suffixes, longest }) {
  for (let length = Math.min(longest, word.length); length > 0; length--) {
    const at = word.length - length;
    const [keep, give] = suffixes.get(word.slice(at)) ?? [];
    if (keep === undefined || [...word.slice(0, at)].length < keep || at + give.length === 0) continue;
    return word.slice(0, at) + give;
  }
  return word;
}

function stemmer(language) {
  const rounds = ofLanguage(WORD_TABLES.rounds, language)?.map(round);
  const snowball = ofLanguage(globalThis.avilysSearch?.stemmers, language);
  const stem = rounds ? (folded) => rounds.reduce(applyRound, folded) : snowball ?? ((folded) => folded);
  return (folded) => (/\p{N}/u.test(folded) ? folded : stem(folded) || folded);
}

function isStop(language, folded) {
  return ` ${ofLanguage(WORD_TABLES.stop, language) ?? ""} `.includes(` ${folded} `);
}

function knowsStopWords(language) {
  return ofLanguage(WORD_TABLES.stop, language) !== undefined;
}
// Reads what the index's files are made of: numbers, texts, lists of front-coded strings. Knows the format, and neither where
// bytes come from nor what is searched.

// What an index can fail with; `code` is for the page: "missing", "renewed", "format", "damaged" or "network".
class SearchError extends Error {
  constructor(code, about, cause) {
    super(`${code}: ${about}`, { cause });
    this.code = code;
  }
}

// A byte order mark in a text is part of it.
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const NOTHING = new Uint8Array();

// Reads one thing after another. Throws where the bytes end too soon.
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  // Behind the end a byte is `undefined`, which is less than nothing.
  number() {
    let number = 0;
    for (let scale = 1; scale < 2 ** 32; scale *= 128) {
      const byte = this.bytes[this.at++];
      number += (byte & 127) * scale;
      if (byte < 128) return number;
    }
    throw RangeError();
  }

  take(length) {
    const from = this.at;
    this.at += length;
    if (this.at > this.bytes.length) throw RangeError();
    return this.bytes.subarray(from, this.at);
  }

  hash() {
    return [...this.take(4)].map((byte) => (byte + 256).toString(16).slice(1)).join("");
  }

  // The bytes of a string that begins with `shared` bytes of the one before it. Damaged ones could grow with every step.
  string(before, shared) {
    const rest = this.take(this.number());
    if (!(shared >= 0 && shared <= before.length && shared < 9999)) throw RangeError();
    const bytes = new Uint8Array(shared + rest.length);
    bytes.set(before.subarray(0, shared));
    bytes.set(rest, shared);
    return bytes;
  }

  // A list of `count` things. A wrong count is no danger: each thing takes a byte at least.
  list(count, read) {
    const list = [];
    for (let left = count; left > 0; left -= 1) list.push(read());
    return list;
  }

  ascending(count) {
    let last = -1;
    return this.list(count, () => last += 1 + this.number());
  }
}

// A block of the dictionary: its entries in the order of their stems.
function dictionaryBlock(bytes) {
  const reader = new Reader(bytes);
  const count = reader.number();
  const [postings, positions] = ["p", "x"].map((letter) => places(reader, letter));
  let stem = NOTHING;
  return reader.list(count, () => {
    let form = stem = reader.string(stem, reader.number());
    const df = reader.number();
    return {
      stem: UTF8.decode(stem),
      df,
      postings: postings(df),
      positions: positions(df),
      written: reader.list(reader.number(), () => form = reader.string(form, form.length - reader.number())),
    };
  });
}

// Says of each next stem where its list is: in which shard, and behind the lists of which numbers of documents.
function places(reader, letter) {
  const first = reader.number();
  let offset = reader.number();
  const hashes = reader.list(reader.number(), () => reader.hash());
  let [shard, dfs] = [0, []];
  return (df) => {
    const step = reader.number();
    if (step > 0) [offset, dfs] = [0, []];
    shard += step;
    dfs.push(df);
    return { name: letter + (first + shard), hash: hashes[shard], offset, dfs, at: dfs.length - 1 };
  };
}

// The forms of an entry, the most frequent first. Few entries are looked at so closely.
function formsOf(entry) {
  return entry.forms ??= entry.written.map((bytes) => {
    const form = UTF8.decode(bytes);
    const folded = fold(form);
    return { form, folded, letters: [...folded] };
  });
}

// A reverse block: stems that end alike.
function reverseBlock(bytes) {
  const reader = new Reader(bytes);
  let reversed = NOTHING;
  return reader.list(reader.number(), () => {
    reversed = reader.string(reversed, reader.number());
    const letters = [...UTF8.decode(reversed)].reverse();
    return { stem: letters.join(""), letters, df: reader.number() };
  });
}

// A stem's documents in ascending order, with the impact and the mask of forms in each.
function readPostings(reader, df) {
  return { documents: reader.ascending(df), impacts: reader.take(df), masks: reader.list(df, () => reader.number()) };
}

// Where a stem stands in each of its documents.
const readPositions = (reader, df) => reader.list(df, () => reader.ascending(reader.number()));

const readJson = (bytes) => JSON.parse(UTF8.decode(bytes));
// Finds stems in the blocks of the dictionary, and asks for no block that cannot hold them. Knows nothing of queries.

const all = (list, work) => Promise.all(list.map(work));

// The block that holds `text`, if one does: the last that does not begin behind it.
const home = (blocks, text) => Math.max(0, blocks.findLastIndex(([first]) => first <= text));

// What `decode` makes of the blocks with strings that begin with `prefix`. Of more than `most` those are taken that begin `before` blocks
// before the one of `text`.
async function blocksOf(index, kind, decode, prefix, most, text, before) {
  const blocks = index[kind];
  const first = home(blocks, prefix);
  const end = Math.max(first, blocks.findLastIndex(([start]) => start.startsWith(prefix))) + 1;
  const from = Math.max(first, Math.min(home(blocks, text) - before, end - most));
  const read = await all(blocks.slice(from, Math.min(end, from + most)), ([, hash], at) => index.load(kind[0] + (from + at), hash, decode));
  return read.flat();
}

// The entries whose stem begins with `prefix`.
async function entriesBeginning(index, prefix, most, text = prefix, before = 0) {
  const entries = await blocksOf(index, "dictionary", dictionaryBlock, prefix, most, text, before);
  return entries.filter(({ stem }) => stem.startsWith(prefix));
}

// The entries of those of the `stems` that some document holds.
async function entriesOf(index, stems) {
  const found = await all(stems, async (stem) => (await entriesBeginning(index, stem, 1)).filter((entry) => entry.stem === stem));
  return found.flat();
}

// Stems that end in the letters of `suffix`: those of the first blocks with such.
async function stemsEnding(index, suffix) {
  const prefix = [...suffix].reverse().join("");
  const stems = await blocksOf(index, "reverse", reverseBlock, prefix, RANK.TYPO_REVERSE_BLOCKS, prefix, 0);
  return stems.filter(({ stem }) => stem.endsWith(suffix));
}

// What `read` gives of a stem's list. Lists do not say how long they are, so those before it are read too.
async function listOf(index, { name, hash, offset, dfs, at }, read) {
  const reader = new Reader(await index.load(name, hash));
  reader.at = offset;
  return dfs.slice(0, at + 1).map((df) => read(reader, df)).at(-1);
}

async function postingsOf(index, entry) {
  const postings = await listOf(index, entry.postings, readPostings);
  if (postings.documents.at(-1) >= index.documents) throw RangeError();
  return postings;
}
// How far apart two words are: the number of letters that are wrong, missing, too many or changed places with their neighbour
// (optimal string alignment). Knows lists of letters and nothing else.

// Three rows of the table of distances are enough. Words are shorter than that.
const ROWS = [0, 1, 2].map(() => new Uint8Array(99));

// The distance of `typed` from the whole word, and from that beginning of it that is the nearest; `Infinity` above the limit.
function distances(typed, word, limit) {
  const far = { whole: Infinity, begun: Infinity };
  if (word.length < typed.length - limit || word.length > 90) return far;
  let start = 0;
  while (start < typed.length && typed[start] === word[start]) start += 1;
  let [older, old, row] = ROWS;
  for (let j = 0; j <= limit + 1; j += 1) old[start + j] = j;
  let least = 0;
  for (let i = start + 1; i <= typed.length; i += 1) {
    // Farther from the diagonal nothing is near.
    const from = Math.max(start, i - limit - 1);
    const to = Math.min(word.length, i + limit);
    least = row[from] = Math.min(i - start, limit + 1);
    for (let j = from + 1; j <= to; j += 1) {
      const isSwapped = i > start + 1 && j > start + 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1];
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, isSwapped ? older[j - 2] + 1 : 99, old[j - 1] + (typed[i - 1] === word[j - 1] ? 0 : 1));
      least = Math.min(least, row[j]);
    }
    if (least > limit) return far;
    row[to + 1] = limit + 1;
    [older, old, row] = [old, row, older];
  }
  return { whole: Math.abs(word.length - typed.length) > limit || old[word.length] > limit ? Infinity : old[word.length], begun: least };
}
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
  const wanted = FACETS.filter((name) => filters[name]?.length > 0);
  const facets = early(all(counts ? FACETS : wanted, (name) => facetOf(index, name, filters[name] ?? [], counts)));
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
    all(phrases, (phrase) => all(phrase, (stems) => entriesOf(index, stems))),
    all(terms, (word) => expand(index, word)),
  ]);
  stop();
  const [held] = await Promise.all([all(lists, (entries) => holding(index, entries, editions)), fetchPostings(index, terms)]);
  stop();
  const holders = editions.map((one, document) => one && held.every((starts) => starts.has(document)));
  const relaxed = held.length > 0 && !holders.includes(1);
  const considered = relaxed ? editions : holders;
  const first = tiers(index, terms, considered);
  if (first.complete >= RANK.ENOUGH) return { ...first, relaxed };
  await all(terms, (word) => forgive(index, word));
  stop();
  await fetchPostings(index, terms);
  stop();
  return { ...tiers(index, terms, considered), relaxed };
}

// The documents that match all terms, and if they are few, those that match the most.
function tiers(index, terms, considered) {
  const scored = score(index, terms);
  const sizes = new Array(terms.length + 1).fill(0);
  considered.forEach((one, document) => { sizes[scored.matched[document]] += one; });
  const tier = least(sizes);
  const isFound = (one, document) => one && scored.matched[document] >= tier;
  return { ...scored, complete: sizes.at(-1), documents: marked(considered.map(isFound)) };
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
  return { documents, scores: none, matched: none, clean: none, complete: documents.length, relaxed: false };
}

// Marks the documents of the edition.
async function consideredOf(index) {
  const masks = await columnOf(index, "editions", 7, (reader) => reader.number(), -1);
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
  const [column, values] = await Promise.all([columnOf(index, name, FACETS.indexOf(name), read, []), ids.length > 0 && valuesOf(index)]);
  const wanted = values && values[name].flatMap(({ id }, at) => (ids.includes(id) ? [at] : []));
  return { name, column, wanted, counts: isCounted && new Map() };
}

async function valuesOf(index) {
  const written = await index.load(`v${index.edition}`, index.values[index.edition], readJson);
  const value = ([id, title, parent = -1]) => ({ id, title, parent: parent < 0 ? null : parent });
  const lists = { ...written, valid: STATES.map((state) => [state, state]) };
  return Object.fromEntries(FACETS.map((name) => [name, (lists[name] ?? []).map(value)]));
}

async function hit(index, document, { scores, matched }) {
  const rows = await index.load(`s${Math.floor(document / index.shard)}`, index.stored, readJson);
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
// Turns a term into alternatives: the entries of the dictionary that may stand for it, with their weights. Knows nothing of documents.
//
// An alternative is `{ how, entry, used, weight, boosts, distance }`: `used` is a form to show, `boosts` are masks of forms with a greater
// weight, the greatest last.

const byFrequency = (a, b) => b.df - a.df || (a.stem < b.stem ? -1 : 1);

const byDistance = (a, b) => a.distance - b.distance || byFrequency(a.entry, b.entry);

function alternative(how, entry, used, weight, boosts, distance) {
  return { how, entry, used: used?.form ?? entry.stem, weight, boosts, distance };
}

// Bits of the entry's forms that pass the test.
function mask(entry, test) {
  return formsOf(entry).reduce((bits, form, at) => (test(form, at) ? bits | (1 << Math.min(at, RANK.LATER_FORMS)) : bits), 0);
}

const boost = (entry, test, weight) => ({ mask: mask(entry, test), weight });

// Finds the entries that hold the term itself and, of a word that is being typed, those that begin with it.
async function expand(index, word) {
  const [same, longer] = await Promise.all([entriesOf(index, word.stems), word.last ? completions(index, word) : []]);
  const begun = ({ folded }) => folded.startsWith(word.folded);
  const completed = [];
  for (const entry of longer.filter(({ stem }) => !word.stems.includes(stem)).sort(byFrequency)) {
    const used = formsOf(entry).find(begun);
    if (used) completed.push(alternative("prefix", entry, used, RANK.PREFIX_STEM, [boost(entry, begun, RANK.PREFIX_FORM)]));
    if (completed.length === RANK.PREFIX_ENTRIES) break;
  }
  // What is being typed is rather a longer word than another form of the one that is there.
  const weight = completed.length > 0 ? RANK.EXACT_STEM_COMPLETED : RANK.EXACT_STEM;
  word.alternatives = [...same.map((entry) => exact(entry, word, weight, begun)), ...completed];
}

function exact(entry, { typed, folded }, weight, begun) {
  const [alike, same] = [(form) => form.folded === folded, (form) => form.form === typed];
  const forms = formsOf(entry);
  return alternative("exact", entry, forms.find(same) ?? forms.find(alike) ?? forms[0], weight,
    [boost(entry, begun, RANK.EXACT_STEM), boost(entry, alike, RANK.EXACT_FOLDED), boost(entry, same, RANK.EXACT_FORM)]);
}

// The term may end within an ending, or within a stem that is changed before one.
async function completions(index, { folded, letters }) {
  const { length } = letters;
  if (length < RANK.PREFIX_LENGTH) return [];
  const beginnings = letters.map((_, at) => letters.slice(0, at).join(""));
  const prefix = beginnings[Math.max(RANK.PREFIX_BACK_LEFT, length - RANK.PREFIX_BACK)] ?? folded;
  const shorter = beginnings.slice(Math.max(RANK.PREFIX_LENGTH, length - RANK.PREFIX_CUT));
  const found = [entriesBeginning(index, prefix, RANK.PREFIX_BLOCKS, folded, RANK.PREFIX_BLOCKS_BEFORE), entriesOf(index, shorter)];
  return [...new Set((await Promise.all(found)).flat())];
}

// How many mistakes are forgiven in a term.
function allowance({ letters, folded }) {
  if (letters.length < RANK.TYPO_LENGTH || hasDigit(folded)) return 0;
  return letters.length < RANK.TYPO_LENGTH_TWO ? 1 : 2;
}

// Adds the entries that the term may be a mistyped form of: the nearest ones.
async function forgive(index, word) {
  if (allowance(word) === 0) return;
  const near = await neighbours(index, word, allowance(word));
  word.alternatives.push(...near.filter(({ distance }) => distance === near[0].distance).slice(0, RANK.TYPO_ENTRIES));
}

// Alternatives within the distance `most` that are none yet, the nearest first.
async function neighbours(index, word, most) {
  const known = new Set(word.alternatives.map(({ entry }) => entry.stem));
  const found = [];
  const take = (entries) => {
    for (const entry of entries) {
      const near = known.has(entry.stem) ? [] : mistyped(entry, word, most);
      for (const one of near) known.add(one.entry.stem);
      found.push(...near);
    }
  };
  const [beginning, ending] = await Promise.all([beginningAlike(index, word), endingAlike(index, word, most)]);
  take(beginning.flat());
  const stems = new Set(ending.map(({ entry }) => entry.stem).filter((stem) => !known.has(stem)));
  take(await entriesOf(index, [...stems].slice(0, RANK.TYPO_REVERSE_ENTRIES)));
  if (found.length === 0) found.push(...beginning[0].filter(({ stem }) => !known.has(stem)).flatMap((entry) => kin(entry, word)));
  return found.sort(byDistance);
}

// An entry that is derived from the same word, where nothing else is like the term.
function kin(entry, word) {
  const other = [...entry.stem];
  const isKin = word.stems.map((stem) => [...stem]).some((stem) => {
    const differing = stem.findIndex((letter, at) => letter !== other[at]);
    const shared = differing < 0 ? stem.length : differing;
    return shared >= Math.max(RANK.KIN_LENGTH, stem.length - RANK.KIN_REST, other.length - RANK.KIN_REST);
  });
  return isKin ? [alternative("typo", entry, formsOf(entry)[0], RANK.KIN, [], 0)] : [];
}

// Lists of entries: those that begin like the term, and those that do if one of its first letters is missing, too many or in its
// neighbour's place.
function beginningAlike(index, { letters: [a, b = "", c = "", d = ""], folded }) {
  const heads = new Set([b + c + d, a + c + d, b + a + c, a + c + b]);
  return Promise.all([
    entriesBeginning(index, a + b, RANK.TYPO_BLOCKS, folded, RANK.TYPO_BLOCKS_BEFORE),
    ...[...heads].map((head) => entriesBeginning(index, head, RANK.TYPO_HEAD_BLOCKS)),
  ]);
}

// Stems that end like one of the term's, the nearest first: for mistakes in the first letters.
async function endingAlike(index, { stems }, most) {
  const long = stems.map((stem) => [...stem]).filter(({ length }) => length >= RANK.TYPO_REVERSE_LENGTH);
  const found = await all(long, async (letters) => {
    const shared = letters.length < RANK.TYPO_SHORT ? RANK.TYPO_SHARED_SHORT : RANK.TYPO_SHARED;
    const others = await stemsEnding(index, letters.slice(-shared).join(""));
    return others.map((entry) => ({ entry, distance: stemDistance(letters, entry.letters, most) }));
  });
  return found.flat().filter(({ distance }) => distance <= most).sort(byDistance);
}

// The entry as an alternative, if it is near enough.
function mistyped(entry, word, most) {
  const isCompleted = word.last && word.letters.length >= RANK.TYPO_PREFIX_LENGTH;
  const forms = formsOf(entry).map((form) => distances(word.letters, form.letters, most));
  const stems = word.stems.map((stem) => stemDistance([...stem], [...entry.stem], most, RANK.TYPO_STEM_LENGTH));
  const distance = Math.max(1, Math.min(...stems, ...forms.map(({ whole }) => whole)));

  // Of the forms those that are nearest are meant. A beginning with one mistake stands between one mistake and two.
  const nearness = forms.map(({ whole, begun }) => Math.min(2 * whole, isCompleted && begun <= 1 ? 3 : Infinity));
  const least = Math.min(...nearness);
  const isMeant = (form, at) => least < Infinity && nearness[at] === least;
  const [weight, greater] = distance === 1 ? [RANK.TYPO_ONE, RANK.TYPO_ONE_FORM]
    : least === 3 ? [RANK.TYPO_PREFIX, RANK.TYPO_PREFIX_FORM] : [RANK.TYPO_TWO, RANK.TYPO_TWO_FORM];
  if (Math.min(distance, least) === Infinity) return [];
  const used = formsOf(entry).find(isMeant) ?? formsOf(entry)[0];
  return [alternative("typo", entry, used, weight, [boost(entry, isMeant, greater)], least === 3 ? 1 : distance)];
}

// The distance of two stems, of which the first is a term's. Below a length they are too easily alike.
function stemDistance(stem, other, most, length = 0) {
  if (Math.min(stem.length, other.length) < length) return Infinity;
  return distances(stem, other, stem.length < RANK.TYPO_STEM_LENGTH_TWO ? 1 : most).whole;
}
// Gets the files of an index, over the network or as scripts (from a disk, where pages may not fetch). Knows the manifest and
// how files are named and packed, and nothing of what they hold.

// Files that are kept, decoded.
const KEPT = 200;

// What hosts answer for a file that is not there, some of them for want of leave to say so.
const ABSENT = [403, 404, 410];

// Bytes as text, by the names of files, as scripts hand them over.
const handed = new Map();
globalThis.avilysSearchFile = (name, text) => handed.set(name, text);

// Runs the script at `address`.
function run(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => { script.remove(); resolve(); };
    script.onerror = () => { script.remove(); reject(new SearchError("missing", address)); };
    script.src = address;
    document.head.append(script);
  });
}

async function scripted(address, name) {
  await run(address);
  const text = handed.get(name);
  handed.delete(name);
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

async function fetched(address, options) {
  const network = (cause) => {
    throw new SearchError("network", address, cause);
  };
  const response = await fetch(address, options).catch(network);
  if (!response.ok) throw new SearchError(ABSENT.includes(response.status) ? "missing" : "network", address);
  return new Uint8Array(await response.arrayBuffer().catch(network));
}

function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}

// What `work` gives. That something could not be read is damage, unless it failed for a known reason.
async function guarded(what, work) {
  try {
    return await work;
  } catch (error) {
    throw error instanceof SearchError || error?.name === "AbortError" ? error : new SearchError("damaged", what, error);
  }
}

// The manifest of the index at `base`, with `load(name, hash, decode)`, which asks for a file once. What has failed is asked for
// again the next time.
async function openFiles(base, offline) {
  const kept = new Map();
  const newest = async (mark) => UTF8.decode(
    await (offline ? scripted(`${base}manifest.js${mark}`, "manifest") : fetched(`${base}manifest.json`, { cache: "no-cache" })),
  );
  const written = await guarded("manifest", newest(""));

  async function get(file, decode) {
    const bytes = offline ? scripted(`${base}${file}.js`, file) : fetched(`${base}${file}.bin`);
    try {
      return await guarded(file, bytes.then(inflate).then((buffer) => decode(new Uint8Array(buffer))));
    } catch (error) {
      kept.delete(file);
      // A page that was open while the site was made anew asks for files that are gone, or gets others in their place.
      const isOld = error.code !== "network" && await newest(`?${Date.now()}`).then((now) => now !== written, () => false);
      throw isOld ? new SearchError("renewed", file, error) : error;
    }
  }

  function load(name, hash, decode = (bytes) => bytes) {
    const file = `${name}.${hash}`;
    const known = kept.get(file) ?? get(file, decode);
    kept.delete(file);
    kept.set(file, known);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    return known;
  }

  return { ...await guarded("manifest", readManifest(written)), load };
}

async function readManifest(written) {
  const manifest = JSON.parse(written);
  const { format, documents, shard, languages, values, dictionary, reverse } = manifest;
  if (format !== RANK.FORMAT) throw new SearchError("format", `${format} instead of ${RANK.FORMAT}`);
  const texts = [languages, values, ...dictionary, ...reverse].flat();
  if (!(documents >= 0 && documents <= 2 ** 24 && shard > 0 && texts.every((text) => typeof text === "string"))) throw TypeError();
  return manifest;
}
// Takes the documents that a reader's filters let through and counts the values of what is left. Knows columns of numbers.

const FACETS = ["kind", "school", "municipality", "topic", "year", "evidence", "valid"];
const STATES = ["valid", "expiring", "expired"];

// The state of a document, as a list of numbers of `STATES`. Days since 1970-01-01; `until` is one more, or 0 where there is no end.
function stateOf(until, today) {
  if (until === 0) return [];
  return [until <= today ? 2 : until <= today + RANK.EXPIRING_DAYS + 1 ? 1 : 0];
}

// Of `documents` those that pass all filters. `facets` are `{ column, wanted, counts }`: the values of each document; those that are
// wanted, or null; a Map that gets the number of documents with each value, as it is without the facet's own filter, or null.
function sift(documents, facets) {
  const filters = facets.filter(({ wanted }) => wanted);
  return documents.filter((document) => {
    const against = filters.filter(({ column, wanted }) => !column[document].some((value) => wanted.includes(value)));
    if (against.length < 2) {
      for (const { column, counts } of against.length > 0 ? against : facets) {
        if (counts) for (const value of column[document]) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
    return against.length === 0;
  });
}
// Shows where the words of a query stand in a text. Gives pieces of the text itself, to be put into a page as text; knows no page.

// The words of a text with the number of the term that each is a hit of, if any. `matcher` is of `matcherOf`.
function hits(text, matcher) {
  return words(text).map(({ text: word, start }) => ({ from: start, to: start + word.length, term: matcher(fold(lower(word))) }));
}

// A function that gives the number of the term that a folded word is a hit of: because of its stem, or its beginning if the term is
// being typed.
function matcherOf(terms, languages) {
  const stems = new Map(terms.flatMap(({ alternatives }, at) => alternatives.map(({ entry }) => [entry.stem, at])));
  const begun = terms.findIndex(({ last, letters }) => last && letters.length >= RANK.PREFIX_LENGTH);
  return (folded) => {
    const stem = stemsOf(folded, languages).find((one) => stems.has(one));
    return stems.get(stem) ?? (begun >= 0 && folded.startsWith(terms[begun].folded) ? begun : undefined);
  };
}

// The text in pieces `{ text, hit }`.
function marks(text, matcher) {
  const pieces = [];
  const add = (from, to, hit) => to > from && pieces.push({ text: text.slice(from, to), hit });
  let done = 0;
  for (const { from, to, term: at } of hits(text, matcher)) {
    if (at === undefined) continue;
    add(done, from, false);
    add(from, to, true);
    done = to;
  }
  add(done, text.length, false);
  return pieces;
}

// The passage of about `length` units that holds the most telling terms, in pieces as of `marks`. It is cut between words.
function excerpt(text, matcher, weights, length) {
  const found = hits(text, matcher);
  if (text.length <= length || found.length === 0) return marks(text, matcher);
  const [first, last] = passage(found, weights, length);
  const from = first > 0 ? found[first].from : 0;
  const to = found[last + 1] ? found[last].to : text.length;
  const dots = (isCut) => (isCut ? [{ text: "…", hit: false }] : []);
  return [...dots(from > 0), ...marks(text.slice(from, to), matcher), ...dots(to < text.length)];
}

// The numbers of its first and its last word: round the hits, with some words before them to read on from.
function passage(found, weights, length) {
  const width = (first, last) => (found[first] && found[last] ? found[last].to - found[first].from : Infinity);
  const [start, end] = densest(found, weights, width, length);
  let [first, last] = [start, end];
  while (width(first - 1, end) <= length && width(first - 1, start) <= length / 2) first -= 1;
  while (width(first, last + 1) <= length) last += 1;
  return [first, last];
}

// The numbers of the first and the last hit where distinct terms weigh most.
function densest(found, weights, width, length) {
  const places = [...found.keys()].filter((at) => found[at].term !== undefined);
  let [best, most] = [[0, 0], 0];
  places.forEach((first, at) => {
    let end = at + 1;
    while (width(first, places[end]) <= length) end += 1;
    const inside = new Set(places.slice(at, end).map((place) => found[place].term));
    const sum = [...inside].reduce((total, one) => total + weights[one], 0);
    if (sum > most) [best, most] = [[first, places[end - 1]], sum];
  });
  return best;
}
// Finds the documents in which the words of a phrase follow one another. Knows entries and positions, and no scores.

// The documents that hold the phrase (lists of entries, one for each of its words), of those that `considered` marks.
async function holding(index, phrase, considered) {
  const lists = await all(phrase, (entries) => all(entries, (entry) => Promise.all([
    postingsOf(index, entry),
    listOf(index, entry.positions, readPositions),
  ])));
  let starts;
  lists.forEach((entries, at) => {
    const before = starts;
    starts = new Map();
    for (const [{ documents }, positions] of entries) {
      documents.forEach((document, row) => {
        const places = positions[row].map((place) => place - at).filter((place) => !before || before.get(document)?.has(place));
        if (places.length > 0 && considered[document]) starts.set(document, new Set([...starts.get(document) ?? [], ...places]));
      });
    }
  });
  return starts;
}
// Takes a query apart into terms and phrases. Knows the site's languages, and nothing of the index.

const QUOTES = /["„“”‟«»]/;

// The terms (distinct words, of which some are too common to be looked for) and phrases of a query.
// A term is `{ typed, folded, letters, stems, last, alternatives }`; a phrase is a list of the stems of each of its words.
function parse(text, languages) {
  const written = firstLetters(text, RANK.QUERY_LENGTH).split(QUOTES);
  const pieces = written.map((piece) => words(piece).map((word) => term(word, languages)));
  const distinct = new Map();
  for (const word of pieces.flat()) distinct.set(word.folded, distinct.get(word.folded) ?? word);
  const terms = [...distinct.values()].slice(0, RANK.TERMS);
  const ending = pieces.at(-1).at(-1);
  for (const word of terms) word.last = word.folded === ending?.folded && ending.end === written.at(-1).length;
  const telling = terms.filter((word) => !word.isCommon && (word.letters.length > 1 || hasDigit(word.folded)));
  const phrases = pieces.filter((piece, at) => at % 2 > 0 && at < pieces.length - 1 && piece.length > 1);
  return { terms: telling.length > 0 ? telling : terms, phrases: phrases.map((piece) => piece.map(({ stems }) => stems)) };
}

// A letter beyond the basic plane is two units long.
const firstLetters = (text, count) => [...text.slice(0, 2 * count)].slice(0, count).join("");

function term({ text, start }, languages) {
  const typed = lower(text);
  const folded = fold(typed);
  const stems = stemsOf(folded, languages);
  return { typed, folded, letters: [...folded], stems, isCommon: isCommon(folded, languages), end: start + text.length, alternatives: [] };
}

const isCommon = (folded, languages) => languages.some(({ name }) => isStop(name, folded));

const stemsOf = (folded, languages) => [...new Set(languages.map(({ stem }) => stem(folded)))];

const hasDigit = (text) => /\p{N}/u.test(text);
// Scores documents by the alternatives of the terms and chooses those that are a result. Whole numbers only, so that the program
// and every browser come to the same order. Knows numbers of documents and nothing of what they are.

// The logarithm to the base of 2, of which the unit is 256.
function log2(n) {
  const high = 31 - Math.clz32(n);
  return high * 256 + (Math.floor((n * 256) / 2 ** high) & 255);
}

// How much a term says: rare ones more. Mistyped and completed words are counted only where the word itself is nowhere.
function weightOf({ alternatives }, documents) {
  const same = alternatives.filter(({ how }) => how === "exact");
  const df = (same.length > 0 ? same : alternatives).reduce((sum, { entry }) => sum + entry.df, 0);
  return Math.max(RANK.IDF_LEAST, log2(2 * documents + 2) - log2(2 * Math.min(documents, df) + 1));
}

// The score of every document, the number of terms that it matches, and how many of these it matches otherwise than by a typo.
// Needs the postings of all alternatives.
function score({ documents, languages }, terms) {
  const scores = new Float64Array(documents);
  const [matched, clean] = [new Uint8Array(documents), new Uint8Array(documents)];
  for (const word of terms) {
    const [best, mistyped] = [new Uint32Array(documents), new Uint32Array(documents)];
    for (const one of word.alternatives) {
      const telling = mask(one.entry, ({ folded }) => word.isCommon || !isCommon(folded, languages));
      raise(one.how === "typo" ? mistyped : best, one, telling);
    }
    const weight = weightOf(word, documents);
    for (let document = 0; document < documents; document += 1) {
      const most = best[document] || mistyped[document];
      scores[document] += weight * most;
      matched[document] += most > 0;
      clean[document] += best[document] > 0;
    }
  }
  return { scores, matched, clean };
}

// A document does not match by forms that are not `telling`: function words that happen to have the same stem.
function raise(best, { weight, boosts, postings: { documents, impacts, masks } }, telling) {
  for (let at = 0; at < documents.length; at += 1) {
    if (masks[at] > 0 && (masks[at] & telling) === 0) continue;
    let most = weight;
    for (const boost of boosts) if (masks[at] & boost.mask) most = boost.weight;
    best[documents[at]] = Math.max(best[documents[at]], impacts[at] * most);
  }
}

// How many terms a document of the result matches at least, when `sizes[n]` documents match n: fewer than all where these are few.
function least(sizes) {
  let [tier, size] = [sizes.length - 1, sizes.at(-1)];
  while (tier > 1 && size < RANK.ENOUGH) size += sizes[tier -= 1];
  return tier;
}

// The first `count` of `documents` (which ascend): those that match the most terms, with the fewest typos, with the greatest scores.
function best(documents, { scores, matched, clean }, count) {
  const order = (a, b) => matched[b] - matched[a] || clean[b] - clean[a] || scores[b] - scores[a] || a - b;
  let [chosen, bar] = [[]];
  for (const document of documents) {
    if (bar === undefined || order(document, bar) < 0) chosen.push(document);
    if (chosen.length > 4 * count) [chosen, bar] = [chosen.sort(order).slice(0, count), chosen[count - 1]];
  }
  return chosen.sort(order).slice(0, count);
}
})();
