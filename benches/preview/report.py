"""The figures as Markdown."""
import datetime
from statistics import mean, median

from common import machine, markdown
from common.programs import NAMES

KINDS = {"body": "body edit", "title": "title edit, on its list", "template": "template edit"}


def line(name, result):
    """One run in one line, for the terminal."""
    seen = [1000 * seconds for seconds in result["seen"]]
    times = f"median {median(seen):.0f} ms, worst {max(seen):.0f}" if seen else "nothing shown"
    return (f"{NAMES[name]}: {times}, {len(seen)} shown, {result['missed']} not; start {result['start']:.2f} s, "
            f"peak {result['peak']:.0f} MB, others {median(result['others']):.2f} cores")


def rows():
    """Label, unit and a function of one server's results; None is a figure that there is not."""
    for kind, label in KINDS.items():
        yield f"{label}: median", "ms", lambda found, kind=kind: milliseconds(median, found[kind]["seen"])
        yield "… worst", "ms", lambda found, kind=kind: (
            None if found[kind]["missed"] else milliseconds(max, found[kind]["seen"]))
        yield "… processor time, mean", "ms", lambda found, kind=kind: milliseconds(mean, found[kind]["work"])
    yield "start to first page", "ms", lambda found: 1000 * median(one["start"] for one in found.values())
    yield "peak memory", "MB", lambda found: max(one["peak"] for one in found.values())


def milliseconds(statistic, seconds):
    return 1000 * statistic(seconds) if seconds else None


def number(value):
    if value is None:
        return "never"
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


def ratio(ours, theirs):
    return "–" if ours is None or not theirs else f"**{ours / theirs:.3f}**"


def table(results):
    others = [name for name in results if name != "avilys"]
    head = ["", "unit", "avilys"] + [cell for name in others for cell in (NAMES[name], f"avilys / {NAMES[name]}")]
    lines = []
    for label, unit, figure in rows():
        ours = figure(results["avilys"])
        cells = [label, unit, number(ours)]
        for name in others:
            theirs = figure(results[name])
            cells += [number(theirs), ratio(ours, theirs)]
        lines.append(cells)
    return markdown.table(head, lines, len(head) - 2)


def load(sizes):
    """What other programs used meanwhile: the worst of the medians."""
    used = max(median(one["others"]) for results in sizes.values() for found in results.values() for one in found.values())
    text = f"Other programs used up to {used:.2f} cores meanwhile (the worst of the runs' medians)."
    return text if used <= machine.BUSY else f"**The machine was busy: not to be quoted.** {text}"


def section(sizes, versions, edits, save):
    programs = ", ".join(f"{NAMES[name]} {number}" for name, number in versions.items())
    parts = [
        "## Preview",
        f"{datetime.date.today()}; {programs}; {machine.description()}; {edits} edits of each kind, saved {save}.\n{load(sizes)}",
    ]
    for n, results in sizes.items():
        parts += [f"### {n:,} entries", table(results)]
    return "\n\n".join(parts)
