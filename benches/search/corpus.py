#!/usr/bin/env python3
"""Makes the sites of the search benchmark, the same documents for each program.

    corpus.py --n 1000 --out DIR [--seed 1]     (without --n: the 40 documents of documents/)

Writes DIR/avilys (an avilys site) and DIR/html (bare pages marked up for Pagefind). The same numbers give the same bytes
on every machine. What the documents are: ../README.md.
"""
import argparse
import html
import json
import os
import random
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

import paradigms  # noqa: E402
from common import draws, names  # noqa: E402
from common.texts import quoted, slug, write  # noqa: E402

TITLE = "Mokyklų tinklo žinių portalas"
# Folder of an avilys site for each kind that the 40 documents name.
FOLDERS = {
    "Geroji patirtis": "practices",
    "Metodika": "practices",
    "Programa": "programmes",
    "Konferencija": "conferences",
    "Ataskaita": "reports",
    "Dokumentas": "reports",
}
KINDS = ["Geroji patirtis", "Programa", "Konferencija", "Ataskaita"]


class Documents:
    """The 40 documents that are kept beside this file."""

    def __init__(self):
        self.entries = [self._read(path) for path in sorted((HERE / "documents").glob("*.md"))]
        self.n = len(self.entries)
        self.schools = {entry["school"]: entry["municipality"] for entry in self.entries}
        self.municipalities = {name: slug(name) for name in self.schools.values()}

    @staticmethod
    def _read(path):
        _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
        entry = {"id": path.stem}
        for line in front.splitlines():
            key, value = line.split(" = ", 1)
            entry[key] = value if key == "date" else json.loads(value)
        entry["blocks"] = [("p", " ".join(block.split())) for block in body.strip().split("\n\n")]
        return entry

    def document(self, i):
        return self.entries[i]

    def topics(self):
        return sorted({topic for entry in self.entries for topic in entry["topics"]})


class Generated:
    """`n` documents of words without meaning; each is made when asked for, from a seed of its own."""

    def __init__(self, n, seed):
        self.n, self.seed = n, seed
        self.paradigms = paradigms.paradigms()
        self.words, self.sums = paradigms.weighted_forms(self.paradigms)
        self.nominatives = [forms[0] for forms, part in self.paradigms[:200] if part == "noun"]
        self.municipalities = paradigms.MUNICIPALITIES
        self.schools = self._schools(draws.school_count(n))
        self.sizes = draws.Uneven(random.Random(f"{seed}/sizes"), len(self.schools))

    def _schools(self, count):
        draw, found = random.Random(f"{self.seed}/schools"), {}
        towns = list(self.municipalities)
        while len(found) < count:
            town = draw.choice(towns)
            name = f"{town.split()[0]} „{draw.choice(names.SCHOOL_NAMES)}“ {draw.choice(names.SCHOOL_TYPES)}"
            found[name] = town
        return found

    def topics(self):
        return names.TOPICS

    def document(self, i):
        draw = random.Random(f"{self.seed}/document/{i}")
        title = " ".join([*draw.sample(self.nominatives, 2), *self._words(draw, 3)]).capitalize()
        date = draws.date(draw)
        school = list(self.schools)[self.sizes.place(draw)]
        return {
            "id": f"{slug(title)}-{i}",
            "kind": KINDS[i % len(KINDS)],
            "title": title,
            "date": date.isoformat(),
            "school": school,
            "municipality": self.schools[school],
            "topics": draws.topics(draw, names.TOPICS),
            "author": draw.choice(paradigms.AUTHORS),
            "summary": self._sentence(draw, draw.randint(14, 28)),
            "blocks": self._blocks(draw),
        }

    def _blocks(self, draw):
        target = draws.body_length(draw, 600)
        blocks, done = [], 0
        while done < target:
            counts = [draws.sentence_length(draw) for _ in range(draw.randint(3, 6))]
            if len(blocks) % 5 == 1:
                level = "h2" if len(blocks) == 1 else draw.choice(["h2", "h2", "h3"])
                blocks.append((level, self._sentence(draw, draw.randint(2, 5))[:-1]))
            elif draw.random() < 0.15:
                blocks.append(("ul", [self._sentence(draw, count) for count in counts]))
                done += sum(counts)
            else:
                blocks.append(("p", " ".join(self._sentence(draw, count) for count in counts)))
                done += sum(counts)
        return blocks

    def _words(self, draw, count):
        return draw.choices(self.words, cum_weights=self.sums, k=count)

    def _sentence(self, draw, count):
        words = self._words(draw, count)
        if count > 6 and draw.random() < 0.4:
            at = draw.randrange(1, count - 1)
            words[at] = f"„{words[at]}“" if draw.random() < 0.25 else words[at] + ","
        return " ".join(words).capitalize() + "."


