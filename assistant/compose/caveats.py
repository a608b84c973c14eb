"""The limits of an answer: one function a caveat, each from the evidence body alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from assistant.compose.parts import NOTE_LABEL, author_name, capitalize, join_words, quote_sentence
from assistant.retrieve import TRIALS, Catalog
from assistant.schema import (
    Abstract,
    Body,
    CaveatKind,
    Design,
    DraftCaveat,
    Outcome,
    Quote,
    StudyResult,
)
from assistant.weigh import SYNTHESES, distinct_trials, people_per_arm

SMALL_ARM = 40
OFFICIAL = frozenset({Design.GUIDELINE, Design.FACT_SHEET})
MAX_HARMS = 2
"""Groups of harm told beside an answer on benefit."""
MAX_ERRORS = 2
"""Errors of articles told beside an answer; the claims that are shown carry their own notes."""
CLINICIAN_TEXT = "Ask a doctor or pharmacist before you take, stop or combine anything here."


def designs(catalog: Catalog, results: list[StudyResult]) -> tuple[Quote, ...]:
    """Quote the design sentences of some studies."""
    return tuple(quote_sentence(catalog, r.facts.id, r.facts.design) for r in results[:4])


def limit_caveat(
    catalog: Catalog, results: list[StudyResult], kind: CaveatKind
) -> DraftCaveat | None:
    """Quote the first limit of this kind that one of the studies states."""
    for result in results:
        for limit in result.facts.limits:
            if limit.caveat is kind:
                quote = quote_sentence(catalog, result.facts.id, limit.text)
                return DraftCaveat(kind=kind, text=limit.text, quotes=(quote,))
    return None


NOTICE_KINDS = {
    "retraction": CaveatKind.RETRACTED,
    "related_retraction": CaveatKind.RETRACTED,
    "inconsistency": CaveatKind.SOURCE_ERROR,
}


def notices_of(catalog: Catalog, facts: Abstract) -> Iterator[DraftCaveat]:
    """Show every correction, retraction and inconsistency of a study (R12)."""
    for notice in facts.notices:
        kind = NOTICE_KINDS.get(notice.kind, CaveatKind.CORRECTION)
        quote = quote_sentence(catalog, facts.id, notice.text)
        yield DraftCaveat(kind=kind, text=notice.text, quotes=(quote,))


def from_notices(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Show the notices of every study of the body, the retracted ones included."""
    for result in body.results:
        yield from notices_of(catalog, result.facts)


STATED_BY_STUDIES = frozenset(
    {
        CaveatKind.CELL_STUDY,
        CaveatKind.ANIMAL_STUDY,
        CaveatKind.COMBINATION_PRODUCT,
        CaveatKind.DIFFERENT_FORM,
    }
)
"""Kinds of indirectness that a study's own limits put best."""
ALL_SHOWN = frozenset(
    {CaveatKind.CORRECTION, CaveatKind.RETRACTED, CaveatKind.SOURCE_ERROR, CaveatKind.ASK_CLINICIAN}
)
"""Kinds of which every caveat is shown; of the others one."""


