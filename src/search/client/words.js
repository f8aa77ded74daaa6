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

// One round as a Map from suffix to [characters that must be left, below 0 with a root; what it gives].
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

function stemmer(language) {
  const rounds = ofLanguage(WORD_TABLES.rounds, language)?.map(round);
  const snowball = ofLanguage(globalThis.avilysSearch?.stemmers, language);
  const rootless = new RegExp(ofLanguage(WORD_TABLES.rootless, language), "u");
  const applied = (folded) => rounds.reduce((word, one) => applyRound(word, one, rootless), folded);
  const stem = rounds ? applied : snowball ?? ((folded) => folded);
  return (folded) => (/\p{N}/u.test(folded) ? folded : stem(folded) || folded);
}

function isStop(language, folded) {
  return ` ${ofLanguage(WORD_TABLES.stop, language) ?? ""} `.includes(` ${folded} `);
}

function knowsStopWords(language) {
  return ofLanguage(WORD_TABLES.stop, language) !== undefined;
}
