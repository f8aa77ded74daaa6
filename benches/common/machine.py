"""The machine that measures: what it is, and how much works on it. Needs Linux: it reads /proc."""
import os
import platform
import re
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
# Figures are worth little where other programs took more than this, in cores.
BUSY = 0.2
# Seconds of work of all cores, in half a second, below which the machine counts as idle.
IDLE = 0.05


def work():
    """Seconds that all cores together have worked, or were withheld by the host."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle, waiting = fields[3], fields[4]
    return (sum(fields) - idle - waiting) / TICK


def wait_until_idle(limit):
    """Waits, at most `limit` seconds, until hardly anything works; gives what is left of them."""
    end = time.monotonic() + limit
    while (left := end - time.monotonic()) > 0:
        before = work()
        time.sleep(0.5)
        if work() - before < IDLE:
            break
    return max(0.0, left)


def description():
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"model name\s*:\s*(.*)", info)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2 ** 30
    return (f"{os.cpu_count()} cores ({model.group(1) if model else platform.machine()}), {memory:.0f} GB, "
            f"{platform.system()} {platform.release().split('-')[0]}")
