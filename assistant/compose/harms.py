"""What may go wrong: harms from any design (R14), people at risk, and interactions with medicines."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.compose.efficacy import SPECIAL_POPULATIONS
from assistant.compose.parts import (
    HARM_GROUPS,
    Question,
    finding,
    join_words,
    quote_sentence,
    sentence_item,
    study_item,
)
from assistant.compose.sentences import (
    MAX_ITEMS,
    NOT_APPLICABLE,
    article_section,
    by_overlap,
    first_as_lead,
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
    Item,
    Operands,
    Population,
    Section,
    Statement,
    StatementTopic,
    StudyResult,
)
from assistant.understand import POPULATIONS
from assistant.weigh import (
    PRECLINICAL,
    combine_directions,
    count_people,
    evidence_level,
    result_order,
    strongest_design,
    weigh_study,
)

SPECIAL_HEADING = "On what you asked about"


def harm_results(catalog: Catalog, substance: str) -> list[StudyResult]:
    """R14: every result on harm, from any design, with a substance or its forms."""
    compounds = catalog.forms(substance)
    results = []
    for match in catalog.standing(set(compounds)):
        outcomes = tuple(
            o
            for o in match.outcomes
            if o.direction == "harm" or o.role == "harm" or o.group in HARM_GROUPS
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
        return None
    evidence = harm_evidence(catalog, results, len(reporting))
    return Draft(
        status="answered",
        evidence=evidence,
        lead=safety_lead(catalog, question, substance, special, results, reporting),
        sections=tuple(sections),
        caveats=(
            DraftCaveat(
                kind=CaveatKind.CORPUS_LIMIT,
                text="What these documents don't report isn't shown to be absent.",
            ),
        ),
    )


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
    if special:
        facts, statement = special[0]
        return (finding(catalog, facts, statement.text, "limited"),)
    people = [p for p in question.understanding.populations if p in SPECIAL_POPULATIONS]
    if people:
        return (unstudied_people(catalog, substance, people),)
    asked = set(catalog.groups(question.understanding.outcomes))
    harms = [r for r in results if any(o.direction == "harm" for o in r.outcomes)]
    harms.sort(key=lambda r: not any(o.group in asked for o in r.outcomes))
    if harms:
        outcome = next(o for o in harms[0].outcomes if o.direction == "harm")
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
    query = Coverage(
        substances=catalog.forms(substance),
        outcome_groups=("side effects",),
        scope="people",
        expected=0,
    )
    return (
        CoverageClaim(
            text=f"Not known: no study of people here reports on side effects of {substance}.",
            query=query,
        ),
    )


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


def answer_interaction(catalog: Catalog, question: Question) -> Draft | None:
    """Interactions: sentences that name the medicine first, then what was measured.

    Where no document names the medicine with the substance, that is said first.
    """
    substance = question.understanding.substances[0]
    near = scope(catalog, substance)
    pairs = statements(catalog, near, {"interaction", "safety", "advice", "timing"})
    matches = catalog.standing(set(near), {"interactions"})
    results = sorted((weigh_study(m, near, catalog) for m in matches), key=result_order)
    medicines = question.understanding.medicines
    drugs = medicine_words(catalog, medicines)
    told = [(f, s) for f, s in pairs if s.topic == "interaction" or names_drug(s.text, drugs)]
    told.sort(
        key=lambda pair: (
            not names_drug(pair[1].text, drugs),
            not WARNS.search(pair[1].text),
            pair[1].topic != "advice",
        )
    )
    results.sort(key=lambda r: not any(names_drug(o.finding, drugs) for o in r.outcomes))
    on_it = [pair for pair in told if names_drug(pair[1].text, drugs)]
    told = [*on_it, *[pair for pair in told if pair not in on_it][:MAX_BESIDE]] if on_it else told
    items = [sentence_item(catalog, f, s.text) for f, s in told[:MAX_ITEMS]]
    measured = [interaction_item(catalog, r, drugs) for r in results[:4]]
    if not items and not measured:
        absent = unnamed_medicine(catalog, question, substance, drugs) if drugs else None
        return (
            Draft(status="no_evidence", reason="outcome_absent", lead=(absent,)) if absent else None
        )
    sections = []
    if items:
        sections.append(Section(heading="Named interactions", items=tuple(items)))
    if measured:
        sections.append(Section(heading="Studies and notices", items=tuple(measured)))
    sections += article_section(catalog, set(catalog.forms(substance)), {"interaction"}, limit=2)
    evidence = harm_evidence(catalog, results, 0)
    asked = set(question.understanding.outcomes)
    on_asked = [r for r in results if asked & {o.name for o in r.outcomes}]
    if on_asked and evidence.level != "none":
        direction = combine_directions(r.direction for r in on_asked)
        evidence = evidence.model_copy(update={"direction": direction})
    lead = first_as_lead(items or measured)
    if results and any(names_drug(o.finding, drugs) for o in results[0].outcomes):
        warns = told and names_drug(told[0][1].text, drugs) and WARNS.search(told[0][1].text)
        lead = (
            (*first_as_lead(items), *first_as_lead(measured)) if warns else first_as_lead(measured)
        )
    elif drugs and not (told and names_drug(told[0][1].text, drugs)):
        absent = unnamed_medicine(catalog, question, substance, drugs)
        lead = (absent, *lead) if absent else lead
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE if evidence.level == "none" else evidence,
        lead=lead,
        sections=tuple(sections),
    )


MAX_BESIDE = 1
"""Interactions with other medicines shown beside those with the one that was asked about."""
WARNS = re.compile(
    r"\b(must not|should not|avoid\w*|contraindicat\w*|not be combined|against|only under|dangerous)\b",
    re.I,
)
"""Warns rather than describes."""


def medicine_words(catalog: Catalog, medicines: Sequence[str]) -> tuple[str, ...]:
    """The stems by which documents speak of some classes of medicines."""
    named = (item for item in catalog.vocabulary.medicines if item.name in medicines)
    return tuple(dict.fromkeys(word for item in named for word in item.words))


def names_drug(text: str, words: Collection[str]) -> bool:
    """Whether a sentence names one of the medicines, by its stem."""
    lowered = text.lower()
    return any(word.lower() in lowered for word in words)


def interaction_item(catalog: Catalog, result: StudyResult, drugs: Collection[str]) -> Item:
    """Show a study of an interaction, its results on the asked medicine first."""
    ordered = sorted(result.outcomes, key=lambda o: not names_drug(o.finding, drugs))
    chosen = result.model_copy(update={"outcomes": tuple(ordered[:3])})
    return study_item(catalog, chosen, "limited")


def unnamed_medicine(
    catalog: Catalog, question: Question, substance: str, words: tuple[str, ...]
) -> CoverageClaim | None:
    """Say that no document on the substance names the medicine, if a search shows that."""
    query = Coverage(substances=tuple(scope(catalog, substance)), words=words, expected=0)
    if catalog.count(query):
        return None
    named = join_words(question.understanding.medicines_as_typed)
    return CoverageClaim(
        text=f"Not known for {named}: no document here on {substance} names it or its class.",
        query=query,
    )
