// Turns a term into alternatives: the entries of the dictionary that may stand for it, with their weights. Knows nothing of documents.
//
// An alternative is `{ how, entry, used, weight, boosts, distance }`: `used` is a form to show, `boosts` are masks of forms with a greater
// weight, the greatest last.

const byFrequency = (a, b) => b.df - a.df || (a.stem < b.stem ? -1 : 1);

const byDistance = (a, b) => a.distance - b.distance || byFrequency(a.entry, b.entry);

function alternative(how, entry, used, weight, boosts, distance) {
  return { how, entry, used: used?.form ?? entry.stem, weight, boosts, distance };
}

// Bits of the entry's forms that pass the test.
function mask(entry, test) {
  return formsOf(entry).reduce((bits, form, at) => (test(form, at) ? bits | (1 << Math.min(at, RANK.LATER_FORMS)) : bits), 0);
}

const boost = (entry, test, weight) => ({ mask: mask(entry, test), weight });

// Finds the entries that hold the term itself and, of a word that is being typed, those that begin with it.
async function expand(index, word) {
  const { whole } = word;
  const [same, longer, compounds] = await Promise.all([
    entriesOf(index, word.stems), word.last ? completions(index, word) : [], whole ? entriesOf(index, whole.stems) : [],
  ]);
  const wholes = compounds.filter(({ stem }) => !word.stems.includes(stem));
  const begun = ({ folded }) => folded.startsWith(word.folded);
  const completed = [];
  for (const entry of longer.filter(({ stem }) => ![...word.stems, ...wholes.map((entry) => entry.stem)].includes(stem)).sort(byFrequency)) {
    const used = formsOf(entry).find(begun);
    if (used) completed.push(alternative("prefix", entry, used, RANK.PREFIX_STEM, [boost(entry, begun, RANK.PREFIX_FORM)]));
    if (completed.length === RANK.PREFIX_ENTRIES) break;
  }
  // What is being typed is rather a longer word than another form of the one that is there.
  const weight = completed.length > 0 ? RANK.EXACT_STEM_COMPLETED : RANK.EXACT_STEM;
  word.alternatives = [
    ...same.map((entry) => exact(entry, word, weight, begun)), ...wholes.map((entry) => exact(entry, whole, weight, begun)), ...completed,
  ];
}

function exact(entry, { typed, folded }, weight, begun) {
  const [alike, same] = [(form) => form.folded === folded, (form) => form.form === typed];
  const forms = formsOf(entry);
  return alternative("exact", entry, forms.find(same) ?? forms.find(alike) ?? forms[0], weight,
    [boost(entry, begun, RANK.EXACT_STEM), boost(entry, alike, RANK.EXACT_FOLDED), boost(entry, same, RANK.EXACT_FORM)]);
}

// The term may end within an ending, or within a stem that is changed before one.
async function completions(index, { folded, letters }) {
  const { length } = letters;
  if (length < RANK.PREFIX_LENGTH) return [];
  const beginnings = letters.map((_, at) => letters.slice(0, at).join(""));
  const prefix = beginnings[Math.max(RANK.PREFIX_BACK_LEFT, length - RANK.PREFIX_BACK)] ?? folded;
  const shorter = beginnings.slice(Math.max(RANK.PREFIX_LENGTH, length - RANK.PREFIX_CUT));
  const found = [entriesBeginning(index, prefix, RANK.PREFIX_BLOCKS, folded, RANK.PREFIX_BLOCKS_BEFORE), entriesOf(index, shorter)];
  return [...new Set((await Promise.all(found)).flat())];
}

// How many mistakes are forgiven in a term.
function allowance({ letters, folded }) {
  if (letters.length < RANK.TYPO_LENGTH || hasDigit(folded)) return 0;
  return letters.length < RANK.TYPO_LENGTH_TWO ? 1 : 2;
}

// Adds the entries that the term may be a mistyped form of: the nearest ones.
async function forgive(index, word) {
  if (allowance(word) === 0) return;
  const near = await neighbours(index, word, allowance(word));
  word.alternatives.push(...near.filter(({ distance }) => distance === near[0].distance).slice(0, RANK.TYPO_ENTRIES));
}

