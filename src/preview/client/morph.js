// Turns the page that is shown into its next version, in place.
//
// Three versions meet: the document as it was served, the page as it is now (scripts and the reader have changed it since),
// and the document as it is served next. Only where the two served ones differ is the page touched, so an opened menu,
// a typed word or a chosen theme stays. Knows nothing of the server.

// What was served cannot be found in the page: a script has taken it apart. Only a load makes it right.
class Unlike extends Error {}

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

/**
 * The nodes of the page, mapped from the document that was served. `served` is null when it is not known; then the page itself is taken
 * for it, and what scripts have done to it since is not told apart.
 */
function mapNodes(served) {
  const first = served ?? document.cloneNode(true);
  const mapping = { served: first, live: new WeakMap() };
  pairUp(first.documentElement, document.documentElement, mapping.live, sameness(first));
  return mapping;
}

// Nodes of the document that was served, tied to those of the page that they have become.
function pairUp(served, node, live, same) {
  live.set(served, node);
  if (whole(served)) return;
  const [children, nodes] = [[...served.childNodes], [...node.childNodes]];
  if (served.isEqualNode(node)) children.forEach((child, at) => pairEqual(child, nodes[at], live));
  else align(children, nodes, same).forEach((from, at) => from >= 0 && pairUp(children[from], nodes[at], live, same));
}

function pairEqual(served, node, live) {
  live.set(served, node);
  if (whole(served)) return;
  for (let child = served.firstChild, other = node.firstChild; child; child = child.nextSibling, other = other.nextSibling) {
    pairEqual(child, other, live);
  }
}

// What the parser does not give as children, or gives differently to a page with scripts.
const whole = (node) => node.nodeName === "NOSCRIPT" || node.nodeName === "TEMPLATE";

// `isEqualNode` does not look into templates.
function sameness(...documents) {
  const written = documents.some((one) => one.querySelector("template"));
  return written ? (a, b) => a.isEqualNode(b) && a.outerHTML === b.outerHTML : (a, b) => a.isEqualNode(b);
}

/** Whether the next document can only be had by a load: its scripts or its policies are others. */
function needsLoad(served, next) {
  const firm = (one) => [...one.querySelectorAll("script, meta[http-equiv], base")]
    .filter((element) => element.nodeName !== "SCRIPT" || runs(element))
    .map((element) => [element.nodeName, element.getAttribute("src"), element.type, element.httpEquiv, element.content,
      element.getAttribute("href"), element.text].join("\n"));
  return firm(served).join("\0") !== firm(next).join("\0");
}

const runs = (script) => /^$|^module$|javascript|ecmascript/i.test(script.type);

/**
 * Brings the page to the next document; `mapping` is then one from that document.
 * Gives the elements that have changed. Throws `Unlike` when the page must be loaded.
 */
function morph(mapping, next) {
  const known = mapping.live;
  const live = new WeakMap();
  const same = sameness(mapping.served, next);
  const changed = new Set();
  const focus = document.activeElement?.id;
  patch(mapping.served.documentElement, next.documentElement);
  [mapping.served, mapping.live] = [next, live];
  if (focus && document.activeElement === document.body) document.getElementById(focus)?.focus({ preventScroll: true });
  return changed;

  function patch(before, after) {
    if (same(before, after)) {
      keep(before, after);
      return;
    }
    const node = current(known.get(before));
    if (!node?.isConnected) throw new Unlike(before.nodeName);
    if (after.nodeType !== Node.ELEMENT_NODE) {
      rewrite(node, before.data, after.data);
      changed.add(node.parentElement);
      live.set(after, node);
    } else {
      const element = attributes(before, after, node);
      live.set(after, element);
      if (whole(after)) fill(element, after);
      else children(before, after, element);
    }
  }

  // The whole subtree is as before: only the mapping moves over.
  function keep(before, after) {
    const node = known.get(before);
    if (node) live.set(after, node);
    if (whole(before)) return;
    for (let old = before.firstChild, one = after.firstChild; old; old = old.nextSibling, one = one.nextSibling) keep(old, one);
  }

  function children(before, after, parent) {
    const [old, now] = [[...before.childNodes], [...after.childNodes]];
    const pairs = align(old, now, same);
    const kept = new Set(pairs);
    old.forEach((child, at) => {
      if (kept.has(at)) return;
      const gone = current(known.get(child));
      if (isInText(child, gone)) changed.add(parent);
      gone?.remove();
    });
    let [last, furthest] = [null, -1];
    now.forEach((child, at) => {
      if (pairs[at] < 0) {
        add(child, parent, last);
      } else {
        patch(old[pairs[at]], child);
        if (pairs[at] < furthest) move(live.get(child), parent, last);
        furthest = Math.max(furthest, pairs[at]);
      }
      const node = live.get(child);
      if (node?.parentNode === parent) last = node;
    });
  }

  function add(child, parent, last) {
    const node = document.importNode(child, true);
    parent.insertBefore(node, last ? last.nextSibling : parent.firstChild);
    pairEqual(child, node, live);
    if (node.nodeType === Node.ELEMENT_NODE) changed.add(node);
    else if (node.data.trim() !== "") changed.add(parent);
  }

  // Gives the element that now stands for it: a style sheet with another address is another element.
  function attributes(before, after, element) {
    const isSheet = element.nodeName === "LINK" && element.relList.contains("stylesheet") && after.relList.contains("stylesheet");
    let node = element;
    for (const { name, value, namespaceURI } of [...after.attributes]) {
      const old = before.getAttribute(name);
      if (old === value) continue;
      if (name === "class") classes(node, old ?? "", value);
      else if (name === "href" && isSheet) node = exchangeSheet(node, value);
      else node.setAttributeNS(namespaceURI, name, value);
      if (node.nodeName !== "SCRIPT") changed.add(node);
    }
    for (const { name } of [...before.attributes]) {
      if (after.hasAttribute(name)) continue;
      node.removeAttribute(name);
      changed.add(node);
    }
    return node;
  }
}

// Whether the text round a node that goes is what changes, or the node is a block of its own.
function isInText(child, gone) {
  if (child.nodeType === Node.ELEMENT_NODE) return gone?.isConnected && getComputedStyle(gone).display.startsWith("inline");
  return child.nodeType === Node.TEXT_NODE && child.data.trim() !== "";
}

// Of a text only the part that differs is written: a selection in the rest stays.
function rewrite(node, before, after) {
  if (node.data !== before) {
    node.data = after;
    return;
  }
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  node.replaceData(start, before.length - start - end, after.slice(start, after.length - end));
}

function classes(element, before, after) {
  const names = (text) => text.split(/\s+/).filter(Boolean);
  const [old, now] = [names(before), names(after)];
  element.classList.remove(...old.filter((name) => !now.includes(name)));
  element.classList.add(...now.filter((name) => !old.includes(name)));
}

function fill(element, after) {
  if (after.content) element.content.replaceChildren(document.importNode(after.content, true));
  else element.textContent = after.innerHTML;
}

// A move that keeps playing, focus and frames where the browser can.
function move(node, parent, last) {
  if (node?.parentNode !== parent) return;
  const place = last ? last.nextSibling : parent.firstChild;
  if (node === place) return;
  if (parent.moveBefore) parent.moveBefore(node, place);
  else parent.insertBefore(node, place);
}
