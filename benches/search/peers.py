"""The programs that are measured: each makes its index and answers queries."""
import gzip
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from common.programs import install_npm, timed, version

HERE = Path(__file__).resolve().parent
PAGEFIND = "pagefind@1.6.0"
# What is asked of avilys: it finds schools and topics too, which are no documents here.
KINDS = ["practice", "programme", "conference", "report"]
# The day on which the sample portal is built and asked.
PORTAL_DATE = "2026-11-22"


def node(script, folder, queries):
    run = subprocess.run(["node", HERE / script, folder], input=json.dumps(queries), capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"node {script} {folder}\n{run.stderr[-3000:]}")
    return json.loads(run.stdout)


def files(folder):
    """Number of files below a folder, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def transferred(path):
    """Bytes of a file on its way to a browser: text is sent with gzip, the index files are compressed as they are."""
    return len(gzip.compress(path.read_bytes(), 9)) if path.suffix in (".js", ".json") else path.stat().st_size


def in_memory(site, name):
    """A folder for what is built: what a disk takes for some ten thousand new files says nothing of a program."""
    memory = Path("/dev/shm")
    return (memory / f"avilys-search-{site.name}" if memory.is_dir() else site / "measured") / name


class Avilys:
    name = "avilys"

    def __init__(self, binary):
        self.binary = Path(binary).resolve()

    def version(self):
        return version(self.binary, "--version")

    def index(self, site):
        """Builds the site without and with search: what the index costs is the difference."""
        root, out = site / "avilys", in_memory(site, "built")
        settings = (root / "avilys.toml").read_text(encoding="utf-8")
        plain = in_memory(site, "plain")
        try:
            (root / "avilys.toml").write_text(settings + "\n[search]\nenabled = false\n", encoding="utf-8")
            without = self._build(root, plain)
        finally:
            (root / "avilys.toml").write_text(settings, encoding="utf-8")
            shutil.rmtree(plain, ignore_errors=True)
        used = self._build(root, out)
        count, size = files(out / "search")
        return {"wall": max(0.0, used["wall"] - without["wall"]), "cpu": max(0.0, used["cpu"] - without["cpu"]),
                "peak": used["peak"], "files": count, "bytes": size, "whole": used["wall"], "bare": without["peak"]}

    def _build(self, root, out):
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        return timed([self.binary, "build", "--root", root, "--output", out])

    def ask(self, site, queries):
        """{query: ids of at most ten documents}, each query by a run of the program."""
        kinds = [part for kind in KINDS for part in ("--kind", kind)]
        found = self._ask(in_memory(site, "built"), queries, kinds)
        return {query: [hit["id"] for hit in hits] for query, hits in found.items()}

    def ask_portal(self, root, out, queries):
        """{query: at most ten entries of all kinds, as „kind:id“} of the portal in `root`, built into `out`."""
        shutil.rmtree(out, ignore_errors=True)
        timed([self.binary, "build", "--root", root, "--output", out, "--date", PORTAL_DATE])
        found = self._ask(out, queries, ["--date", PORTAL_DATE])
        return {query: [f"{hit['kind']}:{hit['id']}" for hit in hits] for query, hits in found.items()}

    def _ask(self, out, queries, options):
        def one(query):
            command = [self.binary, "search", "--output", out, "--limit", "10", "--json", *options, "--", query]
            run = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
            return json.loads(run.stdout)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(zip(queries, pool.map(one, queries)))

    def first(self, site, query):
        """Bytes of script and of index files that a browser loads for its first query."""
        folder = in_memory(site, "built") / "search"
        found = {file for file, _ in node("browser.mjs", in_memory(site, "built"), [query])["loaded"][query]}
        script = sum(transferred(path) for path in folder.glob("engine-*.js"))
        return script, sum(transferred(folder / file) for file in found)


class Pagefind:
    name = "pagefind"

    def __init__(self, work):
        modules = install_npm(work / "npm", [PAGEFIND])
        # The program inside the package: its command is a script, which would be measured too.
        self.binary = next(modules.glob("@pagefind/*/bin/pagefind_extended"))

    def version(self):
        return version(self.binary, "--version")

    def index(self, site):
        shutil.rmtree(site / "html" / "pagefind", ignore_errors=True)
        used = timed([self.binary, "--site", site / "html"])
        folder = site / "html" / "pagefind"
        # Its own user interfaces are left out: a site may have its own.
        for path in [*folder.glob("pagefind-*ui*"), *folder.glob("pagefind-highlight*"), *folder.glob("wasm.unknown*")]:
            path.unlink()
        count, size = files(folder)
        return {**used, "files": count, "bytes": size}

    def ask(self, site, queries):
        return node("pagefind.mjs", site / "html" / "pagefind", queries)["answers"]

    def first(self, site, query):
        folder = site / "html" / "pagefind"
        found = {file for file, _ in node("pagefind.mjs", folder, [query])["loaded"][query]}
        # In a browser it runs in a worker, with a script of its own.
        scripts = [folder / "pagefind.js", folder / "pagefind-worker.js", *folder.glob("wasm.*")]
        data = [folder / file for file in found if not file.startswith("wasm.")]
        return sum(map(transferred, scripts)), sum(map(transferred, data))
