// Finds the documents in which the words of a phrase follow one another. Knows entries and positions, and no scores.

// The documents that hold the phrase (the entries of each of its words), of those that `considered` marks: where it begins, and
// whether they have all of its words as they were typed, but for diacritics.
async function holding(index, phrase, considered) {
  const lists = await all(phrase, ({ entries }) => all(entries, (entry) => Promise.all([
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
  for (const places of starts.values()) places.literal = true;
  lists.forEach((entries, at) => {
    const having = new Set(entries.flatMap(([{ documents, masks }], number) => {
      const same = mask(phrase[at].entries[number], ({ folded }) => folded === phrase[at].folded);
      return [...documents].filter((_, row) => masks[row] & same);
    }));
    for (const [document, places] of starts) places.literal &&= having.has(document);
  });
  return starts;
}
