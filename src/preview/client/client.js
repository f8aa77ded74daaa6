// Keeps the tab as the site is: asks for its page and for the state after each change, and shows both.

// The states of the server: the one to reach and the one that is shown.
let target = null;
let reached = null;
let busy = false;

// Set once the page's text as it was served is known.
let mapping = null;

// Files changed up to this generation are shown; `null` before the first state.
let refreshed = null;

// Milliseconds until a failed check is tried again, and until an answer is no longer waited for.
const RETRY = 1500;
const PATIENCE = 20000;

class Unanswered extends Error {}

const ui = surface();
let isLinked = false;
const stream = listener(wake, (is) => ui.linked(isLinked = is));

const key = ({ session, generation }) => `${session}/${generation}`;

// At most one check is under way and one waits: whatever came in between, the last state is the one that is reached.
async function wake(state) {
  if (state) target = key(state);
  if (busy) return;
  busy = true;
  while (reached !== target && !leaving) {
    const aim = target;
    try {
      await check();
    } catch (error) {
      if (error instanceof Unanswered) {
        // The next connection brings the state again; this is for a single request that failed.
        if (isLinked) setTimeout(wake, RETRY);
        break;
      }
      console.error(error);
    }
    reached = aim;
  }
  busy = false;
}

async function check() {
  const [page, state] = await Promise.all([fetchPage(), fetchState()]).catch(() => { throw new Unanswered(); });
  if (leaving) return;
  const before = sheets();
  showPage(page, state);
  if (leaving || !state || showFiles(state, before)) return;
  ui.show(state);
  follow(state);
}

// The first answer is also the text that the page was made from, so it is asked for whole.
async function fetchPage() {
  const headers = mapping ? { "If-None-Match": `"${shown.version}"` } : {};
  const answer = await fetch(here(), { headers, cache: mapping ? "no-store" : "no-cache", signal: AbortSignal.timeout(PATIENCE) });
  const version = (answer.headers.get("ETag") ?? "").replace(/^W\/|"/g, "");
  const theme = answer.headers.get("Avilys-Theme") ?? shown.theme;
  const html = answer.status === 304 ? "" : await answer.text();
  if (mapping === null && version === shown.version) shown.status = answer.status;
  return { answer, version, theme, html };
}

async function fetchState() {
  const address = `${service("state")}?page=${encodeURIComponent(decoded(location.pathname))}`;
  const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  return answer.ok ? answer.json() : null;
}

// What the page can be: there, not there, or not yet to be had. Anything else says nothing about it.
const sort = (status) => (status === 304 ? shown.status : status);

function showPage({ answer, version, theme, html }, state) {
  const status = sort(answer.status);
  if (answer.redirected && addressOf(answer.url)?.pathname !== location.pathname) {
    replaceBy(answer.url.split("#")[0] + location.hash);
  } else if (status === shown.status) {
    ui.gone(false);
    update(version, theme, html, state);
  } else if ([200, 404, 503].includes(status)) {
    if (shown.status === 200) ui.gone(status === 404, state?.page?.moved);
    else reload(version);
  }
}

function update(version, theme, html, state) {
  const isNew = html !== "" && version !== shown.version;
  const isOther = state && refreshed && state.session !== refreshed.session;
  const mustLoad = mapping === null || theme !== shown.theme || shown.status === 503 || isOther;
  if (isNew && mustLoad && reload(version)) return;
  if (mapping === null) {
    mapping = mapNodes(isNew ? null : parse(html));
    if (!isNew) tabMemory.set("reloaded", null);
  }
  shown.theme = theme;
  if (!isNew) return;
  const next = parse(html);
  if (needsLoad(mapping.served, next) && reload(version)) return;
  try {
    const changed = inPlace(() => morph(mapping, next));
    shown.version = version;
    point(changed);
    document.dispatchEvent(new CustomEvent("avilys:update"));
  } catch (error) {
    if (!(error instanceof Unlike)) console.error(error);
    reload(`${version} anew`);
  }
}

// Shows the files that have changed since the last state. Gives whether the page is being loaded anew.
function showFiles(state, before) {
  const since = refreshed === null ? state.generation : refreshed.session === state.session ? refreshed.generation : 0;
  refreshed = { session: state.session, generation: state.generation };
  // For what a page has of the whole site, such as its search.
  if (since < state.generation) document.dispatchEvent(new CustomEvent("avilys:changed"));
  const paths = (state.changed ?? []).filter((file) => file.url && file.generation > since)
    .map((file) => addressOf(file.url)?.pathname);
  const fresh = new Set(sheets().filter((link) => !before.includes(link)));
  return refresh(paths, `${state.session}-${state.generation}`, fresh) && reload(`${shown.version} ${key(state)}`);
}

// What was edited before the tab first asked is no news.
function follow({ session, generation, edited }) {
  const seen = tabMemory.get("edited");
  tabMemory.set("edited", { session, generation });
  if (!edited?.url || seen?.session !== session || edited.generation <= seen.generation || !ui.follows()) return;
  const address = addressOf(edited.url);
  if (address.pathname !== location.pathname) leaveFor(address.href);
}

addEventListener("pagehide", () => stream.end());
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leaving = false;
  reached = null;
  stream.begin();
});
stream.begin();