def from_indirectness(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say which studies were of cells, animals, mixtures or another form (R2)."""
    texts = {
        CaveatKind.CELL_STUDY: "Some of this was seen in cells in a dish, which doesn't show what happens in people.",
        CaveatKind.ANIMAL_STUDY: "Some of this was seen in animals, which doesn't show what happens in people.",
        CaveatKind.COMBINATION_PRODUCT: "Some of this was seen with a mixture, so it can't be credited to "
        f"{body.substance} alone.",
        CaveatKind.DIFFERENT_FORM: f"Some of this was seen with another substance or form, not with {body.substance}.",
        CaveatKind.DIFFERENT_POPULATION: "Some of this was seen in other people than those asked about.",
    }
    standing = [r for r in body.results if not r.facts.is_retracted]
    for kind, text in texts.items():
        results = [r for r in standing if kind in r.indirect_because]
        if results:
            own = limit_caveat(catalog, results, kind) if kind in STATED_BY_STUDIES else None
            yield own or DraftCaveat(kind=kind, text=text, quotes=designs(catalog, results))


def from_direct_studies(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say how few, small, short, subjective or loose the direct studies are."""
    direct = list(body.direct)
    if not direct:
        return
    syntheses = [r for r in direct if r.facts.kind in SYNTHESES]
    trials = distinct_trials([r for r in direct if r.facts.kind in TRIALS])
    if not syntheses and len(trials) <= 2:
        number = {0: "holds no trial", 1: "is one trial", 2: "is two trials"}[len(trials)]
        text = f"The direct evidence here {number} in people."
        yield DraftCaveat(
            kind=CaveatKind.FEW_STUDIES, text=text, quotes=designs(catalog, trials or direct)
        )
    if body.evidence.direction == "mixed":
        text = "The results differ; both sides are above."
        yield DraftCaveat(kind=CaveatKind.MIXED_RESULTS, text=text, quotes=designs(catalog, direct))
    if not syntheses and trials and all(is_small(r.facts) for r in trials):
        text = "Every trial here is small."
        yield DraftCaveat(kind=CaveatKind.SMALL_SAMPLE, text=text, quotes=designs(catalog, trials))
    outcomes = [o for r in direct for o in r.outcomes]
    if all(o.role == "surrogate" for o in outcomes) or is_surrogate(catalog, body):
        text = "What was measured is a marker, not something that a person feels."
        yield DraftCaveat(
            kind=CaveatKind.SURROGATE_OUTCOME, text=text, quotes=designs(catalog, direct)
        )
    if all(o.objective is False for o in outcomes):
        text = "People rated this themselves; nothing was measured."
        yield DraftCaveat(
            kind=CaveatKind.SUBJECTIVE_ONLY, text=text, quotes=designs(catalog, direct)
        )
    loose = [r for r in direct if r.facts.kind in {Design.OBSERVATIONAL, Design.CASE_REPORT}]
    if loose:
        text = (
            "Observational studies and case reports show what goes together, not what causes what."
        )
        yield DraftCaveat(
            kind=CaveatKind.ASSOCIATION_ONLY, text=text, quotes=designs(catalog, loose)
        )
    stated = (
        CaveatKind.SHORT_DURATION, CaveatKind.SMALL_SAMPLE, CaveatKind.DIFFERENT_POPULATION,
        CaveatKind.DIFFERENT_FORM, CaveatKind.CONFLICTING_SOURCES, CaveatKind.FEW_STUDIES,
    )  # fmt: skip
    for kind in stated:
        caveat = limit_caveat(catalog, direct, kind)
        if caveat:
            yield caveat


def is_small(facts: Abstract) -> bool:
    """Whether a trial is known to be small, by those analysed or, where that isn't said, randomised."""
    people = people_per_arm(facts) or (facts.n_randomised or 0) // (1 if facts.crossover else 2)
    return 0 < people < SMALL_ARM


def is_surrogate(catalog: Catalog, body: Body) -> bool:
    """Whether every outcome of the body is a marker in the vocabulary."""
    names = {o.name for r in body.direct for o in r.outcomes}
    return all(name in catalog.outcomes and catalog.outcomes[name].surrogate for name in names)


NAMES_MONEY = re.compile(
    r"\b(support (by|from)|foundation support|registered sponsor|self-funded)\b", re.I
)
"""A statement that names somebody's money, although it doesn't tell all of it."""


def from_funding(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say who paid, and where that is unknown (null is unknown, never none)."""
    counted = list(body.direct) or [r for r in body.results if r.facts.kind in TRIALS]
    if not counted:
        return
    maker = [r.facts for r in counted if r.facts.funding_class in {"maker", "mixed"}]
    unknown = [r.facts for r in counted if r.facts.funding_class == "unknown"]
    parts = []
    if maker:
        whose = "all of these studies" if len(maker) == len(counted) else names(maker)
        parts.append(f"a maker or seller paid for or took part in {whose}")
    partly = [facts for facts in unknown if NAMES_MONEY.search(facts.funding)]
    silent = [facts for facts in unknown if facts not in partly]
    if silent:
        are_the_others = maker and len(maker) + len(silent) == len(counted)
        whose = "the others" if are_the_others else names(silent)
        of = "" if len(silent) == len(counted) else f" for {whose}"
        parts.append(f"who paid{of} is not known here")
    if partly:
        parts.append(f"who paid for {names(partly)} is known only in part")
    if parts:
        text = "; ".join(parts)
        quotes = tuple(quote_sentence(catalog, f.id, f.funding) for f in (maker + unknown)[:5])
        yield DraftCaveat(kind=CaveatKind.FUNDING, text=f"{capitalize(text)}.", quotes=quotes)


def names(studies: list[Abstract]) -> str:
    """Name up to four studies by first author."""
    shown = [author_name(facts) for facts in studies[:4]]
    if len(studies) > 4:
        shown.append("others")
    return join_words(list(dict.fromkeys(shown)))


def from_articles(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say which articles sell, tell a personal story, name no study or hold an error."""
    sells: dict[str, Quote] = {}
    stories: dict[str, Quote] = {}
    uncited: dict[str, Quote] = {}
    errors: list[DraftCaveat] = []
    for article_id, claim in body.claims:
        article = catalog.articles[article_id]
        if article.interest == "sells":
            sells[article_id] = quote_sentence(catalog, article_id, article.interest_sentence)
        if claim.support == "experience":
            stories[article_id] = quote_sentence(catalog, article_id, claim.text)
        if claim.support == "none":
            uncited[article_id] = quote_sentence(catalog, article_id, claim.text)
        if claim.is_error and claim.note and len(errors) < MAX_ERRORS:
            quote = quote_sentence(catalog, article_id, claim.note)
            errors.append(
                DraftCaveat(
                    kind=CaveatKind.SOURCE_ERROR,
                    text=f"{NOTE_LABEL} {claim.note}",
                    quotes=(quote,),
                )
            )
    yield from errors
    kinds = (
        (CaveatKind.VENDOR_SOURCE, sells, "A speaker among these articles sells supplements."),
        (CaveatKind.ANECDOTE, stories, "A personal story among these articles is not evidence."),
        (CaveatKind.UNCITED_CLAIM, uncited, "Some claims of these articles name no study."),
    )
    for kind, found, text in kinds:
        if found:
            yield DraftCaveat(kind=kind, text=text, quotes=tuple(found.values())[:3])


def from_harms(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say what harm was found with the substance, from any design (R14)."""
    shown = {r.facts.id for r in body.results}
    harms = [
        (match.facts, outcome)
        for match in catalog.standing(set(catalog.forms(body.substance)))
        for outcome in match.outcomes
        if outcome.direction == "harm"
        and (outcome.group != body.group or match.facts.id not in shown)
    ]
    harms.sort(key=lambda pair: harm_order(pair[0], pair[1]))
    told: set[str] = set()
    for facts, outcome in harms:
        if outcome.group in told or len(told) == MAX_HARMS:
            continue
        told.add(outcome.group)
        quote = quote_sentence(catalog, facts.id, outcome.finding)
        label = "With other medicines: " if outcome.group == "interactions" else ""
        yield DraftCaveat(
            kind=CaveatKind.ASK_CLINICIAN, text=f"{label}{outcome.finding}", quotes=(quote,)
        )


def from_official_warnings(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say what a regulator or fact sheet advises on the safety of a substance with known harms."""
    if not any(from_harms(catalog, body)):
        return
    forms = set(catalog.forms(body.substance))
    for facts in catalog.abstracts.values():
        if facts.kind not in OFFICIAL or facts.is_retracted or not forms & set(facts.substances):
            continue
        for statement in facts.statements:
            if statement.topic in {"advice", "safety"} and ADVISES.search(statement.text):
                quote = quote_sentence(catalog, facts.id, statement.text)
                text = f"According to {author_name(facts) or 'the fact sheet'}: {statement.text}"
                yield DraftCaveat(kind=CaveatKind.ASK_CLINICIAN, text=text, quotes=(quote,))
                return


ADVISES = re.compile(
    r"\b(avoid\w*|should|advis\w+|ask\w*|warn\w*|must|caution\w*|stop|not (using|recommend\w*)|worry|monitor\w*|doctor|may reverse)\b",
    re.I,
)
"""Says what to do or to beware of."""


def harm_order(facts: Abstract, outcome: Outcome) -> tuple[bool, bool, bool]:
    """Order harms: what was felt before markers, cases and interactions before the rest."""
    return (
        outcome.role == "surrogate",
        facts.kind is not Design.CASE_REPORT,
        outcome.group != "interactions",
    )


OF_THE_STUDY = frozenset(
    {
        CaveatKind.SMALL_SAMPLE,
        CaveatKind.SHORT_DURATION,
        CaveatKind.SURROGATE_OUTCOME,
        CaveatKind.SUBJECTIVE_ONLY,
        CaveatKind.ASSOCIATION_ONLY,
        CaveatKind.DIFFERENT_POPULATION,
        CaveatKind.CONFLICTING_SOURCES,
    }
)
"""Kinds of limits that follow a study into any answer that it leads."""
SOURCES_OF_CAVEATS: tuple[Callable[[Catalog, Body], Iterator[DraftCaveat]], ...] = (
    from_indirectness,
    from_funding,
    from_direct_studies,
    from_harms,
    from_official_warnings,
    from_notices,
    from_articles,
)


def body_caveats(catalog: Catalog, body: Body) -> tuple[DraftCaveat, ...]:
    """Collect the caveats of a body: one of each kind, and every correction and error."""
    return unique_caveats(
        caveat for source in SOURCES_OF_CAVEATS for caveat in source(catalog, body)
    )


def unique_caveats(caveats: Iterable[DraftCaveat]) -> tuple[DraftCaveat, ...]:
    """Keep the first caveat of each kind, and all of the kinds that are shown whole."""
    found: dict[CaveatKind | str, DraftCaveat] = {}
    for caveat in caveats:
        found.setdefault(caveat.text if caveat.kind in ALL_SHOWN else caveat.kind, caveat)
    return tuple(found.values())


def due_caveats(catalog: Catalog, cited: Collection[str]) -> Iterator[DraftCaveat]:
    """The caveats that citing these documents calls for, whatever the question was.

    Cells, animals and mixtures are named as such; a maker's money, a correction and a retraction reach
    the reader with every citation of the study; and a seller is called one.
    """
    studies = [catalog.abstracts[i] for i in sorted(cited) if i in catalog.abstracts]
    results = [
        StudyResult(facts=f, outcomes=(), direction="unclear", is_direct=False) for f in studies
    ]
    texts = {
        CaveatKind.CELL_STUDY: "Some of this was seen in cells in a dish, which doesn't show what happens in people.",
        CaveatKind.ANIMAL_STUDY: "Some of this was seen in animals, which doesn't show what happens in people.",
        CaveatKind.COMBINATION_PRODUCT: "Some of this was seen with a mixture, so it can't be credited to one part of it.",
    }
    for kind, text in texts.items():
        found = [r for r in results if kind in nature(r.facts)]
        if found:
            own = limit_caveat(catalog, found, kind)
            yield own or DraftCaveat(kind=kind, text=text, quotes=designs(catalog, found))
    tied = [
        f for f in studies if f.funding_class in {"maker", "mixed"} and f.kind not in OFFICIAL
    ]  # To an official body a maker sends what is judged.
    if tied:
        quotes = tuple(quote_sentence(catalog, f.id, f.funding) for f in tied[:5])
        text = f"A maker or seller paid for or took part in {names(tied)}."
        yield DraftCaveat(kind=CaveatKind.FUNDING, text=text, quotes=quotes)
    for facts in studies:
        yield from notices_of(catalog, facts)
    sellers = [a for i, a in catalog.articles.items() if i in cited and a.interest == "sells"]
    if sellers:
        quotes = tuple(quote_sentence(catalog, a.id, a.interest_sentence) for a in sellers)
        text = "A speaker among these articles sells supplements."
        yield DraftCaveat(kind=CaveatKind.VENDOR_SOURCE, text=text, quotes=quotes)


def stated_limits(catalog: Catalog, leading: Iterable[str]) -> Iterator[DraftCaveat]:
    """The limits that the studies behind the first line state of themselves."""
    for study_id in dict.fromkeys(leading):
        facts = catalog.abstracts.get(study_id)
        for limit in facts.limits if facts else ():
            if limit.caveat in OF_THE_STUDY:
                quote = quote_sentence(catalog, study_id, limit.text)
                yield DraftCaveat(kind=limit.caveat, text=limit.text, quotes=(quote,))


def nature(facts: Abstract) -> set[CaveatKind]:
    """What a study's own nature calls for."""
    kinds = set()
    if facts.kind is Design.IN_VITRO:
        kinds.add(CaveatKind.CELL_STUDY)
    if facts.kind is Design.ANIMAL:
        kinds.add(CaveatKind.ANIMAL_STUDY)
    if facts.combination and not facts.companions_in_both_arms:
        kinds.add(CaveatKind.COMBINATION_PRODUCT)
    return kinds
