"""How much: the amounts that were tested, advised or allowed, and first whether one is known to do what is asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.compose.hope import hoped_groups
from assistant.compose.official import LIMIT, NEED, fits_before, official_amounts
from assistant.compose.parts import (
    Question,
    as_lead,
    finding,
    sentence_item,
    study_label,
)
from assistant.compose.people import special_people
from assistant.compose.sentences import (
    MAX_ITEMS,
    NOT_APPLICABLE,
    article_section,
    first_as_lead,
    scope,
    statement_items,
    statements,
)
from assistant.compose.tested import dose_lead, range_lead, stated_dose
from assistant.compose.units import A_DAY, AMOUNT
from assistant.compose.unknown import UNKNOWN
from assistant.compose.unproven import (
    amounts_for_people,
    harms_of,
    unknown_for_people,
    unlimited,
    untested_purpose,
    warning_for_people,
)
from assistant.retrieve import PEOPLE, TRIALS, Catalog
from assistant.schema import (
    Abstract,
    CaveatKind,
    Draft,
    DraftCaveat,
    DraftClaim,
    Item,
    Section,
    StatementTopic,
)

MAX_ADVICE = 4
MAX_EXTRA = 2
"""Sentences with an amount that stand among findings or under other topics."""
OF_TRIALS = re.compile(
    r"\b(trials?|stud(y|ies)|tested|used|given|research\w*|experiments?|did they|people took)\b",
    re.I,
)
"""Asks for the amounts of studies and not for what is advised."""
TESTED_HEADING = "Amounts tested in people"
HARMFUL_HEADING = "Amounts at which harm was seen"
OTHERS_HEADING = "Amounts tested in other people"
AMOUNTS_TEXT = (
    "Amounts of a compound and of the element in it differ; each is given as its source gives it. "
    "An amount that was tested is not a recommendation."
)


def answer_dose(catalog: Catalog, question: Question) -> Draft | None:
    """What amounts were tested, advised or allowed: each with its source, none recommended."""
    seen = question.understanding
    substance = seen.substances[0]
    forms = set(catalog.forms(substance))
    hoped = hoped_groups(catalog, question)
    groups = catalog.groups(seen.outcomes)
    on_asked = list(catalog.standing(forms, groups))
    matches = on_asked or list(catalog.standing(forms))
    trials = [m.facts for m in matches if m.facts.kind in TRIALS and m.facts.species == "human"]
    trials.sort(key=lambda f: (f.combination, -(f.n_analysed or f.n_randomised or 0)))
    dosed = [f for f in trials if stated_dose(f)]
    items = [dose_item(catalog, facts) for facts in dosed[:MAX_ITEMS]]
    items = items or [
        sentence_item(catalog, facts, sentence)
        for facts, sentence in taken_amounts([m.facts for m in matches])[:MAX_ADVICE]
    ]
    topics: set[StatementTopic] = {"dose", "upper_level", "requirement", "timing"}
    pairs = statements(catalog, scope(catalog, substance), topics)
    official = official_amounts(catalog, question, substance)
    wanted = for_purpose(question, official, hoped)
    advice = statement_items(catalog, question, pairs, MAX_ADVICE)
    known = {statement.text for _, statement in pairs}
    extra = [(facts, sentence) for facts, sentence in official if sentence not in known]
    said = [sentence_item(catalog, facts, sentence) for facts, sentence in extra[:MAX_EXTRA]]
    if not (items or advice or said):
        return None
    unproven = () if wanted else untested_purpose(catalog, question, substance, hoped)
    is_special = bool(special_people(question))
    given = amounts_for_people(catalog, question, substance, official, pairs)
    unknown = unknown_for_people(catalog, question, substance) if is_special and not given else ()
    sections = []
    if said and not (items and OF_TRIALS.search(question.text)):
        sections.append(Section(heading="Amounts advised or allowed", items=tuple(said)))
    if items:
        heading = OTHERS_HEADING if is_special else TESTED_HEADING
        heading = HARMFUL_HEADING if hoped and harms_of(catalog, on_asked) else heading
        sections.append(Section(heading=heading, items=tuple(items)))
    if advice:
        sections.append(Section(heading="What else is said of amounts", items=tuple(advice)))
    sections += article_section(
        catalog, forms, {"dose"}, beside=lambda f: f.design if stated_dose(f) else None
    )
    ids = {m.facts.id for m in matches}
    fitting = [(f, s) for f, s in pairs if not groups or f.id in ids]
    tested = (*dose_lead(catalog, dosed), *range_lead(catalog, fitting))
    if is_special:  # What others took is no amount for them.
        wanted, tested = given, ()
    harmful = harms_of(catalog, on_asked) if hoped else ()
    lead = (
        unknown
        or (*unproven, *harmful)
        or (
            *warning_for_people(catalog, question, substance),
            *unlimited(catalog, question, substance),
            *(
                chosen_lead(catalog, question, tested, wanted)
                or first_as_lead(catalog, with_amount_first([*advice, *items]))
            ),
        )
    )
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=lead,
        sections=tuple(sections),
        caveats=(DraftCaveat(kind=CaveatKind.DOSE_UNITS, text=AMOUNTS_TEXT),),
    )


def gives_amount(claim: DraftClaim) -> bool:
    """Whether a claim gives an amount of something that is taken, or says that none is known."""
    return bool(AMOUNT.search(claim.text)) or claim.text.startswith(UNKNOWN)


def with_amount_first(items: Sequence[Item]) -> list[Item]:
    """Put what gives an amount before what only speaks of amounts."""
    return sorted(items, key=lambda item: not AMOUNT.search(item.claims[0].quotes[-1].text))


def taken_amounts(studies: Sequence[Abstract]) -> list[tuple[Abstract, str]]:
    """One sentence of each study of people that gives a daily amount, where no design states one."""
    found = []
    for facts in studies:
        sentences = (facts.design, *(outcome.finding for outcome in facts.outcomes))
        given = [s for s in sentences if AMOUNT.search(s) and A_DAY.search(s)]
        if facts.kind in PEOPLE and given:
            found.append((facts, given[0]))
    return found


def for_purpose(
    question: Question, official: Sequence[tuple[Abstract, str]], hoped: Collection[str]
) -> list[tuple[Abstract, str]]:
    """Of what is advised, what may come first: for a purpose, only from a document with a result on it."""
    if not hoped or LIMIT.search(question.text) or NEED.search(question.text):
        return list(official)
    return [
        (facts, text)
        for facts, text in official
        if set(hoped) & {outcome.group for outcome in facts.outcomes}
    ]


def chosen_lead(
    catalog: Catalog,
    question: Question,
    tested: tuple[DraftClaim, ...],
    official: Sequence[tuple[Abstract, str]],
) -> tuple[DraftClaim, ...]:
    """Lead with what is advised; with what was tested where the question asks for that."""
    if not official or (tested and OF_TRIALS.search(question.text)):
        return tested
    claims = [sentence_item(catalog, *pair).claims[0] for pair in official]
    told = [as_lead(catalog, claim) for claim in claims[:1]]
    fit = [fits_before(catalog, question, *pair) for pair in official]
    if fit[0] and not all(fit):
        told.append(as_lead(catalog, claims[fit.index(False)]))
    return (*told, *tested[:1])


def dose_item(catalog: Catalog, facts: Abstract) -> Item:
    """Show a study by its design sentence, which states the amount."""
    claim = finding(catalog, facts, facts.design, "limited")
    text = f"{study_label(facts)} {facts.design}"
    return Item(claims=(claim.model_copy(update={"text": text}),))
