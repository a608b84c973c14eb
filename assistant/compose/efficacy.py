"""Does it work: the verdict, each study with its nulls, and what articles say beyond that."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.compose.absence import absent, absent_substances, headed, is_held, merge_drafts
from assistant.compose.caveats import (
    body_caveats,
    unique_caveats,
)
from assistant.compose.dangers import from_harms
from assistant.compose.money import from_funding
from assistant.compose.others import with_others_asked
from assistant.compose.parts import (
    ATTRIBUTED_DESIGNS,
    HARM_GROUPS,
    Question,
    article_item,
    asked_of,
    capitalize,
    finding_in,
    join_words,
    quote_sentence,
    study_item,
)
from assistant.compose.selection import (
    HARD_GROUPS,
    PREVENT,
    Purpose,
    beside_articles,
    both_purposes,
    condition_phrases,
    has_condition,
    is_near,
    measured_in_condition,
    other_purpose,
    outcome_label,
    shown_direct,
    shown_indirect,
    studied_groups,
    taken_together,
    verdict_label,
    with_condition,
)
from assistant.compose.verdict import is_verdict, lead
from assistant.retrieve import Catalog
from assistant.schema import (
    ArticleClaim,
    Body,
    CaveatKind,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    Evidence,
    Item,
    Operands,
    Population,
    Section,
    StudyResult,
)
from assistant.weigh import (
    result_order,
    studied_populations,
    weigh_body,
    weigh_study,
)

MAX_INDIRECT_FINDINGS = 2
MAX_CLAIMS = 3
FEW_DIRECT = 2
MAX_INSTEAD = 2
MAX_GROUPS = 6
MANY = 2
"""Substances up to which each is answered at full length."""
SPECIAL_POPULATIONS: frozenset[Population] = frozenset(
    {"children", "pregnant", "breastfeeding", "preterm_infants", "kidney_disease", "liver_disease"}
)
"""People to whom a result in other adults doesn't carry over: without a study in them, none."""
SEVERAL_OUTCOMES = Evidence(
    level="not_applicable",
    direction="not_applicable",
    strongest_design=None,
    human_trials=0,
    participants=None,
    null_results=0,
)
"""An overview has a level for each outcome, told in its lines, and none as a whole."""
OVERVIEW_HEADING = "Outcome by outcome"
LINES_FOLLOW = "; a line on each follows."
DIRECT_HEADING = "What studies in people found"
OTHERS_HEADING = "In other people than those asked about"
PRECLINICAL_HEADING = "In animals and cells"
INDIRECT_HEADING = "With mixtures or other forms"
INSTEAD_HEADING = "What else was measured in such people"
OFFICIAL_HEADING = "What guidelines, fact sheets and reviews say"
ARTICLES_HEADING = "What articles say"


def answer_efficacy(catalog: Catalog, question: Question) -> Draft:
    """Answer for every substance and group of outcomes that the question names."""
    seen = question.understanding
    named = catalog.groups(seen.outcomes)
    benefits = [group for group in named if group not in HARM_GROUPS]
    known = {name for s in seen.substances for name in catalog.forms(s)}
    studied = [group for group in benefits if any(catalog.studies(known, {group}))]
    if not studied:  # The story around the question may name what was studied instead.
        told = catalog.groups(seen.conditions)
        studied = [group for group in (*named, *told) if any(catalog.studies(known, {group}))]
        studied = [*benefits, *studied] if studied and benefits else studied
    groups = list(dict.fromkeys(studied or benefits or named))
    groups.sort(key=lambda group: group not in HARD_GROUPS)
    absent_here = [
        name
        for name in seen.substances
        if not is_held(catalog, name)
        and not any(catalog.standing(set(catalog.relatives(name)), set(groups)))
    ]
    drafts: list[Draft] = []
    for substance in seen.substances:
        if substance in absent_here:
            continue
        beside = unstudied_outcomes(catalog, question, substance, groups)
        if beside and set(groups) <= HARD_GROUPS:
            pass  # Deaths from something on which nothing is held: another cause is no answer.
        elif groups:
            found = answer_groups(catalog, question, substance, groups)
            if len(seen.substances) > 1:
                found = [headed(draft, capitalize(substance)) for draft in found]
            drafts += map(best_of, found) if len(seen.substances) > MANY else found
        else:
            drafts.append(answer_overview(catalog, question, substance))
        drafts += beside
    if absent_here:
        drafts.append(absent_substances(catalog, question, absent_here, groups))
    return merge_drafts(drafts)


def unstudied_outcomes(
    catalog: Catalog, question: Question, substance: str, answered: Collection[str]
) -> list[Draft]:
    """Say on which of the asked outcomes nothing is held, beside those that are answered."""
    outcomes = question.understanding.outcomes
    missing = [
        group
        for group in catalog.groups(outcomes)
        if answered and group not in answered and group not in HARM_GROUPS
    ]
    shown = list(catalog.standing(set(catalog.forms(substance)), set(answered)))
    missing = [
        group
        for group in missing
        if not any(has_condition(m.facts, phrases_of(catalog, outcomes, group)) for m in shown)
    ]
    if not missing:
        return []
    label = join_words([outcome_label(catalog, group, outcomes) for group in missing], "or")
    return [absent(catalog, question, substance, tuple(missing), label)]


