"""The figures as Markdown."""
import datetime
import math
from statistics import mean

import goals
from common import machine
from common.markdown import table
from measure import middle

FIGURES = {"wall": "wall", "cpu": "processor", "peak": "peak memory"}
# An exponent above this is more than linear.
STEEP = 1.1


def number(value):
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    if math.isinf(value):
        return "did not finish"
    return f"{value:,.2f}" if value < 10 else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def spread(rows, figure):
    values = [row[figure] for row in rows]
    least_most = f" ({number(min(values))}–{number(max(values))})" if len(values) > 1 else ""
    return number(middle(rows, figure)) + least_most


def full(contenders, found):
    head = ["", "wall s: median (least–most)", "processor s", "peak MB", "files", "MB written",
            "wall / floor", "processor / floor", "wall / Hugo", "processor / Hugo", "peak / Hugo", "runs"]

    def over(name, figure, other):
        if other not in found or name == other:
            return "–"
        return f"{middle(found[name]['runs'], figure) / middle(found[other]['runs'], figure):.2f}"

    rows = []
    for one in contenders:
        if one.name not in found:
            continue
        name, result = one.name, found[one.name]
        rows.append([one.label, spread(result["runs"], "wall"), number(middle(result["runs"], "cpu")),
                     number(middle(result["runs"], "peak")), f"{result['files']:,}", number(result["bytes"] / 1e6),
                     over(name, "wall", "floor"), over(name, "cpu", "floor"), over(name, "wall", "hugo"),
                     over(name, "cpu", "hugo"), over(name, "peak", "hugo"), len(result["runs"])])
    return table(head, rows, len(head) - 1)


def again(contenders, found, first):
    head = ["second build", "changed", "wall s: median (least–most)", "/ first", "processor s",
            "touched", "differing files", "files written", "written without need"]
    rows = []
    for one in (one for one in contenders if one.name in found):
        for kind, title in (("unchanged", "nothing"), ("body", "a body"), ("title", "a title")):
            runs = found[one.name][kind]
            over = middle(runs, "wall") / middle(first[one.name]["runs"], "wall")
            touched = f"{max(run['touched'] for run in runs):,}" if kind == "unchanged" else "–"
            written = ["–"] * 3 if kind == "unchanged" else [f"{max(run[what] for run in runs):,}"
                                                             for what in ("changed", "written", "needless")]
            rows.append([one.label, title, spread(runs, "wall"), f"{over:.2f}", number(middle(runs, "cpu")),
                         touched, *written])
    return table(head, rows, len(head) - 2)


def starts(contenders, found):
    labels = {one.name: one.label for one in contenders}
    return "Start of the preview to the first page: " + "; ".join(
        f"{labels[name]} {sorted(seconds)[len(seconds) // 2]:.2f} s" for name, seconds in found.items()) + "."


def exponent(points):
    """The b of a·n^b that fits best: least squares of the logarithms."""
    xs, ys = [math.log(n) for n, _ in points], [math.log(value) for _, value in points]
    x, y = mean(xs), mean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def growth(contenders, sizes):
    head = ["", "sizes", *FIGURES.values()]
    rows = []
    for one in contenders:
        measured = {n: size["full"][one.name]["runs"] for n, size in sizes.items() if one.name in size["full"]}
        if len(measured) < 2:
            continue
        fitted = [exponent([(n, middle(runs, figure)) for n, runs in measured.items()]) for figure in FIGURES]
        cells = [f"**{value:.2f}**" if value > STEEP else f"{value:.2f}" for value in fitted]
        rows.append([one.label, " ".join(f"{n:,}" for n in sorted(measured)), *cells])
    return table(head, rows, len(FIGURES)) if rows else "One size only."


def reached(sizes, binary):
    rows = []
    for what, n, goal, value, limit in goals.rows(sizes, binary):
        verdict = "not measured" if value is None else "met" if value <= limit else "**missed**"
        rows.append([what, f"{n:,}" if isinstance(n, int) else n, goal, number(value), verdict])
    return table(["", "entries", "goal", "measured", ""], rows, 3)


def load(sizes):
    """What other programs used meanwhile: the worst of the medians."""
    runs = [found["runs"] for size in sizes.values() for found in size["full"].values()]
    runs += [rows for size in sizes.values() for found in size["again"].values() for rows in found.values()]
    used = max(middle(rows, "others") for rows in runs)
    text = f"Other programs used up to {used:.2f} cores meanwhile (the worst of the runs' medians)."
    return text if used <= machine.BUSY else f"**The machine was busy: not to be quoted.** {text}"


def document(contenders, sizes, binary):
    versions = ", ".join(f"{one.label} {one.version}" for one in contenders if one.version)
    parts = ["# Results of the build benchmark",
             f"{datetime.date.today()}; {versions}; {machine.description()}; output in memory.\n{load(sizes)}",
             "What is measured, and how: [README.md](../README.md). Written by `benches/build/run`."]
    if binary:
        parts += ["## Goals", reached(sizes, binary)]
    for n, size in sizes.items():
        parts += [f"## {n:,} entries", full(contenders, size["full"])]
        if size["failed"]:
            parts.append("**Did not finish:** " + ", ".join(one.label for one in contenders if one.name in size["failed"]) + ".")
        if size["again"]:
            parts.append(again(contenders, size["again"], size["full"]))
        if size["start"]:
            parts.append(starts(contenders, size["start"]))
    parts += ["## How cost grows", "Exponent b of a·n^b, fitted to the medians by least squares of the logarithms; bold above "
              f"{STEEP}.", growth(contenders, sizes)]
    return "\n\n".join(parts) + "\n"
