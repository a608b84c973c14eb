"""What was asked, and what it was understood to mean."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.schema.record import Record
from assistant.schema.terms import Population

Intent = Literal[
    "efficacy", "dose", "safety", "interaction", "mechanism", "comparison", "source", "funding",
    "definition", "conversion", "list", "timing", "course",
]  # fmt: skip
"""What is asked: `timing` is when in the day or beside a meal, `course` what happens over time (how soon it
works, how long it may be taken, whether it wears off, what follows when it is stopped)."""


class Turn(Record):
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    text: str


class Understanding(Record):
    """What a question is about, in the vocabulary's names."""

    substances: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    intents: tuple[Intent, ...] = ()
    populations: tuple[Population, ...] = ()
    premise: str | None = None
    medicines: tuple[str, ...] = Field(default=(), exclude=True)
    """Classes of medicines that the question names; inside the program only."""
    medicines_as_typed: tuple[str, ...] = Field(default=(), exclude=True)
    conditions: tuple[str, ...] = Field(default=(), exclude=True)
    """Outcomes that the story around the question names; inside the program only."""
    unknown: tuple[str, ...] = Field(default=(), exclude=True)
    """What a question of health names, as typed in lower case, and the vocabulary does not.

    Filled where no substance was found and the question isn't one for anything that helps ("which
    supplement ..."), and by what is asked to act on one that was found ("does coffee affect how iron is
    absorbed?"). It may be a plant, a food, a habit or a treatment that is no supplement.
    """
    unknown_outcomes: tuple[str, ...] = Field(default=(), exclude=True)
    """What is asked of a substance that was found, as typed in lower case, and the vocabulary does not hold.

    Filled only where no outcome was found, so that another one never stands in for it.
    """


class TriageDecision(Record):
    """Whether a question is answered from the documents at all, and by which rule not."""

    status: Literal["answered", "urgent", "declined", "out_of_scope"]
    rule: str | None = None
    message: str | None = None
    ask_clinician: bool = False
    language: str = "en"
    """The message's language as ISO 639-1, told by its little words: en, nl, de, es or fr."""
