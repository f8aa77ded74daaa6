// A preview server without a generator: a built site from the disk, changed in memory by a test, and the script's whole
// protocol. The script itself is put together from the list in its Rust module, as the program does it.

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PARTS = fileURLToPath(new URL("../../src/preview/client/", import.meta.url));

const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "media-src 'self'", "connect-src 'self'",
].join("; ");

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
};

export const WORDS = {
  lt: {
    bar: "Peržiūra", problems: "Problemos", follow: "Sekti mano pakeitimus", fold: "Suskleisti juostą",
    unfold: "Išskleisti peržiūros juostą", hide: "Suskleisti", error: "Klaida", warning: "Įspėjimas", here: "Šiame puslapyje",
    elsewhere: "Kitur portale", help: "Kaip taisyti", clear: "Klaidų nebėra", lost: "Nėra ryšio su peržiūra",
    found: "Ryšys su peržiūra atkurtas", gone: "Šio puslapio failo nebėra. Rodoma paskutinė jo versija.", up: "Eiti į skyrių",
    moved: "Atverti nauju adresu", source: "Puslapio failas", keep: "Išlaikyti: įrašyti į failą", old: "Senas adresas",
    open: "Atverti failą redaktoriuje", unfinished: "Nebaigta", more: "Rodomos ne visos problemos. Visas rasite terminale.",
  },
  en: {
    bar: "Preview", problems: "Problems", follow: "Follow my edits", fold: "Collapse the bar", unfold: "Expand the preview bar",
    hide: "Collapse", error: "Error", warning: "Warning", here: "On this page", elsewhere: "Elsewhere in the portal", help: "Help",
    clear: "No errors left", lost: "No connection to the preview", found: "Connected to the preview again",
    gone: "The file of this page is gone. This is the last version of the page.", up: "Go to the section",
    moved: "Open it at its new address", source: "File of this page", keep: "Keep it: write it into the file", old: "Old address",
    open: "Open the file in your editor", unfinished: "Not finished", more: "Not all problems are shown here. The terminal lists them all.",
  },
};

function script() {
  const parts = /pub const SCRIPT: &str = concat!\(([\s\S]*?)\n\);/.exec(readFileSync(join(PARTS, "mod.rs"), "utf8"))[1];
  return [...parts.matchAll(/include_str!\("([^"]+)"\)|("(?:[^"\\]|\\.)*")/g)]
    .map(([, file, text]) => (file ? readFileSync(join(PARTS, file), "utf8") : JSON.parse(text)))
    .join("");
}

const hash = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);

export class FakePreview {
  generation = 1;
  session = "first";
  theme = "theme-1";
  base = "/";
  changed = [];
  edited = null;
  problems = [];
  badges = [];
  /** A page that stands for all others while the site cannot be shown. */
  broken = null;
  counted = { streams: 0, pages: 0 };
  #files = new Map();
  #moves = new Map();
  #streams = new Set();
  #root;
  #server;
  #port = 0;

  /** Serves the site at `root` on loopback, below `base`. */
  static async start(root, base = "/") {
    const preview = new FakePreview();
    preview.#root = root;
    preview.base = base;
    await preview.up();
    return preview;
  }

