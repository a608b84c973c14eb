"""Does it work: the verdict, each study with its nulls, and what articles say beyond that."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from assistant.compose.caveats import (
    body_caveats,
    from_funding,
    from_harms,
    unique_caveats,
)
from assistant.compose.parts import (
    ATTRIBUTED_DESIGNS,
    HARM_GROUPS,
    Question,
    article_item,
    choose_findings,
    finding,
    finding_in,
    join_words,
    quote_sentence,
    study_item,
    study_label,
)
from assistant.retrieve import PEOPLE, TRIALS, Catalog, StudyMatch
from assistant.schema import (
    Abstract,
    ArticleClaim,
    Body,
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
    Reason,
    Section,
    StudyResult,
)
from assistant.weigh import (
    LEVELS,
    SYNTHESES,
    distinct_trials,
    pooled_people,
    studied_populations,
    weigh_body,
    weigh_study,
)

MAX_DIRECT = 6
MAX_INDIRECT = 3
MAX_INDIRECT_FINDINGS = 2
MAX_CLAIMS = 3
MAX_GROUPS = 6
MIN_CONDITION = 6
"""Letters of a phrase that may name a condition; shorter ones ("cold", "mood") hit too much."""
WITHOUT = re.compile(r"\b(without|free (of|from)|no|not|some with|few with)\b[^,;]*")
"""What people in a study do not have."""
PREVENT = re.compile(r"\b(prevent\w*|protect\w*|avoid\w*|ward off|keep from getting|risk of)\b")
TREAT = re.compile(r"\b(treat\w*|cures?|cure my|for my)\b")
HARD_GROUPS = frozenset({"mortality", "cardiovascular events"})
SPECIAL_POPULATIONS: frozenset[Population] = frozenset(
    {"children", "pregnant", "breastfeeding", "preterm_infants", "kidney_disease", "liver_disease"}
)
"""People to whom a result in other adults doesn't carry over: without a study in them, none."""
VERDICTS: dict[str, dict[str, str]] = {
    "strong": {
        "benefit": "Yes, on strong evidence",
        "no_effect": "No, on strong evidence",
        "harm": "Harm was found, on strong evidence",
        "mixed": "Not settled, although much was studied",
        "unclear": "Not shown, although much was studied",
    },
    "moderate": {
        "benefit": "Probably yes",
        "no_effect": "Probably not",
        "harm": "Probably harmful",
        "mixed": "Not settled, since results differ",
        "unclear": "Not shown",
    },
    "limited": {
        "benefit": "Possibly, but this isn't settled",
        "no_effect": "Probably not, on limited evidence",
        "harm": "Possibly harmful, on limited evidence",
        "mixed": "Not settled, since results differ",
        "unclear": "Not shown",
    },
}
WITHOUT_CONTROL = frozenset(
    {Design.NONRANDOMIZED_TRIAL, Design.OBSERVATIONAL, Design.CASE_REPORT, Design.PHARMACOKINETIC}
)
"""Designs of which a benefit is an association or a change over time (R15: at most 1)."""
UNCONTROLLED_VERDICTS = {
    "benefit": "Not shown, since nothing here had a control group that would show it",
    "harm": "Harm was reported, without a control group that would show the cause",
}
UNKNOWN = "Not known"
DIRECT_HEADING = "What studies in people found"
INDIRECT_HEADING = "Seen otherwise (cells, animals, mixtures, other forms)"
OFFICIAL_HEADING = "What guidelines, fact sheets and reviews say"
ARTICLES_HEADING = "What articles say"


def outcome_label(catalog: Catalog, group: str, outcomes: Iterable[str]) -> str:
    """Name what was asked: the outcomes of the question in this group, else the group."""
    asked = [catalog.outcomes[n].label for n in outcomes if catalog.outcomes[n].group == group]
    return join_words(list(dict.fromkeys(asked))[:2]) or group


def answer_efficacy(catalog: Catalog, question: Question) -> Draft:
    """Answer for every substance and group of outcomes that the question names."""
    seen = question.understanding
    named = catalog.groups(seen.outcomes)
    groups = [group for group in named if group not in HARM_GROUPS] or list(named)
    groups.sort(key=lambda group: group not in HARD_GROUPS)
    drafts: list[Draft] = []
    for substance in seen.substances:
        if groups:
            wanted = with_condition(catalog, substance, seen.outcomes, groups)
            drafts += [answer_unit(catalog, question, substance, group) for group in wanted]
        else:
            drafts.append(answer_overview(catalog, question, substance))
    return merge_drafts(drafts)


