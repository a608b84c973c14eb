"""Which function answers which intent: a new intent is a function and a line here."""

from __future__ import annotations

from collections.abc import Callable

from assistant.compose.amounts import answer_dose
from assistant.compose.comparison import answer_comparison
from assistant.compose.conversion import answer_conversion
from assistant.compose.course import answer_course
from assistant.compose.harms import answer_safety
from assistant.compose.interactions import answer_interaction
from assistant.compose.nature import answer_definition, answer_mechanism
from assistant.compose.origins import answer_funding, answer_source
from assistant.compose.parts import Question
from assistant.retrieve import Catalog
from assistant.schema import Draft, Intent

IntentAnswer = Callable[[Catalog, Question], Draft | None]
ANSWERS: tuple[tuple[Intent, IntentAnswer], ...] = (
    ("conversion", answer_conversion),
    ("source", answer_source),
    ("funding", answer_funding),
    ("comparison", answer_comparison),
    ("dose", answer_dose),
    ("interaction", answer_interaction),
    ("course", answer_course),
    ("safety", answer_safety),
    ("mechanism", answer_mechanism),
    ("definition", answer_definition),
)
"""By intent, the more particular first: a question with several is answered by the first that can."""
