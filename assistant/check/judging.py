"""The verdict on one claim: what it says against what the documents bear out, in plain words.

Each outcome that a claim names is judged apart; the gravest verdict is the claim's. An effect is
compared by the design, the people, the form and the direction of the evidence (R1 to R17).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.check.evidence import (
    Support,
    find_support,
    has,
    measures_other,
    models_of,
    preclinical,
    quotes_of,
)
from assistant.check.reading import Reading
from assistant.check.words import found_words, tested_as, what_it_says
from assistant.compose.parts import quote_sentence
from assistant.compose.selection import condition_phrases, has_condition
from assistant.retrieve import Catalog, StudyMatch
from assistant.schema import CaveatKind, CheckVerdict, Quote, StudyResult
from assistant.verify import studied
from assistant.verify.grading import POSSIBLE, STATED
from assistant.verify.topics import find_topics

ORDER: tuple[CheckVerdict, ...] = (
    "contradicted", "overclaims", "unsupported", "understates", "supported", "not_checkable",
)  # fmt: skip
"""From grave to harmless."""
FIRM = ("moderate", "strong")
OF_MIXTURE = "Said of the mixture that was tested; the part of each ingredient isn't known."


class Judgement(NamedTuple):
    """A verdict, why, and the sentences of documents that it rests on."""

    verdict: CheckVerdict
    reason: str
    quotes: tuple[Quote, ...] = ()


def judge_effect(catalog: Catalog, reading: Reading, substance: str, group: str) -> Judgement:
    """Judge what a claim says of one substance and one group of outcomes."""
    support = find_support(
        catalog, substance, group, reading.outcomes, reading.populations, reading.qualities,
        of_model=reading.names_model,
    )  # fmt: skip
    if not support.results:
        return nothing_here(catalog, reading, support)
    if measures_other(support, reading.text, reading.outcomes):
        quotes = quotes_of(catalog, support.results, 1)
        reason = f"No document here tests {substance} on this; what was measured is something else."
        return Judgement("unsupported", reason, quotes)
    match reading.stance:
        case "not_known":
            return judge_doubt(catalog, support)
        case "no_effect":
            return judge_denial(catalog, reading, support)
        case "harm":
            return judge_harm(catalog, reading, support)
    return judge_benefit(catalog, reading, support)


def nothing_here(catalog: Catalog, reading: Reading, support: Support) -> Judgement:
    """No study has the substance or a relative with this outcome."""
    known = any(catalog.standing(set(catalog.forms(support.substance))))
    what = f"tests {support.substance} on {support.label}"
    reason = f"No document here {what}."
    if not known:
        reason = f"No document here is about {support.substance}."
    elif support.articles:
        reason = f"Only web articles say so; no study here {what}."
    return Judgement(
        "supported" if known and reading.stance == "not_known" else "unsupported", reason
    )


# --- benefits --------------------------------------------------------------------------------


def judge_benefit(catalog: Catalog, reading: Reading, support: Support) -> Judgement:
    """Judge a claim that something gets better."""
    if reading.names_model:
        return judge_model(catalog, reading, support)
    mixed = mixtures_named(reading, support) if reading.is_report else []
    if mixed:
        return Judgement("supported", OF_MIXTURE, quotes_of(catalog, mixed))
    if not support.direct:
        return judge_indirect(catalog, reading, support)
    quotes = quotes_of(catalog, support.deciding)
    says, found = what_it_says(reading), found_words(support)
    if support.direction == "harm":
        return Judgement("contradicted", f"{says}; {found}.", quotes)
    if support.direction == "no_effect" and support.level in FIRM:
        return Judgement("contradicted", f"{says}; {found}.", quotes)
    if reading.conditions and not any(in_condition(catalog, reading, r) for r in support.direct):
        others = [r for r in support.results if in_condition(catalog, reading, r)]
        reason = f"{says}; the people studied here did not have what this one speaks of."
        if others:
            reason = f"{says}; in people who have that it was tested here only in a way that can't show it."
        return Judgement("overclaims", reason, quotes_of(catalog, others) or quotes)
    if reading.is_promise:
        return Judgement("overclaims", f"{says}, surely or for everybody; {found}.", quotes)
    if reading.is_report and reported(support):
        told = quotes_of(catalog, reported(support))
        return Judgement("supported", f"A study here reports that; in all, {found}.", told)
    if support.direction in {"unclear", "no_effect"}:
        return Judgement("overclaims", f"{says}; {found}.", quotes)
    if reading.is_total:
        return Judgement("overclaims", f"{says}, and that in full; {found}.", quotes)
    if reading.strength > support.allowed or (
        support.direction == "mixed" and reading.strength == STATED
    ):
        return Judgement("overclaims", f"{says}; {found}.", quotes)
    if support.direction == "benefit" and is_too_little(reading.strength, support):
        return Judgement("understates", f"{says}; {found}.", quotes)
    if support.direction == "mixed":
        reason = f"Says it as possible, and the documents leave it possible: {found}."
        return Judgement("supported", reason, quotes)
    return Judgement("supported", f"The documents say as much: {found}.", quotes)


def mixtures_named(reading: Reading, support: Support) -> list[StudyResult]:
    """The studies of a mixture that helped, where a claim names the mixture."""
    return [
        result
        for result in support.results
        if has(result, CaveatKind.COMBINATION_PRODUCT)
        and not has(result, CaveatKind.DIFFERENT_FORM)
        and result.direction in {"benefit", "mixed"}
        and names_partner(reading, result)
    ]


def in_condition(catalog: Catalog, reading: Reading, result: StudyResult) -> bool:
    """Whether the people of a study have what the people have of whom a claim speaks."""
    phrases = condition_phrases(catalog, reading.conditions)
    told = f"{result.facts.participants} {result.facts.design}".lower()
    return has_condition(result.facts, phrases) or any(phrase in told for phrase in phrases)


def reported(support: Support) -> list[StudyResult]:
    """The studies in people, of the substance alone, that found a benefit."""
    return [result for result in support.direct if result.direction == "benefit"]


def is_too_little(strength: int, support: Support) -> bool:
    """Whether a claim says less than the evidence: a mere link, or "may" where it is strong."""
    return strength < (STATED if support.level == "strong" else POSSIBLE) and support.level in FIRM


def judge_model(catalog: Catalog, reading: Reading, support: Support) -> Judgement:
    """Judge a claim that says itself that it is about cells or animals."""
    found = preclinical(support)
    own = [r for r in found if not has(r, CaveatKind.DIFFERENT_FORM)]
    fitting = [r for r in own if any(o.direction in {"benefit", "mixed"} for o in r.outcomes)]
    if fitting:
        reason = f"Named as work in {models_of(fitting)}, which the documents hold."
        return Judgement("supported", reason, quotes_of(catalog, fitting))
    if own:
        reason = f"In {models_of(own)} the documents found no such effect."
        return Judgement("contradicted", reason, quotes_of(catalog, own))
    if found:
        reason = f"That was {tested_as(found)}, not {support.substance}."
        return Judgement("overclaims", reason, quotes_of(catalog, found))
    reason = f"No study in cells or animals here has {support.substance} and {support.label}."
    return Judgement("unsupported", reason)


def judge_indirect(catalog: Catalog, reading: Reading, support: Support) -> Judgement:
    """Judge a claim about people for which no study of the thing itself in people is here."""
    says = what_it_says(reading)
    people = [r for r in support.results if r not in preclinical(support)]
    mixtures = [
        r for r in people
        if has(r, CaveatKind.COMBINATION_PRODUCT) and not has(r, CaveatKind.DIFFERENT_FORM)
    ]  # fmt: skip
    helped = mixtures_named(reading, support)
    if helped:
        return Judgement("supported", OF_MIXTURE, quotes_of(catalog, helped))
    if mixtures:
        reason = f"{says}; here {support.substance} was tested on {support.label} only together with other ingredients."
        return Judgement("overclaims", reason, quotes_of(catalog, mixtures))
    tested = preclinical(support)
    own = [r for r in tested if not has(r, CaveatKind.DIFFERENT_FORM)]
    in_people = studied.HUMANS.search(reading.text)
    if (
        reading.is_report
        and own
        and not in_people
        and all(o.role == "surrogate" for r in own for o in r.outcomes)
    ):
        reason = f"Found in {models_of(own)}, which this sentence doesn't say."
        return Judgement("supported", reason, quotes_of(catalog, own))
    if tested:
        form = f", as {tested_as(tested)}" if all(
            has(r, CaveatKind.DIFFERENT_FORM) for r in tested) else ""  # fmt: skip
        reason = f"{says}; on {support.label} it was tested here only in {models_of(tested)}{form}."
        return Judgement("overclaims", reason, quotes_of(catalog, tested))
    if not reading.strength:
        return nothing_here(catalog, reading, support)
    others = [r for r in people if has(r, CaveatKind.DIFFERENT_FORM)]
    if others:
        reason = f"{says}; on {support.label} the studies here are of {tested_as(others)}, not of {support.substance}."
        return Judgement("overclaims", reason, quotes_of(catalog, others))
    reason = f"{says}; the studies of {support.substance} and {support.label} here are of other people or in reviews that don't set a level."
    return Judgement("overclaims", reason, quotes_of(catalog, people or support.results))


def names_partner(reading: Reading, result: StudyResult) -> bool:
    """Whether a claim names a mixture, or one of the other ingredients of a study."""
    text = reading.text.lower()
    others = (*result.facts.co_ingredients, *result.facts.substances)
    named = sum(name.lower() in text for name in others)
    return (bool(studied.COMBINED.search(text)) and named > 0) or named > 1


# --- denials and doubts ----------------------------------------------------------------------


def judge_doubt(catalog: Catalog, support: Support) -> Judgement:
    """Judge a claim that something isn't known, wasn't tested, or that results differ."""
    quotes = quotes_of(catalog, support.deciding or support.results)
    found = found_words(support)
    if support.level == "strong" and support.direction in {"benefit", "no_effect", "harm"}:
        return Judgement("understates", f"Leaves open what is known here: {found}.", quotes)
    return Judgement("supported", f"The documents leave it open as well: {found}.", quotes)


def judge_denial(catalog: Catalog, reading: Reading, support: Support) -> Judgement:
    """Judge a claim that something does not work (R16)."""
    quotes = quotes_of(catalog, support.deciding or support.results)
    found = found_words(support)
    harms = [
        r
        for r in support.results
        if any(o.role == "harm" and o.direction == "harm" for o in r.outcomes)
    ]
    if harms:
        return Judgement(
            "contradicted", "Denies a harm that the documents report.", quotes_of(catalog, harms)
        )
    if not support.direct:
        if not reading.is_flat_denial:
            return Judgement(
                "supported", f"Nothing here shows it in people either: {found}.", quotes
            )
        return Judgement(
            "overclaims", f"Denies flatly what was not tested in people; {found}.", quotes
        )
    if support.direction in {"benefit", "harm"} and support.level in FIRM:
        return Judgement("contradicted", f"Denies it; {found}.", quotes)
    if support.direction in {"benefit", "mixed", "harm"}:
        return Judgement("overclaims", f"Denies it, although {found}.", quotes)
    settled = support.direction == "no_effect" or support.level in FIRM
    if reading.is_flat_denial and not settled:
        return Judgement(
            "overclaims", f"Denies it flatly; {found}, which doesn't rule an effect out.", quotes
        )
    return Judgement("supported", f"The documents say so too: {found}.", quotes)


# --- harms -----------------------------------------------------------------------------------


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
