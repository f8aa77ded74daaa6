"""How good the answers are.

recall@10  share of the right documents among the first ten
MRR        1 / place of the first of the best documents (0 past the tenth)
R-prec     share of right documents among the first R, where R documents are right: what noise among them costs
zero       queries without any answer
"""
import csv
from collections import defaultdict
from pathlib import Path


def read(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        row["relevant"], row["best"] = row["relevant"].split(","), row["best"].split(",")
    return rows


def one(row, answer):
    """Recall, reciprocal rank, R-precision and emptiness of one answer."""
    right, best, top = set(row["relevant"]), set(row["best"]), answer[:10]
    rank = next((1 / place for place, found in enumerate(top, 1) if found in best), 0.0)
    return len(right & set(top)) / len(right), rank, len(right & set(answer[:len(right)])) / len(right), float(not answer)


def table(rows, answers):
    """{category: {n, recall, mrr, precision, zero}}, „all“ last. `answers`: {query: [ids, best first]}."""
    sums = defaultdict(lambda: [0.0] * 4)
    counts = defaultdict(int)
    for row in rows:
        values = one(row, answers[row["query"]])
        for name in (row["category"], "all"):
            counts[name] += 1
            sums[name] = [a + b for a, b in zip(sums[name], values)]
    names = list(dict.fromkeys(row["category"] for row in rows)) + ["all"]
    return {name: {"n": counts[name], "recall": sums[name][0] / counts[name], "mrr": sums[name][1] / counts[name],
                   "precision": sums[name][2] / counts[name], "zero": int(sums[name][3])} for name in names}


def misses(rows, answers):
    """The queries with a right document past the tenth place, or a best one not first."""
    for row in rows:
        recall, rank, _, _ = one(row, answers[row["query"]])
        if recall < 1 or rank < 1:
            yield (f"{row['qid']} {row['category']} | {row['query']} | recall {recall:.2f}, rank {rank:.2f} | "
                   f"wanted {','.join(row['best'])} of {','.join(row['relevant'])} | got {','.join(answers[row['query']][:10])}")
