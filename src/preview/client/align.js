// Which children of an element are which in its next version, so that what stays is left alone. Knows two lists of nodes and no page.

// Above this many combinations, pairs are taken in order instead of by likeness.
const MANY = 4096;

// Words that are compared of a long text.
const WORDS = 200;

/**
 * Pairs two lists of sibling nodes.
 * Gives for each node of `after` its index in `before`, or -1. Equal nodes are found first, also where they have moved,
 * then alike ones in their order.
 */
function align(before, after, same) {
  const pairs = new Array(after.length).fill(-1);
  const taken = new Set();
  const text = memo((node) => (node.nodeType === Node.ELEMENT_NODE ? node.outerHTML : `${node.nodeType}${node.nodeValue}`));
  between(0, before.length, 0, after.length);
  return pairs;

  function pair(atB, atA) {
    pairs[atA] = atB;
    taken.add(atB);
  }

  function between(b, bEnd, a, aEnd) {
    while (b < bEnd && a < aEnd && same(before[b], after[a])) pair(b++, a++);
    while (b < bEnd && a < aEnd && same(before[bEnd - 1], after[aEnd - 1])) pair(--bEnd, --aEnd);
    if (b === bEnd || a === aEnd) return;
    const equal = uniques(b, bEnd, a, aEnd);
    for (const [atB, atA] of equal) pair(atB, atA);
    for (const [atB, atA] of ascending(equal)) {
      likes(b, atB, a, atA);
      [b, a] = [atB + 1, atA + 1];
    }
    likes(b, bEnd, a, aEnd);
  }

  // Nodes that stand once on each side, in the order of `after`.
  function uniques(b, bEnd, a, aEnd) {
    const places = (nodes, from, to) => {
      const found = new Map();
      for (let at = from; at < to; at += 1) found.set(text(nodes[at]), found.has(text(nodes[at])) ? -1 : at);
      return found;
    };
    const old = places(before, b, bEnd);
    return [...places(after, a, aEnd)]
      .filter(([key, at]) => at >= 0 && (old.get(key) ?? -1) >= 0)
      .map(([key, at]) => [old.get(key), at]);
  }

  function likes(b, bEnd, a, aEnd) {
    const old = range(b, bEnd).filter((at) => !taken.has(at));
    const now = range(a, aEnd).filter((at) => pairs[at] < 0);
    const pairing = old.length * now.length > MANY ? inOrder : best;
    const found = pairing(old.map((at) => before[at]), now.map((at) => after[at]));
    for (const [atB, atA] of found) pair(old[atB], now[atA]);
  }
}

const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

function memo(work) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, work(key));
    return known.get(key);
  };
}

// The longest run of pairs whose first members ascend; the second ones already do.
function ascending(pairs) {
  const tails = [];
  const previous = new Map();
  for (const pair of pairs) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tails[middle][0] < pair[0]) low = middle + 1;
      else high = middle;
    }
    previous.set(pair, tails[low - 1]);
    tails[low] = pair;
  }
  const run = [];
  for (let pair = tails.at(-1); pair; pair = previous.get(pair)) run.push(pair);
  return run.reverse();
}

// Each node with the next one of its name.
function inOrder(before, after) {
  const pairs = [];
  let next = 0;
  after.forEach((node, at) => {
    let found = next;
    while (found < before.length && before[found].nodeName !== node.nodeName) found += 1;
    if (found === before.length) return;
    pairs.push([found, at]);
    next = found + 1;
  });
  return pairs;
}

// The pairing in order with the greatest likeness in all.
function best(before, after) {
  const words = memo((node) => new Set((node.textContent.match(/\S+/g) ?? []).slice(0, WORDS)));
  const wide = after.length + 1;
  const likeness = before.map((old) => after.map((node) => alike(old, node, words)));
  const sums = new Float64Array((before.length + 1) * wide);
  for (let b = before.length - 1; b >= 0; b -= 1) {
    for (let a = after.length - 1; a >= 0; a -= 1) {
      const skip = Math.max(sums[(b + 1) * wide + a], sums[b * wide + a + 1]);
      sums[b * wide + a] = likeness[b][a] > 0 ? Math.max(skip, likeness[b][a] + sums[(b + 1) * wide + a + 1]) : skip;
    }
  }
  const pairs = [];
  for (let b = 0, a = 0; b < before.length && a < after.length;) {
    const sum = sums[b * wide + a];
    if (likeness[b][a] > 0 && sum === likeness[b][a] + sums[(b + 1) * wide + a + 1]) pairs.push([b++, a++]);
    else if (sum === sums[(b + 1) * wide + a]) b += 1;
    else a += 1;
  }
  return pairs;
}

// 0: never the same thing. An identifier says more than a class, and a class more than the words.
function alike(old, node, words) {
  if (old.nodeName !== node.nodeName) return 0;
  if (old.nodeType !== Node.ELEMENT_NODE) return old.nodeValue.trim() === "" || node.nodeValue.trim() === "" ? 0.1 : 1;
  const [left, right] = [words(old), words(node)];
  const common = [...left].filter((word) => right.has(word)).length;
  const share = left.size + right.size === 0 ? 1 : (2 * common) / (left.size + right.size);
  const key = (element) => element.getAttribute("id") ?? element.getAttribute("name") ?? element.getAttribute("property");
  const name = key(old) === null || key(node) === null ? 0 : key(old) === key(node) ? 8 : -0.5;
  return 1 + name + (old.getAttribute("class") === node.getAttribute("class") ? 1 : 0) + 2 * share;
}