def with_condition(
    catalog: Catalog, substance: str, outcomes: Sequence[str], groups: Sequence[str]
) -> list[str]:
    """The groups to answer when an outcome that was asked about is also what people already have.

    Studies in people with that condition may have measured something else: deaths and events, which
    matter whatever was asked, and, where nothing was measured under the asked name, what they did.
    """
    near = set(catalog.forms(substance))
    measured = [group for group in groups if any(catalog.standing(near, {group}))]
    phrases = condition_phrases(catalog, outcomes)
    counts: dict[str, int] = {}
    for match in catalog.standing(near):
        if match.facts.kind in PEOPLE and has_condition(match.facts, phrases):
            for group in {o.group for o in match.outcomes if o.role not in {"harm", "surrogate"}}:
                counts[group] = counts.get(group, 0) + 1
    found = sorted(counts, key=lambda group: (-counts[group], group))
    hard = [group for group in found if group in HARD_GROUPS]
    extra = hard if measured else found[:2]
    return list(dict.fromkeys([*(measured or ([] if extra else groups)), *extra]))


def condition_phrases(catalog: Catalog, outcomes: Iterable[str]) -> set[str]:
    """The phrases by which some outcomes are named, as far as they may name a condition."""
    return {
        phrase.lower()
        for name in outcomes
        for phrase in (name, catalog.outcomes[name].label, *catalog.outcomes[name].synonyms)
        if len(phrase) >= MIN_CONDITION
    }


def has_condition(facts: Abstract, phrases: Collection[str]) -> bool:
    """Whether a study's people have a condition that goes by one of the phrases."""
    who = WITHOUT.sub("", facts.participants.lower())
    return any(phrase in who for phrase in phrases)


def other_purpose(catalog: Catalog, question: Question) -> Callable[[Abstract], bool]:
    """Tell studies of the other purpose: who asks to prevent a condition doesn't have it (R1)."""
    phrases = condition_phrases(catalog, question.understanding.outcomes)
    text = question.text.lower()
    if PREVENT.search(text):
        return lambda facts: has_condition(facts, phrases)
    if TREAT.search(text):
        return lambda facts: not has_condition(facts, phrases)
    return lambda facts: False


def answer_overview(catalog: Catalog, question: Question, substance: str) -> Draft:
    """Answer a question that names no outcome: a line for each outcome that was studied most."""
    studied = studied_groups(catalog, substance, MAX_GROUPS)
    if len(studied) < 2:
        units = [answer_unit(catalog, question, substance, group) for group in studied]
        return units[0] if units else absent(catalog, question, substance, ())
    bodies = [weigh_body(substance, group, catalog) for group in studied]
    items = []
    for body in bodies:
        claims = list(lead(catalog, body, outcome_label(catalog, body.group, ()))[:1])
        for result in (*body.direct, *shown_indirect(catalog, body))[:1]:
            claims += study_item(catalog, result, body.evidence.level, 1).claims
        items.append(Item(claims=tuple(claims)))
    first = [r for body in bodies for r in body.results[:1]]
    named = join_words([body.group for body in bodies])
    opening = DerivedClaim(
        text=f"On {substance}, what the documents hold most on is {named}; "
        "ask about one of them for the whole picture.",
        quotes=tuple(
            dict.fromkeys(quote_sentence(catalog, r.facts.id, r.facts.design) for r in first)
        ),
        operands=Operands(
            operation="list",
            values=(),
            source_ids=tuple(dict.fromkeys(r.facts.id for r in first)),
        ),
        design=first[0].facts.kind if first else Design.ARTICLE,
    )
    best = max(bodies, key=lambda body: LEVELS.index(body.evidence.level))
    return Draft(
        status="answered",
        evidence=best.evidence,
        lead=(opening,),
        sections=(Section(heading="Outcome by outcome", items=tuple(items)),),
        caveats=unique_caveats(
            caveat
            for body in bodies
            for caveat in (*from_funding(catalog, body), *from_harms(catalog, body))
        ),
    )


