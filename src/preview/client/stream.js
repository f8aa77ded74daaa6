// How the tabs of a browser hear of changes: one of them listens to the server and tells the others.
//
// A browser opens six connections to a host, so a stream for every tab would stop the seventh. Who listens is settled by a
// lock, which passes on when its tab closes. Knows nothing of what the events mean.

const EVENTS = service("events");

// Shorter breaks are not worth a word. Milliseconds, as all times here.
const BREAK = 2000;
const HANGING = 5000;
const LONGEST_WAIT = 2000;

/**
 * Hears of the server's states. `heard` gets each of them, `linked` whether there is a connection.
 * Gives two functions: one that begins, and one that ends so that the page can rest in the browser's history.
 */
function listener(heard, linked) {
  let [channel, lock, source, wait, lossTimer, hanging] = [];
  let attempts = 0;
  let isLinked = null;
  let last = null;

  const hear = (message) => {
    if (message.state) heard(last = message.state);
    if ("linked" in message && message.linked !== isLinked) linked(isLinked = message.linked);
  };
  const tell = (message) => {
    hear(message);
    channel?.postMessage(message);
  };

  function open() {
    shut();
    source = new EventSource(EVENTS);
    lossTimer ??= setTimeout(() => tell({ linked: false }), BREAK);
    hanging = setTimeout(again, HANGING);
    source.addEventListener("open", () => {
      attempts = 0;
      clearTimeout(lossTimer);
      clearTimeout(hanging);
      lossTimer = undefined;
      tell({ linked: true });
    });
    source.addEventListener("state", (event) => tell({ state: JSON.parse(event.data) }));
    source.addEventListener("error", again);
  }

  // The browser's own way to connect again takes its time, and gives up at the first odd answer.
  function again() {
    shut();
    lossTimer ??= setTimeout(() => tell({ linked: false }), BREAK);
    wait = setTimeout(open, Math.min(LONGEST_WAIT, 100 * 2 ** attempts));
    attempts += 1;
  }

  function shut() {
    source?.close();
    source = undefined;
    clearTimeout(wait);
    clearTimeout(hanging);
  }

  // Without locks (a page that is not on this machine and not on HTTPS) a tab listens while it is seen.
  function whileSeen() {
    if (document.visibilityState === "visible" && !source) open();
    if (document.visibilityState === "hidden") shut();
  }

  function lead(release) {
    channel.onmessage = ({ data }) => {
      if (data.asks) tell({ ...(last && { state: last }), ...(isLinked !== null && { linked: isLinked }) });
    };
    open();
    return release;
  }

  function begin() {
    if (!navigator.locks) {
      document.addEventListener("visibilitychange", whileSeen);
      whileSeen();
      return;
    }
    channel = new BroadcastChannel(NAME + base);
    channel.onmessage = ({ data }) => hear(data);
    channel.postMessage({ asks: true });
    lock = Promise.withResolvers ? Promise.withResolvers() : resolvers();
    const { promise } = lock;
    const asked = new AbortController();
    lock.abort = () => asked.abort();
    navigator.locks.request(NAME + base, { signal: asked.signal }, () => lead(promise)).catch(() => {});
  }

  function end() {
    document.removeEventListener("visibilitychange", whileSeen);
    shut();
    clearTimeout(lossTimer);
    lossTimer = undefined;
    lock?.abort();
    lock?.resolve();
    channel?.close();
    channel = undefined;
  }

  return { begin, end };
}

function resolvers() {
  const made = {};
  made.promise = new Promise((resolve) => { made.resolve = resolve; });
  return made;
}