def phrases_of(catalog: Catalog, outcomes: Sequence[str], group: str) -> set[str]:
    """The phrases of the asked outcomes of one group, as far as they may name a condition."""
    return condition_phrases(catalog, [o for o in outcomes if catalog.outcomes[o].group == group])


def best_of(draft: Draft) -> Draft:
    """An answer in short: its best studies with two findings each; of what is indirect, one."""
    sections = [
        Section(
            heading=section.heading,
            items=tuple(
                Item(claims=item.claims[:2])
                for item in section.items[: FEW_DIRECT if section.heading == DIRECT_HEADING else 1]
            ),
        )
        for section in draft.sections[:1]
    ]
    return draft.model_copy(update={"sections": tuple(sections)})


def answer_groups(
    catalog: Catalog, question: Question, substance: str, groups: Sequence[str]
) -> list[Draft]:
    """Answer each group of outcomes; those on which nothing is held share one sentence."""
    outcomes = question.understanding.outcomes
    wanted = with_condition(catalog, substance, outcomes, groups)
    purposes = both_purposes(catalog, question)
    if purposes and len(wanted) == 1:
        each = [weigh_body(substance, wanted[0], catalog, (), p.is_other) for p in purposes]
        if all(body.direct for body in each):
            told = [answer_unit(catalog, question, substance, wanted[0], p) for p in purposes]
            return [headed(draft, p.heading) for draft, p in zip(told, purposes, strict=True)]
    drafts = {group: answer_unit(catalog, question, substance, group) for group in wanted}
    if not PREVENT.search(question.text.lower()):
        drafts = dict(sorted(drafts.items(), key=lambda told: matters_less(*told)))
    if len(question.understanding.substances) == 1 and len(drafts) > 1:
        drafts = {
            group: headed(draft, capitalize(outcome_label(catalog, group, outcomes)))
            for group, draft in drafts.items()
        }
    missing = [group for group, draft in drafts.items() if draft.reason == "outcome_absent"]
    if len(missing) < 2:
        return list(drafts.values())
    labels = [outcome_label(catalog, group, outcomes) for group in missing]
    together = absent(catalog, question, substance, tuple(missing), join_words(labels, "or"))
    return [*(draft for group, draft in drafts.items() if group not in missing), together]


def matters_less(group: str, draft: Draft) -> tuple[bool, bool]:
    """Order outcomes that one question touches: deaths and events first, those without a difference last."""
    is_null = draft.evidence is not None and draft.evidence.direction in {"no_effect", "unclear"}
    return (group not in HARD_GROUPS, is_null)


