// Reads what the index's files are made of: numbers, texts, lists of front-coded strings. Knows the format, and neither where
// bytes come from nor what is searched.

// What an index can fail with; `code` is for the page: "missing", "renewed", "format", "damaged" or "network".
class SearchError extends Error {
  constructor(code, about, cause) {
    super(`${code}: ${about}`, { cause });
    this.code = code;
  }
}

// A byte order mark in a text is part of it.
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const NOTHING = new Uint8Array();

// Reads one thing after another. Throws where the bytes end too soon.
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  // Behind the end a byte is `undefined`, which is less than nothing.
  number() {
    let number = 0;
    for (let scale = 1; scale < 2 ** 32; scale *= 128) {
      const byte = this.bytes[this.at++];
      number += (byte & 127) * scale;
      if (byte < 128) return number;
    }
    throw RangeError();
  }

  take(length) {
    const from = this.at;
    this.at += length;
    if (this.at > this.bytes.length) throw RangeError();
    return this.bytes.subarray(from, this.at);
  }

  hash() {
    return [...this.take(4)].map((byte) => (byte + 256).toString(16).slice(1)).join("");
  }

  // The bytes of a string that begins with `shared` bytes of the one before it. Damaged ones could grow with every step.
  string(before, shared) {
    const rest = this.take(this.number());
    if (!(shared >= 0 && shared <= before.length && shared < 9999)) throw RangeError();
    const bytes = new Uint8Array(shared + rest.length);
    bytes.set(before.subarray(0, shared));
    bytes.set(rest, shared);
    return bytes;
  }

  // A list of `count` things. A wrong count is no danger: each thing takes a byte at least.
  list(count, read) {
    const list = [];
    for (let left = count; left > 0; left -= 1) list.push(read());
    return list;
  }

  ascending(count) {
    let last = -1;
    return this.list(count, () => last += 1 + this.number());
  }
}

// A block of the dictionary: its entries in the order of their stems.
function dictionaryBlock(bytes) {
  const reader = new Reader(bytes);
  const count = reader.number();
  const [postings, positions] = ["p", "x"].map((letter) => places(reader, letter));
  let stem = NOTHING;
  return reader.list(count, () => {
    let form = stem = reader.string(stem, reader.number());
    const df = reader.number();
    return {
      stem: UTF8.decode(stem),
      df,
      postings: postings(df),
      positions: positions(df),
      written: reader.list(reader.number(), () => form = reader.string(form, form.length - reader.number())),
    };
  });
}

// Says of each next stem where its list is: in which shard, and behind the lists of which numbers of documents.
function places(reader, letter) {
  const first = reader.number();
  let offset = reader.number();
  const hashes = reader.list(reader.number(), () => reader.hash());
  let [shard, dfs] = [0, []];
  return (df) => {
    const step = reader.number();
    if (step > 0) [offset, dfs] = [0, []];
    shard += step;
    dfs.push(df);
    return { name: letter + (first + shard), hash: hashes[shard], offset, dfs, at: dfs.length - 1 };
  };
}

// The forms of an entry, the most frequent first. Few entries are looked at so closely.
function formsOf(entry) {
  return entry.forms ??= entry.written.map((bytes) => {
    const form = UTF8.decode(bytes);
    const folded = fold(form);
    return { form, folded, letters: [...folded] };
  });
}

// A reverse block: stems that end alike.
function reverseBlock(bytes) {
  const reader = new Reader(bytes);
  let reversed = NOTHING;
  return reader.list(reader.number(), () => {
    reversed = reader.string(reversed, reader.number());
    const letters = [...UTF8.decode(reversed)].reverse();
    return { stem: letters.join(""), letters, df: reader.number() };
  });
}

// A stem's documents in ascending order, with what is said of each (see `IMPACTS`) and the mask of forms in it.
function readPostings(reader, df) {
  return { documents: reader.ascending(df), said: reader.take(df), masks: reader.list(df, () => reader.number()) };
}

// By byte: the impact of a stem, the words of the title that it stands in (0: in none), and whether it is the name of the document's kind.
const IMPACTS = Array.from({ length: 256 }, (_, byte) => {
  if (byte < RANK.IMPACTS) return [byte, 0, false];
  const place = Math.floor((byte - RANK.IMPACTS) / RANK.TITLE_IMPACTS);
  const isKind = place >= RANK.TITLE_LENGTHS;
  const title = isKind ? Math.min(place - RANK.TITLE_LENGTHS, RANK.TITLE_LENGTHS) : place + 1;
  return [RANK.TITLE_IMPACT_LEAST + 2 * ((byte - RANK.IMPACTS) % RANK.TITLE_IMPACTS), title, isKind];
});

// Where a stem stands in each of its documents.
const readPositions = (reader, df) => reader.list(df, () => reader.ascending(reader.number()));

const readJson = (bytes) => JSON.parse(UTF8.decode(bytes));
