// The search page: results while typing, with the whole state in the address.
// Needs search.js and search-filters.js before it. Whatever comes from the index, a fetched page or the address enters the page as text.
"use strict";
(() => {
  const ui = globalThis.avilysSearchPage;
  const app = document.getElementById("search");
  if (!ui || !app) return;
  const { element, fill, number, FACETS } = ui;
  const texts = app.dataset;
  const part = (selector) => app.querySelector(selector);
  const SIZE = 10;
  const PAUSE = 120;
  const language = document.documentElement.lang;
  const pageTitle = document.title;

  const [box, bar, problem, layout, panel, status, sort, notes, list, more, nothing, ways] = [
    ".search-input", ".search-form", ".search-problem", ".search-layout", ".search-filters", ".search-status", "#search-sort",
    ".search-notes", ".results", ".search-more", ".search-nothing", ".search-ways",
  ].map(part);
  const browse = document.getElementById("search-browse");
  const icons = document.getElementById("search-icons").content.children;
  const icon = (at) => icons[at].cloneNode(true);
  const wide = matchMedia("(min-width: 62rem)");
  const facets = ui.filters({ app, cross: () => icon(icons.length - 1), chosen: () => state.filters, go: (filters) => go({ filters }) });

  // State and address

  let state;
  let settled = true;
  let turn = 0;
  let timer;
  let control;
  let shown;

  function stateOf(query) {
    const filters = {};
    for (const facet of FACETS) filters[facet] = [...new Set(query.getAll(facet).map((id) => id.slice(0, 100)))].slice(0, 50);
    const page = Math.min(50, Math.max(1, Math.trunc(Number(query.get("page"))) || 1));
    return { text: (query.get("q") ?? "").slice(0, 200), filters, sort: query.get("sort") === "date" ? "date" : "relevance", page };
  }

  function queryOf({ text, filters, sort: order, page }) {
    const query = new URLSearchParams();
    if (text.trim()) query.set("q", text.trim());
    for (const facet of FACETS) for (const id of filters[facet]) query.append(facet, id);
    if (order === "date") query.set("sort", order);
    if (page > 1) query.set("page", page);
    return String(query);
  }

  const isBlank = ({ text, filters, sort: order }) => !text.trim() && order !== "date" && FACETS.every((facet) => !filters[facet].length);

  /** Notes where the reader is, for the way back to this point of the history. */
  function remember() {
    history.replaceState({ top: scrollY, focus: document.activeElement?.id }, "");
  }

  function write(push) {
    const query = queryOf(state);
    if (query === location.search.slice(1)) return;
    if (push) remember();
    history[push ? "pushState" : "replaceState"](null, "", location.pathname + (query && `?${query}`));
  }

  /** Goes to another state. A state that was left for good stays in the history; what is only being typed does not. */
  function go(next, { typing = false } = {}) {
    const push = settled && !isBlank(state);
    state = { ...state, text: box.value, page: 1, ...next };
    write(push);
    settled = !typing;
    return run();
  }

  function setForm() {
    box.value = state.text;
    sort.value = state.sort;
  }

  // Asking

  const wish = (extra) => ({ filters: state.filters, sort: state.sort, signal: control.signal, ...extra });

  async function run() {
    clearTimeout(timer);
    control?.abort();
    control = new AbortController();
    const mine = ++turn;
    const { text, page } = state;
    document.title = text.trim() ? `${text.trim()} – ${pageTitle}` : pageTitle;
    if (isBlank(state)) return blank();
    const busy = setTimeout(() => { if (mine === turn) { layout.hidden = false; status.textContent = texts.busy; } }, 400);
    try {
      const index = await ui.open();
      const found = await index.search(text, wish({ limit: SIZE * page, offset: 0, counts: panel.open }));
      const values = panel.open || facets.pairs().length ? await index.values() : null;
      if (mine === turn) show(index, found, values);
    } catch (error) {
      if (mine === turn) fail(error);
    } finally {
      clearTimeout(busy);
    }
  }

  function blank() {
    shown = null;
    layout.hidden = problem.hidden = true;
    browse.hidden = false;
    status.textContent = "";
    list.replaceChildren();
  }

  function fail(error) {
    shown = null;
    const code = `error${(error?.code ?? "damaged").replace(/^./, (letter) => letter.toUpperCase())}`;
    const again = error?.code === "network";
    const button = element("button", "button", again ? texts.again : texts.reload);
    button.type = "button";
    const land = () => (problem.hidden ? status : problem.querySelector("button")).focus();
    button.addEventListener("click", () => (again ? run().then(land) : location.reload()));
    problem.replaceChildren(element("p", "", texts[code] ?? texts.errorDamaged), button);
    problem.hidden = browse.hidden = false;
    layout.hidden = true;
  }

  // Showing

  function show(index, found, values) {
    shown = { index, found };
    problem.hidden = true;
    layout.hidden = false;
    browse.hidden = nothing.hidden = found.total > 0;
    showCount(found.hits.length);
    showNotes(found);
    facets.show(values, found.counts);
    list.replaceChildren(...rows(found.hits, found));
    more.hidden = found.hits.length >= found.total;
    watch();
    if (found.total === 0) showWays(index, found.unfiltered);
  }

  function showCount(count) {
    const { total } = shown.found;
    const values = { from: 1, to: number(count), total: number(total) };
    status.textContent = total === 0 ? texts.nothing : fill(count < total ? texts.shown : texts.allResults, values);
  }

  const quoted = (words) => words.join(", ");

  function showNotes(found) {
    const note = (text, words) => element("p", "", fill(text, { words: quoted(words) }));
    const corrected = found.terms.filter((term) => term.how === "typo").map((term) => term.used[0]);
    const unknown = found.terms.filter((term) => term.how === "none").map((term) => term.typed);
    const rows = [];
    if (corrected.length) rows.push(note(texts.corrected, corrected));
    if (unknown.length && found.total) rows.push(note(texts.unknown, unknown));
    if (state.sort === "date" && found.terms.length && found.complete < found.unfiltered) rows.push(element("p", "", texts.mixed));
    if (found.relaxed && found.total) rows.push(element("p", "", texts.relaxed));
    notes.replaceChildren(...rows);
  }

  /** Rows of the list; a line stands before the first entry that lacks one of the words. */
  function rows(hits, found, before) {
    const made = [];
    let last = before ?? (found.terms.length || hits[0]?.matched);
    for (const hit of hits) {
      if (state.sort !== "date" && hit.matched < last && last === found.terms.length) {
        made.push(element("li", "results-line", found.complete ? texts.fewer : texts.fewerOnly));
      }
      last = hit.matched;
      made.push(row(hit));
    }
    return made;
  }

  function row(hit) {
    const made = element("li", "card result");
    const kind = element("p", "card-kind");
    kind.append(icon(hit.kind), element("span", "", ui.kinds[hit.kind]));
    if (hit.shownDate) {
      const date = element("time", "", hit.shownDate);
      if (hit.date) date.dateTime = hit.date;
      kind.append(" ", date);
    }
    const title = element("h3", "card-title");
    const href = ui.address(hit.url);
    const link = element(href === null ? "span" : "a");
    if (href !== null) link.href = href;
    link.id = `hit-${hit.document}`;
    title.append(link);
    const lead = element("p", "card-summary");
    const isForeign = hit.language && hit.language !== language;
    if (isForeign) link.lang = lead.lang = hit.language;
    const { index, found } = shown;
    const isMarked = ui.marked(link, index.marks(hit.title, found));
    const isLeadMarked = ui.marked(lead, index.marks(hit.lead, found));
    made.append(kind, title, lead);
    const owner = element("p", "card-meta");
    const isOwnerMarked = ui.marked(owner, index.marks(hit.owner, found));
    if (hit.owner) made.append(owner);
    if (href !== null && !isMarked && !isLeadMarked && !isOwnerMarked) made.dataset.page = href;
    return made;
  }

  async function showMore() {
    const mine = turn;
    const { found, index } = shown;
    const offset = found.hits.length;
    try {
      const next = await index.search(state.text, wish({ limit: SIZE, offset, counts: false }));
      // Asked twice, only the first answer is shown.
      if (mine !== turn || found.hits.length !== offset) return;
      const added = rows(next.hits, found, found.hits.at(-1).matched);
      found.hits.push(...next.hits);
      list.append(...added);
      state.page += 1;
      write(false);
      showCount(found.hits.length);
      more.hidden = found.hits.length >= found.total || !next.hits.length;
      document.getElementById(`hit-${next.hits[0]?.document}`)?.focus();
      watch();
    } catch (error) {
      if (mine === turn) fail(error);
    }
  }

  // Excerpts: where neither title nor lead shows why, the entry's own page is read for the passage that does.

  const pages = new Map();
  const observer = new IntersectionObserver((seen) => seen.filter((one) => one.isIntersecting).forEach(({ target }) => {
    observer.unobserve(target);
    excerpt(target);
  }));

  function watch() {
    observer.disconnect();
    if (ui.root.protocol === "file:" || !shown?.found.terms.length || navigator.connection?.saveData) return;
    const mine = turn;
    // Somebody who still types wants other pages a moment later.
    setTimeout(() => { if (mine === turn) for (const item of list.querySelectorAll("[data-page]")) observer.observe(item); }, 300);
  }

  /** The words of a page in two texts: what its authors wrote, and what stands around that. */
  async function readable(href) {
    const answer = await fetch(href, { signal: control.signal });
    if (!answer.ok || !answer.headers.get("content-type")?.startsWith("text/html")) return [];
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const frame = page.querySelector("main article") ?? page.querySelector("main");
    if (!frame) return [];
    for (const silent of frame.querySelectorAll("script, style, template, svg, nav, form, .anchor, .hidden")) silent.remove();
    for (const block of frame.querySelectorAll("p, li, dt, dd, td, th, h1, h2, h3, h4, h5, h6, figcaption, summary, pre, br, div")) block.after("\n");
    const body = frame.querySelector("[data-body]");
    if (!body) return [frame.textContent];
    for (const foot of body.querySelectorAll("footer")) frame.append(foot);
    body.remove();
    return [body.textContent, frame.textContent.trim().replace(/\s*\n\s*/g, " · ")];
  }

  async function excerpt(item) {
    const href = item.dataset.page;
    delete item.dataset.page;
    const { index, found } = shown;
    try {
      if (!pages.has(href)) pages.set(href, await readable(href));
      if (pages.size > 60) pages.delete(pages.keys().next().value);
      const passages = pages.get(href).map((text) => index.excerpt(text, found));
      const best = passages.find((pieces) => pieces.some((piece) => piece.hit));
      if (best && shown?.found === found) ui.marked(item.querySelector(".card-summary"), best);
    } catch {
      // The lead stays.
    }
  }

  // Nothing found

  /** What would be found with one filter less; where no filter is to blame, the words nearest to those searched for. */
  async function showWays(index, unfiltered) {
    const mine = turn;
    ways.replaceChildren();
    const on = unfiltered ? facets.pairs() : [];
    const total = (pair) => index.search(state.text, wish({ filters: facets.without(...pair), limit: 1, counts: false })).then((found) => found.total, () => 0);
    const [near, totals] = await Promise.all([unfiltered ? [] : index.near(state.text).catch(() => []), Promise.all(on.map(total))]);
    if (mine !== turn) return;
    on.forEach((pair, at) => {
      const text = fill(texts.without, { name: facets.nameOf(...pair), count: number(totals[at]) });
      if (totals[at]) ways.append(facets.button("button", text, facets.without(...pair)));
    });
    if (on.length > 1) ways.append(facets.button("button", `${part(".search-clear").textContent}: ${number(unfiltered)}`, facets.none()));
    if (near.length) ways.append(nearest(near.slice(0, 6)));
  }

  function nearest(words) {
    const line = element("p", "", `${texts.near} `);
    words.forEach((word, at) => {
      const link = element("a", "", word);
      link.href = `?${new URLSearchParams({ q: word })}`;
      link.dataset.go = "";
      line.append(at ? ", " : "", link);
    });
    return line;
  }

  // Events

  function follow(event) {
    const link = event.target.closest("a[data-go]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(stateOf(new URL(link.href).searchParams)).then(() => status.focus());
    setForm();
  }

  async function restore() {
    state = stateOf(new URLSearchParams(location.search));
    settled = true;
    const place = history.state;
    setForm();
    await run();
    if (!place) return;
    scrollTo({ top: place.top, behavior: "instant" });
    if (/^(hit|on)-/.test(place.focus)) document.getElementById(place.focus)?.focus({ preventScroll: true });
  }

  function fitPanel() {
    panel.open = wide.matches;
  }

  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    // The keyboard of a phone would hide what was found.
    if (matchMedia("(pointer: coarse)").matches) box.blur();
    go({ text: box.value });
  });
  box.addEventListener("focus", () => ui.open().catch(() => {}));
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => go({ text: box.value }, { typing: true }), PAUSE); });
  box.addEventListener("change", () => { settled = true; });
  sort.addEventListener("change", () => go({ sort: sort.value }));
  more.firstElementChild.addEventListener("click", showMore);
  app.addEventListener("click", follow);
  panel.addEventListener("toggle", () => { if (panel.open && shown && !shown.found.counts) run(); });
  wide.addEventListener("change", fitPanel);
  addEventListener("popstate", restore);
  document.addEventListener("avilys:changed", () => { if (!isBlank(state)) run(); });
  addEventListener("pagehide", remember);
  document.addEventListener("scrollend", remember);
  history.scrollRestoration = "manual";

  const key = document.getElementById("search-key");
  key.closest("p").hidden = false;
  key.checked = ui.remembered("search-key") !== "off";
  key.addEventListener("change", () => ui.remember("search-key", key.checked ? "on" : "off"));

  fitPanel();
  app.hidden = false;
  restore();
})();
