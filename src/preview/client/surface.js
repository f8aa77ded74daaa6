// What the script shows over the page: the bar and the panel, in a shadow tree that the page's styles do not reach.

/** Gives what the rest of the script may say to the reader. */
function surface() {
  const host = document.createElement("avilys-preview");
  const root = host.attachShadow({ mode: "open" });
  const live = make("p", { class: "unseen", role: "status" });
  const panel = problemPanel(() => { turn(false); bar.focus(); });
  const bar = statusBar(() => turn(!panel.isOpen()));
  const dock = make("div", { class: "dock" }, bar.element, panel.element);
  bar.element.append(live);
  root.adoptedStyleSheets = [sheet(STYLE)];
  root.append(dock);
  let words = null;
  let said = null;

  function turn(isOpen) {
    if (isOpen) panel.open();
    else panel.close();
    tabMemory.set("open", isOpen);
    bar.draw(isOpen);
  }

  function show(state) {
    if (words === null) {
      document.documentElement.append(host);
      makeRoom(dock);
    }
    words = state.words;
    if (state.language) host.lang = state.language;
    const hadFocus = root.activeElement !== null && panel.element.contains(root.activeElement);
    panel.show(state);
    bar.show(state);
    const isOpen = stance(state);
    if (isOpen !== panel.isOpen()) turn(isOpen);
    if (hadFocus && !isOpen) bar.focus();
    say(state);
  }

  // Errors that were not there before open the panel; what the reader has closed stays closed, also on the next page.
  // A page that is itself the list of problems leaves the panel to the reader, and counts nothing as seen in it.
  function stance({ errors, warnings, problems }) {
    if (document.documentElement.dataset.problems !== undefined) return panel.isOpen() && errors + warnings > 0;
    const names = problems.filter((problem) => problem.severity === "error")
      .map(({ code, file, message }) => [code, file, message].join(" "));
    const known = tabMemory.get("known") ?? [];
    tabMemory.set("known", names);
    if (names.some((name) => !known.includes(name))) return true;
    const isOpen = panel.isOpen() || tabMemory.get("open") === true;
    return isOpen && (errors > 0 || (warnings > 0 && known.length === 0));
  }

  function say(state) {
    const text = [state.errors ? words.errors : null, state.warnings ? words.warnings : null].filter(Boolean).join(", ");
    if (text !== said && (said !== null || text !== "")) live.textContent = text || words.clear;
    said = text;
  }

  return {
    show,
    follows: bar.follows,
    gone: bar.gone,
    linked(isLinked) {
      if (words) live.textContent = isLinked ? words.found : words.lost;
      bar.linked(isLinked);
    },
  };
}

function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

// The page can be scrolled so far that nothing of it stays behind the bar and the panel.
function makeRoom(dock) {
  const room = sheet("");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, room];
  new ResizeObserver(() => {
    const height = Math.ceil(dock.getBoundingClientRect().height);
    room.replaceSync(`@media screen { html { padding-bottom: ${height}px !important; scroll-padding-bottom: ${height}px; } }`);
  }).observe(dock);
}
