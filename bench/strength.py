"""How well claim strength is read: `python bench/strength.py FOLDER [--model FOLDER] [--json FILE]`.

FOLDER holds the outside sets. Three measures are printed: against the expert codes of
`sci_exaggeration`, which nothing is learnt from; against our own labels of sentences that were
sealed, so labelled without sight of what the model makes of them and never learnt from; and against
our labels of the sets that the model in use has not learnt from (train one with `--leave-out`).
Beside the model stand controls that learnt from the same sentences: the largest class, the length of
the sentence, and TF-IDF of words and characters. Intervals are bootstrapped by study.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from assistant.verify.reader import ADAPTER, SentenceReader
from assistant.verify.strength import CUE_WEIGHTS, STEPS, load_cue_model, strength_probabilities
from assistant.verify.train_strength import SEALED
from assistant.verify.training_data import filled_templates, labelled_by_hash, own_sentences

DRAWS = 2000
LABELS = range(STEPS)
Predictor = Callable[[Sequence[str]], NDArray[np.int64]]


class Sentences(NamedTuple):
    """Sentences with their strengths; those of one study are drawn together."""

    texts: list[str]
    strengths: list[int]
    studies: list[str]

    def __add__(self, other: tuple[object, ...]) -> Sentences:
        return Sentences(*(a + b for a, b in zip(self, other, strict=True)))  # type: ignore[operator]


def expert_coded(folder: Path) -> dict[str, Sentences]:
    """The sentences of `sci_exaggeration`, in two halves by study, abstracts and press apart."""
    parts: dict[str, Sentences] = defaultdict(lambda: Sentences([], [], []))
    with gzip.open(
        folder / "overclaim" / "sci_exaggeration.dev.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        for row in map(json.loads, lines):
            study = row["meta"]["study_id"]
            half = "AB"[int(hashlib.sha256(study.encode()).hexdigest(), 16) % 2]
            for side, where in (("source", "abstract"), ("claim", "press")):
                one = Sentences([row[f"{side}_text"]], [row["meta"][f"{side}_strength"]], [study])
                for name in ("all", f"half {half}", where):
                    parts[name] += one
    return {f"sci_exaggeration {name}": parts[name] for name in sorted(parts)}


def unseen(folder: Path, seen: set[str]) -> dict[str, Sentences]:
    """Our labels of what a model has not learnt from; each sentence is its own study."""
    parts: dict[str, Sentences] = defaultdict(lambda: Sentences([], [], []))
    labelled = {
        "sealed conclusions": labelled_by_hash(folder, SEALED),
        "sealed endings of abstracts": labelled_by_hash(folder, SEALED / "endings"),
        "sealed sentences of ours": own_sentences(SEALED),
    }
    for example in labelled_by_hash(folder):
        if example.source not in seen:
            labelled.setdefault(f"{example.source}, our labels", []).append(example)
    for name, examples in labelled.items():
        for number, example in enumerate(examples):
            parts[name] += Sentences([example.sentence], [example.strength], [str(number)])
    return dict(parts)


def controls(folder: Path, seen: set[str]) -> dict[str, Predictor]:
    """Fit the controls to what the model learnt from."""
    examples = [*own_sentences(), *filled_templates(), *labelled_by_hash(folder)]
    examples = [example for example in examples if example.source in seen]
    texts, wanted = [e.sentence for e in examples], [e.strength for e in examples]

    def lengths(sentences: Sequence[str]) -> NDArray[np.float64]:
        return np.log1p([[len(sentence.split()), len(sentence)] for sentence in sentences])

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    characters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True
    )
    fit = LogisticRegression(C=10, max_iter=3000, class_weight="balanced")
    return {
        "majority": DummyClassifier().fit(texts, wanted).predict,
        "length only": make_pipeline(
            FunctionTransformer(lengths), LogisticRegression(class_weight="balanced")
        ).fit(texts, wanted).predict,
        "TF-IDF": make_pipeline(make_union(words, characters), fit).fit(texts, wanted).predict,
    }  # fmt: skip


def interval(part: Sentences, found: NDArray[np.int64]) -> list[float]:
    """The 95% interval of macro-F1 when whole studies are drawn again."""
    rows: dict[str, list[int]] = defaultdict(list)
    for at, study in enumerate(part.studies):
        rows[study].append(at)
    groups = [np.array(group) for group in rows.values()]
    tables = np.array([table(np.array(part.strengths)[g], found[g]) for g in groups])
    chance = np.random.default_rng(0)
    scores = []
    for _ in range(DRAWS):
        drawn = tables[chance.integers(len(groups), size=len(groups))].sum(axis=0)
        scores.append(macro_f1(drawn))
    return [round(float(bound), 3) for bound in np.percentile(scores, [2.5, 97.5])]


def table(wanted: NDArray[np.int64], found: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count each pair of wanted and found step."""
    counts: NDArray[np.int64] = confusion_matrix(wanted, found, labels=list(LABELS))
    return counts


def macro_f1(counts: NDArray[np.int64]) -> float:
    """The mean F1 of the steps that occur."""
    right, either = np.diag(counts), counts.sum(axis=0) + counts.sum(axis=1)
    return float((2 * right[either > 0] / either[either > 0]).mean())


def measure(part: Sentences, predict: Predictor) -> dict[str, object]:
    """Score one predictor on one part."""
    start = time.perf_counter()
    found = np.asarray(predict(part.texts))
    took = (time.perf_counter() - start) * 1000 / len(part.texts)
    by_step = f1_score(part.strengths, found, labels=list(LABELS), average=None, zero_division=0)
    return {
        "macro_f1": round(macro_f1(table(np.array(part.strengths), found)), 3),
        "interval": interval(part, found),
        "f1": [round(float(score), 3) for score in by_step],
        "ms_a_sentence": round(took, 2),
        "confusion": table(np.array(part.strengths), found).tolist(),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, default=CUE_WEIGHTS.parent)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args(arguments)
    weights = chosen.model / CUE_WEIGHTS.name
    with np.load(weights) as stored:
        seen = set(stored["sources"].tolist())
    cues, reader = load_cue_model(weights), SentenceReader(chosen.model / ADAPTER.name)
    predictors = controls(chosen.folder, seen) | {
        "reader": lambda texts: reader(texts).argmax(axis=1),
        "cues": lambda texts: cues.probabilities(texts).argmax(axis=1),
        "cues + reader": lambda texts: strength_probabilities(texts, reader, cues).argmax(axis=1),
    }
    report = {}
    for name, part in (expert_coded(chosen.folder) | unseen(chosen.folder, seen)).items():
        counts = np.bincount(part.strengths, minlength=STEPS).tolist()
        print(f"\n{name}: {len(part.texts)} sentences, of each step {counts}")  # noqa: T201
        report[name] = {"sentences": len(part.texts), "of_each_step": counts}
        for who, predict in predictors.items():
            result = report[name][who] = measure(part, predict)
            print(  # noqa: T201
                f"  {who:14} macro-F1 {result['macro_f1']:.3f} {result['interval']}  "
                f"by step {result['f1']}  {result['ms_a_sentence']} ms"
            )
    if chosen.json:
        chosen.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