def studied_groups(catalog: Catalog, substance: str, limit: int) -> list[str]:
    """The groups that a substance was studied for most, for a question that names none."""
    counts: dict[str, int] = {}
    for match in catalog.standing(set(catalog.forms(substance))):
        for group in {o.group for o in match.outcomes}:
            counts[group] = counts.get(group, 0) + (1 if match.facts.kind in PEOPLE else 0)
    for _, claim in catalog.claims(set(catalog.forms(substance))):
        for group in catalog.groups(claim.outcomes):
            counts.setdefault(group, 0)
    return sorted(counts, key=lambda group: (-counts[group], group))[:limit]


def answer_unit(catalog: Catalog, question: Question, substance: str, group: str) -> Draft:
    """Answer for one substance and one group (R1)."""
    seen = question.understanding
    special = [p for p in seen.populations if p in SPECIAL_POPULATIONS]
    older: list[Population] = ["older"] if "older" in seen.populations else []
    body = weigh_body(substance, group, catalog, special or older, other_purpose(catalog, question))
    if not body.direct and not special and not older:
        body = weigh_body(substance, group, catalog)
    other_people = False
    if older and not special and not body.direct:
        body = weigh_body(substance, group, catalog)
        other_people = bool(body.direct)
    label = outcome_label(catalog, group, seen.outcomes)
    addressed = [r for r in body.results if is_near(catalog, r, substance)]
    fitting = [r for r in addressed if studied_populations(r.facts, r.outcomes) & set(special)]
    if special and addressed and not fitting:
        return absent(catalog, question, substance, (group,), label, special)
    if not addressed and not body.claims:
        return absent(catalog, question, substance, (group,), label)
    sections = []
    retracted = [r for r in body.results if r.facts.is_retracted]
    shown = body.model_copy(
        update={"results": (*shown_direct(body), *shown_indirect(catalog, body), *retracted)}
    )
    direct = [study_item(catalog, r, body.evidence.level) for r in shown.direct]
    if direct:
        sections.append(Section(heading=DIRECT_HEADING, items=tuple(direct)))
    standing = [r for r in shown.results if not r.is_direct and not r.facts.is_retracted]
    for heading, are_words in ((INDIRECT_HEADING, False), (OFFICIAL_HEADING, True)):
        items = [
            study_item(catalog, r, body.evidence.level, MAX_INDIRECT_FINDINGS)
            for r in standing
            if (r.facts.kind in ATTRIBUTED_DESIGNS) == are_words
        ]
        if items:
            sections.append(Section(heading=heading, items=tuple(items)))
    articles = article_items(catalog, body, seen.outcomes)
    if articles:
        sections.append(Section(heading=ARTICLES_HEADING, items=tuple(articles)))
    beside = beside_articles(catalog, shown, sections)
    caveats = list(
        body_caveats(catalog, shown.model_copy(update={"results": (*shown.results, *beside)}))
    )
    if not body.direct:
        caveats.insert(0, no_human_caveat(catalog, body, label))
    if other_people:
        caveats.insert(
            0,
            DraftCaveat(
                kind=CaveatKind.DIFFERENT_POPULATION,
                text="None of these studies was of older people in particular.",
            ),
        )
    return Draft(
        status="answered",
        evidence=body.evidence,
        lead=lead(catalog, body, label),
        sections=tuple(sections),
        caveats=tuple(caveats),
    )


def beside_articles(catalog: Catalog, body: Body, sections: Sequence[Section]) -> list[StudyResult]:
    """The studies that stand beside article claims only: their limits are due as well."""
    cited = {q.source_id for s in sections for i in s.items for c in i.claims for q in c.quotes}
    known = {r.facts.id for r in body.results}
    compounds = catalog.forms(body.substance)
    found = []
    for study_id in sorted(cited - known):
        facts = catalog.abstracts.get(study_id)
        if facts:
            outcomes = tuple(o for o in facts.outcomes if o.group == body.group)
            result = weigh_study(StudyMatch(facts, outcomes), compounds, catalog)
            found.append(result.model_copy(update={"is_direct": False}))
    return found


