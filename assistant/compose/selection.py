"""Which groups, studies and people an answer is about, and which of them are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from assistant.compose.parts import (
    Asked,
    Question,
    join_words,
    stems,
)
from assistant.retrieve import PEOPLE, Catalog, StudyMatch
from assistant.schema import (
    Abstract,
    Body,
    Section,
    StudyResult,
)
from assistant.weigh import (
    weigh_study,
)

MAX_DIRECT = 5
MAX_INDIRECT = 3
MIN_CONDITION = 6
"""Letters of a phrase that may name a condition; shorter ones ("cold", "mood") hit too much."""
WITHOUT = re.compile(
    r"\bnot (?:chosen|selected) (?:for|by)\b[^;]*|\b(without|free (of|from)|no|not|some with|few with)\b[^,;]*"
)
"""What people in a study do not have."""
PREVENT = re.compile(
    r"\b(prevent\w*|protect\w*|avoid\w*|(ward|stave|fend|hold) off|risk of|slipping|before it starts|"
    r"keep(s|ing)? .{2,40}\b(away|at bay)|"
    r"(keeps?|stops?) .{2,40}\b(from|getting|developing|coming))\b"
)
TREAT = re.compile(r"\b(treat\w*|cures?|cure my|for my)\b")
JOINED = re.compile(r"\bplus\b|\+|&|\btogether\b|\bcombin\w*|\balong with\b", re.I)
"""How a question names things that are taken together."""
HAS_IT = re.compile(
    r"\b(already|once|when|after|if)\b[^.?!]{0,30}\b(ha(?:s|ve|d)|got|with|suffers?) (?:it|that|this|one)\b"
)
"""Asks about people who have the condition, beside those who want to prevent it."""
HARD_GROUPS = frozenset({"mortality", "cardiovascular events"})


def outcome_label(catalog: Catalog, group: str, outcomes: Iterable[str]) -> str:
    """Name what was asked: the outcomes of the question in this group, else the group."""
    asked = [catalog.outcomes[n].label for n in outcomes if catalog.outcomes[n].group == group]
    return join_words(list(dict.fromkeys(asked))[:2]) or group


def verdict_label(body: Body, asked: Asked, label: str) -> str:
    """Name what a verdict is on: what was asked where all that decides has it, else their group.

    "Insomnia" is asked, and what decides was measured in sleep disorders of all kinds.
    """
    deciding = [r for r in body.direct if r.facts.id in body.deciding]
    is_measured = all(
        any(o.name in asked.outcomes or asked.aim & stems(o.finding) for o in r.outcomes)
        for r in deciding
    )
    return label if is_measured or not deciding else body.group


def studied_groups(catalog: Catalog, substance: str, limit: int) -> list[str]:
    """The groups that a substance was studied for most, for a question that names none."""
    counts: dict[str, int] = {}
    for match in catalog.standing(set(catalog.forms(substance))):
        for group in {o.group for o in match.outcomes}:
            counts[group] = counts.get(group, 0) + (1 if match.facts.kind in PEOPLE else 0)
    for _, claim in catalog.claims(set(catalog.forms(substance))):
        for group in catalog.groups(claim.outcomes):
            counts.setdefault(group, 0)
    return sorted(counts, key=lambda group: (-counts[group], group))[:limit]


def with_condition(
    catalog: Catalog, substance: str, outcomes: Sequence[str], groups: Sequence[str]
) -> list[str]:
    """The groups to answer when an outcome that was asked about is also what people already have.

    Studies in people with that condition may have measured something else: deaths and events, which
    matter whatever was asked, and, where nothing was measured under the asked name, what they did.
    """
    near = set(catalog.forms(substance))
    measured = [group for group in groups if any(catalog.standing(near, {group}))]
    phrases = condition_phrases(catalog, outcomes)
    counts: dict[str, int] = {}
    for match in catalog.standing(near):
        if match.facts.kind in PEOPLE and has_condition(match.facts, phrases):
            for group in {o.group for o in match.outcomes if o.role not in {"harm", "surrogate"}}:
                counts[group] = counts.get(group, 0) + 1
    found = sorted(counts, key=lambda group: (-counts[group], group))
    hard = [group for group in found if group in HARD_GROUPS]
    near_groups = {n for name in outcomes for n in catalog.outcomes[name].near}
    extra = hard if measured else [g for g in found if g in near_groups][:2]
    return list(dict.fromkeys([*(measured or ([] if extra else groups)), *extra]))


def condition_phrases(catalog: Catalog, outcomes: Iterable[str]) -> set[str]:
    """The phrases by which some outcomes are named, as far as they may name a condition."""
    return {
        phrase.lower()
        for name in outcomes
        for phrase in (name, catalog.outcomes[name].label, *catalog.outcomes[name].synonyms)
        if len(phrase) >= MIN_CONDITION
    }


def has_condition(facts: Abstract, phrases: Collection[str]) -> bool:
    """Whether a study's people have a condition that goes by one of the phrases."""
    who = WITHOUT.sub("", facts.participants.lower())
    return any(phrase in who for phrase in phrases)


