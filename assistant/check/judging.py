"""The verdict on one claim: what it says against what the documents bear out, in plain words.

Each outcome that a claim names is judged apart; the gravest verdict is the claim's. An effect is
compared by the design, the people, the form and the direction of the evidence (R1 to R17).
"""

from __future__ import annotations

from assistant.check.benefits import judge_benefit
from assistant.check.evidence import (
    Support,
    find_support,
    measures_other,
    quotes_of,
)
from assistant.check.harms import judge_harm
from assistant.check.judgement import FIRM, Judgement, nothing_here
from assistant.check.reading import Reading
from assistant.check.words import found_words
from assistant.retrieve import Catalog


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
