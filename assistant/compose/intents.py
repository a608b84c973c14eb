"""Answers to questions other than "does it work": dose, content, safety, interactions, who says so.

Each function answers one intent, or returns None where the documents hold nothing for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from assistant.compose.efficacy import (
    ARTICLES_HEADING,
    SPECIAL_POPULATIONS,
    answer_unit,
    merge_drafts,
    population_words,
)
from assistant.compose.parts import (
    HARM_GROUPS,
    Question,
    article_item,
    finding,
    finding_in,
    join_words,
    quote_sentence,
    reported,
    sentence_item,
    study_item,
    study_label,
)
from assistant.index import tokenize
from assistant.retrieve import PEOPLE, TRIALS, Catalog, StudyMatch
from assistant.schema import (
    Abstract,
    Article,
    CaveatKind,
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    DraftClaim,
    Evidence,
    Intent,
    Item,
    Operands,
    Population,
    Section,
    Statement,
    StatementTopic,
    StudyResult,
)
from assistant.understand import DRUGS, POPULATIONS
from assistant.weigh import (
    PRECLINICAL,
    combine_directions,
    count_people,
    evidence_level,
    result_order,
    strongest_design,
    weigh_study,
)

MAX_ITEMS = 6
MAX_DOSE_LEADS = 3
MAX_OF_ONE = 2
"""Statements shown of one document."""
NOT_APPLICABLE = Evidence(
    level="not_applicable",
    direction="not_applicable",
    strongest_design=None,
    human_trials=0,
    participants=None,
    null_results=0,
)
MECHANISM_GROUPS = frozenset(
    {"synapses", "brain magnesium", "hormones", "nad", "gut barrier and microbes", "inflammation"}
)
COMMON_STEMS = frozenset(
    {
        "articl",
        "page",
        "site",
        "supplement",
        "ingredi",
        "magnesium",
        "threonat",
        "web",
        "websit",
        "unnam",
    }
)
"""Words that speakers share, so that they name none."""
ASKING_STEMS = frozenset(
    {"articl", "page", "site", "websit", "say", "said", "claim", "write", "wrote", "tell", "state",
     "mention", "accord", "author", "read"}
)  # fmt: skip
"""Words with which people ask what an article says."""
AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(mg|milligrams?|g|grams?)\b", re.I)
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?%")


@lru_cache(maxsize=50_000)
def stems(text: str) -> frozenset[str]:
    """The content words of a text, stemmed."""
    return frozenset(tokenize([text])[0])


def by_overlap(question: str, texts: Sequence[str]) -> list[int]:
    """Order texts by how many of the question's rarer words they share; those sharing none are out."""
    wanted = stems(question)
    bags = [stems(text) for text in texts]
    weight = {word: 1 / (1 + sum(word in bag for bag in bags)) for word in wanted}
    scores = [sum(weight[word] for word in wanted & bag) for bag in bags]
    return sorted((i for i, s in enumerate(scores) if s > 0), key=lambda i: (-scores[i], i))


def statements(
    catalog: Catalog, substances: Collection[str], topics: Collection[StatementTopic]
) -> list[tuple[Abstract, Statement]]:
    """Find the statements of some topics on some substances; fact sheets and guidelines first."""
    found = [
        (facts, statement)
        for facts in catalog.abstracts.values()
        if set(facts.substances) & set(substances) and not facts.is_retracted
        for statement in facts.statements
        if statement.topic in topics
    ]
    first = {Design.GUIDELINE, Design.FACT_SHEET}
    found.sort(key=lambda pair: (pair[0].kind not in first, pair[0].id))
    return found


def scope(catalog: Catalog, substance: str) -> list[str]:
    """The substance, its forms, and the element that it is a form of."""
    item = catalog.substances.get(substance)
    names = list(catalog.forms(substance))
    return names + ([item.form_of] if item and item.form_of else [])


