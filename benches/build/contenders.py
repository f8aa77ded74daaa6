"""What is measured: each program with its site, its command and the number of entries up to which it is asked."""
import os
import shutil
import subprocess
from pathlib import Path

import corpus
from common.programs import NAMES, build_avilys, install_hugo, install_npm, say, version

HERE = Path(__file__).resolve().parent
# 3.1.8 and later may ask for packages that not every registry has.
ELEVENTY = ["@11ty/eleventy@3.1.7", "markdown-it-footnote@4.0.0", "markdown-it-anchor@10.0.0"]
# The same pages as the others: what they do not have is switched off, and addresses are theirs.
SAME_PAGES = """theme = "plain"
page_size = 20
group_size = 12

[segments]
practices = "practice"
programmes = "programme"
conferences = "conference"
news = "report"
schools = "schools"
topics = "topics"
municipalities = "municipalities"
page = "page"

[indexes]
years = false
letters = false
evidence = false
"""


class Contender:
    """A program with its site. `most` is the number of entries above which it takes too long to be asked."""

    environment = None

    def __init__(self, name, layout, command, version="", label=None, most=10 ** 9):
        self.name, self.layout, self.version, self.most = name, layout, version, most
        self.label = label or NAMES[name]
        self._command = command

    def command(self, root, out):
        return [str(part).format(root=root, out=out) for part in self._command]

    def prepare(self, root):
        """Puts in place what the site needs for this program, before each run and outside the timed part."""


class Avilys(Contender):
    """avilys with the bench's theme or its own, with or without search: what differs is in the settings."""

    def __init__(self, binary, own_theme, search):
        self.own_theme, self.search = own_theme, search
        parts = ["avilys"] + ["default theme"] * own_theme + ["with search"] * search
        command = [binary, "build", "--root", "{root}", "--output", "{out}"]
        name = "avilys" + "-theme" * own_theme + "-search" * search
        super().__init__(name, "avilys", command, label=", ".join(parts))
        self.binary = binary

    def prepare(self, root):
        settings = (f'title = "{corpus.TITLE}"\ndescription = "{corpus.DESCRIPTION}"\n'
                    f'base_url = "https://portalas.example/"\nlanguage = "lt"\n')
        settings += "" if self.own_theme else SAME_PAGES
        settings += "" if self.search else "\n[search]\nenabled = false\n"
        (root / "avilys.toml").write_text(settings, encoding="utf-8")

    def serve(self, root, port):
        return [str(self.binary), "serve", "--root", str(root), "--port", str(port)]


class Eleventy(Contender):
    def __init__(self, work):
        self.modules = install_npm(work / "npm", ELEVENTY)
        script = self.modules / "@11ty" / "eleventy" / "cmd.cjs"
        super().__init__("eleventy", "eleventy", ["node", script, "--output={out}"],
                         version=version("node", script, "--version"), most=10_000)
        self.environment = {**os.environ, "NODE_PATH": str(self.modules), "NODE_OPTIONS": "--max-old-space-size=16000"}

    def prepare(self, root):
        # What Eleventy keeps between builds would make the second another work than the first.
        shutil.rmtree(root / ".cache", ignore_errors=True)


def build_floor(work):
    say("building the floor program")
    folder, target = HERE / "floor", work / "floor"
    subprocess.run(["cargo", "build", "--release", "--quiet", "--manifest-path", folder / "Cargo.toml",
                    "--target-dir", target], check=True)
    return target / "release" / "floor"


def avilys(binary):
    return [Avilys(binary, own_theme, search) for own_theme in (False, True) for search in (False, True)]


def contenders(args, work):
    """All that are asked for, the floor program first."""
    wanted = set(args.only.split(",")) if args.only else {"floor", "hugo", "eleventy", "avilys", *(["zola"] if args.zola else [])}
    found = []
    if "floor" in wanted:
        found.append(Contender("floor", "floor", [build_floor(work), "{root}", "{out}"]))
    if "hugo" in wanted:
        binary = Path(args.hugo).resolve() if args.hugo else install_hugo(work)
        found.append(Contender("hugo", "hugo", [binary, "build", "--quiet", "-s", "{root}", "-d", "{out}"],
                               version=version(binary, "version"), most=50_000))
    if "eleventy" in wanted:
        found.append(Eleventy(work))
    if "zola" in wanted:
        binary = Path(args.zola).resolve()
        found.append(Contender("zola", "zola", [binary, "--root", "{root}", "build", "-o", "{out}"],
                               version=version(binary, "--version"), most=10_000))
    if "avilys" in wanted:
        binary = Path(args.avilys).resolve() if args.avilys else build_avilys()
        found += avilys(binary)
    return found
