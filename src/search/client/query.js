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
