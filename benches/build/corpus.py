#!/usr/bin/env python3
"""Makes the sites of the build benchmark, the same portal for each program.

    corpus.py --n 1000 --out DIR [--layouts avilys,floor,hugo,eleventy,zola] [--seed 1]

Writes DIR/avilys, DIR/floor and so on. The bodies are the same; the front matter and the form of an internal link are each
program's own. The same numbers give the same bytes on every machine. What a site is made of: ../README.md.
"""
import argparse
import datetime
import json
import os
import random
import re
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.dont_write_bytecode = True

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

import words  # noqa: E402
from common import draws  # noqa: E402
from common.texts import quoted, slug, write  # noqa: E402

TITLE = "Mokyklų tinklo žinių portalas"
DESCRIPTION = "Mokyklų patirtis, programos, konferencijos ir ataskaitos"
KINDS = {"practice": "Geroji patirtis", "programme": "Programos", "conference": "Konferencijos", "report": "Ataskaitos"}
# A report of avilys belongs to a project and to no school; news has what the others' reports have.
FOLDERS = {"practice": "practices", "programme": "programmes", "conference": "conferences", "report": "news"}
LAYOUTS = ["avilys", "floor", "hugo", "eleventy", "zola"]


class Corpus:
    """Schools and entries; bodies are made when asked for, each from a seed of its own."""

    def __init__(self, n, seed):
        self.n, self.seed = n, seed
        self.words = words.Words()
        self.municipalities = words.split(words.MUNICIPALITIES)
        self.topics = words.split(words.TOPICS)
        draw = random.Random(f"{seed}/schools")
        self.schools = self._schools(draw, draws.school_count(n))
        self.sizes = draws.Uneven(draw, len(self.schools))
        self.entries = [self._entry(i) for i in range(n)]

    def _schools(self, draw, count):
        """(name, municipality) of each."""
        found = {}
        while len(found) < count:
            municipality = self.municipalities[draw.randrange(len(self.municipalities))]
            town = "Kazlų Rūdos" if "Kazlų" in municipality else municipality.split(" ")[0]
            name = draw.choice(words.SCHOOL_NAMES)
            if draw.random() < 0.3:
                name = f"„{name}“"
            full = f"{town} {name} {draw.choice(words.SCHOOL_TYPES)}"
            found.setdefault(slug(full), (full, municipality))
        return list(found.values())

    def _entry(self, i):
        draw = random.Random(f"{self.seed}/meta/{i}")
        title = self._title(draw)
        date = draws.date(draw)
        # The newest of each kind.
        if i < len(KINDS):
            date = datetime.date(2025, 3, 1) + datetime.timedelta(days=i)
        school, municipality = self.schools[self.sizes.place(draw)]
        return {
            "kind": list(KINDS)[i % len(KINDS)],
            "slug": f"{slug(title)}-{i}",
            "title": title,
            "date": date,
            "school": school,
            "municipality": municipality,
            "topics": draws.topics(draw, self.topics),
            "author": self._author(draw),
            "summary": self._capitalised(draw, draw.randint(14, 28)) + ".",
        }

    def _title(self, draw):
        parts = [draw.choice(self.words.adjectives).capitalize(), draw.choice(self.words.nominatives),
                 draw.choice(["ir", "–", "per", "kaip"]), draw.choice(self.words.genitives),
                 draw.choice(self.words.nominatives)]
        quotation = f": „{draw.choice(self.words.nominatives).capitalize()}“" if draw.random() < 0.15 else ""
        return " ".join(parts) + quotation

    @staticmethod
    def _author(draw):
        names = (words.WOMEN_FIRST, words.WOMEN_LAST) if draw.random() < 0.75 else (words.MEN_FIRST, words.MEN_LAST)
        return " ".join(draw.choice(name) for name in names)

    def _take(self, draw, count):
        return draw.choices(self.words.forms, cum_weights=self.words.sums, k=count)

    def _capitalised(self, draw, count):
        taken = self._take(draw, count)
        return " ".join([taken[0].capitalize(), *taken[1:]])

    def _sentence(self, draw, count=None):
        """A sentence, and its number of words."""
        count = count or draws.sentence_length(draw)
        taken = self._take(draw, count)
        taken[0] = taken[0].capitalize()
        mark = draw.random()
        if mark < 0.10 and count > 6:
            at = draw.randrange(1, count - 3)
            taken[at], taken[at + 2] = f"„{taken[at]}", f"{taken[at + 2]}“"
        elif mark < 0.45 and count > 8:
            taken[draw.randrange(2, count - 2)] += ","
        elif mark < 0.57:
            at, stars = draw.randrange(1, count), "**" if mark < 0.52 else "*"
            taken[at] = f"{stars}{taken[at]}{stars}"
        return " ".join(taken) + ("?" if mark > 0.97 else "."), count

    def body(self, i, link):
        """The body of entry `i`; `link` gives the address of an entry as this layout writes it."""
        return Body(self, random.Random(f"{self.seed}/body/{i}"), link).text()


