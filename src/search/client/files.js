// Gets the files of an index, over the network or as scripts (from a disk, where pages may not fetch). Knows the manifest and
// how files are named and packed, and nothing of what they hold.

// Files that are kept, decoded.
const KEPT = 200;

// What hosts answer for a file that is not there, some of them for want of leave to say so.
const ABSENT = [403, 404, 410];

// Bytes as text, by the names of files, as scripts hand them over.
const handed = new Map();
globalThis.avilysSearchFile = (name, text) => handed.set(name, text);

// Runs the script at `address`.
function run(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => { script.remove(); resolve(); };
    script.onerror = () => { script.remove(); reject(new SearchError("missing", address)); };
    script.src = address;
    document.head.append(script);
  });
}

async function scripted(address, name) {
  await run(address);
  const text = handed.get(name);
  handed.delete(name);
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

async function fetched(address, options) {
  const network = (cause) => {
    throw new SearchError("network", address, cause);
  };
  const response = await fetch(address, options).catch(network);
  if (!response.ok) throw new SearchError(ABSENT.includes(response.status) ? "missing" : "network", address);
  return new Uint8Array(await response.arrayBuffer().catch(network));
}

function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}

// What `work` gives. That something could not be read is damage, unless it failed for a known reason.
async function guarded(what, work) {
  try {
    return await work;
  } catch (error) {
    throw error instanceof SearchError || error?.name === "AbortError" ? error : new SearchError("damaged", what, error);
  }
}

// The manifest of the index at `base`, with `load(name, hash, decode)`, which asks for a file once. What has failed is asked for
// again the next time.
async function openFiles(base, offline) {
  const kept = new Map();
  const newest = async (mark) => UTF8.decode(
    await (offline ? scripted(`${base}manifest.js${mark}`, "manifest") : fetched(`${base}manifest.json`, { cache: "no-cache" })),
  );
  const written = await guarded("manifest", newest(""));

  async function get(file, decode) {
    const bytes = offline ? scripted(`${base}${file}.js`, file) : fetched(`${base}${file}.bin`);
    try {
      return await guarded(file, bytes.then(inflate).then((buffer) => decode(new Uint8Array(buffer))));
    } catch (error) {
      kept.delete(file);
      // A page that was open while the site was made anew asks for files that are gone, or gets others in their place.
      const isOld = error.code !== "network" && await newest(`?${Date.now()}`).then((now) => now !== written, () => false);
      throw isOld ? new SearchError("renewed", file, error) : error;
    }
  }

  function load(name, hash, decode = (bytes) => bytes) {
    const file = `${name}.${hash}`;
    const known = kept.get(file) ?? get(file, decode);
    kept.delete(file);
    kept.set(file, known);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    return known;
  }

  return { ...await guarded("manifest", readManifest(written)), load };
}

async function readManifest(written) {
  const manifest = JSON.parse(written);
  const { format, documents, shard, group, stored, languages, values, dictionary, reverse } = manifest;
  if (format !== RANK.FORMAT) throw new SearchError("format", `${format} instead of ${RANK.FORMAT}`);
  const texts = [languages, values, stored, ...dictionary, ...reverse].flat();
  if (!(documents >= 0 && documents <= 2 ** 24 && shard > 0 && group > 0 && texts.every((text) => typeof text === "string"))) throw TypeError();
  return manifest;
}
