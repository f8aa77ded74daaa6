// Finds stems in the blocks of the dictionary, and asks for no block that cannot hold them. Knows nothing of queries.

const all = (list, work) => Promise.all(list.map(work));

// The block that holds `text`, if one does: the last that does not begin behind it.
const home = (blocks, text) => Math.max(0, blocks.findLastIndex(([first]) => first <= text));

// What `decode` makes of the blocks with strings that begin with `prefix`. Of more than `most` those are taken that begin `before` blocks
// before the one of `text`.
async function blocksOf(index, kind, decode, prefix, most, text, before) {
  const blocks = index[kind];
  const first = home(blocks, prefix);
  const end = Math.max(first, blocks.findLastIndex(([start]) => start.startsWith(prefix))) + 1;
  const from = Math.max(first, Math.min(home(blocks, text) - before, end - most));
  const read = await all(blocks.slice(from, Math.min(end, from + most)), ([, hash], at) => index.load(kind[0] + (from + at), hash, decode));
  return read.flat();
}

// The entries whose stem begins with `prefix`.
async function entriesBeginning(index, prefix, most, text = prefix, before = 0) {
  const entries = await blocksOf(index, "dictionary", dictionaryBlock, prefix, most, text, before);
  return entries.filter(({ stem }) => stem.startsWith(prefix));
}

// The entries of those of the `stems` that some document holds.
async function entriesOf(index, stems) {
  const found = await all(stems, async (stem) => (await entriesBeginning(index, stem, 1)).filter((entry) => entry.stem === stem));
  return found.flat();
}

// Stems that end in the letters of `suffix`: those of the first blocks with such.
async function stemsEnding(index, suffix) {
  const prefix = [...suffix].reverse().join("");
  const stems = await blocksOf(index, "reverse", reverseBlock, prefix, RANK.TYPO_REVERSE_BLOCKS, prefix, 0);
  return stems.filter(({ stem }) => stem.endsWith(suffix));
}

// What `read` gives of a stem's list. Lists do not say how long they are, so those before it are read too.
async function listOf(index, { name, hash, offset, dfs, at }, read) {
  const reader = new Reader(await index.load(name, hash));
  reader.at = offset;
  return dfs.slice(0, at + 1).map((df) => read(reader, df)).at(-1);
}

async function postingsOf(index, entry) {
  const postings = await listOf(index, entry.postings, readPostings);
  if (postings.documents.at(-1) >= index.documents) throw RangeError();
  return postings;
}