def statement_items(
    catalog: Catalog, question: Question, pairs: Sequence[tuple[Abstract, Statement]], limit: int
) -> list[Item]:
    """Show the statements that fit the question best, one document in turn."""
    names = stems(" ".join(question.understanding.substances))
    asked = " ".join(stems(question.text) - names)
    order = by_overlap(asked, [s.text for _, s in pairs])
    order += [i for i in range(len(pairs)) if i not in order]
    chosen: list[tuple[Abstract, Statement]] = []
    for i in order:
        same = [facts for facts, _ in chosen if facts.id == pairs[i][0].id]
        if len(same) < MAX_OF_ONE and len(chosen) < limit:
            chosen.append(pairs[i])
    return [sentence_item(catalog, facts, statement.text) for facts, statement in chosen]


def article_section(
    catalog: Catalog,
    substances: Collection[str],
    topics: Collection[str],
    limit: int = 3,
    beside: Callable[[Abstract], str | None] = lambda facts: None,
) -> list[Section]:
    """Show what articles claim on a topic, one claim an article, errors and steps up first."""
    found = [(a, c) for a, c in catalog.claims(substances) if c.topic in topics]
    found.sort(
        key=lambda pair: (pair[1].is_error, bool(pair[1].step_up), bool(pair[1].note)), reverse=True
    )
    items: list[Item] = []
    used: set[str] = set()
    for article, claim in found:
        if article.id not in used and len(items) < limit:
            used.add(article.id)
            items.append(article_item(catalog, article, claim, set(), beside))
    return [Section(heading=ARTICLES_HEADING, items=tuple(items))] if items else []


def first_as_lead(items: Sequence[Item]) -> tuple[DraftClaim, ...]:
    """Use the first bullet's first claim as the first line of the answer."""
    return items[0].claims[:1] if items else ()


# --- amounts ---------------------------------------------------------------------------------


def answer_dose(catalog: Catalog, question: Question) -> Draft | None:
    """What amounts were tested, advised or allowed: each with its source, none recommended."""
    seen = question.understanding
    substance = seen.substances[0]
    groups = catalog.groups(seen.outcomes)
    matches = list(catalog.standing(set(catalog.forms(substance)), groups))
    trials = [m.facts for m in matches if m.facts.kind in TRIALS and m.facts.species == "human"]
    trials.sort(key=lambda f: (f.combination, -(f.n_analysed or f.n_randomised or 0)))
    dosed = [f for f in trials if stated_dose(f)]
    items = [dose_item(catalog, facts) for facts in dosed[:MAX_ITEMS]]
    topics: set[StatementTopic] = {"dose", "upper_level", "requirement", "timing"}
    pairs = statements(catalog, scope(catalog, substance), topics)
    advice = statement_items(catalog, question, pairs, 4)
    if not items and not advice:
        return None
    sections = []
    if items:
        sections.append(Section(heading="Amounts tested in people", items=tuple(items)))
    if advice:
        sections.append(Section(heading="What else is said of amounts", items=tuple(advice)))
    sections += article_section(
        catalog,
        set(catalog.forms(substance)),
        {"dose"},
        beside=lambda f: f.design if stated_dose(f) else None,
    )
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=dose_lead(catalog, substance, dosed) or first_as_lead(advice or items),
        sections=tuple(sections),
        caveats=(
            DraftCaveat(
                kind=CaveatKind.DOSE_UNITS,
                text="Amounts of a compound and of the element in it differ; each is given as its source gives it. "
                "An amount that was tested is not a recommendation.",
            ),
        ),
    )


def stated_dose(facts: Abstract) -> float | None:
    """The daily amount of a study, where its design sentence states that number."""
    for dose in (facts.dose_compound_mg_per_day, facts.dose_elemental_mg_per_day):
        if dose and (f"{dose:,.10g} mg" in facts.design or f"{dose:.10g} mg" in facts.design):
            return dose
    return None


