"""Learn what is meant: `python -m assistant.understand.train`, in about a minute of one core.

Two linear models over the packaged model's vectors come out: which danger a message reports
(`triage/data/alarm.npz`) and what a question wants to know (`understand/data/intents.npz`). All
sentences are our own; `data/README.md` says what they are and how they are filled.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.embed import SentenceTransformerEmbedder, Vectors
from assistant.embed.linear import LinearModel
from assistant.load import Vocabulary, load_vocabulary, load_yaml
from assistant.schema import Intent
from assistant.triage import alarm
from assistant.understand import guessing

DATA = Path(__file__).parent / "data"
SEED = 0
INTENT_FILLINGS = 10
DANGER_FILLINGS = 5
SAFE_FILLINGS = 4
PLAIN = 2
"""Fillings of a template of danger that stand without anything before or behind them."""
LOOSENESS = 10.0
"""How little the weights are held near zero."""
WITH_DOCUMENTS = 55
"""Substances of the vocabulary's head, which has those that the documents are about, drawn more often."""


class Row(NamedTuple):
    """A sentence and its labels."""

    labels: tuple[str, ...]
    text: str


class Filler:
    """Fills templates with names of the vocabulary and with words of our own."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._random = random.Random(SEED)  # noqa: S311  # for drawing words
        self.words: dict[str, list[str]] = load_yaml((DATA / "fillings.yaml").read_text("utf-8"))
        self._substances: list[str] = []
        for rank, item in enumerate(vocabulary.substances):
            name = re.sub(r" \(.*", "", item.name)
            more = [name, *item.synonyms[:2], *item.brands[:1]] if rank < WITH_DOCUMENTS else []
            self._substances += [name, *more]
        outcomes = [o for o in vocabulary.outcomes if not (o.is_topic or o.surrogate)]
        purposes = [p for o in outcomes for p in (o.label, *o.synonyms[:4])]
        medicines = [
            n for m in vocabulary.medicines for n in (*m.members[:2], *m.generics[:3], *m.brands)
        ]
        self.words |= {"o": purposes, "q": purposes, "m": medicines}

    def choose(self, name: str) -> str:
        """One of our words by the name of their list."""
        return self._random.choice(self.words[name])

    def fill(self, template: str) -> str:
        """Fill a template, now and then with a capital or another end, as people type."""
        first, second = self._random.sample(self._substances, 2)
        text = template.replace("{s}", first).replace("{t}", second)
        text = re.sub(r"\{(\w)\}", lambda slot: self.choose(slot.group(1)), text)
        if self._random.random() < 0.25:
            text = text[0].upper() + text[1:]
        if self._random.random() < 0.3 and not text.endswith("?"):
            text += self._random.choice(["?", ".", "??"])
        return text


def read_templates(file: Path) -> list[Row]:
    """Read labels and templates, one a line."""
    rows = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    return [Row(tuple(labels.split(",")), template) for labels, template in rows]


def intent_rows(filler: Filler, complaints: Sequence[str]) -> list[Row]:
    """Questions and what they want to know."""
    templates = read_templates(DATA / "intents.tsv")
    rows = [Row(r.labels, filler.fill(r.text)) for r in templates for _ in range(INTENT_FILLINGS)]
    hoped = [filler.fill(text + filler.choose("hopes")) for text in complaints]
    return [*rows, *(Row(("efficacy",), text) for text in hoped)]


def danger_rows(filler: Filler, complaints: Sequence[str], questions: Sequence[str]) -> list[Row]:
    """Messages and the danger that they report; questions and everyday complaints report none."""
    rows = []
    for labels, template in read_templates(alarm.MODEL.parent / "danger.tsv"):
        is_safe = labels == (alarm.NONE,)
        for number in range(SAFE_FILLINGS if is_safe else DANGER_FILLINGS):
            around = (
                ("", "") if number < PLAIN else (filler.choose("leads"), filler.choose("tails"))
            )
            text = around[0] + template + ("" if is_safe else around[1])
            rows.append(Row(labels, filler.fill(text)))
    stories = [filler.choose("stories") + text + ". " for text in complaints]
    safe = [
        *questions,
        *(filler.fill(text + filler.choose("hopes")) for text in complaints),
        *(text + questions[place % len(questions)] for place, text in enumerate(stories)),
    ]
    return [*rows, *(Row((alarm.NONE,), text) for text in safe)]


def embed(embedder: SentenceTransformerEmbedder, texts: Sequence[str]) -> Vectors:
    """Embed texts: shape (texts, dimension)."""
    return np.vstack(list(embedder.embed_passages(texts)))


def learn_intents(rows: Sequence[Row], vectors: Vectors) -> LinearModel:
    """Learn a yes or no for each intent."""
    weights, bias = [], []
    for intent in get_args(Intent):
        model = LogisticRegression(C=LOOSENESS, max_iter=2000)
        model.fit(vectors, [intent in row.labels for row in rows])
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return LinearModel(get_args(Intent), (), np.array(weights), np.array(bias), is_exclusive=False)


def learn_alarm(rows: Sequence[Row], vectors: Vectors) -> LinearModel:
    """Learn which danger a message reports, from its vector and from the rules' words in it."""
    names = list(alarm.facts(""))
    facts = np.array([[alarm.facts(row.text)[name] for name in names] for row in rows])
    model = LogisticRegression(C=LOOSENESS, max_iter=3000)
    model.fit(np.hstack([vectors, alarm.WEIGHT * facts]), [row.labels[0] for row in rows])
    return LinearModel(
        model.classes_.tolist(), names, model.coef_, model.intercept_, is_exclusive=True
    )


def main() -> None:
    """Learn both and write them."""
    vocabulary = load_vocabulary()
    filler, embedder = Filler(vocabulary), SentenceTransformerEmbedder(precision="float32")
    complaints = [text for item in vocabulary.outcomes for text in item.examples]
    intents = intent_rows(filler, complaints)
    questions = [row.text for row in intents[:: INTENT_FILLINGS // 2]]
    dangers = danger_rows(filler, complaints, questions)
    learn_intents(intents, embed(embedder, [row.text for row in intents])).save(guessing.MODEL)
    learn_alarm(dangers, embed(embedder, [row.text for row in dangers])).save(alarm.MODEL)
    sys.stdout.write(f"{len(intents)} questions, {len(dangers)} messages\n")


if __name__ == "__main__":
    main()
