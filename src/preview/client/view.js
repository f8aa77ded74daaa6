// What the reader sees of a change: the place in the page stays, and what changed is shown for a moment.

// How many changed blocks are shown: where more changed, it is seen anyway.
const MARKED = 24;

const MARK = [
  { outline: "2px solid rgb(217 145 16 / .9)", outlineOffset: "4px" },
  { outline: "2px solid rgb(217 145 16 / .6)", outlineOffset: "4px", offset: 0.6 },
  { outline: "2px solid rgb(217 145 16 / 0)", outlineOffset: "4px" },
];

/** Runs `work` and puts the first visible block that is still there back to where it was. */
function inPlace(work) {
  const anchors = scrollY > 0 ? visible(document.body) : [];
  const result = work();
  const anchor = anchors.find(({ element }) => element.isConnected && element.getClientRects().length > 0);
  const moved = anchor ? anchor.element.getBoundingClientRect().top - anchor.top : 0;
  if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
  return result;
}

// The blocks that begin in view, from the top; then, in case none does, those that reach into it.
function visible(root) {
  const [begin, reach] = [[], []];
  look(root);
  return [...begin, ...reach];

  function look(parent) {
    for (const element of parent.children) {
      const box = element.getBoundingClientRect();
      if (box.height === 0 || box.bottom <= 0 || box.top >= innerHeight || begin.length >= 40) continue;
      if (/fixed|sticky/.test(getComputedStyle(element).position)) continue;
      if (box.top >= 0) begin.push({ element, top: box.top });
      else reach.unshift({ element, top: box.top });
      look(element);
    }
  }
}

/** Draws a fading line round what has changed. */
function point(changed) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const blocks = new Set([...changed].filter((element) => element?.isConnected).map(blockOf).filter(Boolean));
  const inner = [...blocks].filter((block) => ![...blocks].some((other) => other !== block && block.contains(other)));
  if (inner.length > MARKED) return;
  for (const block of inner) block.animate(MARK, { duration: 1600, easing: "ease-out" });
}

// The nearest element that is a block of the page's body, or none where it is the page itself.
function blockOf(element) {
  let block = element;
  while (block.parentElement && /^inline$|^contents$/.test(getComputedStyle(block).display)) block = block.parentElement;
  const frame = block === document.documentElement || block === document.body || block.nodeName === "MAIN";
  return frame || block.getClientRects().length === 0 ? null : block;
}
