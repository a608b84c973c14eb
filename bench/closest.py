"""How often the sentence that decides a question is found: `python -m bench.closest [--fit]`.

`bench/data/closest_questions.jsonl` holds questions, each with the sentences of the shipped corpus that a
good answer opens with (`best`) and others that serve (`useful`): those of strangers, who had seen no
answer, and those that we wrote for this, one or two for nearly every document. `--fit` learns the weights of
`assistant/compose/closeness.json` from all of them: of every pair of a best sentence and one that serves
nothing, the best is to score higher (logistic regression on the differences). Printed is what the
weights in use find, and what weights find that were learnt without the questions of a fifth of the documents.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.chain import Assistant, build_assistant
from assistant.cli import ensure_default_index
from assistant.compose import Question
from assistant.compose import closeness as closeness_module
from assistant.compose.closeness import traits
from assistant.compose.closest import answers, sentences_near, subjects
from assistant.compose.routing import answer_named
from assistant.config import read_settings
from assistant.triage import triage_question
from bench.sets import bootstrap

QUESTIONS = Path(__file__).resolve().parent / "data" / "closest_questions.jsonl"
WEIGHTS = Path(closeness_module.__file__).with_name("closeness.json")
BEST, USEFUL = 2, 1
PENALTY = 0.05
"""Inverse strength of regularisation; 0.03 to 3 gave the same within two questions of a hundred."""
HARDEST = 30
"""Of the sentences that serve nothing, those with the best match are learnt from."""
Matrix = NDArray[np.float64]


class Case(NamedTuple):
    """A question with the sentences that come near it: a row of traits and a grade for each."""

    by: str
    group: str
    """The document of its best sentence: questions on one document are never parted."""
    rows: list[dict[str, float]]
    grades: NDArray[np.int64]


def read_cases(assistant: Assistant) -> list[Case]:
    """Find what is near each question, as an answer would, and grade it."""
    return [read_case(assistant, json.loads(line)) for line in QUESTIONS.open(encoding="utf-8")]


def read_case(assistant: Assistant, row: dict[str, str]) -> Case:
    """Find and grade what is near one question."""
    text, catalog = row["question"], assistant.catalog
    seen = assistant.understander.understand(text)
    question = Question(text, seen, triage_question(text))
    lead = answer_named(catalog, question).lead if seen.substances else ()
    cited = {quote.source_id for claim in lead for quote in claim.quotes}
    passages = assistant.find_passages(text)
    found = sentences_near(catalog, question, assistant.sentence_fit.score, passages, cited)
    near = [
        n for n in found if answers(catalog, question, n.facts, n.text, subjects(catalog, question))
    ]
    groups = catalog.groups(seen.outcomes)
    graded = {tuple(pair): USEFUL for pair in row["useful"]}
    graded |= {tuple(pair): BEST for pair in row["best"]}
    grades = [graded.get((each.facts.id, " ".join(each.text.split())), 0) for each in near]
    rows = [traits(each, seen, text, groups) for each in near]
    return Case(row["by"], row["best"][0][0], rows, np.array(grades, dtype=np.int64))


def learn(cases: Sequence[Case]) -> dict[str, float]:
    """Learn the weights by which best sentences come before those that serve nothing."""
    names = sorted({name for case in cases for row in case.rows for name in row})
    differences, counts = [], []
    for case in cases:
        if not case.rows:
            continue
        table = as_table(case, names)
        best, idle = np.flatnonzero(case.grades == BEST), np.flatnonzero(case.grades == 0)
        idle = idle[np.argsort(-table[idle, names.index("asked")])][:HARDEST]
        pairs = [table[i] - table[j] for i in best for j in idle]
        differences += pairs
        counts += [1 / len(pairs) for _ in pairs]
    x = np.array(differences)
    scale = x.std(axis=0) + 1e-9
    model = LogisticRegression(C=PENALTY, fit_intercept=False, max_iter=2000)
    model.fit(
        np.r_[x / scale, -x / scale],
        np.r_[np.ones(len(x)), np.zeros(len(x))],
        sample_weight=np.r_[counts, counts],
    )
    return dict(zip(names, (model.coef_[0] / scale).round(3).tolist(), strict=True))


def as_table(case: Case, names: Sequence[str]) -> Matrix:
    """The traits of a case's sentences: shape (sentences, names)."""
    return np.array([[row.get(name, 0.0) for name in names] for row in case.rows])


def in_order(case: Case, weights: dict[str, float]) -> list[int]:
    """The grades of a case's sentences, closest first."""
    scores = [sum(weights.get(name, 0.0) * v for name, v in row.items()) for row in case.rows]
    return [int(case.grades[i]) for i in np.argsort(np.negative(scores), kind="stable")]


def unseen_orders(cases: Sequence[Case]) -> list[list[int]]:
    """Order each case by weights that were learnt without its document."""
    orders: list[list[int]] = [[] for _ in cases]
    groups = [case.group for case in cases]
    for learnt, left in GroupKFold(5).split(cases, groups=groups):
        weights = learn([cases[i] for i in learnt])
        for i in left:
            orders[i] = in_order(cases[i], weights)
    return orders


MEASURES: dict[str, Callable[[list[int]], float]] = {
    "first is best": lambda grades: float(grades[:1] == [BEST]),
    "first serves": lambda grades: float(any(grades[:1])),
    "best among three": lambda grades: float(BEST in grades[:3]),
}


def main() -> None:
    """Measure, and learn the weights anew if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="write the weights anew")
    is_to_fit = parser.parse_args().fit
    settings = read_settings()
    ensure_default_index(settings)
    cases = read_cases(build_assistant(settings))
    if is_to_fit:
        made = {"made_by": "python -m bench.closest --fit", "weights": learn(cases)}
        WEIGHTS.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    words = {"asked": 1.0, "whole": 1.0}
    rows = {
        "meaning alone": [in_order(case, words) for case in cases],
        "learnt without its document": unseen_orders(cases),
        "as shipped": [in_order(case, weights) for case in cases],
    }
    lines = [f"| | n | {' | '.join(MEASURES)} |", f"|---|---|{'---|' * len(MEASURES)}"]
    for by in ("us", "strangers"):
        for name, orders in rows.items():
            own = [order for order, case in zip(orders, cases, strict=True) if case.by == by]
            cells = [f"{bootstrap([measure(o) for o in own])}" for measure in MEASURES.values()]
            lines.append(f"| {by}: {name} | {len(own)} | {' | '.join(cells)} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
