// The small bar at the corner: what kind of page this is, its file, how many problems there are, and whether anybody listens.

const CELL = "M8 1.5 13.6 4.75v6.5L8 14.5 2.4 11.25v-6.5z";
const PEN = "M3 13l.6-2.8L10.8 3 13 5.2l-7.2 7.2zM9.4 4.4l2.2 2.2";
const BREACH = "M2 6.2a8.6 8.6 0 0 1 12 0M4.3 8.9a5.2 5.2 0 0 1 7.4 0M8 12.2v.1M3 14 13 2";

/** The bar with its parts; `toggled` hears that the problems are asked for. */
function statusBar(toggled) {
  const note = make("div", { class: "note", role: "status", hidden: true });
  const badges = make("ul", { class: "badges" });
  const source = make("p", { class: "source" });
  const problems = make("button", { type: "button", class: "problems", "aria-controls": "problems", hidden: true });
  const lost = make("p", { class: "lost", hidden: true });
  const follow = make("button", { type: "button", class: "follow" });
  const toggle = make("button", { type: "button", class: "toggle" });
  const unfinished = make("a", { class: "unfinished", href: service("unfinished") });
  const contents = make("div", { class: "contents" }, badges, source, problems, unfinished, follow);
  const pills = make("div", { class: "pills" }, make("div", { class: "parts" }, contents, lost), toggle);
  const element = make("section", { class: "bar" }, note, pills);
  let state = null;
  let folded = browserMemory.get("folded") === true;
  let gone = null;

  problems.addEventListener("click", () => toggled());
  follow.addEventListener("click", () => {
    tabMemory.set("follow", !follows());
    draw();
  });
  toggle.addEventListener("click", () => {
    folded = !folded;
    browserMemory.set("folded", folded);
    draw();
  });

  const follows = () => tabMemory.get("follow") === true;

  function draw(isOpen = problems.getAttribute("aria-expanded") === "true") {
    if (state === null) return;
    const { words, page } = state;
    element.setAttribute("aria-label", words.bar);
    contents.hidden = folded;
    badges.hidden = !page?.badges?.length;
    badges.replaceChildren(...(page?.badges ?? []).map(({ name, text }) => make("li", { class: name }, text)));
    source.hidden = !page?.source;
    source.replaceChildren(...path(page?.source ?? "", words, state.opens));
    unfinished.textContent = words.unfinished;
    problems.hidden = state.errors + state.warnings === 0;
    problems.setAttribute("aria-expanded", String(isOpen));
    problems.replaceChildren(...counts(state));
    follow.setAttribute("aria-pressed", String(follows()));
    follow.replaceChildren(icon(PEN), make("span", {}, words.follow));
    lost.replaceChildren(icon(BREACH), make("span", {}, words.lost));
    drawToggle(words);
    drawNote(words);
  }

  function drawToggle(words) {
    const kind = state.errors ? "error" : state.warnings ? "warning" : "";
    const count = folded && kind ? String(state.errors || state.warnings) : null;
    toggle.className = `toggle ${kind}`;
    toggle.setAttribute("aria-expanded", String(!folded));
    const found = counts(state).map((part) => part.textContent);
    toggle.setAttribute("aria-label", [folded ? words.unfold : words.fold, ...found].join(", "));
    toggle.replaceChildren(icon(CELL), ...(count ? [make("span", { class: "number" }, count)] : []));
  }

  function drawNote(words) {
    const lostAddress = gone === null ? state.page?.lost : null;
    note.hidden = gone === null && !lostAddress;
    if (lostAddress) {
      if (note.dataset.key === lostAddress) return;
      note.dataset.key = lostAddress;
      const keep = make("button", { type: "button", class: "keep" }, words.keep);
      keep.addEventListener("click", () => ask("keep"));
      note.replaceChildren(make("p", {}, words.old, " ", make("code", {}, lostAddress)), keep);
      return;
    }
    if (gone === null) {
      note.replaceChildren();
      delete note.dataset.key;
      return;
    }
    const [address, text] = gone.moved ? [gone.moved, words.moved] : [above(), words.up];
    const link = address && make("a", { href: address }, text);
    if (note.dataset.key === `${words.gone} ${address}`) return;
    note.dataset.key = `${words.gone} ${address}`;
    note.replaceChildren(make("p", {}, words.gone), ...(link ? [link] : []));
  }

  return {
    element,
    follows,
    draw,
    show(next) { state = next; draw(); },
    linked(isLinked) { lost.hidden = isLinked; },
    gone(isGone, moved) { gone = isGone ? { moved } : null; draw(); },
    focus() { (folded || problems.hidden ? toggle : problems).focus(); },
  };
}

// The folder may be left out where there is no room; of a bundle its own folder belongs to the name. Where the program may, it opens the
// file in the author's editor.
function path(source, words, opens) {
  const name = /[^/]+(\/_?index[^/]*)?$/.exec(source)?.[0] ?? source;
  const folder = source.slice(0, source.length - name.length);
  return [
    make("span", { class: "unseen" }, `${words.source}: `),
    opens ? opener(words, make("code", {}, make("span", { class: "folder" }, folder), name)) : make("code", {}, make("span", { class: "folder" }, folder), name),
  ];
}

function opener(words, name) {
  const button = make("button", { type: "button", class: "open", title: words.open }, name);
  button.addEventListener("click", () => ask("open"));
  return button;
}

// Asks the program to do something with the file of this page.
function ask(what) {
  const address = `${service(what)}?page=${encodeURIComponent(decoded(location.pathname))}`;
  fetch(address, { headers: { "Avilys-Preview": "1" }, cache: "no-store" }).catch(() => {});
}

// The section of this page, unless it is the portal's first page.
function above() {
  if (location.pathname === base) return null;
  return addressOf(location.pathname.endsWith("/") ? ".." : ".", location.href).pathname;
}