  async up() {
    this.#server = createServer((request, response) => this.#answer(request, response));
    await new Promise((done) => this.#server.listen(this.#port, "127.0.0.1", done));
    this.#port = this.#server.address().port;
  }

  /** Ends the server and its streams; `up` starts it again at the same port. */
  async down() {
    await new Promise((done) => { this.#server.close(done); this.#server.closeAllConnections(); });
    this.#streams.clear();
  }

  get origin() { return `http://127.0.0.1:${this.#port}`; }
  get streams() { return this.#streams.size; }
  at(path) { return this.origin + this.base + path.replace(/^\//, ""); }

  /** What stands at a path of the site, such as `apie/index.html`: text or bytes, or null. */
  text(path) {
    if (this.#files.has(path)) return this.#files.get(path);
    const file = join(this.#root, path);
    try {
      return statSync(file).isFile() ? readFileSync(file, extname(file) === ".png" ? null : "utf8") : null;
    } catch {
      return null;
    }
  }

  /** Changes a file without a word to the tabs; `text` null takes it away. */
  put(path, text) { this.#files.set(path, text); }

  /** Changes a page by replacing what must be there. */
  edit(path, from, to) {
    const text = this.text(path);
    if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
    this.put(path, text.replace(from, () => to));
    this.tell();
  }

  move(from, to) {
    this.put(`${to}index.html`, this.text(`${from}index.html`));
    this.put(`${from}index.html`, null);
    this.#moves.set(from, to);
    this.tell();
  }

  /** Changes a static file, which the state then names. */
  touch(path, text) {
    this.put(path, text);
    this.changed.push({ path: `static/${path}`, url: this.base + path, generation: this.generation + 1 });
    this.tell();
  }

  /** The next generation is there: all tabs hear of it. */
  tell() {
    this.generation += 1;
    for (const stream of this.#streams) this.#greet(stream);
  }

  #greet(stream) {
    stream.write(`event: state\ndata: ${JSON.stringify({ generation: this.generation, session: this.session })}\n\n`);
  }

  #answer(request, response) {
    const address = new URL(request.url, this.origin);
    const path = decodeURIComponent(address.pathname);
    const send = (status, headers, body = "") => {
      response.writeHead(status, { "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", ...headers });
      response.end(body);
    };
    if (!path.startsWith(this.base)) return send(404, {});
    const inner = path.slice(this.base.length);
    if (inner === "__avilys/client.js") return send(200, { "Content-Type": TYPES[".js"] }, script());
    if (inner === "favicon.ico") return send(204, {});
    if (inner === "__avilys/events") return this.#stream(request, response);
    if (inner === "__avilys/state") {
      return send(200, { "Content-Type": "application/json" }, JSON.stringify(this.#state(address.searchParams.get("page"), request)));
    }
    if (this.#moves.has(inner)) return send(302, { Location: this.base + this.#moves.get(inner) });
    if (inner === "" || inner.endsWith("/") || inner.endsWith(".html")) return this.#page(inner, request, send);
    const body = this.text(inner);
    if (body === null) return send(404, {});
    const version = `"${hash(body)}"`;
    if (request.headers["if-none-match"] === version) return send(304, { ETag: version });
    return send(200, { "Content-Type": TYPES[extname(inner)] ?? "text/plain", ETag: version }, body);
  }

  #page(inner, request, send) {
    this.counted.pages += 1;
    const found = this.broken === null ? this.text(inner.endsWith(".html") ? inner : `${inner}index.html`) : null;
    const status = found !== null ? 200 : this.broken === null ? 404 : 503;
    const body = found ?? this.broken ?? this.text("404.html");
    const version = hash(body);
    const headers = {
      "Content-Type": TYPES[".html"], "Content-Security-Policy": POLICY, "Avilys-Theme": this.theme, ETag: `"${version}"`,
    };
    if (request.headers["if-none-match"] === `"${version}"` && status === 200) return send(304, headers);
    const tag = `<script src="${this.base}__avilys/client.js" data-version="${version}" data-theme="${this.theme}" data-base="${this.base}" defer></script>`;
    return send(status, headers, body.replace(/(<\/body>(?![\s\S]*<\/body>))|$/, (end) => tag + end));
  }

  #state(page, request) {
    const language = /^en/.test(request.headers["accept-language"] ?? "") ? "en" : "lt";
    const [errors, warnings] = ["error", "warning"].map((kind) => this.problems.filter((problem) => problem.severity === kind).length);
    const inner = page.slice(this.base.length);
    const moved = this.#moves.get(inner);
    const found = this.text(`${inner}index.html`) !== null;
    return {
      generation: this.generation, session: this.session, theme: this.theme, language, changed: this.changed, edited: this.edited,
      page: { found, source: found ? `content/${inner}index.md` : null, badges: this.badges, moved: moved ? this.base + moved : null },
      errors, warnings, problems: this.problems,
      words: { ...WORDS[language], errors: errors === 1 ? "1 klaida" : `${errors} klaidos`, warnings: warnings === 1 ? "1 įspėjimas" : `${warnings} įspėjimai` },
    };
  }

  #stream(request, response) {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
    this.#streams.add(response);
    this.counted.streams += 1;
    request.on("close", () => this.#streams.delete(response));
    this.#greet(response);
  }
}
