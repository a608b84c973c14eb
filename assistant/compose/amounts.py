"""How much: the amounts that were tested, advised or allowed, and the element in a compound."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.caveats import OFFICIAL
from assistant.compose.parts import (
    Question,
    as_lead,
    finding,
    join_words,
    quote_sentence,
    sentence_item,
    study_label,
)
from assistant.compose.sentences import (
    MAX_ITEMS,
    NOT_APPLICABLE,
    article_section,
    by_overlap,
    first_as_lead,
    names_others,
    scope,
    statement_items,
    statements,
)
from assistant.retrieve import PEOPLE, TRIALS, Catalog
from assistant.schema import (
    Abstract,
    CaveatKind,
    DerivedClaim,
    Draft,
    DraftCaveat,
    DraftClaim,
    Item,
    Operands,
    Section,
    Statement,
    StatementTopic,
)
from assistant.understand import POPULATIONS
from assistant.weigh import SYNTHESES

MAX_DOSE_LEADS = 3
MAX_ADVICE = 4
MAX_EXTRA = 2
"""Sentences with an amount that stand among findings or under other topics."""
DAILY_AMOUNT = re.compile(
    r"\d[\d,.]*(?: (?:to|and|or) \d[\d,.]*|[-–]\d[\d,.]*)? ?(?:mg|milligrams?|mcg|micrograms?|µg|g|grams?|IU)\b",
    re.I,
)
A_DAY = re.compile(r"\b(a|per|each|every) day\b|/ ?day\b|\bdaily\b", re.I)
OF_TRIALS = re.compile(
    r"\b(trials?|stud(y|ies)|tested|used|given|research\w*|experiments?|did they|people took)\b",
    re.I,
)
"""Asks for the amounts of studies and not for what is advised."""
LIMIT = re.compile(r"\b(limit|max\w*|too much|highest|at most|upper|over the|safe(ly)?)\b", re.I)
"""Asks for the most that may be taken."""
NEED = re.compile(r"\b(needs?|required?|requirement|rda|daily intake|recommended intake)\b", re.I)
"""Asks for what a body needs."""
TOLD_OF_BEFORE = re.compile(
    r"\b((had|have had|after|past|earlier|previous(ly)?|prior|last|first) (\S+ ){0,4}(pregnanc\w+|bab(y|ies)|child(ren)?|births?)|"
    r"previous(ly)?|prior|history of|(already|once|twice|before) had|(had|have had|ever had) (\S+ ){0,4}(before|already|once|twice|earlier)|again|recur\w*)\b",
    re.I,
)
"""Somebody who tells of what happened to them before."""
OF_THOSE_BEFORE = re.compile(
    r"\b(previous(ly)?|prior|history of|already (had|affected)|earlier|recurren\w+)\b", re.I
)
"""A sentence on people to whom something happened before."""
NOT_ADVISED: frozenset[StatementTopic] = frozenset({"content", "context", "interaction"})
"""Topics under which an amount is none that is advised."""
RANGE = re.compile(r"\d[\d,.]* (?:to|and) \d[\d,.]* ?(?:mg|micrograms?|g|IU)\b")
MILLIGRAMS = r"\d[\d,.]* mg"
AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(mg|milligrams?|g|grams?)\b", re.I)
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?%")


def answer_dose(catalog: Catalog, question: Question) -> Draft | None:
    """What amounts were tested, advised or allowed: each with its source, none recommended."""
    seen = question.understanding
    substance = seen.substances[0]
    groups = catalog.groups(seen.outcomes)
    forms = set(catalog.forms(substance))
    matches = list(catalog.standing(forms, groups)) or list(catalog.standing(forms))
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
    advice = statement_items(catalog, question, pairs, MAX_ADVICE)
    known = {statement.text for _, statement in pairs}
    extra = [(facts, sentence) for facts, sentence in official if sentence not in known]
    said = [sentence_item(catalog, facts, sentence) for facts, sentence in extra[:MAX_EXTRA]]
    if not (items or advice or said):
        return None
    sections = []
    if said and not (items and OF_TRIALS.search(question.text)):
        sections.append(Section(heading="Amounts advised or allowed", items=tuple(said)))
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
    on_asked = {m.facts.id for m in matches}
    fitting = [(f, s) for f, s in pairs if not groups or f.id in on_asked]
    tested = (*dose_lead(catalog, substance, dosed), *range_lead(catalog, fitting))
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=chosen_lead(catalog, question, tested, official)
        or first_as_lead(catalog, with_amount_first([*advice, *items])),
        sections=tuple(sections),
        caveats=(
            DraftCaveat(
                kind=CaveatKind.DOSE_UNITS,
                text="Amounts of a compound and of the element in it differ; each is given as its source gives it. "
                "An amount that was tested is not a recommendation.",
            ),
        ),
    )


def gives_amount(claim: DraftClaim) -> bool:
    """Whether a claim gives an amount of something that is taken."""
    return bool(DAILY_AMOUNT.search(claim.text))


def with_amount_first(items: Sequence[Item]) -> list[Item]:
    """Put what gives an amount before what only speaks of amounts."""
    return sorted(items, key=lambda item: not DAILY_AMOUNT.search(item.claims[0].quotes[-1].text))


def taken_amounts(studies: Sequence[Abstract]) -> list[tuple[Abstract, str]]:
    """One sentence of each study of people that gives a daily amount, where no design states one."""
    found = []
    for facts in studies:
        sentences = (facts.design, *(outcome.finding for outcome in facts.outcomes))
        given = [s for s in sentences if DAILY_AMOUNT.search(s) and A_DAY.search(s)]
        if facts.kind in PEOPLE and given:
            found.append((facts, given[0]))
    return found


def official_amounts(
    catalog: Catalog, question: Question, substance: str
) -> list[tuple[Abstract, str]]:
    """The sentences of guidelines and fact sheets that give an amount, those closest to the question first."""
    near = scope(catalog, substance)
    found = [
        (facts, sentence)
        for facts in catalog.abstracts.values()
        if facts.kind in OFFICIAL and set(facts.substances) & set(near) and not facts.is_retracted
        for sentence in (
            *(o.finding for o in facts.outcomes if o.group != "interactions"),
            *(s.text for s in facts.statements if s.topic not in NOT_ADVISED),
        )
        if DAILY_AMOUNT.search(sentence) and not names_others(catalog, facts, sentence, near)
    ]
    order = by_overlap(question.text, [sentence for _, sentence in found])
    order += [i for i in range(len(found)) if i not in order]
    ordered = [found[i] for i in order]
    needed = [
        (facts, statement.text)
        for facts, statement in statements(catalog, near, {"requirement"})
        if DAILY_AMOUNT.search(statement.text) and "adult" in statement.text
    ]
    is_general = not LIMIT.search(question.text) and not question.understanding.populations
    first = needed[:1] if is_general and not any(pair in ordered for pair in needed) else []
    wanted = topic_sentences(catalog, near, question.text)
    people = [re.compile(POPULATIONS[p]) for p in question.understanding.populations]
    return sorted(
        [*first, *ordered],
        key=lambda pair: (
            not fits_before(catalog, question, *pair),
            bool(people) and not any(p.search(pair[1].lower()) for p in people),
            bool(wanted) and pair[1] not in wanted,
        ),
    )


def topic_sentences(catalog: Catalog, near: Sequence[str], text: str) -> set[str]:
    """The statements on how much is too much, or on how much is needed, where that is asked."""
    topics: set[StatementTopic] = set()
    if LIMIT.search(text):
        topics = {"upper_level"}
    elif NEED.search(text):
        topics = {"requirement"}
    return {statement.text for _, statement in statements(catalog, near, topics)}


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


def fits_before(catalog: Catalog, question: Question, facts: Abstract, sentence: str) -> bool:
    """Whether a sentence is on people to whom happened before what the question tells of."""
    if not (TOLD_OF_BEFORE.search(question.text) and OF_THOSE_BEFORE.search(sentence)):
        return False
    groups = set(catalog.groups(question.understanding.outcomes))
    return bool(groups & {outcome.group for outcome in facts.outcomes})


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
            unit = f"of the element, as {compound}," if is_elemental else amount_of(compound, found)
            claims.append(
                DerivedClaim(
                    text=f"In trials here people took {amounts} mg {unit} a day.".replace(
                        "  ", " "
                    ),
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
        lead=lead or first_as_lead(catalog, items),
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