def dose_item(catalog: Catalog, facts: Abstract) -> Item:
    """Show a study by its design sentence, which states the amount."""
    claim = finding(catalog, facts, facts.design, "limited")
    text = f"{study_label(facts)} {facts.design}"
    return Item(claims=(claim.model_copy(update={"text": text}),))


def dose_lead(
    catalog: Catalog, substance: str, dosed: Sequence[Abstract]
) -> tuple[DraftClaim, ...]:
    """Lead with the amounts that were tested, of the compound and of the element apart."""
    claims: list[DraftClaim] = []
    alone = [f for f in dosed if not f.combination]
    for compound in dict.fromkeys(f.substances[0] for f in alone):
        for is_elemental in (False, True):
            found = [
                f
                for f in alone
                if f.substances[0] == compound
                and (stated_dose(f) != f.dose_compound_mg_per_day) == is_elemental
            ][:5]
            doses = sorted({stated_dose(f) or 0 for f in found})
            if not doses or len(claims) == MAX_DOSE_LEADS:
                continue
            amounts = join_words([f"{dose:,.10g}" for dose in doses])
            unit = f"of the element, as {compound}," if is_elemental else f"of {compound}"
            claims.append(
                DerivedClaim(
                    text=f"In trials here people took {amounts} mg {unit} a day.",
                    quotes=tuple(quote_sentence(catalog, f.id, f.design) for f in found),
                    operands=Operands(
                        operation="list",
                        values=tuple(doses),
                        source_ids=tuple(f.id for f in found),
                    ),
                    design=found[0].kind,
                )
            )
    return tuple(claims)


def answer_conversion(catalog: Catalog, question: Question) -> Draft | None:
    """How much of the element is in an amount: from documented figures, with their disagreement."""
    substance = question.understanding.substances[0]
    pairs = statements(catalog, catalog.forms(substance), {"conversion"})
    if not pairs:
        return None
    amounts = [
        float(number.replace(",", "")) * (1000 if unit.lower().startswith("g") else 1)
        for number, unit in AMOUNT.findall(question.text)
    ]
    lead: tuple[DraftClaim, ...] = ()
    items = [sentence_item(catalog, facts, statement.text) for facts, statement in pairs]
    for amount in amounts[:1]:
        stated = [i for i, (_, s) in enumerate(pairs) if f"{amount:,.10g} mg" in s.text]
        if stated:
            lead = items[stated[0]].claims[:1]
        else:
            lead = converted(catalog, substance, amount, pairs)
    sections = [Section(heading="What the documents give", items=tuple(items[:MAX_ITEMS]))]
    sections += article_section(catalog, set(catalog.forms(substance)), {"dose"}, limit=2)
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=lead or first_as_lead(items),
        sections=tuple(sections),
        caveats=(
            DraftCaveat(
                kind=CaveatKind.DOSE_UNITS,
                text="The amount of the compound is not the amount of the element in it.",
                quotes=items[0].claims[0].quotes,
            ),
        ),
    )


def converted(
    catalog: Catalog, substance: str, amount: float, pairs: Sequence[tuple[Abstract, Statement]]
) -> tuple[DraftClaim, ...]:
    """Compute the element in an amount from the first documented percentage."""
    for facts, statement in pairs:
        match = PERCENT.search(statement.text)
        if match:
            percent = float(match.group(1))
            result = round(amount * percent / 100, 1)
            return (
                DerivedClaim(
                    text=f"{amount:,.10g} mg of {substance} at {percent:.10g}% by weight is about {result:,.10g} mg.",
                    quotes=(quote_sentence(catalog, facts.id, statement.text),),
                    operands=Operands(
                        operation="scale",
                        values=(amount, percent),
                        result=result,
                        source_ids=(facts.id,),
                    ),
                    design=facts.kind,
                ),
            )
    return ()


