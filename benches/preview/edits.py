"""The three kinds of edit, and the loop that times them."""
import os
import random
import re
import time

from common import machine

POLL = 0.004      # Seconds between two requests while waiting for an edit to be seen.
PAUSE = 0.6       # Longest random pause before an edit: servers that look on a tick must not fall into step with us.
LIMIT = 60        # Seconds after which an edit counts as never shown.
START_LIMIT = 900

# Kind: which file of the site is saved, and which page shows it.
KINDS = {"body": ("file", "page"), "title": ("file", "list"), "template": ("template", "page")}


def changed(text, kind, mark):
    """`text` with one mark in it that a reader of the page would see."""
    if kind == "body":
        return f"{text.rstrip()}\n\nPakeitimas {mark}.\n"
    if kind == "template":
        return f"{text.rstrip()}\n<p>{mark}</p>\n"
    text, count = re.subn(r'(?m)^(title = "[^"]*)"', rf'\1 {mark}"', text, count=1)
    assert count == 1, "the entry has a title on a line of its own"
    return text


def save(path, text, atomic):
    """Saves as editors do, in place or by a file beside it that takes its name; gives the moment it is done."""
    target = path.with_name(f".{path.name}.tmp") if atomic else path
    with open(target, "w", encoding="utf-8") as file:
        file.write(text)
    if atomic:
        os.replace(target, path)
    return time.monotonic()


def wait_for(server, path, mark, since):
    """Seconds from `since` to the last byte of the first answer that holds the mark; None if there is none."""
    while True:
        _, body, at = server.get(path)
        if mark in body:
            return at - since
        if at - since > LIMIT:
            return None
        time.sleep(POLL)


def run(server, site, kind, count, atomic, patience):
    """Makes `count` edits of one kind on a server just started.

    Times are seconds: `seen` from save to page, `work` of the processor for one edit, `start` to the first page. `peak`
    is memory in MB, `others` the cores that other programs used, `missed` the edits that were never shown.
    """
    file, page = site[KINDS[kind][0]], site[KINDS[kind][1]]
    original = file.read_text(encoding="utf-8")
    draw = random.Random(kind)
    result = {"seen": [], "work": [], "others": [], "missed": 0}
    try:
        result["start"] = server.wait_until_ready(page, START_LIMIT)
        server.settle()
        for number in range(count):
            patience = machine.wait_until_idle(patience)
            time.sleep(draw.uniform(0, PAUSE))
            # As by a tab that is open: the connection stands when the file is saved.
            server.get(page)
            mark = f"zyme{number}x{time.time_ns() % 10 ** 8}"
            work, own, all_work = server.work(), time.process_time(), machine.work()
            saved = save(file, changed(original, kind, mark), atomic)
            seen = wait_for(server, page, mark.encode(), saved)
            server.settle()
            work, own = server.work() - work, time.process_time() - own
            result["work"].append(work)
            result["others"].append(max(0, machine.work() - all_work - work - own) / (time.monotonic() - saved))
            if seen is None:
                result["missed"] += 1
                if result["missed"] == 2:
                    break
            else:
                result["seen"].append(seen)
        result["peak"] = server.peak()
    finally:
        server.stop()
        file.write_text(original, encoding="utf-8")
    return result
