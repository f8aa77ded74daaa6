"""What we hold ourselves to, each with the figure that was measured."""
import math

from measure import middle

MB = 2 ** 20
# Bytes of the program, MB of memory at 100,000 entries.
BINARY, MEMORY = 15 * MB, 3 * 1024
GOAL_SIZES = (10_000, 50_000)


class Figures:
    """Medians by number of entries, contender and figure; None for what was not measured."""

    def __init__(self, sizes):
        self.sizes = sizes

    def full(self, n, name, figure):
        """Infinite where the program did not finish."""
        if name in self.sizes.get(n, {}).get("failed", []):
            return math.inf
        rows = self.sizes.get(n, {}).get("full", {}).get(name, {}).get("runs")
        return middle(rows, figure) if rows else None

    def again(self, n, name, kind, figure):
        rows = self.sizes.get(n, {}).get("again", {}).get(name, {}).get(kind)
        return middle(rows, figure) if rows else None

    def most(self, n, name, kind, figure):
        """The most of all runs, of what should not be at all."""
        rows = self.sizes.get(n, {}).get("again", {}).get(name, {}).get(kind)
        return max(row[figure] for row in rows) if rows else None

    def start(self, n, name):
        rows = self.sizes.get(n, {}).get("start", {}).get(name)
        return sorted(rows)[len(rows) // 2] if rows else None


def ratio(ours, theirs):
    return None if ours is None or not theirs or math.isinf(theirs) else ours / theirs


def rows(sizes, binary):
    """(what, entries, goal as text, measured, limit); measured is None where it was not."""
    figures = Figures(sizes)
    for n in GOAL_SIZES:
        if n in sizes:
            yield from full_builds(figures, n)
            yield from second_builds(figures, n)
    if 10_000 in sizes:
        for name, label in (("avilys", ""), ("avilys-theme-search", ", default theme, with search")):
            yield (f"start of the preview to the first page{label}, / floor", 10_000, "≤ 1.0",
                   ratio(figures.start(10_000, name), figures.full(10_000, "floor", "wall")), 1.0)
    if 100_000 in sizes:
        for name, label in (("avilys-search", ""), ("avilys-theme-search", ", default theme")):
            yield (f"peak memory with search{label}, MB", 100_000, "≤ 3,072",
                   figures.full(100_000, name, "peak"), MEMORY)
    yield "the program, MB", "–", "≤ 15", binary / MB, BINARY / MB


def full_builds(figures, n):
    def over(name, figure, other):
        return ratio(figures.full(n, name, figure), figures.full(n, other, figure))
    for figure, label in (("wall", "wall"), ("cpu", "processor")):
        yield f"full build, {label}, / floor", n, "≤ 2.5", over("avilys", figure, "floor"), 2.5
        yield f"full build, {label}, / Hugo", n, "≤ 0.1", over("avilys", figure, "hugo"), 0.1
        for other, title in (("eleventy", "Eleventy"), ("zola", "Zola")):
            yield f"full build, {label}, / {title}", n, "≤ 0.05", over("avilys", figure, other), 0.05
    yield "full build with search, wall, / floor", n, "≤ 8", over("avilys-search", "wall", "floor"), 8
    yield "peak memory, / Hugo", n, "≤ 0.125", over("avilys", "peak", "hugo"), 0.125
    yield "peak memory with search, / Hugo", n, "≤ 0.25", over("avilys-search", "peak", "hugo"), 0.25


def second_builds(figures, n):
    for name, label in (("avilys", ""), ("avilys-theme-search", ", default theme, with search")):
        first = figures.full(n, name, "wall")
        for kind, title in (("unchanged", "nothing changed"), ("body", "a body changed"), ("title", "a title changed")):
            yield (f"second build, {title}{label}, wall, / first", n, "≤ 0.5",
                   ratio(figures.again(n, name, kind, "wall"), first), 0.5)
        yield (f"files touched by a build of nothing new{label}", n, "0",
               figures.most(n, name, "unchanged", "touched"), 0)
        for kind in ("body", "title"):
            yield (f"files written without need, a {kind} changed{label}", n, "0",
                   figures.most(n, name, kind, "needless"), 0)
