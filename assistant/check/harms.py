"""The verdict on a claim of harm, of safety or of side effects, by the harms on record (R14)."""

from __future__ import annotations

import re

from assistant.check.evidence import Support, quotes_of
from assistant.check.judgement import FIRM, Judgement
from assistant.check.reading import Reading
from assistant.check.words import found_words
from assistant.compose.parts import quote_sentence
from assistant.retrieve import Catalog, StudyMatch
from assistant.schema import CheckVerdict, StudyResult
from assistant.verify.grading import STATED
from assistant.verify.topics import find_topics


def harmful(support: Support) -> list[StudyResult]:
    """The studies in people that found or reported harm, of the product in any mixture (R14)."""
    return [
        r for r in support.results
        if r.direction == "harm" or any(o.direction == "harm" for o in r.outcomes)
    ]  # fmt: skip


def judge_harm(catalog: Catalog, reading: Reading, support: Support) -> Judgement:
    """Judge a claim that something gets worse or does harm."""
    found = harmful(support)
    firm = support.level in FIRM and support.direction == "harm"
    if not found:
        quotes = quotes_of(catalog, support.deciding or support.results)
        if support.direction == "benefit":
            return Judgement("contradicted", f"Says harm; {found_words(support)}.", quotes)
        return Judgement("overclaims", f"Says harm; {found_words(support)}.", quotes)
    quotes = quotes_of(catalog, found)
    if reading.is_report:
        return Judgement("supported", "A study here reports this harm.", quotes)
    if reading.strength == STATED and not firm:
        reason = (
            "States harm as a fact; here it was reported, which makes it possible and not certain."
        )
        return Judgement("overclaims", reason, quotes)
    if firm and support.level == "strong" and reading.strength < STATED:
        return Judgement("understates", f"Says it weakly; {found_words(support)}.", quotes)
    return Judgement("supported", "The documents report this harm.", quotes)


def judge_any_harm(catalog: Catalog, reading: Reading, substance: str) -> Judgement:
    """Judge a claim that a substance may do harm, without saying which (R14)."""
    found = [
        quote_sentence(catalog, match.facts.id, outcome.finding)
        for match in catalog.standing(set(catalog.forms(substance)))
        for outcome in match.outcomes
        if outcome.direction == "harm"
    ]
    if not found:
        return Judgement("unsupported", f"No document here reports harm from {substance}.")
    said = {t.stem for t in find_topics(reading.text) if not t.is_substance}
    found.sort(key=lambda quote: -len(said & {t.stem for t in find_topics(quote.text)}))
    return Judgement("supported", "The documents report harm.", tuple(found[:2]))


def judge_safety(catalog: Catalog, reading: Reading, substance: str) -> Judgement:
    """Judge a claim that a substance is safe by the harms of any kind on record (R14)."""
    found = [
        StudyMatch(match.facts, harms)
        for match in catalog.standing(set(catalog.forms(substance)))
        if (harms := tuple(o for o in match.outcomes if o.direction == "harm"))
    ]
    if found:
        quotes = tuple(
            quote_sentence(catalog, m.facts.id, m.outcomes[0].finding) for m in found[:2]
        )
        verdict: CheckVerdict = "contradicted" if reading.is_flatly_safe else "overclaims"
        return Judgement(
            verdict, f"Calls {substance} safe; the documents here report harm.", quotes
        )
    told = tuple(
        quote_sentence(catalog, match.facts.id, match.facts.harms)
        for match in catalog.standing(set(catalog.forms(substance)))
        if match.facts.harms_reported
    )[:2]
    if reading.is_flatly_safe:
        reason = f"Calls {substance} safe without reserve; rare harm shows only in many people."
        return Judgement("overclaims", reason, told)
    if told:
        reason = "No harm is on record here beyond what the trials report; they are small."
        return Judgement("supported", reason, told)
    return Judgement("unsupported", f"No document here reports on the safety of {substance}.")


def judge_side_effects(catalog: Catalog, reading: Reading, substance: str) -> Judgement:
    """Judge what a claim says of side effects by what the studies of a substance report (R14)."""
    told = [
        quote_sentence(catalog, match.facts.id, sentence)
        for match in catalog.standing(set(catalog.forms(substance)))
        for sentence in (
            *(o.finding for o in match.outcomes if o.role == "harm"),
            *((match.facts.harms,) if match.facts.harms_reported else ()),
            *(s.text for s in match.facts.statements if SIDE_EFFECT.search(s.text)),
        )
    ]
    if not told:
        return Judgement("unsupported", f"No document here reports side effects of {substance}.")
    said = {
        word for t in find_topics(reading.text) if not t.is_substance for word in (t.stem, t.name)
    } - {None, *OF_SIDE_EFFECTS}
    if not said:
        reason = f"What the documents report of side effects of {substance} stands beside it."
        return Judgement("not_checkable", reason, tuple(told[:2]))
    shared = [len(said & {w for t in find_topics(q.text) for w in (t.stem, t.name)}) for q in told]
    best = sorted(range(len(told)), key=lambda at: -shared[at])
    found = tuple(told[at] for at in best[:2] if shared[at])
    if not found:
        reason = f"The documents report other side effects of {substance}, or none."
        return Judgement("unsupported", reason, tuple(told[:1]))
    return Judgement("supported", "The documents report such effects.", found)


SIDE_EFFECT = re.compile(r"\b(?:side effects?|adverse|nausea|diarrhoea|headaches?)\b", re.I)
OF_SIDE_EFFECTS = frozenset(
    word
    for topic in find_topics(
        "side effects adverse reaction event common mild rare minor serious occasional issue include "
        "experience individual some typically usually discomfort upset symptom problem dose"
    )
    for word in (topic.stem, topic.name)
)
"""Words of any sentence on side effects, which name none."""