class Body:
    """A body while it is put together from blocks."""

    def __init__(self, corpus, draw, link):
        self.corpus, self.draw, self.link = corpus, draw, link
        self.target = int(draws.body_length(draw, 600))
        self.links = [draw.randrange(corpus.n) for _ in range(draw.choice([1, 2, 2, 3, 4]))]
        self.table, self.note, self.code = draw.random() < 0.25, draw.random() < 0.10, draw.random() < 0.02
        self.blocks, self.notes, self.done = [], [], 0

    def text(self):
        self.blocks.append(" ".join(self._sentences(3)))
        number = 0
        while self.done < self.target:
            number += 1
            self._block(number)
            if self.table and self.done > self.target * 0.4:
                self.table = False
                self.blocks.append(self._table())
            if self.code and self.done > self.target * 0.5:
                self.code = False
                self.blocks.append(self._code())
        if self.links:
            self.blocks += ["## Susiję įrašai", "\n".join(f"- {self._link(i)}" for i in self.links)]
        return "\n\n".join(self.blocks + self.notes) + "\n"

    def _block(self, number):
        draw, form = self.draw, self.draw.random()
        if number % 5 == 1:
            self.blocks += [f"## {self._heading()}", " ".join(self._sentences(draw.randint(2, 5)))]
        elif form < 0.12:
            self.blocks += [f"### {self._heading()}", " ".join(self._sentences(draw.randint(2, 4)))]
        elif form < 0.30:
            self.blocks.append(self._list(numbered=form < 0.18))
        elif form < 0.35:
            self.blocks.append("> " + " ".join(self._sentences(2)))
        else:
            self.blocks.append(self._paragraph())

    def _sentence(self, count=None):
        sentence, count = self.corpus._sentence(self.draw, count)
        self.done += count
        return sentence

    def _sentences(self, count):
        return [self._sentence() for _ in range(count)]

    def _heading(self):
        return self.corpus._capitalised(self.draw, self.draw.randint(2, 5))

    def _link(self, i):
        entry = self.corpus.entries[i]
        return f"[{entry['title']}]({self.link(entry)})"

    def _list(self, numbered):
        items = [self._sentence(self.draw.randint(4, 12)) for _ in range(self.draw.randint(3, 6))]
        return "\n".join(f"{number}. {item}" if numbered else f"- {item}" for number, item in enumerate(items, 1))

    def _paragraph(self):
        sentences = self._sentences(self.draw.randint(3, 6))
        if self.links:
            sentences.insert(1, f"Plačiau – {self._link(self.links.pop())}.")
        if self.note and len(self.notes) < 2:
            self.notes.append(f"[^{len(self.notes) + 1}]: {self._sentence(10)}")
            sentences[-1] += f"[^{len(self.notes)}]"
        return " ".join(sentences)

    def _table(self):
        columns = self.draw.randint(3, 5)
        take = lambda count: self.corpus._take(self.draw, count)  # noqa: E731
        rows = [take(columns)] + [take(columns - 1) + [str(self.draw.randint(1, 999))]
                                  for _ in range(self.draw.randint(3, 9))]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * columns)
        self.done += columns * len(lines)
        return "\n".join(lines)

    def _code(self):
        return ("```python\nrezultatai = [%d, %d, %d]\nfor k, r in enumerate(rezultatai):\n    if r > %d:\n"
                "        print(\"Mokinys\", k + 1, \"pasiekė\", r)\n```") % tuple(self.draw.randint(1, 100) for _ in range(4))


# ---- layouts

def path(layout, entry):
    """Path of an entry's file below `content`."""
    folder = FOLDERS[entry["kind"]] if layout == "avilys" else entry["kind"]
    return f"{folder}/{entry['slug']}.md"


def link(layout, entry):
    """An internal link as the layout's program resolves it; Eleventy resolves none, the floor program neither."""
    start = {"avilys": "../", "hugo": "/", "zola": "@/", "floor": "@/"}
    return start[layout] + path(layout, entry) if layout in start else f"/{entry['kind']}/{entry['slug']}/"