# --- harms -----------------------------------------------------------------------------------


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
        sections.append(Section(heading="On what you asked about", items=tuple(items)))
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
    drugs = named_drugs(question.text)
    told = [(f, s) for f, s in pairs if s.topic == "interaction" or names_drug(s.text, drugs)]
    told.sort(key=lambda pair: (not names_drug(pair[1].text, drugs), pair[1].topic != "advice"))
    results.sort(key=lambda r: not any(names_drug(o.finding, drugs) for o in r.outcomes))
    items = [sentence_item(catalog, f, s.text) for f, s in told[:MAX_ITEMS]]
    measured = [interaction_item(catalog, r, drugs) for r in results[:4]]
    if not items and not measured:
        return None
    sections = []
    if items:
        sections.append(Section(heading="Named interactions", items=tuple(items)))
    if measured:
        sections.append(Section(heading="Studies and notices", items=tuple(measured)))
    sections += article_section(catalog, set(catalog.forms(substance)), {"interaction"}, limit=2)
    evidence = harm_evidence(catalog, results, 0)
    lead = first_as_lead(items or measured)
    if results and any(names_drug(o.finding, drugs) for o in results[0].outcomes):
        if not (told and names_drug(told[0][1].text, drugs) and told[0][1].topic == "advice"):
            lead = first_as_lead(measured)
    elif drugs and not (told and names_drug(told[0][1].text, drugs)):
        lead = (unnamed_drug(catalog, substance, drugs, pairs), *lead)
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE if evidence.level == "none" else evidence,
        lead=lead,
        sections=tuple(sections),
    )


def named_drugs(question: str) -> list[str]:
    """The medicines that a question names."""
    return [match.group() for match in re.finditer(rf"\b({DRUGS})\b", question.lower())]


def names_drug(text: str, drugs: Collection[str]) -> bool:
    """Whether a sentence names one of the medicines, by its stem."""
    lowered = text.lower()
    return any(drug.rstrip("s") in lowered for drug in drugs)


def interaction_item(catalog: Catalog, result: StudyResult, drugs: Collection[str]) -> Item:
    """Show a study of an interaction, its results on the asked medicine first."""
    ordered = sorted(result.outcomes, key=lambda o: not names_drug(o.finding, drugs))
    chosen = result.model_copy(update={"outcomes": tuple(ordered[:3])})
    return study_item(catalog, chosen, "limited")


def unnamed_drug(
    catalog: Catalog,
    substance: str,
    drugs: Sequence[str],
    pairs: Sequence[tuple[Abstract, Statement]],
) -> DerivedClaim:
    """Say that the documents' interaction sentences do not name the medicine."""
    shown = pairs[:3]
    return DerivedClaim(
        text=f"Not known for {join_words(list(dict.fromkeys(drugs)))}: what the documents say on interactions "
        f"of {substance} does not name it.",
        quotes=tuple(quote_sentence(catalog, f.id, s.text) for f, s in shown),
        operands=Operands(operation="list", values=(), source_ids=tuple({f.id for f, _ in shown})),
        design=shown[0][0].kind if shown else Design.FACT_SHEET,
    )


# --- who says so -----------------------------------------------------------------------------


def answer_source(catalog: Catalog, question: Question) -> Draft | None:
    """What an article says and who is behind it: the claims that fit, in its own attribution."""
    seen = question.understanding
    articles = [
        a for a in catalog.articles.values()
        if not seen.substances or set(a.substances) & set(seen.substances)
    ] or list(catalog.articles.values())  # fmt: skip
    named = named_articles(question.text, articles)
    pool = [(a, c) for a in named or articles for c in a.claims]
    asked = " ".join(
        stems(question.text) - ASKING_STEMS - stems(" ".join(a.speaker for a in named))
    )
    order = by_overlap(asked, [f"{c.text} {c.topic}" for _, c in pool])
    if not order and named:
        order = list(range(len(pool)))
    if not order:
        return None
    chosen = [pool[i] for i in order[:4]]
    items = [
        article_item(catalog, article, claim, set(), finding_in(catalog.groups(claim.outcomes)))
        for article, claim in chosen
    ]
    speakers = list({article.id: article for article, _ in chosen}.values())
    behind = [
        Item(
            claims=(
                reported(catalog, article, article.speaker_sentence),
                reported(catalog, article, article.interest_sentence),
            )
        )
        for article in speakers
    ]
    caveats = []
    sellers = [a for a in speakers if a.interest == "sells"]
    if sellers:
        caveats.append(
            DraftCaveat(
                kind=CaveatKind.VENDOR_SOURCE,
                text="The speaker sells supplements.",
                quotes=tuple(quote_sentence(catalog, a.id, a.interest_sentence) for a in sellers),
            )
        )
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=items[0].claims[:1],
        sections=(
            Section(heading="What the article says", items=tuple(items)),
            Section(heading="Who speaks", items=tuple(behind)),
        ),
        caveats=tuple(caveats),
    )


