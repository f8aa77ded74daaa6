// The filters of the search page: checkboxes with counts, and those in use as buttons that take them off.
// Gives `avilysSearchPage.filters(page)`; search-page.js holds the state and says what was found.
"use strict";
(() => {
  const ui = globalThis.avilysSearchPage;
  if (!ui) return;
  const { element, fill, number } = ui;
  const groups = [...document.querySelectorAll("[data-facet]")];
  const FACETS = groups.map((group) => group.dataset.facet);
  const ORDERS = new Map(groups.map(({ dataset }) => [dataset.facet, dataset.order]));
  const SHORT = 8;
  const LONG = 300;

  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /** Narrower topics below theirs, each with its depth. A topic whose broader one is not there stands at the top. */
  function tree(values) {
    const known = new Set(values.map((value) => value.at));
    const children = new Map();
    for (const value of values) {
      const parent = known.has(value.parent) ? value.parent : -1;
      children.set(parent, [...(children.get(parent) ?? []), value]);
    }
    const rows = [];
    const add = (parent, depth) => {
      for (const value of depth > 9 ? [] : children.get(parent) ?? []) {
        rows.push({ ...value, depth });
        add(value.at, depth + 1);
      }
    };
    add(-1, 0);
    return rows;
  }

  /**
   * Values in the order that the list asks for: the most frequent first if it does not say. Those of no
   * entry are left out; what is asked for in the address and is unknown stands there with its id.
   */
  function ordered(facet, values, counts, on) {
    const all = values.map((value, at) => ({ ...value, at, count: counts?.get(at) ?? 0, isOn: on.includes(value.id) }));
    for (const id of on) if (!values.some((value) => value.id === id)) all.push({ id, title: id, at: all.length, count: 0, isOn: true });
    const some = all.filter((value) => value.count || value.isOn);
    const order = ORDERS.get(facet);
    if (order === "given") return some;
    if (order === "newest") return some.sort((a, b) => (a.id < b.id ? 1 : -1));
    some.sort((a, b) => b.count - a.count || a.at - b.at);
    return order === "tree" ? tree(some) : some;
  }

  function choice(facet, value) {
    const item = element("li", value.depth ? `facet-under-${Math.min(value.depth, 3)}` : "");
    const label = element("label");
    const input = element("input");
    Object.assign(input, { type: "checkbox", name: facet, value: value.id, checked: value.isOn, id: `on-${facet}-${value.at}` });
    label.append(input, element("span", "facet-title", value.title), element("span", "count", number(value.count)));
    item.append(label);
    return item;
  }

  /** New numbers for the rows that are there. */
  function recount(items, known) {
    const byId = new Map(known.map((value) => [value.id, value]));
    for (const input of items.querySelectorAll("input")) {
      const value = byId.get(input.value);
      input.checked = value?.isOn ?? false;
      input.parentElement.lastElementChild.textContent = number(value?.count ?? 0);
    }
  }

  /**
   * `page`: `app` (the element with the texts), `cross()` (a symbol for „take off“), `chosen()` (ids by facet), `go(filters)`
   * (to another state; resolves when that is shown).
   */
  ui.filters = ({ app, cross, chosen, go }) => {
    const texts = app.dataset;
    const part = (selector) => app.querySelector(selector);
    const [panel, status, chips, clear] = [".search-filters", ".search-status", ".search-chips", ".search-clear"].map(part);
    const field = (facet) => part(`[data-facet=${facet}]`);
    const states = ["valid", "expiring", "expired"].map((id) => ({ id, title: texts[`badge${id[0].toUpperCase()}${id.slice(1)}`] }));
    let values = {};
    let counts = null;

    const valuesOf = (facet) => (facet === "valid" ? states : values?.[facet] ?? []);
    const nameOf = (facet, id) => valuesOf(facet).find((value) => value.id === id)?.title ?? id;
    const pairs = () => FACETS.flatMap((facet) => chosen()[facet].map((id) => [facet, id]));
    const without = (facet, id) => ({ ...chosen(), [facet]: chosen()[facet].filter((other) => other !== id) });
    const none = () => Object.fromEntries(FACETS.map((facet) => [facet, []]));

    /** With nothing left to show there is no line of results to go to. */
    const land = () => (status.checkVisibility() ? status : document.querySelector(".search-app .search-input")).focus();

    /** A button that goes to other filters and then to the line that says how many entries there are. */
    function button(className, text, filters) {
      const made = element("button", className, text);
      made.type = "button";
      made.addEventListener("click", () => go(filters).then(land));
      return made;
    }

    function chip([facet, id]) {
      const name = `${field(facet).querySelector("legend").textContent}: ${nameOf(facet, id)}`;
      const made = button("chip search-chip", name, without(facet, id));
      made.setAttribute("aria-label", fill(texts.remove, { name }));
      made.append(cross());
      const item = element("li");
      item.append(made);
      return item;
    }

    function showChips() {
      const on = pairs();
      chips.replaceChildren(...on.map(chip), chips.lastElementChild);
      chips.hidden = !on.length;
      panel.querySelector("summary span").textContent = on.length ? fill(texts.filtersOn, { count: on.length }) : texts.filters;
    }

    /** Fills one fieldset. While somebody is at its checkboxes, the rows stay in place and only their numbers change. */
    function showFacet(facet) {
      const group = field(facet);
      const [items, all, find] = ["ul", ".facet-all", ".facet-find"].map((selector) => group.querySelector(selector));
      const known = ordered(facet, valuesOf(facet), counts[facet], chosen()[facet]);
      if (items.contains(document.activeElement)) return recount(items, known);
      const wanted = folded(find?.value ?? "");
      const fitting = wanted ? known.filter((value) => folded(value.title).includes(wanted)) : known;
      const isOpen = group.dataset.open !== undefined || wanted !== "";
      const rows = isOpen ? fitting.slice(0, LONG) : fitting.filter((value, at) => at < SHORT || value.isOn);
      items.replaceChildren(...rows.map((value) => choice(facet, value)));
      group.hidden = !known.length;
      if (find) find.hidden = known.length <= SHORT && !wanted;
      all.hidden = wanted !== "" || known.length <= SHORT;
      all.textContent = isOpen ? texts.showLess : fill(texts.showAll, { count: number(known.length) });
      all.setAttribute("aria-expanded", String(isOpen));
    }

    const refresh = (target) => counts && showFacet(target.closest("fieldset").dataset.facet);

    function fold(target) {
      const { dataset } = target.closest("fieldset");
      if (dataset.open === undefined) dataset.open = "";
      else delete dataset.open;
      refresh(target);
    }

    panel.addEventListener("change", ({ target: { type, name, value, checked } }) => {
      if (type === "checkbox") go(checked ? { ...chosen(), [name]: [...chosen()[name], value] } : without(name, value));
    });
    panel.addEventListener("input", ({ target }) => { if (target.className === "facet-find") refresh(target); });
    panel.addEventListener("click", ({ target }) => { if (target.className === "facet-all") fold(target); });
    panel.addEventListener("submit", (event) => event.preventDefault());
    clear.addEventListener("click", () => go(none()).then(land));

    return {
      none, pairs, without, nameOf, button,
      /** Shows the values with their counts; without counts the checkboxes stay as they are. */
      show(newValues, newCounts) {
        [values, counts] = [newValues, newCounts];
        showChips();
        if (counts) FACETS.forEach(showFacet);
      },
    };
  };
  ui.FACETS = FACETS;
})();