// Alternatives within the distance `most` that are none yet, the nearest first.
async function neighbours(index, word, most) {
  const known = new Set(word.alternatives.map(({ entry }) => entry.stem));
  const found = [];
  const take = (entries) => {
    for (const entry of entries) {
      const near = known.has(entry.stem) ? [] : mistyped(entry, word, most);
      for (const one of near) known.add(one.entry.stem);
      found.push(...near);
    }
  };
  const [beginning, ending] = await Promise.all([beginningAlike(index, word), endingAlike(index, word, most)]);
  take(beginning.flat());
  const stems = new Set(ending.map(({ entry }) => entry.stem).filter((stem) => !known.has(stem)));
  take(await entriesOf(index, [...stems].slice(0, RANK.TYPO_REVERSE_ENTRIES)));
  if (found.length === 0) found.push(...beginning[0].filter(({ stem }) => !known.has(stem)).flatMap((entry) => kin(entry, word)));
  return found.sort(byDistance);
}

// An entry that is derived from the same word, where nothing else is like the term.
function kin(entry, word) {
  const other = [...entry.stem];
  const isKin = word.stems.map((stem) => [...stem]).some((stem) => {
    const differing = stem.findIndex((letter, at) => letter !== other[at]);
    const shared = differing < 0 ? stem.length : differing;
    return shared >= Math.max(RANK.KIN_LENGTH, stem.length - RANK.KIN_REST, other.length - RANK.KIN_REST);
  });
  return isKin ? [alternative("typo", entry, formsOf(entry)[0], RANK.KIN, [], 0)] : [];
}

// Lists of entries: those that begin like the term, and those that do if one of its first letters is missing, too many or in its
// neighbour's place.
function beginningAlike(index, { letters: [a, b = "", c = "", d = ""], folded }) {
  const heads = new Set([b + c + d, a + c + d, b + a + c, a + c + b]);
  return Promise.all([
    entriesBeginning(index, a + b, RANK.TYPO_BLOCKS, folded, RANK.TYPO_BLOCKS_BEFORE),
    ...[...heads].map((head) => entriesBeginning(index, head, RANK.TYPO_HEAD_BLOCKS)),
  ]);
}

// Stems that end like one of the term's, the nearest first: for mistakes in the first letters.
async function endingAlike(index, { stems }, most) {
  const long = stems.map((stem) => [...stem]).filter(({ length }) => length >= RANK.TYPO_REVERSE_LENGTH);
  const found = await all(long, async (letters) => {
    const shared = letters.length < RANK.TYPO_SHORT ? RANK.TYPO_SHARED_SHORT : RANK.TYPO_SHARED;
    const others = await stemsEnding(index, letters.slice(-shared).join(""));
    return others.map((entry) => ({ entry, distance: stemDistance(letters, entry.letters, most) }));
  });
  return found.flat().filter(({ distance }) => distance <= most).sort(byDistance);
}

// The entry as an alternative, if it is near enough.
function mistyped(entry, word, most) {
  const isCompleted = word.last && word.letters.length >= RANK.TYPO_PREFIX_LENGTH;
  const forms = formsOf(entry).map((form) => distances(word.letters, form.letters, most));
  const stems = word.stems.map((stem) => stemDistance([...stem], [...entry.stem], most, RANK.TYPO_STEM_LENGTH));
  const distance = Math.max(1, Math.min(...stems, ...forms.map(({ whole }) => whole)));

  // Of the forms those that are nearest are meant. A beginning with one mistake stands between one mistake and two.
  const nearness = forms.map(({ whole, begun }) => Math.min(2 * whole, isCompleted && begun <= 1 ? 3 : Infinity));
  const least = Math.min(...nearness);
  const isMeant = (form, at) => least < Infinity && nearness[at] === least;
  const [weight, greater] = distance === 1 ? [RANK.TYPO_ONE, RANK.TYPO_ONE_FORM]
    : least === 3 ? [RANK.TYPO_PREFIX, RANK.TYPO_PREFIX_FORM] : [RANK.TYPO_TWO, RANK.TYPO_TWO_FORM];
  if (Math.min(distance, least) === Infinity) return [];
  const used = formsOf(entry).find(isMeant) ?? formsOf(entry)[0];
  return [alternative("typo", entry, used, weight, [boost(entry, isMeant, greater)], least === 3 ? 1 : distance)];
}

// The distance of two stems, of which the first is a term's. Below a length they are too easily alike.
function stemDistance(stem, other, most, length = 0) {
  if (Math.min(stem.length, other.length) < length) return Infinity;
  return distances(stem, other, stem.length < RANK.TYPO_STEM_LENGTH_TWO ? 1 : most).whole;
}