def measured_in_condition(
    catalog: Catalog, substance: str, outcomes: Iterable[str], group: str
) -> list[StudyMatch]:
    """What was measured instead in people who have the condition that was asked about."""
    phrases = condition_phrases(catalog, outcomes)
    return [
        match
        for match in catalog.standing(set(catalog.forms(substance)))
        if match.facts.kind in PEOPLE
        and has_condition(match.facts, phrases)
        and match.outcomes
        and all(o.group != group for o in match.outcomes)
    ]


def other_purpose(catalog: Catalog, question: Question) -> Callable[[Abstract], bool]:
    """Tell studies of the other purpose: who asks to prevent a condition doesn't have it (R1)."""
    phrases = condition_phrases(catalog, question.understanding.outcomes)
    text = question.text.lower()
    if PREVENT.search(text):
        return lambda facts: has_condition(facts, phrases)
    if TREAT.search(text):
        return lambda facts: not has_condition(facts, phrases)
    return lambda facts: False


class Purpose(NamedTuple):
    """One of two purposes that a question asks about, and which studies are of the other one."""

    heading: str
    words: str
    is_other: Callable[[Abstract], bool]


def both_purposes(catalog: Catalog, question: Question) -> tuple[Purpose, ...]:
    """Tell studies of the other people for each purpose, where a question asks for prevention and treatment."""
    phrases = condition_phrases(catalog, question.understanding.outcomes)
    text = question.text.lower()
    if not (PREVENT.search(text) and (HAS_IT.search(text) or TREAT.search(text))):
        return ()
    return (
        Purpose(
            "To prevent it", "in people without it", lambda facts: has_condition(facts, phrases)
        ),
        Purpose(
            "In people who have it",
            "in people who have it",
            lambda facts: not has_condition(facts, phrases),
        ),
    )


def taken_together(question: Question, substance: str) -> tuple[str, ...]:
    """What a question takes together with one of its substances ("calcium plus vitamin D")."""
    seen = question.understanding
    if "comparison" in seen.intents or not JOINED.search(question.text):
        return ()
    return tuple(name for name in seen.substances if name != substance)


def is_near(catalog: Catalog, result: StudyResult, substance: str) -> bool:
    """Whether a study is of the substance, its forms or a declared relative."""
    item = catalog.substances.get(substance)
    near = {*catalog.forms(substance), *(item.relatives if item else ())}
    return bool(set(result.facts.substances) & near)


def shown_direct(body: Body, phrases: Collection[str] = ()) -> list[StudyResult]:
    """Choose the direct studies to show: the best, with every direction among them.

    Studies of people who have what the phrases name, as the asker does, come first.
    """
    ordered = sorted(body.direct, key=lambda r: not has_condition(r.facts, phrases))
    chosen = ordered[:MAX_DIRECT]
    missing = {r.direction for r in body.direct} - {r.direction for r in chosen}
    for direction in missing:
        chosen.append(next(r for r in body.direct if r.direction == direction))
    return chosen


def shown_indirect(catalog: Catalog, body: Body) -> list[StudyResult]:
    """Choose the indirect studies to show: those of the substance or a relative, people first."""
    others = [r for r in body.results if not r.is_direct and not r.facts.is_retracted]
    near = [r for r in others if is_near(catalog, r, body.substance)]
    far = [r for r in others if r not in near]
    room = MAX_INDIRECT if len(body.direct) < 3 else 2
    return near[:room] + far[: max(0, min(2, room - len(near)))]


def beside_articles(catalog: Catalog, body: Body, sections: Sequence[Section]) -> list[StudyResult]:
    """The studies that stand beside article claims only: their limits are due as well."""
    cited = {q.source_id for s in sections for i in s.items for c in i.claims for q in c.quotes}
    known = {r.facts.id for r in body.results}
    compounds = catalog.forms(body.substance)
    found = []
    for study_id in sorted(cited - known):
        facts = catalog.abstracts.get(study_id)
        if facts:
            outcomes = tuple(o for o in facts.outcomes if o.group == body.group)
            result = weigh_study(StudyMatch(facts, outcomes), compounds, catalog)
            found.append(result.model_copy(update={"is_direct": False}))
    return found
