"""What may go wrong: harms from any design (R14), and people at risk."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.compose.efficacy import SPECIAL_POPULATIONS
from assistant.compose.parts import (
    HARM_GROUPS,
    Question,
    choose_findings,
    finding,
    quote_sentence,
    sentence_item,
    study_item,
)
from assistant.compose.sentences import (
    NOT_APPLICABLE,
    article_section,
    by_overlap,
    names_others,
    scope,
    statement_items,
    statements,
)
from assistant.compose.verdict import population_words
from assistant.retrieve import PEOPLE, Catalog, StudyMatch
from assistant.schema import (
    Abstract,
    CaveatKind,
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    DraftClaim,
    Evidence,
    Operands,
    Outcome,
    Population,
    Section,
    Statement,
    StatementTopic,
    StudyResult,
)
from assistant.understand import POPULATIONS
from assistant.weigh import (
    PRECLINICAL,
    count_people,
    evidence_level,
    result_order,
    strongest_design,
    studied_populations,
    weigh_study,
)

GENERAL_HARMS = frozenset({"side effects"})
"""Groups that name no harm in particular: a question on them is one of safety as a whole."""
OF_PRODUCTS = frozenset({"product content"})
"""Groups of what a capsule holds: no harm that came to anybody, unless it is asked about."""
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
    special_people = [p for p in seen.populations if p in SPECIAL_POPULATIONS]
    evidence = harm_evidence(catalog, on_asked or results, 0 if on_asked else len(reporting))
    tested = {p for r in results for p in studied_populations(r.facts, r.outcomes)}
    tested |= {p for facts in reporting for p in facts.populations}
    # What was seen in others has no level for these people.
    if special_people and not tested & set(special_people) and evidence.level != "none":
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


def special_pairs(
    question: Question, pairs: Sequence[tuple[Abstract, Statement]]
) -> list[tuple[Abstract, Statement]]:
    """The statements that speak of the people or the organ that the question names, closest first."""
    people = [re.compile(POPULATIONS[p]) for p in question.understanding.populations]
    words = {"kidney": r"\b(kidney|renal)", "liver": r"\b(liver|hepat)", "pregnan": r"pregnan"}
    lowered = question.text.lower()
    organs = [re.compile(p) for word, p in words.items() if word in lowered]

    def closeness(pair: tuple[Abstract, Statement]) -> int:
        text = pair[1].text.lower()
        advises = pair[1].topic in {"safety", "advice"}
        return (
            4 * any(pattern.search(text) for pattern in people)
            + 2 * any(pattern.search(text) for pattern in organs)
            + (1 if advises else 0)
        )

    order = by_overlap(question.text, [statement.text for _, statement in pairs])
    found = [pairs[i] for i in order if closeness(pairs[i]) > 1]
    return sorted(found, key=closeness, reverse=True)


def safety_lead(
    catalog: Catalog,
    question: Question,
    substance: str,
    special: Sequence[tuple[Abstract, Statement]],
    results: Sequence[StudyResult],
    reporting: Sequence[Abstract],
) -> tuple[DraftClaim, ...]:
    """Lead with the sentence on the asked-about people, else with the harm that was found."""
    asked = set(catalog.groups(question.understanding.outcomes))
    others = OF_PRODUCTS - asked
    harms = [r for r in results if any(is_harm(o, others) for o in r.outcomes)]
    harms.sort(key=lambda r: not any(o.group in asked for o in r.outcomes))
    on_asked = [r for r in results if any(o.group in asked - GENERAL_HARMS for o in r.outcomes)]
    if special and (question.understanding.populations or not on_asked):
        facts, statement = special[0]
        return (finding(catalog, facts, statement.text, "limited"),)
    people = [p for p in question.understanding.populations if p in SPECIAL_POPULATIONS]
    if people:
        return (unstudied_people(catalog, substance, people),)
    if on_asked and not harms:
        found = choose_findings(on_asked[0].outcomes, 1)[0]
        return (finding(catalog, on_asked[0].facts, found.finding, "limited"),)
    if harms:
        outcome = next(o for o in harms[0].outcomes if is_harm(o, others))
        return (finding(catalog, harms[0].facts, outcome.finding, "limited"),)
    if reporting:
        count = len(reporting)
        return (
            DerivedClaim(
                text=f"No harm stands out here: {count} {'study' if count == 1 else 'studies'} of people with {substance} "
                f"{'reports' if count == 1 else 'report'} on side effects, and what they don't report isn't ruled out.",
                quotes=tuple(quote_sentence(catalog, f.id, f.harms) for f in reporting[:4]),
                operands=Operands(
                    operation="count",
                    values=(),
                    result=float(count),
                    source_ids=tuple(f.id for f in reporting),
                ),
                design=reporting[0].kind,
            ),
        )
    return (nothing_reported(catalog, substance),)


def is_harm(outcome: Outcome, others: Collection[str]) -> bool:
    """Whether a result is a harm, and not of one of some other groups."""
    return outcome.direction == "harm" and outcome.group not in others


def nothing_reported(catalog: Catalog, substance: str) -> CoverageClaim:
    """Say that no study of people has a result on side effects."""
    query = Coverage(
        substances=catalog.forms(substance),
        outcome_groups=("side effects",),
        scope="people",
        expected=0,
    )
    text = f"Not known: no study of people here reports on side effects of {substance}."
    return CoverageClaim(text=text, query=query)


def unreported_harms(catalog: Catalog, substance: str) -> Draft | None:
    """The answer on safety where people took something and nothing is said of harm."""
    claim = nothing_reported(catalog, substance)
    people = Coverage(substances=catalog.forms(substance), scope="people", expected=0)
    if not catalog.count(people) or catalog.count(claim.query):
        return None
    return Draft(status="no_evidence", reason="outcome_absent", lead=(claim,))


def unstudied_people(
    catalog: Catalog, substance: str, people: Sequence[Population]
) -> CoverageClaim:
    """Say whether anything here was studied in the people whom the question names."""
    query = Coverage(
        substances=catalog.forms(substance), populations=tuple(people), scope="people", expected=0
    )
    found = catalog.count(query)
    whom = population_words(people)
    text = f"Not known: no study here was of {substance} in {whom}."
    if found:
        text = f"What is here on {substance} in {whom} leaves its safety for them open."
    return CoverageClaim(text=text, query=query.model_copy(update={"expected": found}))
