"""The verdict on a claim that something gets better, in people or in cells and animals (R1 to R17)."""

from __future__ import annotations

from assistant.check.evidence import Support, has, models_of, preclinical, quotes_of
from assistant.check.judgement import FIRM, Judgement, nothing_here
from assistant.check.reading import Reading
from assistant.check.words import found_words, tested_as, what_it_says
from assistant.compose.selection import condition_phrases, has_condition
from assistant.retrieve import Catalog
from assistant.schema import CaveatKind, StudyResult
from assistant.verify import studied
from assistant.verify.grading import POSSIBLE, STATED

OF_MIXTURE = "Said of the mixture that was tested; the part of each ingredient isn't known."


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


def names_partner(reading: Reading, result: StudyResult) -> bool:
    """Whether a claim names a mixture, or one of the other ingredients of a study."""
    text = reading.text.lower()
    others = (*result.facts.co_ingredients, *result.facts.substances)
    named = sum(name.lower() in text for name in others)
    return (bool(studied.COMBINED.search(text)) and named > 0) or named > 1


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
