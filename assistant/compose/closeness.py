"""How close a sentence comes to a question, as learnt from questions whose deciding sentences are known.

A weighted sum of what is easily seen: how well the words fit, whether the study is on the outcome asked
about, what the sentence is in its document (a result, a limit, advice) and what is asked for. The
weights are learnt by `python -m bench.closest --fit` from questions of our own writing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from assistant.retrieve import Fitness
from assistant.schema import Abstract, Design, Intent, Outcome, Statement, Understanding

RAREST = 30.0
"""A summed rarity that counts as 1: some seven words that each stand in one sentence of the corpus."""
ASKS_AMOUNT = re.compile(
    r"\bhow (?:much|many|long|soon|often|big|far|fast|quick)|\bdos(?:e|age)\b|%|\bper ?cent\b", re.I
)
NUMBER = re.compile(r"\d")
SAFETY: frozenset[Intent] = frozenset({"safety", "interaction"})
ON_SAFETY = frozenset({"safety", "advice", "upper_level", "regulation"})
OF_HARM = ON_SAFETY | {"interaction"}
ON_AMOUNTS = frozenset({"dose", "upper_level", "requirement", "conversion", "content"})
NOT_IN_PEOPLE = frozenset({Design.ANIMAL, Design.IN_VITRO})


class Near(NamedTuple):
    """A sentence of a study, and how its words meet a question."""

    facts: Abstract
    text: str
    fit: Fitness
    rarity: float
    """The summed rarity of the words that it shares with the question."""
    passage: float
    """The score of its document's best passage, 0 to 1; 0 where search found none."""
    is_on_subject: bool
    """Whether the study is on the outcome asked about, or the first lines rest on it."""


def closeness(near: Near, seen: Understanding, question: str, groups: Collection[str]) -> float:
    """Score a sentence; higher is closer, without a fixed range. Only differences mean something.

    Args:
        near: the sentence.
        seen: what was understood of the question.
        question: its text.
        groups: the groups of outcomes that it asks about.
    """
    weights = learnt_weights()
    found = traits(near, seen, question, groups)
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


def traits(
    near: Near, seen: Understanding, question: str, groups: Collection[str]
) -> dict[str, float]:
    """What is known of a sentence and a question, by name; what isn't named is 0."""
    facts, text = near.facts, near.text
    intents = set(seen.intents)
    result = next((o for o in facts.outcomes if o.finding == text), None)
    remark = next((s for s in facts.statements if s.text == text), None)
    holds = {
        "on_subject": near.is_on_subject,
        "not_in_people": facts.kind in NOT_IN_PEOPLE,
        "pooled": facts.kind is Design.META_ANALYSIS,
        "same_people": bool(set(facts.populations) & set(seen.populations)),
        "amount_asked": bool(ASKS_AMOUNT.search(question) and NUMBER.search(text)),
        "harms": text == facts.harms,
        "harms_asked": bool(SAFETY & intents) and text == facts.harms,
        "limit": any(limit.text == text for limit in facts.limits),
        **(of_result(result, facts, intents, groups) if result else {}),
        **(of_remark(remark, intents) if remark else {}),
    }
    return {
        "asked": near.fit.asked,
        "whole": near.fit.whole,
        "told": near.fit.told,
        "rarity": min(1.0, near.rarity / RAREST),
        "passage": near.passage,
        **{name: 1.0 for name, is_so in holds.items() if is_so},
    }


def of_result(
    result: Outcome, facts: Abstract, intents: Collection[str], groups: Collection[str]
) -> dict[str, bool]:
    """What matters of a result."""
    return {
        "result_on_subject": result.group in groups,
        "primary_result": result.role == "primary",
        "lesser_result": result.role in {"secondary", "subgroup", "surrogate"},
        "pooled_result": facts.kind is Design.META_ANALYSIS,
        "effect_asked": "efficacy" in intents,
        "harms_asked": result.direction == "harm" and bool(SAFETY & set(intents)),
    }


def of_remark(remark: Statement, intents: Collection[str]) -> dict[str, bool]:
    """What matters of a remark on something else than an outcome."""
    return {
        "on_safety": remark.topic in OF_HARM,
        "harms_asked": remark.topic in OF_HARM and bool(SAFETY & set(intents)),
        "on_amounts": remark.topic in ON_AMOUNTS,
        "dose_asked": remark.topic in ON_AMOUNTS and "dose" in intents,
        "on_mechanism": remark.topic == "mechanism",
        "mechanism_asked": remark.topic == "mechanism" and "mechanism" in intents,
        "on_timing": remark.topic == "timing",
        "timing_asked": remark.topic == "timing" and bool({"dose", "course"} & set(intents)),
    }


@cache
def learnt_weights() -> Mapping[str, float]:
    """The weight of each trait that was met while they were learnt."""
    text = (files("assistant.compose") / "closeness.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights
