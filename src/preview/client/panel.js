// The list of what is wrong, docked below the page. Knows the state's problems and words, and draws them as text only.

// Longer lines are cut round the place that is meant. Characters.
const LINE = 240;

const CLOSE = "M3 6l5 5 5-5";
const MARKS = { error: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M8 4.8v4M8 11.2v.1", warning: "M8 6.5v3M8 11.4v.1M8 2.4 14.2 13.4H1.8z" };

/** The panel with its `show(state)`, `open()`, `close()` and `isOpen()`; `closed` hears when the reader closes it. */
function problemPanel(closed) {
  const heading = make("p", { class: "heading" });
  const fold = make("button", { type: "button", class: "quiet" });
  const list = make("div", { class: "list", tabindex: "0", role: "group" });
  const head = make("div", { class: "head" }, heading, fold);
  const element = make("section", { class: "panel", id: "problems", hidden: true }, head, list);
  let drawn = "";

  fold.addEventListener("click", () => closed());
  element.addEventListener("keydown", (event) => event.key === "Escape" && closed());

  function show(state) {
    const { words, problems } = state;
    element.setAttribute("aria-label", words.problems);
    list.setAttribute("aria-label", words.problems);
    heading.textContent = words.problems;
    fold.replaceChildren(icon(CLOSE), make("span", {}, words.hide));
    const text = JSON.stringify([problems, words]);
    if (text === drawn) return;
    drawn = text;
    const top = list.scrollTop;
    list.replaceChildren(...groups(problems, words), ...rest(state));
    list.scrollTop = top;
  }

  return {
    element,
    show,
    open() { element.hidden = false; },
    close() { element.hidden = true; },
    isOpen: () => !element.hidden,
  };
}

/** How many errors and warnings there are, in words and colours. */
function counts({ errors, warnings, words }) {
  return [errors && ["error", words.errors], warnings && ["warning", words.warnings]]
    .filter(Boolean)
    .map(([kind, text]) => make("span", { class: `count ${kind}` }, text));
}

function groups(problems, words) {
  const near = problems.filter((problem) => problem.here);
  const far = problems.filter((problem) => !problem.here);
  const titled = near.length > 0 && far.length > 0;
  return [[near, words.here], [far, words.elsewhere]]
    .filter(([members]) => members.length > 0)
    .flatMap(([members, title]) => [
      titled ? make("p", { class: "title" }, title) : null,
      make("ul", { "aria-label": titled ? title : null }, ...members.map((problem) => item(problem, words))),
    ])
    .filter(Boolean);
}

function rest({ errors, warnings, problems, words }) {
  return errors + warnings > problems.length ? [make("p", { class: "title" }, words.more)] : [];
}

function item(problem, words) {
  const name = make("span", { class: "severity" }, icon(MARKS[problem.severity] ?? MARKS.error), words[problem.severity]);
  return make(
    "li",
    { class: problem.severity },
    make("p", { class: "message" }, name, " ", problem.message),
    ...place(problem),
    problem.other ? make("div", { class: "other" }, ...place(problem.other)) : null,
    problem.help ? make("p", { class: "help" }, make("b", {}, `${words.help}: `), problem.help) : null,
  );
}

function place({ file, line, column, excerpt }) {
  if (!file) return [];
  const parts = [file, line, column].filter((part) => part !== null && part !== undefined);
  return [make("p", { class: "place" }, make("code", {}, parts.join(":"))), excerpt ? quotation(excerpt) : null];
}

function quotation({ line, lines, start, end }) {
  const last = lines.length - 1;
  const row = (text, at) => make(
    "div",
    { class: at === last ? "row meant" : "row" },
    make("span", { class: "number", "aria-hidden": "true" }, String(line + at)),
    make("code", {}, ...(at === last ? pointed(text, start, end) : [cut(text)])),
  );
  return make("div", { class: "excerpt" }, ...lines.map(row));
}

const cut = (text) => (text.length > LINE ? `${text.slice(0, LINE)}…` : text);

// A place without width is shown by the character that follows it; a line's end has none and gets an empty mark.
function pointed(text, start, last) {
  const end = Math.max(last, start + (text.codePointAt(start) > 0xffff ? 2 : 1));
  const from = Math.max(0, start - LINE / 2);
  const to = Math.max(end + LINE / 2, from + LINE);
  return [
    (from > 0 ? "…" : "") + text.slice(from, start),
    make("mark", {}, text.slice(start, end)),
    text.slice(end, to) + (to < text.length ? "…" : ""),
  ];
}
