#!/usr/bin/env python3
"""Makes the site of the preview benchmark, the same content for each server.

    corpus.py --n 1000 --out DIR [--layouts avilys,hugo,zola] [--seed 1]

Writes DIR/avilys, DIR/hugo, DIR/zola. The bodies are the same; the front matter and the form of an internal link are
each program's own. The same numbers give the same bytes on every machine. What a site is made of: ../README.md.
"""
import argparse
import datetime
import random
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

import words  # noqa: E402
from common import draws, names  # noqa: E402
from common.texts import quoted, slug, write  # noqa: E402

DEFAULT_THEME = HERE.parent.parent / "themes" / "default"
LAYOUTS = ["avilys", "hugo", "zola"]
# Folder in an avilys site, segment of the address (and folder elsewhere), title.
KINDS = [
    ("practices", "praktikos", "Geroji patirtis"),
    ("programmes", "programos", "Programos"),
    ("conferences", "konferencijos", "Konferencijos"),
    ("reports", "ataskaitos", "Ataskaitos"),
]
TITLE = "Mokyklų tinklo žinių portalas"
# What the edits change and where they are seen; entry 0 is the newest practice, so it is on the first page of its list.
LIST = f"/{KINDS[0][1]}/"
FOOTER = {
    "avilys": "templates/partials/footer.html",
    "hugo": "layouts/_partials/footer.html",
    "zola": "templates/footer.html",
}


class Corpus:
    """Schools and entries; bodies are made when asked for, each from a seed of its own."""

    def __init__(self, n, seed):
        self.n, self.seed = n, seed
        self.words, self.sums = words.forms()
        self.schools = self._schools(draws.school_count(n))
        self.sizes = draws.Uneven(random.Random(f"{seed}/sizes"), len(self.schools))
        self.entries = [self._entry(i) for i in range(n)]

    def _schools(self, count):
        draw, found = random.Random(f"{self.seed}/schools"), {}
        towns = list(words.MUNICIPALITIES)
        while len(found) < count:
            town = draw.choice(towns)
            name = f"{town.split()[0]} {draw.choice(names.SCHOOL_NAMES)} {draw.choice(names.SCHOOL_TYPES)}"
            found.setdefault(slug(name), (name, town))
        return list(found.values())

    def _entry(self, i):
        draw = random.Random(f"{self.seed}/entry/{i}")
        title = " ".join([draw.choice(words.ADJECTIVES), draw.choice(words.NOUNS), draw.choice("ir – per".split()),
                          draw.choice(words.GENITIVES), draw.choice(words.NOUNS)])
        date = draws.date(draw)
        school, town = self.schools[self.sizes.place(draw)]
        return {
            "kind": KINDS[i % len(KINDS)],
            "slug": f"{slug(title)}-{i}",
            "title": title,
            "date": datetime.date(2025, 3, 1) if i == 0 else date,
            "school": school,
            "municipality": town,
            "topics": draws.topics(draw, names.TOPICS),
            "author": draw.choice(words.AUTHORS),
            "summary": self._sentence(draw, draw.randint(14, 28)),
        }

    def _sentence(self, draw, count):
        taken = draw.choices(self.words, cum_weights=self.sums, k=count)
        mark = draw.random()
        if count > 6:
            at = draw.randrange(1, count - 1)
            if mark < 0.10:
                taken[at] = f"„{taken[at]}“"
            elif mark < 0.20:
                taken[at] = f"**{taken[at]}**"
            elif mark < 0.50:
                taken[at] += ","
        return " ".join(taken).capitalize() + "."

    def _paragraph(self, draw, low, high):
        """A paragraph of some sentences, and its number of words."""
        counts = [draws.sentence_length(draw) for _ in range(draw.randint(low, high))]
        return " ".join(self._sentence(draw, count) for count in counts), sum(counts)

    def body(self, i, link):
        """The body of entry `i`; `link` gives the address of an entry as this layout writes it."""
        draw = random.Random(f"{self.seed}/body/{i}")
        target = draws.body_length(draw, 560)
        links = [draw.randrange(self.n) for _ in range(draw.choice([1, 2, 2, 3, 4]))]
        table = draw.random() < 0.25
        blocks, done = [], 0
        while done < target or links:
            text, count = self._paragraph(draw, 2, 6)
            done += count
            if len(blocks) % 6 == 1:
                level = "##" if len(blocks) == 1 else draw.choice(["##", "##", "###"])
                blocks.append(f"{level} {self._sentence(draw, draw.randint(2, 5))[:-1]}")
            if links:
                other = self.entries[links.pop()]
                text += f" Plačiau – [{other['title']}]({link(other)})."
            form = draw.random()
            if form < 0.15:
                items = [self._sentence(draw, draw.randint(4, 12)) for _ in range(draw.randint(3, 6))]
                text += "\n\n" + "\n".join(f"- {item}" for item in items)
                done += 8 * len(items)
            elif form < 0.20:
                text = f"> {text}"
            blocks.append(text)
            if table and done > target * 0.4:
                table = False
                blocks.append(self._table(draw))
        return "\n\n".join(blocks) + "\n"

    def _table(self, draw):
        columns = draw.randint(3, 5)
        rows = [draw.choices(self.words, cum_weights=self.sums, k=columns) for _ in range(draw.randint(4, 10))]
        rows.insert(1, ["---"] * columns)
        return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def front_matter(layout, entry):
    """The fields of an entry, as the layout's program reads them."""
    topics = ", ".join(quoted(topic) for topic in entry["topics"])
    lines = [f"title = {quoted(entry['title'])}", f"date = {entry['date']}", f"authors = [{quoted(entry['author'])}]"]
    if layout == "avilys":
        school = quoted(slug(entry["school"]))
        lines += [f"summary = {quoted(entry['summary'])}", f"topics = [{topics}]"]
        lines += {
            "practices": [f"school = {school}"],
            "programmes": [f"provider = {school}"],
            "conferences": [f"host = {school}", f"when = {entry['date']}"],
            "reports": ['about = "bendras-projektas"', f"related = [{school}]"],
        }[entry["kind"][0]]
    else:
        lines += [f"description = {quoted(entry['summary'])}"] + (["[taxonomies]"] if layout == "zola" else [])
        lines += [f"mokyklos = [{quoted(entry['school'])}]", f"temos = [{topics}]",
                  f"savivaldybes = [{quoted(entry['municipality'])}]"]
    return "+++\n" + "\n".join(lines) + "\n+++\n\n"


