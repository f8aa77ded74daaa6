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
