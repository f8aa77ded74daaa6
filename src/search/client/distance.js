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
