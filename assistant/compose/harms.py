"""What may go wrong: harms from any design (R14), and people at risk."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.compose.parts import HARM_GROUPS, Question, sentence_item, study_item
from assistant.compose.people import special_pairs, special_people
from assistant.compose.sentences import (
    NOT_APPLICABLE,
    article_section,
    names_others,
    scope,
    statement_items,
    statements,
)
from assistant.compose.warning import GENERAL_HARMS, safety_lead, unreported_harms
from assistant.retrieve import PEOPLE, Catalog, StudyMatch
from assistant.schema import (
    CaveatKind,
    Design,
    Draft,
    DraftCaveat,
    Evidence,
    Section,
    StatementTopic,
    StudyResult,
)
from assistant.weigh import (
    PRECLINICAL,
    count_people,
    evidence_level,
    result_order,
    strongest_design,
    studied_populations,
    weigh_study,
)

WARNING = re.compile(
    r"\b(caution\w*|avoid\w*|interact\w*|impair\w*|kidneys?|liver|pregnan\w*|medic(?:ations?|ines?)|toxic\w*|"
    r"doctor|pharmacist|stop|danger\w*|harm\w*|safe\w*|monitor\w*)\b",
    re.I,
)
"""What advice must speak of to be advice on safety."""
SPECIAL_HEADING = "On what you asked about"


def harm_results(catalog: Catalog, substance: str) -> list[StudyResult]:
    """R14: every result on harm, from any design, with a substance or its forms."""
    compounds = catalog.forms(substance)
    results = []
    for match in catalog.standing(set(compounds)):
        outcomes = tuple(
            o
            for o in match.outcomes
            if (o.direction == "harm" or o.role == "harm" or o.group in HARM_GROUPS)
            and not names_others(catalog, match.facts, o.finding, compounds)
        )
        if outcomes:
            results.append(weigh_study(StudyMatch(match.facts, outcomes), compounds, catalog))
    return sorted(results, key=result_order)


def harm_evidence(catalog: Catalog, results: Sequence[StudyResult], reports: int) -> Evidence:
    """R14: the level and direction of harms, apart from benefits."""
    counted = [r for r in results if not r.facts.is_retracted]
    direct = [r for r in counted if r.is_direct]
    preclinical = [r for r in counted if r.facts.kind in PRECLINICAL]
    level = evidence_level(direct, preclinical, (), catalog)
    if level in {"none", "preclinical"} and reports:
        level = "limited"
    harms = [r for r in counted if any(o.direction == "harm" for o in r.outcomes)]
    trials, people = count_people(direct)
    return Evidence(
        level=level,
        direction="harm" if harms else "unclear",
        strongest_design=strongest_design(direct or counted, has_claims=False),
        human_trials=max(trials, reports),
        participants=people,
        null_results=sum(r.is_null for r in direct),
    )


def answer_safety(catalog: Catalog, question: Question) -> Draft | None:
    """Harms from trials, case reports, fact sheets and articles, each under its own heading."""
    seen = question.understanding
    substance = seen.substances[0]
    compounds = set(catalog.forms(substance))
    results = harm_results(catalog, substance)
    asked = set(catalog.groups(seen.outcomes)) - GENERAL_HARMS
    on_asked = [r for r in (with_groups(r, asked) for r in results) if r.outcomes]
    harmful = [r for r in on_asked if any(o.direction == "harm" for o in r.outcomes)]
    on_asked = harmful or on_asked
    reporting = [
        m.facts
        for m in catalog.standing(compounds)
        if m.facts.harms_reported and m.facts.kind in PEOPLE and m.facts.species == "human"
    ]
    reporting.sort(key=lambda f: (f.combination, list(Design).index(f.kind), -(f.n_analysed or 0)))
    topics: set[StatementTopic] = {"safety", "upper_level", "interaction", "advice"}
    pairs = statements(catalog, scope(catalog, substance), topics)
    special = special_pairs(question, pairs)
    sections = []
    if special:
        items = [sentence_item(catalog, f, s.text) for f, s in special[1:5]] or [
            sentence_item(catalog, special[0][0], special[0][1].text)
        ]
        sections.append(Section(heading=SPECIAL_HEADING, items=tuple(items)))
    trial_items = [
        study_item(catalog, r, "limited")
        for r in results
        if r.facts.kind in PEOPLE and r.facts.kind is not Design.CASE_REPORT
    ][:4]
    shown = {r.facts.id for r in results[:4]}
    trial_items += [
        sentence_item(catalog, facts, facts.harms) for facts in reporting if facts.id not in shown
    ][:4]
    if trial_items:
        sections.append(Section(heading="Reported in studies of people", items=tuple(trial_items)))
    cases = [
        study_item(catalog, r, "limited") for r in results if r.facts.kind is Design.CASE_REPORT
    ]
    if cases:
        sections.append(Section(heading="Case reports", items=tuple(cases[:3])))
    told = {r.facts.id for r in results if r.facts.kind not in PEOPLE}
    general = [
        (facts, statement)
        for facts, statement in pairs
        if (facts, statement) not in special
        and facts.id not in told
        and statement.topic != "interaction"
        and (statement.topic != "advice" or WARNING.search(statement.text))
    ]
    advice = statement_items(catalog, question, general, 4)
    official = [
        study_item(catalog, r, "limited")
        for r in results
        if r.facts.kind not in PEOPLE and r.facts.kind not in PRECLINICAL
    ]
    if official or advice:
        items = [*official[:3], *advice]
        sections.append(Section(heading="What fact sheets and reviews say", items=tuple(items)))
    sections += article_section(
        catalog,
        compounds,
        {"safety", "interaction"},
        2,
        lambda f: f.harms if f.harms_reported else None,
    )
    if not sections:
        return unreported_harms(catalog, substance)
    people = special_people(question)
    evidence = harm_evidence(catalog, on_asked or results, 0 if on_asked else len(reporting))
    tested = {p for r in results for p in studied_populations(r.facts, r.outcomes)}
    tested |= {p for facts in reporting for p in facts.populations}
    # What was seen in others has no level for these people.
    if people and not tested & set(people) and evidence.level != "none":
        evidence = NOT_APPLICABLE
    return Draft(
        status="answered",
        evidence=evidence,
        lead=safety_lead(catalog, question, substance, special, on_asked or results, reporting),
        sections=tuple(sections),
        caveats=(
            DraftCaveat(
                kind=CaveatKind.CORPUS_LIMIT,
                text="What these documents don't report isn't shown to be absent.",
            ),
        ),
    )


def with_groups(result: StudyResult, groups: Collection[str]) -> StudyResult:
    """A study with its results on some groups of outcomes alone."""
    outcomes = tuple(o for o in result.outcomes if o.group in groups)
    return result.model_copy(update={"outcomes": outcomes})
