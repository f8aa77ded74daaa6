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
