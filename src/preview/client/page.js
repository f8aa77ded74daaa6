// What the script knows of the page it stands on, and the small tools of the other parts. Knows nothing of the server's answers.

// The attributes of the script's own tag say what the server has put it on.
const tag = document.currentScript;

// The site's folder on this host, with a slash at both ends.
const base = tag.dataset.base || "/";

// What the tab shows: the version of its page, the theme that made it, and the status of the answer, once it is known.
const shown = {
  version: tag.dataset.version || "",
  theme: tag.dataset.theme || "",
  status: 200,
};

const NAME = "avilys";
const service = (name) => `${base}__avilys/${name}`;
const here = () => location.pathname + location.search;

// The absolute address of a path or link, or null when it is none.
function addressOf(link, from = document.baseURI) {
  try {
    return new URL(link, from);
  } catch {
    return null;
  }
}

// A path as people write it; as it is when it is no such path.
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

// A store that forgets when the browser allows none.
function memory(kind) {
  const key = (name) => `${NAME}${base}${name}`;
  return {
    get(name) { try { return JSON.parse(window[kind].getItem(key(name))); } catch { return null; } },
    set(name, value) { try { window[kind].setItem(key(name), JSON.stringify(value)); } catch { /* kept for this page only */ } },
  };
}

const tabMemory = memory("sessionStorage");
const browserMemory = memory("localStorage");

// An element with attributes and children; texts become text, never markup.
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// A line drawing of 16 × 16 that no screen reader mentions.
function icon(path) {
  const make = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const [picture, line] = [make("svg"), make("path")];
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}

// A page that leaves does nothing more: what still arrives would only flicker.
let leaving = false;

function leaveFor(address) {
  leaving = true;
  location.assign(address);
}

function replaceBy(address) {
  leaving = true;
  location.replace(address);
}

// Loads the page anew, once for each version: an answer that never fits must not make the tab load for ever.
function reload(version) {
  const mark = `${location.pathname} ${version}`;
  if (tabMemory.get("reloaded") === mark) return false;
  tabMemory.set("reloaded", mark);
  leaving = true;
  location.reload();
  return true;
}
