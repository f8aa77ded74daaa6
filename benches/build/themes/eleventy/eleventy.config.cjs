// NODE_PATH must name the folder that holds markdown-it-footnote and markdown-it-anchor.
const footnote = require("markdown-it-footnote");
const anchor = require("markdown-it-anchor");

const KINDS = {
  practice: "Geroji patirtis",
  programme: "Programos",
  conference: "Konferencijos",
  report: "Ataskaitos",
};
const PER_PAGE = 20;
const TR = { ą: "a", č: "c", ę: "e", ė: "e", į: "i", š: "s", ų: "u", ū: "u", ž: "z" };

const slugs = new Map();
function slug(s) {
  let v = slugs.get(s);
  if (v === undefined) {
    v = s
      .toLowerCase()
      .replace(/[ąčęėįšųūž]/g, (c) => TR[c])
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
    slugs.set(s, v);
  }
  return v;
}

function pagers(base, name, entries) {
  const count = Math.max(1, Math.ceil(entries.length / PER_PAGE));
  const at = (k) => (k === 1 ? base : `${base}page/${k}/`);
  const out = [];
  for (let k = 1; k <= count; k++) {
    out.push({
      name,
      url: at(k),
      first: base,
      number: k,
      count,
      prev: k > 1 ? at(k - 1) : "",
      next: k < count ? at(k + 1) : "",
      entries: entries.slice((k - 1) * PER_PAGE, k * PER_PAGE),
    });
  }
  return out;
}

// everything the list pages need, made once a build
let made = null;
function model(api) {
  if (made) return made;
  const entries = api.getAll().filter((p) => p.inputPath.startsWith("./content/"));
  entries.sort((a, b) => b.date - a.date || (a.url < b.url ? -1 : 1));
  const terms = { schools: new Map(), topics: new Map(), municipalities: new Map() };
  const kinds = {};
  for (const k of Object.keys(KINDS)) kinds[k] = [];
  const add = (kind, name, e) => {
    const m = terms[kind];
    let t = m.get(name);
    if (!t) m.set(name, (t = { name, url: `/${kind}/${slug(name)}/`, entries: [] }));
    t.entries.push(e);
  };
  for (const e of entries) {
    kinds[e.inputPath.split("/")[2]].push(e);
    add("schools", e.data.school, e);
    add("municipalities", e.data.municipality, e);
    for (const t of e.data.topics) add("topics", t, e);
  }
  const lists = [];
  for (const k of Object.keys(KINDS)) lists.push(...pagers(`/${k}/`, KINDS[k], kinds[k]));
  const taxonomies = [];
  for (const kind of Object.keys(terms)) {
    const sorted = [...terms[kind].values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    taxonomies.push({ name: kind, url: `/${kind}/`, terms: sorted });
    for (const t of sorted) lists.push(...pagers(t.url, t.name, t.entries));
  }
  made = {
    entries,
    lists,
    taxonomies,
    redirects: lists.filter((l) => l.number === 1),
    bySchool: Object.fromEntries([...terms.schools.values()].map((t) => [t.name, t.entries.slice(0, 5)])),
  };
  return made;
}

module.exports = function (cfg) {
  cfg.setQuietMode(true);
  cfg.on("eleventy.before", () => {
    made = null;
  });
  cfg.amendLibrary("md", (md) => {
    md.use(footnote);
    md.use(anchor, { slugify: slug, tabIndex: false });
  });
  for (const name of ["entries", "lists", "taxonomies", "redirects", "bySchool"]) {
    cfg.addCollection(name, (api) => model(api)[name]);
  }
  cfg.addFilter("day", (d) => d.toISOString().slice(0, 10));
  cfg.addFilter("termUrl", (name, kind) => `/${kind}/${slug(name)}/`);
  cfg.addFilter("head", (list, n) => list.slice(0, n));
  cfg.addFilter("toc", (html) => {
    const out = [];
    for (const m of html.matchAll(/<h([23]) id="([^"]+)"[^>]*>(.*?)<\/h\1>/g)) {
      const h = { id: m[2], title: m[3], children: [] };
      if (m[1] === "2" || out.length === 0) out.push(h);
      else out[out.length - 1].children.push(h);
    }
    return out;
  });
  cfg.addPassthroughCopy({ static: "/" });
  return {
    dir: { input: ".", includes: "_includes", output: "_site" },
    templateFormats: ["md", "njk"],
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
};