def named_articles(question: str, articles: Sequence[Article]) -> list[Article]:
    """The articles whose speaker the question names (supplier, blog, shop, ...)."""
    common = {
        "articl",
        "page",
        "site",
        "supplement",
        "magnesium",
        "threonat",
        "health",
        "web",
        "websit",
        "unnam",
    }
    wanted = stems(question) - common
    return [a for a in articles if wanted & (stems(f"{a.speaker} {a.authors or ''}") - common)]


def answer_funding(catalog: Catalog, question: Question) -> Draft | None:
    """Who paid: each study's own statement, and how many don't say."""
    seen = question.understanding
    groups = catalog.groups(seen.outcomes)
    matches = catalog.standing(set(catalog.forms(seen.substances[0])), groups)
    studies = [m.facts for m in matches if m.facts.kind in PEOPLE or m.facts.kind in PRECLINICAL]
    if not studies:
        return None
    order = {"maker": 0, "mixed": 1, "independent": 2, "unknown": 3}
    studies.sort(key=lambda f: (order[f.funding_class], list(Design).index(f.kind), f.id))
    ties = [f for f in studies if f.funding_class in {"maker", "mixed"}]
    unknown = [f for f in studies if f.funding_class == "unknown"]
    text = (
        f"Of {len(studies)} studies here, {len(ties)} had money or staff of a maker, "
        f"{len(studies) - len(ties) - len(unknown)} only other known money, and for {len(unknown)} it isn't known."
    )
    lead = DerivedClaim(
        text=text,
        quotes=tuple(quote_sentence(catalog, f.id, f.funding) for f in studies[:4]),
        operands=Operands(
            operation="count",
            values=(
                float(len(ties)),
                float(len(studies) - len(ties) - len(unknown)),
                float(len(unknown)),
            ),
            result=float(len(studies)),
            source_ids=tuple(f.id for f in studies),
        ),
        design=studies[0].kind,
    )
    items = [sentence_item(catalog, f, f.funding) for f in studies[:8]]
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=(lead,),
        sections=(Section(heading="Who paid, study by study", items=tuple(items)),),
    )


# --- what it is ------------------------------------------------------------------------------


def answer_mechanism(catalog: Catalog, question: Question) -> Draft | None:
    """How it might work, and in what that was seen."""
    seen = question.understanding
    substance = seen.substances[0]
    groups = set(catalog.groups(seen.outcomes)) | MECHANISM_GROUPS
    near = {
        *catalog.forms(substance),
        *(catalog.substances[substance].relatives if substance in catalog.substances else ()),
    }
    results = [
        weigh_study(m, catalog.forms(substance), catalog) for m in catalog.standing(near, groups)
    ]
    results.sort(key=lambda r: (r.facts.kind not in PRECLINICAL, result_order(r)))
    items = [study_item(catalog, r, "limited") for r in results[:MAX_ITEMS]]
    pairs = statements(catalog, near, {"mechanism"})
    said = statement_items(catalog, question, pairs, 3)
    if not items and not said:
        return None
    sections = []
    if items:
        sections.append(Section(heading="Where it was seen", items=tuple(items)))
    if said:
        sections.append(Section(heading="How it is explained", items=tuple(said)))
    sections += article_section(
        catalog, set(catalog.forms(substance)), {"mechanism"}, 2, finding_in(groups)
    )
    preclinical = [r for r in results if r.facts.kind in PRECLINICAL]
    caveats = []
    if preclinical:
        caveats.append(
            DraftCaveat(
                kind=CaveatKind.ANIMAL_STUDY
                if any(r.facts.kind is Design.ANIMAL for r in preclinical)
                else CaveatKind.CELL_STUDY,
                text="How something works in cells or animals doesn't show that it works in people.",
                quotes=tuple(
                    quote_sentence(catalog, r.facts.id, r.facts.design) for r in preclinical[:3]
                ),
            )
        )
    return Draft(
        status="answered",
        evidence=harmless_evidence(catalog, results),
        lead=first_as_lead(items or said),
        sections=tuple(sections),
        caveats=tuple(caveats),
    )


