"""How large an effect is: "how many minutes faster", "by how much", with the number first."""

from __future__ import annotations

import re

from assistant.compose.closest import Fit
from assistant.compose.parts import Question, as_lead, asked_of, sentence_item
from assistant.compose.told import Told
from assistant.retrieve import Catalog
from assistant.schema import Abstract, Draft, Outcome, Section
from assistant.weigh import SYNTHESES, size_of, weigh_body

HEADING = "How much, and in whom"
UNITS = {
    "minutes": r"minutes?|mins?",
    "hours": r"hours?",
    "days": r"days?",
    "points": r"points?",
    "kilograms": r"kg|kgs|kilos?|kilograms?",
    "pounds": r"pounds?|lbs?",
    "percent": r"percent|per cent|percentage|%",
    "millimetres of mercury": r"mm ?hg",
}
"""Units of an effect as people and documents write them."""
UNIT = "|".join(UNITS.values())
VERBS = (
    r"lower|raise|reduce|improve|cut|increase|add|help|shorten|extend|slow|boost|drop|lose|gain|shrink|change|"
    r"speed|bring|make|work|fall|rise|sleep"
)
ASKS_SIZE = re.compile(
    rf"\bhow (?:many|much) (?:more |fewer |less |extra )?(?:{UNIT})(?!\w)|"
    r"\bhow much (?:faster|sooner|quicker|earlier|later|longer|shorter|lower|higher|better|worse|less|more|smaller|bigger|thicker|"
    r"weight|fat|muscle|of an? (?:effect|difference|improvement|benefit|drop|change))\b|"
    rf"\bhow much (?:does|do|did|will|would|can|could) (?:\S+ ){{1,6}}(?:{VERBS})s?\b|\bby how much\b|"
    r"\bhow (?:big|large|small|strong|great|much) (?:is|was|are|were|of|an?) (?:\S+ ){0,3}(?:effect|difference|benefit|drop|improvement|change)\b",
    re.I,
)
"""Asks how large an effect is."""
OF_OTHER_THINGS = frozenset({"dose", "timing", "conversion", "interaction", "comparison"})
"""Intents under which the same words ask something else."""
OF_TIME = re.compile(r"\bhow (?:many|much) (?:more |fewer )?(?:hours?|days?)\b", re.I)
"""Asks how long, beside the intent of time when it begins to work."""
FIGURE = re.compile(r"\d")
MAX_LED, MAX_SHOWN = 2, 4


def size_first(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Told:
    """The results that tell how large an effect is, those in the asked unit and of the most trials first."""
    seen = question.understanding
    if not ASKS_SIZE.search(question.text) or set(seen.intents) & OF_OTHER_THINGS:
        return Told()
    if len(seen.substances) != 1 or ("course" in seen.intents and OF_TIME.search(question.text)):
        return Told()
    found = sized_results(catalog, question)
    items = tuple(sentence_item(catalog, facts, o.finding) for facts, o in found[:MAX_SHOWN])
    lead = tuple(as_lead(catalog, item.claims[0]) for item in items[:MAX_LED])
    return Told(lead, (Section(heading=HEADING, items=items),) if items else (), replaces=True)


def sized_results(catalog: Catalog, question: Question) -> list[tuple[Abstract, Outcome]]:
    """The direct results on the asked outcomes with a figure, the best first; where some have the asked unit, those."""
    seen = question.understanding
    substance = seen.substances[0]
    bodies = [weigh_body(substance, group, catalog) for group in catalog.groups(seen.outcomes)]
    asked = asked_of(catalog, question)
    found = [
        (result.facts, outcome)
        for body in bodies
        for result in body.direct
        for outcome in result.outcomes
        if FIGURE.search(outcome.effect or "")
    ]
    named = [pair for pair in found if pair[1].name in asked.outcomes]
    found = named or found
    unit = asked_unit(question.text)
    found = [pair for pair in found if unit and unit.search(pair[1].finding)] or found
    return sorted(found, key=order)


def order(pair: tuple[Abstract, Outcome]) -> tuple[bool, int, int]:
    """Reviews first, and what more trials or people stand behind."""
    facts, outcome = pair
    trials, people = size_of(facts, outcome)
    return (facts.kind not in SYNTHESES, -(trials or 0), -(people or facts.n_randomised or 0))


def asked_unit(text: str) -> re.Pattern[str] | None:
    """What finds the unit that a question asks in, if it names one."""
    named = (unit for unit in UNITS.values() if re.search(rf"(?:{unit})(?!\w)", text, re.I))
    unit = next(named, None)
    return re.compile(rf"(?<![a-z])(?:{unit})(?!\w)", re.I) if unit else None