def link(layout, entry):
    folder, segment, _ = entry["kind"]
    return {"avilys": f"../{folder}/", "hugo": f"/{segment}/", "zola": f"@/{segment}/"}[layout] + entry["slug"] + ".md"


def source(layout, entry):
    """Path of an entry's file in the site."""
    return f"content/{entry['kind'][0 if layout == 'avilys' else 1]}/{entry['slug']}.md"


def avilys_site(corpus, root):
    """What the entries of an avilys site refer to, and the template that the benchmark edits."""
    write(root / "avilys.toml", f'title = {quoted(TITLE)}\nbase_url = "https://portalas.example/"\nlanguage = "lt"\n')
    for name, town in corpus.schools:
        write(root / f"content/schools/{slug(name)}.md", f"+++\ntitle = {quoted(name)}\ntype = \"mokykla\"\n"
              f"municipality = {quoted(words.MUNICIPALITIES[town])}\n+++\n")
    for name in names.TOPICS:
        write(root / f"content/topics/{slug(name)}.md", f"+++\ntitle = {quoted(name)}\n+++\n")
    write(root / "content/organisations/tinklas.md", f'+++\ntitle = {quoted(TITLE)}\ntype = "asociacija"\n+++\n')
    write(root / "content/projects/bendras-projektas.md",
          '+++\ntitle = "Bendras projektas"\ncoordinator = "tinklas"\n+++\n')
    footer = FOOTER["avilys"]
    write(root / footer, (DEFAULT_THEME / footer).read_text(encoding="utf-8"))


def themed_site(layout, root):
    """Theme and section files of the other programs."""
    shutil.copytree(HERE / "themes" / layout, root, dirs_exist_ok=True)
    rest = 'sort_by = "date"\npaginate_by = 20\ntransparent = true\n' if layout == "zola" else ""
    for _, segment, title in KINDS:
        write(root / f"content/{segment}/_index.md", f"+++\ntitle = {quoted(title)}\n{rest}+++\n")
    if layout == "zola":
        write(root / "content/_index.md", f'+++\ntitle = {quoted(TITLE)}\nsort_by = "date"\n+++\n')


def generate(n, out, layouts, seed=1):
    """Writes the sites anew; gives for each layout its root, and the address and file of the entry that is edited."""
    corpus, found = Corpus(n, seed), {}
    for layout in layouts:
        root = Path(out) / layout
        shutil.rmtree(root, ignore_errors=True)
        if layout == "avilys":
            avilys_site(corpus, root)
        else:
            themed_site(layout, root)
        for i, entry in enumerate(corpus.entries):
            body = corpus.body(i, lambda other: link(layout, other))
            write(root / source(layout, entry), front_matter(layout, entry) + body)
        first = corpus.entries[0]
        found[layout] = {"root": root, "file": root / source(layout, first), "list": LIST,
                         "page": f"{LIST}{first['slug']}/", "template": root / FOOTER[layout]}
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, required=True, help="number of entries")
    parser.add_argument("--out", required=True)
    parser.add_argument("--layouts", default=",".join(LAYOUTS))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for layout, site in generate(args.n, args.out, args.layouts.split(","), args.seed).items():
        print(f"{layout}: {site['root']}, edits {site['file'].name}, seen at {site['page']}")


if __name__ == "__main__":
    main()