def front_matter(layout, entry):
    title, summary, author = (quoted(entry[field]) for field in ("title", "summary", "author"))
    school, municipality = quoted(entry["school"]), quoted(entry["municipality"])
    topics = ", ".join(map(quoted, entry["topics"]))
    if layout == "eleventy":
        return (f"---\ntitle: {title}\ndate: {entry['date']}\ndescription: {summary}\nauthor: {author}\n"
                f"school: {school}\nmunicipality: {municipality}\ntopics: [{topics}]\n---\n\n")
    if layout == "avilys":
        field = {"programme": "provider", "conference": "host"}.get(entry["kind"], "school")
        when = f"when = {entry['date']}\n" if entry["kind"] == "conference" else ""
        rest = (f"{field} = {quoted(slug(entry['school']))}\n{when}topics = [{topics}]\nauthors = [{author}]\n"
                f"summary = {summary}\n")
    else:
        table = "\n[taxonomies]\n" if layout == "zola" else ""
        rest = (f"description = {summary}\nauthors = [{author}]\n{table}schools = [{school}]\n"
                f"municipalities = [{municipality}]\ntopics = [{topics}]\n")
    return f"+++\ntitle = {title}\ndate = {entry['date']}\n{rest}+++\n\n"


def theme(layout, root):
    """What a site has beside its content. That of avilys lies in `themes/`, so that its settings may choose it or not."""
    source = HERE / "themes" / layout
    if source.is_dir():
        shutil.copytree(source, root / "themes" / "plain" if layout == "avilys" else root, dirs_exist_ok=True)


def sections(layout, root):
    rest = 'sort_by = "date"\npaginate_by = 20\ntransparent = true\n' if layout == "zola" else ""
    for kind, title in KINDS.items():
        (root / "content" / (FOLDERS[kind] if layout == "avilys" else kind)).mkdir(parents=True)
        if layout in ("hugo", "zola"):
            write(root / f"content/{kind}/_index.md", f"+++\ntitle = {quoted(title)}\n{rest}+++\n")
    if layout == "zola":
        write(root / "content/_index.md", f'+++\ntitle = {quoted(TITLE)}\nsort_by = "date"\n+++\n')


def avilys_records(corpus, root):
    """The entries that the others refer to. Their first further page is at an old address, as Hugo and Zola have it."""
    for name, municipality in corpus.schools:
        place = re.sub(r"-rajono$", "-r", re.sub(r"-miesto$", "-m", slug(municipality)))
        write(root / f"content/schools/{slug(name)}.md",
              f"+++\ntitle = {quoted(name)}\ntype = \"mokykla\"\nmunicipality = {quoted(place)}\n"
              f"aliases = [{quoted(f'schools/{slug(name)}/page/1')}]\n+++\n")
    for name in corpus.topics:
        write(root / f"content/topics/{slug(name)}.md",
              f"+++\ntitle = {quoted(name)}\naliases = [{quoted(f'topics/{slug(name)}/page/1')}]\n+++\n")


# ---- all of it

# The corpus, for the processes that write it: they are forked and so have it too.
_made = None


def write_entries(out, layouts, low, high):
    for i in range(low, high):
        entry = _made.entries[i]
        for layout in layouts:
            body = _made.body(i, lambda other, layout=layout: link(layout, other))
            text = front_matter(layout, entry) + body
            (out / layout / "content" / path(layout, entry)).write_text(text, encoding="utf-8")


def generate(n, out, layouts, seed=1):
    """Writes the sites anew, and beside them what they are."""
    global _made
    out, corpus = Path(out), Corpus(n, seed)
    _made = corpus
    for layout in layouts:
        root = out / layout
        shutil.rmtree(root, ignore_errors=True)
        theme(layout, root)
        sections(layout, root)
        if layout == "avilys":
            avilys_records(corpus, root)
    step = max(50, min(1000, n // 8))
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        jobs = [pool.submit(write_entries, out, layouts, low, min(n, low + step)) for low in range(0, n, step)]
        for job in jobs:
            job.result()
    newest = max(corpus.entries, key=lambda entry: entry["date"])
    about = {"n": n, "seed": seed, "schools": len(corpus.schools), "topics": len(corpus.topics),
             "newest": f"content/{path('avilys', newest)}", "page": f"/{newest['kind']}/{newest['slug']}/"}
    write(out / "about.json", json.dumps(about, ensure_ascii=False, indent=1) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, required=True, help="number of entries")
    parser.add_argument("--out", required=True)
    parser.add_argument("--layouts", default=",".join(LAYOUTS))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    generate(args.n, args.out, args.layouts.split(","), args.seed)


if __name__ == "__main__":
    main()
