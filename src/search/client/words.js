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

// The numbers of words that are one, from first to behind the last: parts with hyphens (9-A), or groups of digits (100 000).
function compoundsOf(text, list) {
  const found = [];
  let start = 0;
  for (let at = 1; at <= list.length; at += 1) {
    if (at < list.length && joins(text, list.slice(start, at), list[at])) continue;
    const written = compound(list.slice(start, at));
    if (at > start + 1 && [...written].length <= WORD_TABLES.longest) found.push([start, at]);
    start = at;
  }
  return found;
}

const compound = (list) => list.map(({ text }) => text).join("");

// Whether the next word goes on what these words are parts of.
function joins(text, list, next) {
  const before = list.at(-1);
  const gap = text.slice(before.start + before.text.length, next.start);
  if (/^[-\u2010\u2011]$/.test(gap)) return true;
  return /^[ \xa0\u2009\u202f]$/.test(gap) && /^\d{1,3}(\d{3})*$/.test(compound(list)) && list[0].text.length <= 3 && /^\d{3}$/.test(next.text);
}

function cut(text) {
  return text.length > WORD_TABLES.longest ? [...text].slice(0, WORD_TABLES.longest).join("") : text;
}

function lower(word) {
  return cut(word.replace(INVISIBLE, "").toLowerCase().normalize("NFC"));
}

function fold(form) {
  // Most forms by far have no other letters than these, and the long way is slow.
  const plain = form.replace(/[ąčęėįšųūž]/g, (letter) => "aceeisuuz"["ąčęėįšųūž".indexOf(letter)]);
  if (/^[a-z\d]+$/.test(plain)) return cut(plain);
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

// The parts of a list in a table; "-" stands for nothing.
const parts = (list) => list.split(" ").map((part) => (part === "-" ? "" : part));

// Each of the beginnings with each of the ends.
const product = (starts, ends) => parts(starts).flatMap((start) => parts(ends).map((end) => start + end));

// One round as a Map from suffix to [characters that must be left, below 0 with a root; what it gives].
function round(rules) {
  const suffixes = new Map();
  for (const [keep, give, starts, ends] of rules) {
    for (const start of parts(starts)) {
      for (const end of parts(ends)) suffixes.set(start + end, [keep, give === "*" ? start : give]);
    }
  }
  return { suffixes, longest: longestOf(suffixes) };
}

const longestOf = (map) => Math.max(...Array.from(map.keys(), ({ length }) => length));

function applyRound(word, { suffixes, longest }, rootless) {
  for (let length = Math.min(longest, word.length); length > 0; length--) {
    const at = word.length - length;
    const [keep, give] = suffixes.get(word.slice(at)) ?? [];
    if (keep === undefined || at + give.length === 0) continue;
    const left = word.slice(0, at);
    if ([...left].length >= Math.abs(keep) && (keep >= 0 || !rootless.test(left))) return left + give;
  }
  return word;
}

// Stems that change within a word; `verb` gives nothing for a word that is none of the table.
function changesOf({ outer, prefixes, reflexive, permissive, notPermissive, thirdPerson, endings, forms, ...table }) {
  const pairs = (list) => list.split("/").flatMap((change) => {
    const [from, to, stems, form] = change.split("|");
    return parts(stems).map((stem) => [stem + from, [form, stem + to]]);
  });
  const groups = endings.map((group) => new Set(group.flatMap(([starts, ends]) => product(starts, ends))));
  const stems = new Map(pairs(table.stems));
  const nouns = new Map(table.nouns.flatMap(([gives, starts, ends]) => parts(starts).flatMap((start) => parts(ends).map((end) => [start + end, start + gives]))));
  const verbs = new Map();
  for (const [variant, stem] of pairs(table.verbs)) verbs.set(variant, [...verbs.get(variant) ?? [], stem]);
  const longest = longestOf(verbs);

  // Where the stem of a verb may begin: behind any row of prefixes.
  function startsOf(word) {
    const starts = new Set(word.startsWith(outer) ? [0, outer.length] : [0]);
    for (const at of starts) {
      for (const prefix of parts(prefixes)) if (word.startsWith(prefix, at)) starts.add(at + prefix.length);
    }
    for (const at of [...starts]) if (word.startsWith(reflexive, at)) starts.add(at + reflexive.length);
    return [...starts].sort((a, b) => a - b);
  }

  function verb(word) {
    let [most, best] = [0];
    for (const start of startsOf(word)) {
      for (let length = longest; length > most; length--) {
        const [variant, ending] = [word.slice(start, start + length), word.slice(start + length)];
        const fits = ([form]) => (ending || length >= 4) && forms[form].some((group) => groups[group].has(ending));
        const found = variant.length === length && verbs.get(variant)?.find(fits);
        if (found) [most, best] = [length, word.slice(0, start) + found[1]];
      }
    }
    return best;
  }

  function indicative(word) {
    const rest = word.slice(permissive.length);
    const isPermissive = word.startsWith(permissive) && word.length >= 6 && thirdPerson.includes(word.at(-1));
    return isPermissive && !parts(notPermissive).some((begun) => rest.startsWith(begun)) ? rest : word;
  }

  function stem(left) {
    const start = startsOf(left).find((at) => stems.has(left.slice(at)));
    return start === undefined ? left : left.slice(0, start) + stems.get(left.slice(start))[1];
  }

  return { nouns, indicative, verb, stem };
}

// A stemmer that is a table.
function tableStemmer(language, rules) {
  const rounds = rules.map(round);
  const rootless = new RegExp(ofLanguage(WORD_TABLES.rootless, language), "u");
  const { nouns, indicative, verb, stem } = changesOf(ofLanguage(WORD_TABLES.changes, language));
  const left = (word) => rounds.reduce((rest, one) => applyRound(rest, one, rootless), word);
  return (folded) => {
    const word = indicative(folded);
    return nouns.get(folded) ?? stem(verb(word) ?? left(word));
  };
}

function stemmer(language) {
  const rules = ofLanguage(WORD_TABLES.rounds, language);
  const snowball = ofLanguage(globalThis.avilysSearch?.stemmers, language);
  const stem = rules ? tableStemmer(language, rules) : snowball ?? ((folded) => folded);
  return (folded) => (/\p{N}/u.test(folded) ? folded : stem(folded) || folded);
}

function isStop(language, folded) {
  return ` ${ofLanguage(WORD_TABLES.stop, language) ?? ""} `.includes(` ${folded} `);
}

function knowsStopWords(language) {
  return ofLanguage(WORD_TABLES.stop, language) !== undefined;
}