def is_near(catalog: Catalog, result: StudyResult, substance: str) -> bool:
    """Whether a study is of the substance, its forms or a declared relative."""
    item = catalog.substances.get(substance)
    near = {*catalog.forms(substance), *(item.relatives if item else ())}
    return bool(set(result.facts.substances) & near)


def shown_direct(body: Body) -> list[StudyResult]:
    """Choose the direct studies to show: the best, with every direction among them."""
    chosen = list(body.direct[:MAX_DIRECT])
    missing = {r.direction for r in body.direct} - {r.direction for r in chosen}
    for direction in missing:
        chosen.append(next(r for r in body.direct if r.direction == direction))
    return chosen


def shown_indirect(catalog: Catalog, body: Body) -> list[StudyResult]:
    """Choose the indirect studies to show: those of the substance or a relative, people first."""
    others = [r for r in body.results if not r.is_direct and not r.facts.is_retracted]
    near = [r for r in others if is_near(catalog, r, body.substance)]
    far = [r for r in others if r not in near]
    room = MAX_INDIRECT if len(body.direct) < 3 else 2
    return near[:room] + far[: max(0, min(2, room - len(near)))]


def article_items(catalog: Catalog, body: Body, asked: Collection[str]) -> list[Item]:
    """Set the articles' claims beside the studies: steps up and errors first, articles in turn."""
    wanted = [
        (article_id, claim)
        for article_id, claim in body.claims
        if claim.topic in {"efficacy", "mechanism", "comparison", "authority"}
    ]
    wanted.sort(key=lambda pair: claim_weight(pair[1], asked), reverse=True)
    shown = {r.facts.id for r in shown_direct(body)} | {
        r.facts.id for r in shown_indirect(catalog, body)
    }
    items: list[Item] = []
    used: set[str] = set()
    for article_id, claim in wanted:
        if article_id in used or len(items) == MAX_CLAIMS:
            continue
        used.add(article_id)
        article = catalog.articles[article_id]
        items.append(article_item(catalog, article, claim, shown, finding_in({body.group})))
    return items


def claim_weight(claim: ArticleClaim, asked: Collection[str]) -> tuple[bool, bool, bool, bool]:
    """Order article claims: on the very outcome first, then those that take a step up or err."""
    about = bool(set(claim.outcomes) & set(asked)) and claim.topic == "efficacy"
    return (about, bool(claim.step_up), claim.is_error, bool(claim.note))


def lead(catalog: Catalog, body: Body, label: str) -> tuple[DraftClaim, ...]:
    """The first line: the verdict by level and direction, and what it rests on."""
    evidence, direct = body.evidence, list(body.direct)
    if not direct:
        return (unknown_lead(catalog, body, label), *nearest(catalog, body))
    verdict = VERDICTS[evidence.level][evidence.direction]
    deciding = [r for r in direct if r.facts.id in body.deciding]
    if all(r.facts.kind in WITHOUT_CONTROL for r in deciding):
        verdict = UNCONTROLLED_VERDICTS.get(evidence.direction, verdict)
    syntheses = [r for r in direct if r.facts.kind in SYNTHESES]
    trials = distinct_trials([r for r in direct if r.facts.kind in TRIALS])
    about = f"{body.substance} and {label}"
    if syntheses:
        best = max(syntheses, key=lambda r: (r.facts.id in body.deciding, pooled_people(r)))
        return (review_lead(catalog, verdict, about, best, evidence),)
    studies = trials or direct
    return (studies_lead(catalog, verdict, about, studies, bool(trials), evidence),)


def review_lead(
    catalog: Catalog, verdict: str, about: str, best: StudyResult, evidence: Evidence
) -> DerivedClaim:
    """Lead with the review that decides: its trials and people, as far as its own words say."""
    facts = best.facts
    main = choose_findings(best.outcomes, 1)[0]
    quotes = tuple(quote_sentence(catalog, facts.id, s) for s in (facts.design, main.finding))
    told = f"{facts.design} {main.finding}"
    numbers = []
    values = []
    trials = main.trials or facts.trials_included or 0
    people = main.n or facts.n_analysed or 0
    for value, noun in ((trials, "trial" if trials == 1 else "trials"), (people, "people")):
        if value and re.search(rf"(?<![\d.,])({value}|{value:,})(?![\d.,]*\d)", told):
            numbers.append(f"{value:,} {noun}")
            values.append(float(value))
    kind = "meta-analysis" if facts.kind is Design.META_ANALYSIS else "systematic review"
    size = f" of {' and '.join(numbers)}" if numbers else ""
    return DerivedClaim(
        text=f"{verdict}: on {about}, the main source here is a {kind}{size}.",
        quotes=quotes,
        operands=Operands(operation="list", values=tuple(values), source_ids=(facts.id,)),
        design=facts.kind,
        strength=lead_strength(evidence),
    )


