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

// The score of every document, the number of terms that it matches, how many of these it matches otherwise than by a typo, and the level
// (how much of what the query says it holds, from 1; 0 where it holds nothing). Needs the postings of all alternatives.
function score({ documents, languages }, terms) {
  const [scores, held] = [new Float64Array(documents), new Float64Array(documents)];
  const [matched, clean, levels, titles, titled, kinds] = Array.from({ length: 6 }, () => new Uint8Array(documents));
  let all = 0;
  for (const word of terms) {
    const [best, mistyped, inTitle] = [new Uint32Array(documents), new Uint32Array(documents), new Uint8Array(documents)];
    for (const one of word.alternatives) {
      const telling = mask(one.entry, ({ folded }) => word.isCommon || !isCommon(folded, languages));
      raise(one.how === "typo" ? mistyped : best, inTitle, kinds, one, telling);
    }
    const weight = weightOf(word, documents);
    const share = weight + RANK.TERM_SHARE;
    // One that is known as it was typed is not matched by a typo.
    const isKnown = word.alternatives.some(({ how }) => how !== "typo");
    all += 2 * share;
    for (let document = 0; document < documents; document += 1) {
      const most = best[document] || mistyped[document];
      if (most === 0) continue;
      const isClean = best[document] > 0;
      scores[document] += weight * most;
      held[document] += isClean ? 2 * share : share;
      matched[document] += isClean || !isKnown;
      clean[document] += isClean;
      titles[document] = Math.max(titles[document], inTitle[document]);
      titled[document] += inTitle[document] > 0;
    }
  }
  held.forEach((part, document) => {
    if (part === 0) return;
    let sum = scores[document];
    const shared = Math.min(titled[document], titles[document]);
    const bonus = titles[document] && Math.floor((sum * RANK.TITLE_BONUS * shared * shared) / (256 * terms.length * titles[document]));
    sum += bonus + (kinds[document] && Math.floor((sum * RANK.KIND_BONUS) / 256));
    const isComplete = matched[document] === terms.length;
    scores[document] = isComplete ? sum : Math.floor((Math.floor((sum * part) / all) * part) / all);
    levels[document] = isComplete ? RANK.LEVELS : 1 + Math.floor(((RANK.LEVELS - 1) * part) / all);
  });
  return { scores, matched, clean, levels };
}

// A document does not match by forms that are not `telling`: function words that happen to have the same stem.
function raise(best, inTitle, kinds, { weight, boosts, postings: { documents, said, masks } }, telling) {
  for (let at = 0; at < documents.length; at += 1) {
    if (masks[at] > 0 && (masks[at] & telling) === 0) continue;
    const document = documents[at];
    const [impact, title, isKind] = IMPACTS[said[at]];
    let most = weight;
    for (const boost of boosts) if (masks[at] & boost.mask) most = boost.weight;
    best[document] = Math.max(best[document], impact * most);
    inTitle[document] = Math.max(inTitle[document], title);
    if (isKind) kinds[document] = 1;
  }
}

// The level that a document of the result has at least, when `sizes[n]` documents have the level n: lower than the highest where these
// are few.
function least(sizes) {
  let [level, size] = [sizes.length - 1, sizes.at(-1)];
  while (level > 1 && size < RANK.ENOUGH) size += sizes[level -= 1];
  return level;
}

// The first `count` of `documents` (which ascend): those that match all `terms`, with the fewest typos; then
// those that hold the phrases as they were typed; then those with the greatest scores.
function best(documents, { scores, matched, clean, literal, terms }, count) {
  const standing = (document) => (matched[document] === terms ? 1 + clean[document] : 0);
  const order = (a, b) => standing(b) - standing(a) || literal[b] - literal[a] || scores[b] - scores[a] || a - b;
  let [chosen, bar] = [[]];
  for (const document of documents) {
    if (bar === undefined || order(document, bar) < 0) chosen.push(document);
    if (chosen.length > 4 * count) [chosen, bar] = [chosen.sort(order).slice(0, count), chosen[count - 1]];
  }
  return chosen.sort(order).slice(0, count);
}