def harmless_evidence(catalog: Catalog, results: Sequence[StudyResult]) -> Evidence:
    """The level and direction of a set of results that is not a body of one group."""
    direct = [r for r in results if r.is_direct]
    preclinical = [r for r in results if r.facts.kind in PRECLINICAL]
    trials, people = count_people(direct)
    counted = direct or preclinical
    return Evidence(
        level=evidence_level(direct, preclinical, (), catalog),
        direction=combine_directions(r.direction for r in counted) if counted else "unclear",
        strongest_design=strongest_design(counted, has_claims=False),
        human_trials=trials,
        participants=people,
        null_results=sum(r.is_null for r in direct),
    )


def answer_definition(catalog: Catalog, question: Question) -> Draft | None:
    """What it is, from a document's own sentence."""
    substance = question.understanding.substances[0]
    compounds = catalog.forms(substance)[:1]
    pairs = statements(catalog, compounds, {"definition"}) or statements(
        catalog, scope(catalog, substance), {"definition", "content"}
    )
    items = [sentence_item(catalog, f, s.text) for f, s in pairs[:3]]
    sections = (
        [Section(heading="What the documents say it is", items=tuple(items))] if items else []
    )
    sections += article_section(catalog, set(compounds), {"definition"}, limit=2)
    if not sections:
        return None
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=first_as_lead(sections[0].items),
        sections=tuple(sections),
    )


def answer_comparison(catalog: Catalog, question: Question) -> Draft | None:
    """Two substances side by side, and whether a document compares them directly."""
    seen = question.understanding
    if len(seen.substances) < 2:
        return None
    first, second = seen.substances[:2]
    groups = catalog.groups(seen.outcomes)
    both = [
        m.facts
        for m in catalog.standing(set(catalog.forms(first)), groups)
        if set(m.facts.substances) & set(catalog.forms(second)) and len(m.facts.substances) > 1
    ]
    drafts = []
    for substance in (first, second):
        wanted = (
            groups
            or catalog.groups(
                [
                    o.name
                    for m in catalog.standing(set(catalog.forms(substance)))
                    for o in m.outcomes
                ]
            )[:1]
        )
        drafts += [answer_unit(catalog, question, substance, group) for group in wanted]
    merged = merge_drafts(drafts)
    if both:
        return merged
    return merged.model_copy(
        update={
            "caveats": (
                DraftCaveat(
                    kind=CaveatKind.CORPUS_LIMIT,
                    text=f"No document here compares {first} with {second}; they are set side by side only.",
                ),
                *merged.caveats,
            )
        }
    )


IntentAnswer = Callable[[Catalog, Question], Draft | None]
ANSWERS: tuple[tuple[Intent, IntentAnswer], ...] = (
    ("conversion", answer_conversion),
    ("source", answer_source),
    ("funding", answer_funding),
    ("comparison", answer_comparison),
    ("dose", answer_dose),
    ("interaction", answer_interaction),
    ("safety", answer_safety),
    ("mechanism", answer_mechanism),
    ("definition", answer_definition),
)
"""By intent, the more particular first: a question with several is answered by the first that can."""
