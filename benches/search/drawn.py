"""Queries drawn from the generated documents, with right answers that are certain.

A word is drawn from those that stand in 1 to 10 documents, in whatever form; none of its forms belongs to another word.
All documents that hold one of its forms are the right answers. The same corpus gives the same queries.

| category | what is typed | how many |
|---|---|---|
| inflected | a form of the word that no document holds | 600 |
| folded | a form that a document holds, without its diacritics | 300 |
| mistyped | a form of 5 letters or more that a document holds, with one letter wrong, missing, too many or exchanged with the next; no other word of the corpus is as near | 300 |
| unfinished | the first letters of a form that a document holds, at least 5 and at least 2 less than the form has, and no other word of the corpus begins with them | 300 |
"""
import bisect
import random
import re
from collections import defaultdict

import corpus as sites

COUNTS = {"inflected": 600, "folded": 300, "mistyped": 300, "unfinished": 300}
LETTERS = "aąbcčdeęėfghiįyjklmnoprsštuųūvzž"
FOLDS = str.maketrans("ąčęėįšųūž", "aceeisuuz")


def fold(form):
    return form.translate(FOLDS)


def queries(corpus, seed=1):
    """Rows as in queries.tsv: dictionaries with qid, category, query, relevant, best."""
    held = defaultdict(set)
    for i in range(corpus.n):
        entry = corpus.document(i)
        for word in set(re.findall(r"\w+", sites.text(entry).lower())):
            held[word].add(entry["id"])
    words = _rare_words(corpus, held)
    draw = random.Random(f"{seed}/queries")
    rows = []
    for category, count in COUNTS.items():
        taken = 0
        for forms in draw.sample(words, len(words)):
            query = _query(draw, category, forms, held, corpus)
            if query and taken < count:
                taken += 1
                answers = sorted(set().union(*(held.get(form, ()) for form in forms)))
                rows.append({"qid": f"{category[0]}{taken:04}", "category": category, "query": query,
                             "relevant": answers, "best": answers})
    return rows


def _rare_words(corpus, held):
    owners = defaultdict(set)
    for number, (forms, _) in enumerate(corpus.paradigms):
        for form in forms:
            owners[fold(form)].add(number)
    found = []
    for number, (forms, _) in enumerate(corpus.paradigms):
        alone = all(owners[fold(form)] == {number} for form in forms)
        documents = set().union(*(held.get(form, ()) for form in forms))
        if alone and 1 <= len(documents) <= 10:
            found.append(sorted(set(forms)))
    return found


def _query(draw, category, forms, held, corpus):
    """One query of this category for the word, or none if it has no fitting form."""
    known = [form for form in forms if form in held]
    if category == "inflected":
        return _one(draw, [form for form in forms if form not in held])
    if category == "folded":
        return _one(draw, [fold(form) for form in known if fold(form) != form])
    if category == "mistyped":
        form = _one(draw, [form for form in known if len(form) >= 5])
        typed = form and _mistyped(draw, form)
        near = typed and _one_edit(fold(typed)) & _held(corpus, held)
        return typed if typed and near <= set(map(fold, forms)) and fold(typed) not in _held(corpus, held) else None
    form = _one(draw, [form for form in known if len(form) >= 7])
    typed = form and form[:draw.randint(5, len(form) - 2)]
    return typed if typed and set(_beginning(fold(typed), _all_words(corpus, held))) <= set(map(fold, forms)) else None


def _one(draw, forms):
    return draw.choice(forms) if forms else None


def _held(corpus, held):
    if not hasattr(corpus, "held"):
        corpus.held = set(map(fold, held))
    return corpus.held


def _all_words(corpus, held):
    if not hasattr(corpus, "folded"):
        all_words = {fold(word) for word in held} | {fold(form) for forms, _ in corpus.paradigms for form in forms}
        corpus.folded = sorted(all_words)
    return corpus.folded


def _beginning(letters, words):
    """Those of the sorted words that begin with the letters."""
    at = bisect.bisect_left(words, letters)
    return words[at:bisect.bisect_left(words, letters + "\uffff")]


def _one_edit(typed):
    """The typed letters, and all that is one letter wrong, missing, too many or exchanged with the next away from them."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    halves = [(typed[:i], typed[i:]) for i in range(len(typed) + 1)]
    missing = {a + b[1:] for a, b in halves if b}
    exchanged = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    wrong = {a + letter + b[1:] for a, b in halves if b for letter in letters}
    return {typed} | missing | exchanged | wrong | {a + letter + b for a, b in halves for letter in letters}


def _mistyped(draw, form):
    kind, at = draw.choice(["wrong", "missing", "added", "exchanged"]), draw.randrange(len(form))
    if kind == "missing":
        return form[:at] + form[at + 1:]
    if kind == "added":
        return form[:at] + draw.choice(LETTERS) + form[at:]
    if kind == "exchanged":
        at = min(at, len(form) - 2)
        return form[:at] + form[at + 1] + form[at] + form[at + 2:]
    return form[:at] + draw.choice(LETTERS) + form[at + 1:]
