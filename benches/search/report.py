"""The figures as Markdown."""
import datetime
from statistics import median

from common import machine
from common.markdown import table
from common.programs import NAMES


def quality(tables):
    """`tables`: {program: {category: figures}}, all of the same categories."""
    programs = list(tables)
    head = ["category", "queries"] + [f"{NAMES[one]} {what}" for one in programs for what in ("recall@10", "MRR", "zero")]
    rows = []
    for category, first in tables[programs[0]].items():
        cells = [category, first["n"]]
        for one in programs:
            found = tables[one][category]
            cells += [f"{found['recall']:.3f}", f"{found['mrr']:.3f}", found["zero"]]
        rows.append([f"**{cell}**" for cell in cells] if category == "all" else cells)
    return table(head, rows, len(head) - 1)


def seconds(values):
    return f"{median(values):,.2f} ({min(values):,.2f}–{max(values):,.2f})" if len(values) > 1 else f"{values[0]:,.2f}"


def size(measured):
    """One size of site. `measured`: {program: {runs: [figures of an index], first: [(script, data) bytes]}}."""
    head = ["", *(NAMES[one] for one in measured)]
    def row(label, figure):
        return [label, *(figure(found) for found in measured.values())]
    rows = [
        row("index, wall seconds", lambda found: seconds([run["wall"] for run in found["runs"]])),
        row("index, processor seconds", lambda found: seconds([run["cpu"] for run in found["runs"]])),
        row("peak memory, MB", lambda found: f"{max(run['peak'] for run in found['runs']):,.0f}"),
        row("files", lambda found: f"{found['runs'][0]['files']:,}"),
        row("size, MB", lambda found: f"{found['runs'][0]['bytes'] / 1e6:,.1f}"),
        row("first query, script, KB", lambda found: f"{found['first'][0][0] / 1000:,.1f}"),
        row("first query, index files, KB: median (largest)", lambda found: (
            f"{median(data for _, data in found['first']) / 1000:,.1f} ({max(data for _, data in found['first']) / 1000:,.1f})")),
        row("first query, all, KB: median", lambda found: f"{median(sum(both) for both in found['first']) / 1000:,.1f}"),
    ]
    if "avilys" in measured:
        runs = measured["avilys"]["runs"]
        rows.append(["whole build, seconds; its peak without search, MB",
                     f"{median(run['whole'] for run in runs):,.2f}; {max(run['bare'] for run in runs):,.0f}",
                     *["–"] * (len(measured) - 1)])
    return table(head, rows, len(head) - 1)


def document(versions, sets, sizes, others):
    """`sets`: {title: {program: table}}, `sizes`: {number of documents: {program: …}}, `others`: cores that others used."""
    programs = ", ".join(f"{NAMES[name]} {number}" for name, number in versions.items())
    parts = ["# Results of the search benchmark", f"{datetime.date.today().isoformat()}; {programs}; {machine.description()}.",
             "What is measured, and how: [README.md](../README.md). Written by `benches/search/run`."]
    for title, tables in sets.items():
        parts += [f"## {title}", quality(tables)]
    for n, measured in sizes.items():
        parts += [f"## {n:,} generated documents: index and first query", size(measured)]
    if sizes:
        parts.append(f"Other programs used up to {others:.2f} cores while indexes were made."
                     + (" **The machine was busy: times are not to be quoted.**" if others > machine.BUSY else ""))
    return "\n\n".join(parts) + "\n"
