// Takes the documents that a reader's filters let through and counts the values of what is left. Knows columns of numbers.

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
