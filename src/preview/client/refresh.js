// Files that a page shows under the same address as before: style sheets, pictures, films.

// Paths of changed files, with the mark that makes their addresses new.
const marks = new Map();

const SHOWN = "img, source, video, audio, track, embed, object, input[type=image], link[rel~=icon]";

// Style sheets and what took their place. An old one stays in force until the new one has come.
const older = new WeakMap();
const newer = new WeakMap();

/** Puts a style sheet with another address in the place of one, which goes when the new one is there: no bare moment. */
function exchangeSheet(old, address) {
  const fresh = old.cloneNode();
  fresh.setAttribute("href", address);
  older.set(fresh, old);
  newer.set(old, fresh);
  fresh.addEventListener("load", () => {
    for (let link = older.get(fresh); link; link = older.get(link)) link.remove();
  }, { once: true });
  old.after(fresh);
  return fresh;
}

/** The element that stands for `node` now. */
function current(node) {
  let last = node;
  while (newer.has(last)) last = newer.get(last);
  return last;
}

const sheets = () => [...document.querySelectorAll("link[rel~=stylesheet][href]")].filter((link) => !newer.has(link));

/**
 * Shows the new contents of the files at `paths`, which are marked with `mark`; `fresh` are sheets that are new already.
 * Gives whether one of the files is a script of the page, so that only a load helps.
 */
function refresh(paths, mark, fresh) {
  for (const path of paths) marks.set(path, mark);
  for (const link of sheets()) {
    if (!fresh.has(link) && paths.some((path) => draws(link, path))) exchangeSheet(link, marked(link.href, mark));
  }
  if (marks.size > 0) document.querySelectorAll(SHOWN).forEach(anew);
  return [...document.scripts].some((script) => script.src && paths.includes(addressOf(script.src)?.pathname));
}

// Whether a file is this style sheet or one that it imports.
function draws(link, path) {
  return addressOf(link.href)?.pathname === path || imports(link.sheet).includes(path);
}

function imports(sheet, depth = 0) {
  let rules = [];
  try {
    rules = [...(sheet?.cssRules ?? [])];
  } catch {
    // A sheet of another host does not show its rules.
  }
  return rules.filter((rule) => rule instanceof CSSImportRule && depth < 8)
    .flatMap((rule) => [addressOf(rule.href, sheet.href ?? document.baseURI)?.pathname, ...imports(rule.styleSheet, depth + 1)]);
}

function marked(link, mark) {
  const address = addressOf(link);
  address.searchParams.set(NAME, mark);
  return address.href;
}

// The address with the mark of its file, or null when there is none or it is there already.
function markedAnew(link) {
  const address = link && addressOf(link);
  const mark = address && address.origin === location.origin ? marks.get(address.pathname) : undefined;
  return mark === undefined || address.searchParams.get(NAME) === mark ? null : marked(link, mark);
}

function anew(element) {
  for (const name of ["src", "poster", "data", "href"]) {
    const address = markedAnew(element.getAttribute(name));
    if (address) element.setAttribute(name, address);
  }
  const set = element.getAttribute("srcset");
  const address = set?.replace(/(^|,\s*)(\S*[^\s,])/g, (all, gap, link) => gap + (markedAnew(link) ?? link));
  if (address && address !== set) element.setAttribute("srcset", address);
}
