"""The amounts that people took in trials, each with the trial that it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.compose.parts import author_name, finding, join_words, quote_sentence
from assistant.retrieve import Catalog
from assistant.schema import Abstract, DerivedClaim, DraftClaim, Operands, Statement
from assistant.weigh import SYNTHESES

MAX_DOSE_LEADS, MAX_TRIALS = 3, 5
RANGE = re.compile(r"\d[\d,.]* (?:to|and) \d[\d,.]* ?(?:mg|micrograms?|g|IU)\b")
MILLIGRAMS = r"\d[\d,.]* mg"


def stated_dose(facts: Abstract) -> float | None:
    """The daily amount of a study, where its design sentence states that number."""
    for dose in (facts.dose_compound_mg_per_day, facts.dose_elemental_mg_per_day):
        if dose and (f"{dose:,.10g} mg" in facts.design or f"{dose:.10g} mg" in facts.design):
            return dose
    return None


def dose_lead(catalog: Catalog, dosed: Sequence[Abstract]) -> tuple[DraftClaim, ...]:
    """Lead with the amounts that were tested and whose trial each is of, those of the element apart."""
    claims: list[DraftClaim] = []
    alone = [f for f in dosed if not f.combination]
    for compound in dict.fromkeys(f.substances[0] for f in alone):
        for is_elemental in (False, True):
            found = [
                f
                for f in alone
                if f.substances[0] == compound
                and (stated_dose(f) != f.dose_compound_mg_per_day) == is_elemental
            ][:MAX_TRIALS]
            if found and len(claims) < MAX_DOSE_LEADS:
                item = catalog.substances.get(compound)
                is_salt = bool(item and item.form_of)
                unit = f"of the element, as {compound}," if is_elemental and is_salt else ""
                claims.append(taken(catalog, found, unit or amount_of(compound, found)))
    return tuple(claims)


def taken(catalog: Catalog, trials: Sequence[Abstract], unit: str) -> DraftClaim:
    """Say what people took in some trials; a trial in micrograms or units speaks for itself."""
    if any((stated_dose(f) or 0) < 1 for f in trials):
        return finding(catalog, trials[0], trials[0].design, "limited")
    by_dose: dict[float, list[str]] = {}
    for facts in trials:
        by_dose.setdefault(stated_dose(facts) or 0, []).append(author_name(facts))
    amounts = [with_names(f"{dose:,.10g} mg", by_dose[dose]) for dose in sorted(by_dose)]
    where = "In trials here"
    if len(trials) == 1:
        name = author_name(trials[0])
        where = f"In the trial of {name}" if name else "In one trial here"
        amounts = [f"{dose:,.10g} mg" for dose in by_dose]
    return DerivedClaim(
        text=f"{where} people took {join_words(amounts)} {unit} a day.",
        quotes=tuple(quote_sentence(catalog, f.id, f.design) for f in trials),
        operands=Operands(
            operation="list",
            values=tuple(sorted(by_dose)),
            source_ids=tuple(f.id for f in trials),
        ),
        design=trials[0].kind,
    )


def with_names(amount: str, names: Iterable[str]) -> str:
    """An amount or a length and the first authors of its trials, where these are known."""
    known = list(dict.fromkeys(name for name in names if name))
    return f"{amount} ({join_words(known)})" if known else amount


def range_lead(
    catalog: Catalog, pairs: Sequence[tuple[Abstract, Statement]]
) -> tuple[DraftClaim, ...]:
    """The first statement of a review on the range of amounts that its trials used."""
    for facts, statement in pairs:
        of_review = facts.kind in SYNTHESES and statement.topic == "dose"
        if of_review and RANGE.search(statement.text):
            return (finding(catalog, facts, statement.text, "limited"),)
    return ()


def amount_of(compound: str, studies: Sequence[Abstract]) -> str:
    """What the amounts are of: the compound where every study says so, else its marked ingredient."""
    named = [
        re.search(
            rf"{MILLIGRAMS} of ([\w' -]{{3,40}}?)(?: a day|[,;.(]| or | and | for | once| twice| three| daily| each)",
            f.design,
        )
        for f in studies
    ]
    whats = {match.group(1) for match in named if match}
    if len(whats) == 1 and all(named):
        return f"of {whats.pop()}"
    return f"of {compound}" if not whats else f"({compound})"
