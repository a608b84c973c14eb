"""What somebody hopes for who asks how much or how soon, and whether it was shown."""

from __future__ import annotations

from assistant.compose.absence import VAGUE_GROUPS
from assistant.compose.course import asked_kind
from assistant.compose.parts import HARM_GROUPS, Question
from assistant.retrieve import Catalog
from assistant.schema import Evidence, Intent


def hoped_groups(catalog: Catalog, question: Question) -> list[str]:
    """The groups of outcomes for which an amount is asked."""
    groups = catalog.groups(question.understanding.outcomes)
    return [g for g in groups if g not in HARM_GROUPS | VAGUE_GROUPS]


def takes_for_granted(intent: Intent, text: str) -> bool:
    """Whether an intent takes for granted that something helps: how much of it, or how soon."""
    return intent == "dose" or (intent == "course" and asked_kind(text) == "onset")


def of_hope(catalog: Catalog, question: Question) -> Question:
    """A question of the outcomes that are hoped for alone; how much is needed is none."""
    seen = question.understanding
    hoped = hoped_groups(catalog, question)
    kept = tuple(n for n in seen.outcomes if catalog.outcomes[n].group in hoped)
    told = seen.model_copy(update={"outcomes": kept or seen.outcomes})
    return question._replace(understanding=told)


def is_shown(evidence: Evidence) -> bool:
    """Whether a benefit is shown well enough for its amount to come first."""
    return evidence.direction == "benefit" and evidence.level in {"moderate", "strong"}
