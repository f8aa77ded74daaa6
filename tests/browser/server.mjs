// Serves a built site on loopback, with the strictest policy that a careful host would send.

import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "media-src 'self'", "connect-src 'self'",
  "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
].join("; ");

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".json": "application/json", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8", ".png": "image/png",
  ".jpg": "image/jpeg", ".webp": "image/webp", ".woff2": "font/woff2", ".csv": "text/csv; charset=utf-8",
  ".ics": "text/calendar", ".webmanifest": "application/manifest+json",
};

async function fileOf(root, address) {
  const path = normalize(decodeURIComponent(new URL(address, "http://localhost").pathname));
  const file = join(root, path);
  if (!file.startsWith(root)) return null;
  try {
    const found = await stat(file);
    if (found.isFile()) return file;
    if (!path.endsWith("/")) return null;
    await stat(join(file, "index.html"));
    return join(file, "index.html");
  } catch {
    return null;
  }
}

const PAUSE = 250; // milliseconds: enough for a browser to paint what has arrived

/** Answers with a page in pieces: up to each of `marks`, then a while of nothing. */
async function inPieces(file, marks, response) {
  const html = await readFile(file, "utf8");
  let sent = 0;
  for (const mark of marks) {
    const to = html.indexOf(mark, sent);
    if (to < 0) throw new Error(`${file} has no „${mark}“ behind character ${sent}`);
    response.write(html.slice(sent, to));
    sent = to;
    await new Promise((done) => setTimeout(done, PAUSE));
  }
  response.end(html.slice(sent));
}

/**
 * Starts a server for the files below `root`; gives its address and a function that ends it.
 * Pages pause before each of the texts `pauses`, as they do when they come over a slow line.
 */
export async function serve(root, { pauses = [] } = {}) {
  const server = createServer(async (request, response) => {
    const headers = { "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff" };
    const file = await fileOf(root, request.url);
    if (file === null) {
      response.writeHead(404, { ...headers, "Content-Type": TYPES[".html"] });
      response.end(await readFile(join(root, "404.html")));
      return;
    }
    response.writeHead(200, { ...headers, "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    if (pauses.length > 0 && extname(file) === ".html") await inPieces(file, pauses, response);
    else createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
  const address = `http://127.0.0.1:${server.address().port}`;
  return { address, origin: address, close };
}
