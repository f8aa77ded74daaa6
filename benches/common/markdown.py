"""Reports as Markdown."""


def table(head, rows, numbers):
    """A table; the last `numbers` columns are figures."""
    rule = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in [head, rule, *rows])


def replace_section(path, name, text):
    """Puts the section that benches/`name`/run writes into a file, in place of the one that is there; the rest stays."""
    begin, end = f"<!-- {name}: written by benches/{name}/run -->", f"<!-- /{name} -->"
    old = path.read_text(encoding="utf-8") if path.exists() else "# Results\n"
    new = f"{begin}\n{text}\n{end}"
    if begin in old and end in old:
        before, after = old.split(begin, 1)[0], old.split(end, 1)[1]
        old = before + new + after
    else:
        old = f"{old.rstrip()}\n\n{new}\n"
    path.write_text(old, encoding="utf-8")
