// Search on every page: brings the engine when somebody goes to search, and suggests entries below the box of the header.
// Whatever comes from the index or from the reader enters the page as text, never as HTML.
"use strict";
(() => {
  const texts = document.currentScript.dataset;
  const root = new URL(texts.root || "./", location.href);
  const kinds = texts.kinds.split("|");
  const LIMIT = 6;
  const PAUSE = 120;
  let index;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const number = (value) => value.toLocaleString(document.documentElement.lang);

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  /** Puts pieces of text into an element, what was searched for in `<mark>`. True if there is a mark. */
  function marked(parent, pieces) {
    parent.replaceChildren(...pieces.map(({ text, hit }) => (hit ? element("mark", "", text) : text)));
    return pieces.some((piece) => piece.hit);
  }

  /** The address of an entry, or null: an index that leads out of the site is not followed. */
  function address(path) {
    try {
      const to = new URL(path, root);
      return to.protocol === root.protocol && to.host === root.host && to.pathname.startsWith(root.pathname) ? to.href : null;
    } catch {
      return null;
    }
  }

  /** The reader's own day, YYYY-MM-DD. */
  function today() {
    const now = new Date();
    now.setMinutes(now.getMinutes() - now.getTimezoneOffset());
    return now.toISOString().slice(0, 10);
  }

  const failure = (code) => Object.assign(new Error(code), { code });

  /** Why the engine did not come: no way to the site, or a newer site than this page. */
  async function reason(src) {
    if (root.protocol === "file:") return failure("missing");
    try {
      const answer = await fetch(src, { method: "HEAD", cache: "no-cache" });
      return failure(answer.ok ? "network" : "renewed");
    } catch {
      return failure("network");
    }
  }

  function engine() {
    return new Promise((done, failed) => {
      const script = element("script");
      script.src = new URL(texts.engine, root);
      script.onload = () => (globalThis.avilysSearch ? done(globalThis.avilysSearch) : failed(failure("damaged")));
      script.onerror = () => { script.remove(); reason(script.src).then(failed); };
      document.head.append(script);
    });
  }

  async function load() {
    const stemmers = {};
    const words = texts.stemmers.trim().split(/\s+/);
    for (let at = 0; at + 1 < words.length; at += 2) stemmers[words[at]] = words[at + 1];
    const base = new URL(texts.base, root).href;
    return (await engine()).open({ base, offline: "offline" in texts, edition: Number(texts.edition), today: today(), stemmers });
  }

  /** The index, loaded once; after a failure the next wish tries again. */
  function open() {
    index ??= load().catch((error) => { index = undefined; throw error; });
    return index;
  }

  // A preview goes on while the site changes.
  document.addEventListener("avilys:changed", () => { index = undefined; });

  /** The last option leads to all results; without a choice, and on it, Enter sends the form. */
  function suggest(form) {
    const [input, list, status] = ["input", ".suggestions", "[role=status]"].map((selector) => form.querySelector(selector));
    let turn = 0;
    let timer;
    let control;
    let active = -1;

    function choose(at) {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = at;
      const option = list.children[at];
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    }

    function cancel() {
      turn += 1;
      clearTimeout(timer);
      control?.abort();
    }

    function close() {
      cancel();
      choose(-1);
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      status.textContent = "";
    }

    function option(href, name) {
      const made = element("a", name);
      made.setAttribute("role", "option");
      made.setAttribute("aria-selected", "false");
      made.tabIndex = -1;
      made.id = `${list.id}-${list.childElementCount}`;
      made.href = href;
      list.append(made);
      return made;
    }

    function entry(hit, search, found) {
      const href = address(hit.url);
      if (href === null) return;
      const made = option(href, "suggestion");
      const title = element("span", "suggestion-title");
      if (hit.language !== document.documentElement.lang) title.lang = hit.language;
      marked(title, search.marks(hit.title, found));
      made.append(title, element("span", "suggestion-note", [kinds[hit.kind], hit.owner].filter(Boolean).join(" · ")));
    }

    function show(search, found) {
      choose(-1);
      list.replaceChildren();
      for (const hit of found.hits) entry(hit, search, found);
      const all = new URL(texts.page, root);
      all.searchParams.set("q", input.value.trim());
      option(all.href, "suggestion suggestion-all").append(found.total ? fill(texts.all, { count: number(found.total) }) : texts.none);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      status.textContent = found.total ? fill(texts.suggested, { count: found.hits.length }) : texts.none;
    }

    async function ask() {
      const text = input.value.trim();
      if (!text) return close();
      cancel();
      control = new AbortController();
      const mine = turn;
      try {
        const search = await open();
        const found = await search.search(text, { limit: LIMIT, counts: false, signal: control.signal });
        if (mine === turn) show(search, found);
      } catch {
        // Nothing is suggested; the search page says what is wrong.
        if (mine === turn) close();
      }
    }

    function move(event) {
      const last = list.childElementCount - 1;
      const steps = { ArrowDown: active === last ? -1 : active + 1, ArrowUp: active < 0 ? last : active - 1 };
      if (active >= 0) Object.assign(steps, { Home: 0, End: last });
      if (!(event.key in steps)) return;
      event.preventDefault();
      // Whoever chooses among what is there does not want it changed.
      cancel();
      choose(steps[event.key]);
    }

    function press(event) {
      if (event.isComposing) return;
      if (event.key === "Escape" && (input.value || !list.hidden)) {
        event.preventDefault();
        if (list.hidden) input.value = "";
        close();
      } else if (event.key === "Enter" && active >= 0 && active + 1 < list.childElementCount) {
        event.preventDefault();
        list.children[active].click();
      } else if (!list.hidden) {
        move(event);
      } else if (event.key === "ArrowDown") {
        event.preventDefault();
        ask();
      }
    }

    input.addEventListener("focus", () => open().catch(() => {}));
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
    input.addEventListener("keydown", press);
    input.addEventListener("blur", close);
    // The box keeps the focus while an entry is clicked.
    list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** The key „/“ leads to the box, unless somebody writes elsewhere or has switched it off on the search page. */
  function shortcut(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const box = document.querySelector(".search-input");
    if (!box || ui.remembered("search-key") === "off") return;
    event.preventDefault();
    box.focus();
    box.select();
  }

  const ui = {
    open, element, marked, address, fill, number, kinds, root,
    remembered(key) { try { return localStorage.getItem(key); } catch { return null; } },
    remember(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode */ } },
  };
  globalThis.avilysSearchPage = ui;
  const form = document.querySelector(".site-search");
  if (form) suggest(form);
  document.addEventListener("keydown", shortcut);
})();
