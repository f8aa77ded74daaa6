// Runs the browser's search engine without a browser: a context with what the engine asks a browser for, over files in a Map or a folder.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

/** Gives the bytes of a file of an index or null, from a Map by name or from a folder. */
export function reader(files) {
  if (files instanceof Map) return (name) => files.get(name) ?? null;
  return (name) => (existsSync(join(files, name)) ? readFileSync(join(files, name)) : null);
}

/**
 * A browser's window with the engine in it. `asked` lists the names of the files that were asked for; `answer(name)` may be set to give
 * something else than the file: bytes, null, a status, or an Error for a broken line.
 */
export class Host {
  asked = [];
  options = new Map();
  answer = null;
  delay = () => Promise.resolve();

  constructor(engine, files) {
    this.read = reader(files);
    this.window = vm.createContext({
      fetch: (address, options) => this.fetch(String(address), options),
      document: { createElement: () => ({ remove() {} }), head: { append: (script) => this.run(script) } },
      Blob, Response, DecompressionStream, TextDecoder, atob, console, queueMicrotask,
    });
    vm.runInContext(engine, this.window, { filename: "engine.js" });
    this.search = this.window.avilysSearch;
  }

  async get(address) {
    const name = address.replace(/^search\//, "").replace(/\?.*/, "");
    this.asked.push(name);
    await this.delay(name);
    return this.answer ? this.answer(name, this.read(name)) : this.read(name);
  }

  async fetch(address, options) {
    this.options.set(address, options);
    const found = await this.get(address);
    if (found instanceof Error) throw found;
    if (typeof found === "number") return new Response("", { status: found });
    return found === null ? new Response("", { status: 404 }) : new Response(found);
  }

  async run(script) {
    const found = await this.get(script.src);
    if (found === null) {
      script.onerror();
      return;
    }
    try {
      vm.runInContext(String(found), this.window);
    } catch {
      // A browser tells the window of a script's mistake, and that the script was loaded.
    }
    script.onload();
  }

  /** The scripts of the languages' stemmers, for `open`, where the files are in a folder. */
  static stemmers(folder) {
    const scripts = readdirSync(folder).map((name) => [/^stem-(.+)-[0-9a-f]+\.js$/.exec(name)?.[1], name]);
    return Object.fromEntries(scripts.filter(([language]) => language));
  }

  open(options = {}) {
    return this.search.open({ base: "search/", edition: 0, today: "2026-11-22", ...options });
  }
}