def text(entry):
    """All words of a document, for the drawing of queries."""
    blocks = [" ".join(block) if name == "ul" else block for name, block in entry["blocks"]]
    return " ".join([entry["title"], entry.get("summary", ""), entry["school"], *entry["topics"], *blocks])


# ---- an avilys site

def front_matter(entry):
    folder, school = FOLDERS[entry["kind"]], quoted(slug(entry["school"]))
    own = {
        "practices": f"school = {school}",
        "programmes": f"provider = {school}",
        "conferences": f"host = {school}",
        "reports": f"about = {school}",
    }[folder]
    topics = ", ".join(quoted(slug(topic)) for topic in entry["topics"])
    lines = [f"title = {quoted(entry['title'])}", f"date = {entry['date']}", own, f"topics = [{topics}]"]
    lines += [f"authors = [{quoted(entry['author'])}]", f"summary = {quoted(entry['summary'])}"] if "author" in entry else []
    return "+++\n" + "\n".join(lines) + "\n+++\n"


def markdown(blocks):
    shape = {"p": "{}", "h2": "## {}", "h3": "### {}"}
    return "\n\n".join("\n".join(f"- {item}" for item in block) if name == "ul" else shape[name].format(block)
                       for name, block in blocks)


def put_avilys(corpus, root):
    settings = [f"title = {quoted(TITLE)}", 'base_url = "https://example.org/"', 'language = "lt"']
    for name, one in corpus.municipalities.items():
        settings += ["", "[[municipalities]]", f"id = {quoted(one)}", f"title = {quoted(name)}"]
    write(root / "avilys.toml", "\n".join(settings) + "\n")
    for name, town in corpus.schools.items():
        write(root / f"content/schools/{slug(name)}.md",
              f'+++\ntitle = {quoted(name)}\ntype = "mokykla"\nmunicipality = {quoted(corpus.municipalities[town])}\n+++\n')
    for name in corpus.topics():
        write(root / f"content/topics/{slug(name)}.md", f"+++\ntitle = {quoted(name)}\n+++\n")
    for folder in set(FOLDERS.values()):
        (root / "content" / folder).mkdir(parents=True, exist_ok=True)


# ---- pages for Pagefind

def page(entry):
    """A page with nothing but the document: what the other site's pages have around it is not to be indexed anyway."""
    cell = {key: html.escape(entry[key]) for key in ("title", "kind", "school", "municipality", "date")}
    topics = " ".join(f'<span data-pagefind-filter="topic">{html.escape(topic)}</span>' for topic in entry["topics"])
    blocks = "\n".join(
        "<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in block) + "</ul>" if name == "ul"
        else f"<{name}>{html.escape(block)}</{name}>" for name, block in entry["blocks"])
    summary = f"<p>{html.escape(entry['summary'])}</p>\n" if "summary" in entry else ""
    author = f"<p>{html.escape(entry['author'])}</p>\n" if "author" in entry else ""
    return (f'<!doctype html>\n<html lang="lt">\n<head><meta charset="utf-8"><title>{cell["title"]}</title></head>\n'
            f'<body>\n<main data-pagefind-body data-pagefind-meta="date:{cell["date"]}">\n<h1>{cell["title"]}</h1>\n'
            f'<p data-pagefind-weight="3"><span data-pagefind-filter="school" data-pagefind-meta="school">{cell["school"]}'
            f'</span> <span data-pagefind-filter="municipality">{cell["municipality"]}</span> {topics}</p>\n'
            f'<p><span data-pagefind-filter="kind" data-pagefind-meta="kind">{cell["kind"]}</span> {cell["date"]}</p>\n'
            f'<p data-pagefind-ignore data-pagefind-filter="year">{cell["date"][:4]}</p>\n'
            f'{summary}{author}{blocks}\n</main>\n</body>\n</html>\n')


# ---- both

def put_range(n, seed, out, low, high):
    corpus = Generated(n, seed) if n else Documents()
    for i in range(low, high):
        entry = corpus.document(i)
        write(out / "avilys" / "content" / FOLDERS[entry["kind"]] / f"{entry['id']}.md",
              front_matter(entry) + "\n" + markdown(entry["blocks"]) + "\n")
        write(out / "html" / entry["id"] / "index.html", page(entry))


def generate(n, out, seed=1):
    """Writes both sites below `out`; `n` = 0 stands for the 40 documents. Returns the corpus."""
    corpus = Generated(n, seed) if n else Documents()
    for layout in ("avilys", "html"):
        shutil.rmtree(out / layout, ignore_errors=True)
    put_avilys(corpus, out / "avilys")
    step = max(100, corpus.n // 40)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(put_range, n, seed, out, low, min(corpus.n, low + step)) for low in range(0, corpus.n, step)]
        for job in jobs:
            job.result()
    return corpus


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    generate(args.n, args.out.resolve(), args.seed)


if __name__ == "__main__":
    main()
