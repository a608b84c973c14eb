"""Questions of other people's sets, which have no labels here: what status do they get?

They show how much of what people ask the corpus can speak to, and whether anything trips an alarm.
The sets are for measuring only and stay outside the repository.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.cases import CaseError


@dataclass(frozen=True)
class OutsideQuestion:
    """A question and the set that it comes from."""

    id: str
    set_name: str
    text: str


def load_outside(folder: Path) -> list[OutsideQuestion]:
    """Read the herb questions of MedQuAD, HealthFC, and the supplement facts, put as questions.

    Raises:
        CaseError: a file is missing.
    """
    herbs = _rows(folder / "medquad" / "herbs_supplements_questions.dev.jsonl")
    health = _rows(folder / "healthfc" / "healthfc.dev.jsonl.gz")
    facts = _rows(folder / "supplement_facts" / "facts.dev.jsonl")
    return [
        *(OutsideQuestion(row["id"], "herbs", row["question"]) for row in herbs),
        *(OutsideQuestion(f"healthfc-{row['_row']}", "health", row["en_claim"]) for row in health),
        *(OutsideQuestion(row["id"], "facts", ask_for(row)) for row in facts),
    ]


def ask_for(fact: Mapping[str, Any]) -> str:
    """The question that a fact answers, without giving its direction away.

    >>> ask_for({"supplement": "vitamin-k2", "target": "bone-density"})
    'Does vitamin k2 affect bone density?'
    """
    supplement, target = (fact[key].replace("-", " ") for key in ("supplement", "target"))
    return f"Does {supplement} affect {target}?"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)
    except OSError as error:
        raise CaseError(f"{path}: cannot be read; name the folder that holds the sets") from error


def described(answer: Mapping[str, Any]) -> str:
    """The status, with the reason of an abstention."""
    reason = answer["reason"]
    return f"{answer['status']}: {reason}" if reason else str(answer["status"])
