"""Questions as strangers ask them, and what each is about, as read from `eval/questions`.

The labels were written from the corpus and the vocabulary alone. Every name in them is held against
the vocabulary, so that a misspelt label is an error here and no miss of the assistant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.cases import CaseError, Frozen, OneOrMore, Reason, Status
from eval.corpus import CORPUS_FOLDER

QUESTIONS_FOLDER = Path(__file__).parent / "questions"
NAMED = ("substances", "outcomes", "intents", "populations", "medicines")
"""The slots that hold names; what a question may have beside them stands under `may`."""
INTENTS = frozenset(
    {
        "efficacy", "dose", "safety", "interaction", "mechanism", "comparison", "source", "funding",
        "definition", "conversion", "list", "timing", "course",
    }
)  # fmt: skip
POPULATIONS = frozenset(
    {
        "adults", "older", "children", "pregnant", "breastfeeding", "preterm_infants", "deficient",
        "kidney_disease", "liver_disease", "on_medication", "surgery", "athletes", "animals", "cells",
    }
)  # fmt: skip

Slot = tuple[Annotated[tuple[str, ...], OneOrMore], ...]
"""Each item must be found; of an item with several names, one."""


class Vocabulary(BaseModel):
    """The names that labels may use."""

    model_config = ConfigDict(frozen=True)

    substances: frozenset[str]
    medicines: frozenset[str]
    groups: Mapping[str, str]
    """By outcome, the group in which its evidence is weighed; a group stands for itself."""
    topics: frozenset[str]
    """Outcomes that are rather what a document speaks of, such as "safety"."""

    def names(self, slot: str) -> frozenset[str]:
        """Every name that a slot may hold."""
        return {
            "substances": self.substances,
            "outcomes": frozenset(self.groups),
            "intents": INTENTS,
            "populations": POPULATIONS,
            "medicines": self.medicines,
        }[slot]


class Asked(Frozen):
    """One question or talk, and what it is about."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    ask: Annotated[tuple[str, ...], OneOrMore, Field(min_length=1)]
    """The user's texts; the last one is judged."""
    substances: Slot = ()
    outcomes: Slot = ()
    intents: Slot = ()
    populations: Slot = ()
    medicines: Slot = ()
    premise: bool = False
    """Whether the question takes something for granted."""
    may: Mapping[str, tuple[str, ...]] = {}
    status: Annotated[tuple[Status, ...], OneOrMore] = ("answered",)
    reason: Annotated[tuple[Reason, ...], OneOrMore] = ()
    without: tuple[str, ...] = ()
    """Documents that are taken out before it is asked."""
    stand_alone: tuple[str, ...] = ()
    """Words that a follow-up must hold once it is read on its own."""

    def names(self, slot: str) -> Iterable[str]:
        """Every name that the label of a slot mentions."""
        return [*(name for item in getattr(self, slot) for name in item), *self.may.get(slot, ())]


class Wordings(Frozen):
    """One question in several wordings, the plainest first."""

    id: str
    asks: Annotated[tuple[str, ...], Field(min_length=2)]


class Questions(Frozen):
    """All of `eval/questions`."""

    understanding: tuple[Asked, ...]
    fresh: tuple[Asked, ...]
    """Judged strictly: every intent, none other, in the order of asking."""
    urgent: tuple[Asked, ...]
    benign: tuple[Asked, ...]
    either: tuple[Asked, ...]
    unanswerable: tuple[Asked, ...]
    answerable: tuple[Asked, ...]
    out_of_scope: tuple[Asked, ...]
    declined: tuple[Asked, ...]
    paraphrases: tuple[Wordings, ...]


def load_vocabulary(folder: Path = CORPUS_FOLDER / "vocabulary") -> Vocabulary:
    """Read the names of the vocabulary from its files."""
    rows = {
        name: yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in ("substances", "outcomes", "medicines")
    }
    outcomes = rows["outcomes"]
    return Vocabulary(
        substances=frozenset(row["name"] for row in rows["substances"]),
        medicines=frozenset(row["name"] for row in rows["medicines"]),
        groups={
            **{row["group"]: row["group"] for row in outcomes},
            **{row["name"]: row["group"] for row in outcomes},
        },
        topics=frozenset(row["name"] for row in outcomes if row.get("is_topic")),
    )


def load_questions(
    vocabulary: Vocabulary, documents: Iterable[str], folder: Path = QUESTIONS_FOLDER
) -> Questions:
    """Read all question files.

    Raises:
        CaseError: a file is malformed, an id stands twice, or a name is not known.
    """
    rows: dict[str, Any] = {}
    for path in sorted(folder.glob("*.yaml")):
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, items in (found if isinstance(found, dict) else {path.stem: found}).items():
            rows[name] = [*rows.get(name, ()), *items]
    try:
        questions = Questions.model_validate(rows)
    except ValidationError as error:
        raise CaseError(f"{folder.name}: {error}") from error
    known, seen = set(documents), set[str]()
    for name in Questions.model_fields:
        for asked in getattr(questions, name):
            if asked.id in seen:
                raise CaseError(f"{folder.name}: {asked.id}: the id is taken")
            seen.add(asked.id)
            if isinstance(asked, Asked):
                _check_names(asked, vocabulary, known)
    return questions


def _check_names(asked: Asked, vocabulary: Vocabulary, documents: set[str]) -> None:
    for slot in NAMED:
        if unknown := set(asked.names(slot)) - vocabulary.names(slot):
            raise CaseError(f"{asked.id}: {slot}: {sorted(unknown)[0]} is not in the vocabulary")
    if wrong := set(asked.may) - set(NAMED):
        raise CaseError(f"{asked.id}: may: {sorted(wrong)[0]} is no slot of names")
    if lost := set(asked.without) - documents:
        raise CaseError(f"{asked.id}: without: {sorted(lost)[0]} is no document")
