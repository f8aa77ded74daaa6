"""Runs of whole builds: timed by the kernel's account, into a folder in memory, on a machine that is otherwise idle."""
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from statistics import median

from common import machine
from common.programs import Failed, say, timed
from common.server import Server, free_port

# A run in which others took more than this, in cores, is made again, so many times.
NEIGHBOURS, AGAIN = 0.15, 3
# Seconds of others' work that the kernel's clock cannot tell from none in a short run.
UNSEEN = 3 / machine.TICK
# Seconds of a first run from which on fewer runs are made, and how many.
LONG, FEW = 20, 3
START_LIMIT = 900


class Place:
    """A folder in memory for what is built; its parent is removed at the end."""

    def __init__(self, work):
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(prefix="build-bench-", dir=memory if memory.is_dir() else work))

    def fresh(self, name):
        out = self.folder / name
        shutil.rmtree(out, ignore_errors=True)
        return out

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Patience:
    """Seconds that may yet be waited for an idle machine."""

    def __init__(self, seconds):
        self.left = seconds

    def wait(self):
        self.left = machine.wait_until_idle(self.left)


def run(contender, root, out, patience):
    """One run, made again while others are at work: the figures of the quietest, with the cores that others took."""
    best = None
    for _ in range(1 + AGAIN):
        patience.wait()
        shutil.rmtree(out, ignore_errors=True)
        found = watched(contender, root, out)
        if best is None or found["others"] < best["others"]:
            best = found
        if best["others"] <= NEIGHBOURS or patience.left <= 0:
            break
    return best


def watched(contender, root, out):
    contender.prepare(root)
    before, own = machine.work(), sum(os.times()[:4])
    found = timed(contender.command(root, out), cwd=root, env=contender.environment)
    others = machine.work() - before - (sum(os.times()[:4]) - own)
    return {**found, "others": 0.0 if others < UNSEEN else others / found["wall"]}


def full(contenders, site, place, runs, patience):
    """{name: figures of a full build} of those that finish.

    They take turns, in an order that rotates, so that a drift of the machine meets all of them.
    """
    found = {one.name: first for one in contenders if (first := warm_up(one, site, place))}
    finished = [one for one in contenders if one.name in found]
    for turn in range(runs):
        for k in range(len(finished)):
            one = finished[(turn + k) % len(finished)]
            if found[one.name]["warm_up"] > LONG and turn >= FEW:
                continue
            out = place.fresh(one.name)
            found[one.name]["runs"].append(run(one, site / one.layout, out, patience))
            place.fresh(one.name)
    return found


def warm_up(contender, site, place):
    """A run that does not count; nothing where the program fails."""
    out = place.fresh(contender.name)
    try:
        seconds = watched(contender, site / contender.layout, out)["wall"]
    except Failed as failed:
        say(f"{site.name}, {contender.label}: did not finish: {failed}")
        return None
    finally:
        count, written = size(out)
        place.fresh(contender.name)
    say(f"{site.name}, {contender.label}: warm-up {seconds:.2f} s, {count:,} files")
    return {"warm_up": seconds, "files": count, "bytes": written, "runs": []}


def size(folder):
    """Number of files below a folder, and their bytes."""
    sizes = [path.lstat().st_size for path in files(folder)]
    return len(sizes), sum(sizes)


def files(folder):
    return [Path(parent) / name for parent, _, names in os.walk(folder) for name in names]


def state(folder):
    """Place and time of change of each file and folder."""
    paths = [Path(parent) for parent, _, _ in os.walk(folder)] + files(folder)
    return {str(path.relative_to(folder)): (found.st_ino, found.st_mtime_ns) for path in paths for found in [path.lstat()]}


def contents(folder):
    return {str(path.relative_to(folder)): hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
            for path in files(folder)}


def again(contender, site, page, place, runs, patience):
    """Builds over a finished one: nothing changed, then one entry's body, then its title. {name: [figures of a run]}

    `touched` counts files and folders with another place or time of change than before, `changed` files with other bytes,
    `written` files that were written anew, `needless` those of them that have the same bytes as before.
    """
    root, out = site / contender.layout, place.fresh(contender.name)
    original = page.read_text(encoding="utf-8")
    watched(contender, root, out)
    found = {"unchanged": [], "body": [], "title": []}
    try:
        for number in range(runs):
            before = state(out)
            row = over(contender, root, out, patience)
            found["unchanged"].append({**row, "touched": differing(before, state(out))})
        for kind in ("body", "title"):
            for number in range(runs):
                page.write_text(edited(original, kind, f"zyme{number}"), encoding="utf-8")
                earlier, before = contents(out), state(out)
                row = over(contender, root, out, patience)
                found[kind].append({**row, **compared(earlier, before, out)})
    finally:
        page.write_text(original, encoding="utf-8")
        place.fresh(contender.name)
    return found


def over(contender, root, out, patience):
    """One build over what is there; it cannot be made again, since it leaves nothing to do."""
    patience.wait()
    return watched(contender, root, out)


def differing(before, after):
    return sum(before.get(path) != after.get(path) for path in before.keys() | after.keys())


def compared(earlier, before, out):
    after, now = state(out), contents(out)
    changed = {path for path in now if now[path] != earlier.get(path)} | (earlier.keys() - now.keys())
    # A file that is linked into the new tree keeps its place and its modification time.
    written = {path for path in now if after[path] != before.get(path)}
    return {"changed": len(changed), "written": len(written), "needless": len(written - changed)}


def edited(text, kind, mark):
    """An entry with one mark in it that a reader would see."""
    if kind == "body":
        return f"{text.rstrip()}\n\nPakeitimas {mark}.\n"
    head, rest = text.split('title = "', 1)
    return f'{head}title = "{mark} {rest}'


def start(contender, site, address, work, runs, patience):
    """Seconds from the start of the preview to the first page, of each run."""
    root, found = site / contender.layout, []
    contender.prepare(root)
    for _ in range(runs):
        patience.wait()
        port = free_port()
        server = Server(contender.label, contender.serve(root, port), port, work / "preview.log")
        try:
            found.append(server.wait_until_ready(address, START_LIMIT))
        finally:
            server.stop()
    return found


def middle(rows, figure):
    return median(row[figure] for row in rows)
