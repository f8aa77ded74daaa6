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

/** Starts a server for the files below `root`; gives its address and a function that ends it. */
export async function serve(root) {
  const server = createServer(async (request, response) => {
    const headers = { "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff" };
    const file = await fileOf(root, request.url);
    if (file === null) {
      response.writeHead(404, { ...headers, "Content-Type": TYPES[".html"] });
      response.end(await readFile(join(root, "404.html")));
      return;
    }
    response.writeHead(200, { ...headers, "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
  const address = `http://127.0.0.1:${server.address().port}`;
  return { address, origin: address, close };
}