def studies_lead(
    catalog: Catalog,
    verdict: str,
    about: str,
    studies: Sequence[StudyResult],
    are_trials: bool,
    evidence: Evidence,
) -> DerivedClaim:
    """Lead with the separate studies: how many, and how many people in each where all say so."""
    shown = studies[:5]
    people = [r.facts.n_analysed or r.facts.n_randomised for r in shown]
    known = [n for n in people if n]
    noun = "trial" if are_trials else "study"
    plural = {"trial": "trials", "study": "studies"}[noun]
    counted = f"{len(studies)} {noun if len(studies) == 1 else plural} in people"
    sizes = ""
    if len(known) == len(studies):
        sizes = f" ({join_words([f'{n:,}' for n in known])} people)"
    unpooled = " and no review that pools them" if len(studies) > 1 else ""
    text = f"{verdict}: on {about}, the documents hold {counted}{sizes}{unpooled}."
    return DerivedClaim(
        text=text,
        quotes=tuple(quote_sentence(catalog, r.facts.id, r.facts.design) for r in shown),
        operands=Operands(
            operation="count",
            values=tuple(float(n) for n in known) if sizes else (),
            result=float(len(studies)),
            source_ids=tuple(r.facts.id for r in studies),
        ),
        design=studies[0].facts.kind,
        strength=(1 if verdict in UNCONTROLLED_VERDICTS.values() else lead_strength(evidence)),
    )


def lead_strength(evidence: Evidence) -> int:
    """How strong the verdict is on the four-step scale: only strong evidence is stated flat."""
    if evidence.level == "strong" and evidence.direction in {"benefit", "no_effect", "harm"}:
        return 3
    return 2 if evidence.direction in {"benefit", "no_effect", "harm"} else 0


def unknown_lead(catalog: Catalog, body: Body, label: str) -> CoverageClaim:
    """Lead with what no document holds: the substance alone, in people, on this outcome."""
    query = Coverage(
        substances=catalog.forms(body.substance),
        outcome_groups=(body.group,),
        populations=body.populations,
        scope="people_direct",
        expected=0,
    )
    alone = (
        " on its own"
        if any(CaveatKind.COMBINATION_PRODUCT in r.indirect_because for r in body.results)
        else ""
    )
    whom = f" in {population_words(body.populations)}" if body.populations else " in people"
    return CoverageClaim(
        text=f"{UNKNOWN}: no document here tests {body.substance}{alone} on {label}{whom}.",
        query=query,
    )


def population_words(populations: Sequence[Population]) -> str:
    """Name some people in plain words."""
    words = {
        "older": "older people",
        "children": "children",
        "pregnant": "pregnant women",
        "breastfeeding": "breastfeeding women",
        "kidney_disease": "people with kidney disease",
        "liver_disease": "people with liver disease",
        "preterm_infants": "preterm infants",
    }
    return join_words([words.get(p, p) for p in populations])


def nearest(catalog: Catalog, body: Body) -> tuple[DraftClaim, ...]:
    """After an unknown: the nearest study there is, in its own words."""
    shown = shown_indirect(catalog, body)
    near = [r for r in shown if r.outcomes and r.facts.kind not in ATTRIBUTED_DESIGNS]
    if not near:
        return ()
    first = min(near, key=lambda r: (not is_near(catalog, r, body.substance),))
    kinds = {Design.IN_VITRO: "work in cells", Design.ANIMAL: "work in animals"}
    what = kinds.get(first.facts.kind, "a study in people")
    because = set(first.indirect_because)
    if CaveatKind.DIFFERENT_FORM in because:
        what += f" with {join_words(list(first.facts.substances)[:2])} instead"
    elif CaveatKind.COMBINATION_PRODUCT in because:
        what += " with a mixture that contains it"
    elif CaveatKind.DIFFERENT_POPULATION in because:
        what += " other than those asked about"
    quote = quote_sentence(catalog, first.facts.id, first.facts.design)
    return (
        DerivedClaim(
            text=f"The nearest is {what}.",
            quotes=(quote,),
            operands=Operands(operation="list", values=(), source_ids=(first.facts.id,)),
            design=first.facts.kind,
        ),
    )


