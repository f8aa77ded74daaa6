"""How the numbers of generated entries are spread: the same for every corpus, drawn from the caller's generator."""
import bisect
import datetime
import math
from itertools import accumulate

LONGEST, SHORTEST, SPREAD = 2500, 150, 0.55


def school_count(n):
    """Number of schools that `n` entries come from."""
    return max(4, min(n // 25, 1200))


class Uneven:
    """Draws places of a list; how often each comes is itself drawn (log-normal)."""

    def __init__(self, draw, count):
        self.sums = list(accumulate(draw.lognormvariate(0, 0.5) for _ in range(count)))

    def place(self, draw):
        return bisect.bisect(self.sums, draw.random() * self.sums[-1])


def date(draw):
    """A day of twelve years."""
    return datetime.date(2012, 9, 1) + datetime.timedelta(days=draw.randrange(4490))


def topics(draw, names):
    """One to four of them."""
    return draw.sample(names, draw.choices([1, 2, 3, 4], [3, 4, 2, 1])[0])


def body_length(draw, mean):
    """Words of a body: log-normal around `mean`, neither tiny nor huge."""
    return min(LONGEST, max(SHORTEST, draw.lognormvariate(math.log(mean) - SPREAD ** 2 / 2, SPREAD)))


def sentence_length(draw):
    return min(30, max(5, int(draw.gauss(13, 5))))