def answer_overview(catalog: Catalog, question: Question, substance: str) -> Draft:
    """Answer a question that names no outcome: a line for each outcome that was studied most."""
    studied = studied_groups(catalog, substance, MAX_GROUPS)
    if len(studied) < 2:
        units = [answer_unit(catalog, question, substance, group) for group in studied]
        return units[0] if units else absent(catalog, question, substance, ())
    bodies = [weigh_body(substance, group, catalog) for group in studied]
    tested = [body for body in bodies if body.direct]
    bodies = tested if len(tested) > 1 else bodies
    items = []
    for body in bodies:
        items.append(overview_item(catalog, body))
    first = [r for body in bodies for r in body.results[:1]]
    named = join_words([body.group for body in bodies])
    opening = DerivedClaim(
        text=f"Most of what the documents hold on {substance} is about {named}{LINES_FOLLOW}",
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
    return Draft(
        status="answered",
        evidence=SEVERAL_OUTCOMES,
        lead=(opening,),
        sections=(Section(heading=OVERVIEW_HEADING, items=tuple(items)),),
        caveats=unique_caveats(
            caveat
            for body in bodies
            for caveat in (*from_funding(catalog, body), *from_harms(catalog, body))
        ),
    )


def overview_item(catalog: Catalog, body: Body) -> Item:
    """One line of an overview: the verdict on an outcome with its result, or that nothing is known."""
    label = outcome_label(catalog, body.group, ())
    first, *rest = lead(catalog, body, label)
    if is_verdict(first):
        words = f"On {label}, {first.text[:1].lower()}{first.text[1:]}"
        return Item(claims=(first.model_copy(update={"text": words}), *rest[:1]))
    near = shown_indirect(catalog, body)[:1]
    shown = [c for r in near for c in study_item(catalog, r, body.evidence.level, 1).claims]
    return Item(claims=(first, *shown))


def answer_unit(
    catalog: Catalog,
    question: Question,
    substance: str,
    group: str,
    purpose: Purpose | None = None,
) -> Draft:
    """Answer for one substance and one group (R1), of one purpose alone where it is given."""
    seen = question.understanding
    special = [p for p in seen.populations if p in SPECIAL_POPULATIONS]
    older: list[Population] = ["older"] if "older" in seen.populations else []
    is_other = purpose.is_other if purpose else other_purpose(catalog, question)
    companions = taken_together(question, substance)
    body = weigh_body(substance, group, catalog, special or older, is_other, companions)
    if purpose:
        kept = tuple(r for r in body.results if not is_other(r.facts))
        body = body.model_copy(update={"results": kept})
    if not body.direct and not special and not older:
        body = weigh_body(substance, group, catalog, companions=companions)
    other_people = False
    if older and not special and not body.direct:
        body = weigh_body(substance, group, catalog, companions=companions)
        other_people = bool(body.direct)
    label = outcome_label(catalog, group, seen.outcomes)
    addressed = [r for r in body.results if is_near(catalog, r, substance)]
    fitting = [r for r in addressed if studied_populations(r.facts, r.outcomes) & set(special)]
    if special and addressed and not fitting:
        nothing = absent(catalog, question, substance, (group,), label, special)
        return with_others_asked(catalog, nothing, weigh_body(substance, group, catalog, older))
    if not addressed and not body.claims:
        return absent(catalog, question, substance, (group,), label)
    sections = []
    phrases = condition_phrases(catalog, seen.conditions)
    retracted = [r for r in body.results if r.facts.is_retracted]
    shown = body.model_copy(
        update={
            "results": (*shown_direct(body, phrases), *shown_indirect(catalog, body), *retracted)
        }
    )
    asked = asked_of(catalog, question)
    about = verdict_label(body, asked, label)
    direct = [study_item(catalog, r, body.evidence.level, asked=asked) for r in shown.direct]
    if direct:
        sections.append(Section(heading=DIRECT_HEADING, items=tuple(direct)))
    standing = [r for r in shown.results if not r.is_direct and not r.facts.is_retracted]
    for heading in (OTHERS_HEADING, INDIRECT_HEADING, PRECLINICAL_HEADING, OFFICIAL_HEADING):
        items = [
            study_item(catalog, r, body.evidence.level, MAX_INDIRECT_FINDINGS, asked)
            for r in standing
            if indirect_heading(r) == heading
        ]
        if items:
            sections.append(Section(heading=heading, items=tuple(items)))
    instead = []
    if len(direct) < FEW_DIRECT:
        matches = measured_in_condition(catalog, substance, seen.outcomes, group)
        instead = [weigh_study(m, catalog.forms(substance), catalog) for m in matches]
        instead = [
            r.model_copy(update={"is_direct": False})
            for r in sorted(instead, key=result_order)[:MAX_INSTEAD]
        ]
    if instead:
        items = [study_item(catalog, r, "limited", MAX_INDIRECT_FINDINGS) for r in instead]
        sections.append(Section(heading=INSTEAD_HEADING, items=tuple(items)))
    articles = article_items(catalog, body, seen.outcomes)
    if articles:
        sections.append(Section(heading=ARTICLES_HEADING, items=tuple(articles)))
    beside = [*instead, *beside_articles(catalog, shown, sections)]
    caveats = list(
        body_caveats(catalog, shown.model_copy(update={"results": (*shown.results, *beside)}))
    )
    if not body.direct and not body.populations:
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
        lead=lead(
            catalog, body, f"{about} ({purpose.words})" if purpose else about, companions, asked
        ),
        sections=tuple(sections),
        caveats=tuple(caveats),
    )


def indirect_heading(result: StudyResult) -> str:
    """Where an indirect study stands: words of others, other people alone, or what isn't the thing itself."""
    if result.facts.kind in ATTRIBUTED_DESIGNS:
        return OFFICIAL_HEADING
    if result.facts.kind in {Design.ANIMAL, Design.IN_VITRO}:
        return PRECLINICAL_HEADING
    is_of_others = set(result.indirect_because) == {CaveatKind.DIFFERENT_POPULATION}
    return OTHERS_HEADING if is_of_others else INDIRECT_HEADING


def article_items(catalog: Catalog, body: Body, asked: Collection[str]) -> list[Item]:
    """Set the articles' claims beside the studies: steps up and errors first, articles in turn."""
    wanted = [
        (article_id, claim)
        for article_id, claim in body.claims
        if claim.topic in {"efficacy", "mechanism", "comparison", "authority"}
        and (body.substance in claim.substances[:1] or not body.direct)
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


def no_human_caveat(catalog: Catalog, body: Body, label: str) -> DraftCaveat:
    """Say that nothing direct was tested in people."""
    near = [r for r in body.results if not r.is_direct][:3]
    return DraftCaveat(
        kind=CaveatKind.NO_HUMAN_EVIDENCE,
        text=f"No study here tested {body.substance} by itself on {label} in people.",
        quotes=tuple(quote_sentence(catalog, r.facts.id, r.facts.design) for r in near),
    )