def no_human_caveat(catalog: Catalog, body: Body, label: str) -> DraftCaveat:
    """Say that nothing direct was tested in people."""
    near = [r for r in body.results if not r.is_direct][:3]
    return DraftCaveat(
        kind=CaveatKind.NO_HUMAN_EVIDENCE,
        text=f"No study here tested {body.substance} by itself on {label} in people.",
        quotes=tuple(quote_sentence(catalog, r.facts.id, r.facts.design) for r in near),
    )


# --- nothing found ---------------------------------------------------------------------------


def absent(
    catalog: Catalog,
    question: Question,
    substance: str,
    groups: tuple[str, ...],
    label: str = "",
    populations: Sequence[Population] = (),
) -> Draft:
    """Say that the documents hold nothing on this, why, and what they hold nearby."""
    item = catalog.substances.get(substance)
    compounds = catalog.forms(substance)
    near_names = {*compounds, *(item.relatives if item else ())}
    own = list(catalog.standing(near_names))
    own_claims = list(catalog.claims(set(compounds)))
    others = set(catalog.relatives(substance)) - near_names
    elsewhere = list(catalog.standing(others, set(groups))) if others and groups else []
    reason: Reason
    if populations:
        reason = "other_population"
        nearby = [m.facts for m in catalog.standing(near_names, set(groups))]
    elif elsewhere:
        reason = "other_form"
        nearby = [m.facts for m in elsewhere]
    elif own or own_claims:
        reason = "outcome_absent"
        nearby = [m.facts for m in own]
    else:
        reason = "substance_absent"
        nearby = [m.facts for m in catalog.standing(catalog.tested, set(groups))] if groups else []
    what = f"{substance} on {label}" if label else substance
    whom = f" in {population_words(populations)}" if populations else ""
    query = Coverage(
        substances=tuple(sorted(near_names)),
        outcome_groups=groups,
        populations=tuple(populations),
        expected=0,
    )
    lead_claim = CoverageClaim(
        text=f"{UNKNOWN}: no document here addresses {what}{whom}.", query=query
    )
    nearby.sort(key=lambda facts: (list(Design).index(facts.kind), facts.id))
    items = [nearby_item(catalog, facts, groups) for facts in nearby[:3]]
    sections = (Section(heading="Nearby, but not an answer", items=tuple(items)),) if items else ()
    return Draft(status="no_evidence", reason=reason, lead=(lead_claim,), sections=sections)


def nearby_item(catalog: Catalog, facts: Abstract, groups: Sequence[str]) -> Item:
    """Show what one nearby study was of, by its design sentence alone."""
    claim = finding(catalog, facts, facts.design, "limited")
    return Item(claims=(claim.model_copy(update={"text": f"{study_label(facts)} {facts.design}"}),))


def merge_drafts(drafts: Sequence[Draft]) -> Draft:
    """Join the answers to several units: leads in turn, sections under their heads, caveats once."""
    answered = [d for d in drafts if d.status == "answered"]
    chosen = answered or list(drafts)
    if len(drafts) == 1:
        return drafts[0]
    silent = [d for d in drafts if d.status == "no_evidence"] if answered else []
    leads = tuple(claim for d in (*chosen, *silent) for claim in d.lead)
    sections: dict[str, list[Item]] = {}
    for draft in chosen:
        for section in draft.sections:
            known = sections.setdefault(section.heading, [])
            known += [item for item in section.items if item not in known]
    return Draft(
        status=chosen[0].status,
        reason=chosen[0].reason,
        evidence=next((d.evidence for d in chosen if d.evidence), None),
        lead=leads,
        sections=tuple(
            Section(heading=heading, items=tuple(items)) for heading, items in sections.items()
        ),
        caveats=unique_caveats(caveat for draft in chosen for caveat in draft.caveats),
    )
