// Takes a query apart into terms and phrases. Knows the site's languages, and nothing of the index.

const QUOTES = /["„“”‟«»]/;

// The terms (distinct words, of which some are too common to be looked for) and phrases of a query.
// A term is `{ typed, folded, letters, stems, last, whole, alternatives }`, `whole` the term that it is a part of (`9A` of „9-A“); a phrase is
// a list of its words, `{ stems, folded }`.
function parse(text, languages) {
  const written = firstLetters(text, RANK.QUERY_LENGTH).split(QUOTES);
  const pieces = written.map((piece) => termsOf(piece, languages));
  const distinct = new Map();
  for (const word of pieces.flat()) distinct.set(word.folded, distinct.get(word.folded) ?? word);
  const terms = [...distinct.values()].slice(0, RANK.TERMS);
  const ending = pieces.at(-1).at(-1);
  for (const word of terms) word.last = word.folded === ending?.folded && ending.end === written.at(-1).length;
  const telling = terms.filter((word) => !word.isCommon && (word.letters.length > 1 || hasDigit(word.folded)));
  const phrases = pieces.filter((piece, at) => at % 2 > 0 && at < pieces.length - 1 && piece.length > 1);
  return { terms: telling.length > 0 ? telling : terms, phrases: phrases.map((piece) => piece.map(({ stems, folded }) => ({ stems, folded }))) };
}

// A letter beyond the basic plane is two units long.
const firstLetters = (text, count) => [...text.slice(0, 2 * count)].slice(0, count).join("");

// The words of a piece as terms, with what each is a part of.
function termsOf(piece, languages) {
  const list = words(piece);
  const terms = list.map((word) => term(word, languages));
  for (const [from, to] of compoundsOf(piece, list)) {
    const whole = term({ text: compound(list.slice(from, to)), start: 0 }, languages);
    for (const part of terms.slice(from, to)) part.whole = whole;
  }
  return terms;
}

function term({ text, start }, languages) {
  const typed = lower(text);
  const folded = fold(typed);
  const stems = stemsOf(folded, languages);
  return { typed, folded, letters: [...folded], stems, isCommon: isCommon(folded, languages), end: start + text.length, alternatives: [] };
}

const isCommon = (folded, languages) => languages.some(({ name }) => isStop(name, folded));

const stemsOf = (folded, languages) => [...new Set(languages.map(({ stem }) => stem(folded)))];

const hasDigit = (text) => /\p{N}/u.test(text);
