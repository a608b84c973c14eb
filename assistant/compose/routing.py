"""Which answer a question with substances gets: of a named body, part by part, or by its intent."""

from __future__ import annotations

import re

from assistant.compose.absence import first_level, merge_drafts
from assistant.compose.advice import TELLS
from assistant.compose.amounts import answer_dose, gives_amount
from assistant.compose.asked import AskedPart, Part, asked_parts, asks_quality
from assistant.compose.bodies import (
    answer_body,
    asked_body,
    is_speaker,
    mentions_any,
    named_source,
    not_here,
)
from assistant.compose.course import LONG_USE, asked_kind
from assistant.compose.duty import with_duty
from assistant.compose.efficacy import (
    SPECIAL_POPULATIONS,
    answer_efficacy,
    answer_overview,
)
from assistant.compose.harms import answer_safety
from assistant.compose.hope import is_shown, of_hope, takes_for_granted
from assistant.compose.intents import ANSWERS, IntentAnswer
from assistant.compose.interactions import nothing_with
from assistant.compose.joined import HEADINGS, Answered, join_parts, unanswered
from assistant.compose.origins import named_articles
from assistant.compose.parts import (
    HARM_GROUPS,
    Question,
    capitalize,
    join_words,
)
from assistant.compose.premise import with_premise
from assistant.compose.quality import with_quality
from assistant.compose.timing import answer_timing
from assistant.compose.together import answer_together
from assistant.compose.warning import GENERAL_HARMS, OF_PRODUCTS
from assistant.retrieve import Catalog
from assistant.schema import (
    Draft,
    Intent,
    Population,
)

MAX_NAMED = 3
"""Substances of one question that are answered in turn."""
AMOUNTS_ASKED = re.compile(r"\b(dos(?:e|es|age)|amounts?|mg|mcg|grams?|iu)\b", re.I)
CERTAINTY = "certainty"
"""The group that stands for how good the evidence is."""
ORGANS: dict[Population, str] = {"kidney_disease": "kidney", "liver_disease": "liver"}
"""The group of the organ by which some people are told from others."""
BESIDE: frozenset[Intent] = frozenset({"safety", "dose"})
"""Intents that go beside the question of benefit, where that was asked as well."""
ABOUT_OUTCOMES: frozenset[Intent] = frozenset({"dose", "mechanism"})
"""Intents that have no answer for an outcome on which the documents hold nothing."""
TOGETHER: frozenset[Intent] = frozenset({"source", "comparison"})
PART_ANSWERS: dict[Part, IntentAnswer] = {**dict(ANSWERS), "timing": answer_timing}
REPLACES = re.compile(
    r"\b(stop\w*|quit\w*|replac\w+|swap\w*|switch\w*|substitut\w+|instead of|in place of|"
    r"(?:come|get|go|coming|getting) off|ditch\w*|drop)\b",
    re.I,
)
"""Wants to stop a medicine or to take something in its place: a question of safety before any other."""
TAKEN_WITH = "Taken with other things"
MIXED: frozenset[Part] = frozenset({"safety", "interaction"})


def answer_named(catalog: Catalog, question: Question) -> Draft:
    """Answer a question that names substances: what a named body says, part by part, or by intent."""
    body = asked_body(catalog, question.text)
    told = answer_body(catalog, question, body) if body else None
    if told:
        return told
    draft = without_body(catalog, of_medicines(question))
    draft = with_duty(catalog, question, draft)
    name = None if body else named_source(question.text)
    if not name or is_speaker(name, catalog) or mentions_any(catalog, question, name):
        return draft
    absent = not_here(catalog, name)
    if absent and question.understanding.intents == ("definition",):
        draft = answer_efficacy(catalog, question)
    return draft.model_copy(update={"lead": (absent, *draft.lead)}) if absent else draft


def of_medicines(question: Question) -> Question:
    """A question in which "with" joins what is taken together for a benefit is none of interactions."""
    seen = question.understanding
    several = len(seen.substances) > 1 and not seen.medicines
    if not (several and {"efficacy", "interaction"} <= set(seen.intents)):
        return question
    intents = tuple(intent for intent in seen.intents if intent != "interaction")
    return question._replace(understanding=seen.model_copy(update={"intents": intents}))


def is_mix(question: Question, part: Part) -> bool:
    """Whether a part asks if several things that are no medicines go together."""
    seen = question.understanding
    asks = part in MIXED and "comparison" not in seen.intents
    return asks and len(seen.substances) > 1 and not seen.medicines


def without_body(catalog: Catalog, question: Question) -> Draft:
    """Answer by the parts that were asked for, or by the most particular intent."""
    rated = asks_quality(question.text)
    if rated:
        question = of_findings(catalog, question)
    parts = asked_parts(question)
    asked = {part.part for part in parts}
    if question.understanding.premise and asked and "efficacy" not in asked:
        first = AskedPart("efficacy")
        of_benefit = benefit_groups(catalog, question) and asked != {"funding"}
        parts = (first, *parts) if of_benefit else parts
    if asked == {"timing"} and harms_named(
        catalog, question
    ):  # "..., label says empty stomach. ok for the liver?"
        parts = (AskedPart("safety"), *parts)
    mixed = [part for part in parts if is_mix(question, part.part)]
    parts = tuple(part for part in parts if part not in mixed[1:])  # Both are one answer.
    if len(parts) > 1 or asked == {"timing"}:
        draft = join_parts([answer_part(catalog, question, part) for part in parts])
    else:
        draft = by_intent(catalog, question) or answer_efficacy(catalog, question)
        draft = beside_harms(catalog, question, draft)
    if rated:
        draft = with_quality(catalog, draft, question)
    return with_premise(draft, question)


def beside_harms(catalog: Catalog, question: Question, draft: Draft) -> Draft:
    """Set what may go wrong beside a comparison that asks for it; before it, where a medicine is to go."""
    seen = question.understanding
    if "comparison" not in seen.intents:
        return draft
    if seen.medicines and REPLACES.search(question.text):
        harms, taken = (
            answer_part(catalog, question, AskedPart(p)) for p in ("safety", "interaction")
        )
        is_harmful = any(claim.kind == "finding" for claim in harms.draft.lead)
        is_told = taken.draft.status == "answered"  # What replaces isn't taken with it.
        before = [*([harms] if is_harmful else []), *([taken] if is_told else [])]
        heading = HEADINGS["efficacy"] if before else ""
        after = [harms] if not is_harmful and "safety" in seen.intents else []
        joined = join_parts([*before, Answered(heading, draft), *after])
        part = draft.evidence_part or heading  # The level is that of what is weighed as a rival.
        return joined.model_copy(update={"evidence": draft.evidence, "evidence_part": part})
    if "safety" in seen.intents:
        harms = answer_part(catalog, question, AskedPart("safety"))
        return join_parts([Answered("", draft), harms])
    return draft


def of_findings(catalog: Catalog, question: Question) -> Question:
    """What a question on how good the studies are asks of what they found.

    "How certain" names no outcome, and "how much should I trust them" no amount.
    """
    seen = question.understanding
    kept = tuple(n for n in seen.outcomes if catalog.outcomes[n].group != CERTAINTY)
    intents = seen.intents
    if "dose" in intents and not AMOUNTS_ASKED.search(question.text):
        intents = tuple(i for i in intents if i != "dose") or ("efficacy",)
    told = seen.model_copy(update={"outcomes": kept, "intents": intents})
    return question._replace(understanding=told)


def benefit_groups(catalog: Catalog, question: Question) -> set[str]:
    """The groups of outcomes that a question names and that somebody hopes for."""
    return set(catalog.groups(question.understanding.outcomes)) - HARM_GROUPS


def harms_named(catalog: Catalog, question: Question) -> set[str]:
    """The groups of harm in particular that a question names."""
    groups = set(catalog.groups(question.understanding.outcomes))
    return groups & (HARM_GROUPS - GENERAL_HARMS - OF_PRODUCTS)


def answer_part(catalog: Catalog, question: Question, asked: AskedPart) -> Answered:
    """Answer one part for the people that it is about, or say that no document does."""
    part = asked.part
    seen = question.understanding
    heading = heading_of(catalog, question, part)
    people = tuple(p for p in seen.populations if p not in asked.others)
    seen = seen.model_copy(update={"populations": people})
    question = question._replace(understanding=seen)
    if part == "efficacy":
        return Answered(heading, answer_efficacy(catalog, question))
    if is_mix(question, part):
        return Answered(heading, answer_together(catalog, question))
    answer = PART_ANSWERS[part]
    drafts = []
    for name in seen.substances[:MAX_NAMED]:
        alone = question._replace(understanding=seen.model_copy(update={"substances": (name,)}))
        draft = answer(catalog, alone)
        missing = unanswered(catalog, name, part) if draft is None or part == "dose" else None
        if draft and missing and not any(map(gives_amount, draft.lead)):
            draft = draft.model_copy(update={"lead": (*missing.lead, *draft.lead)})
        drafts.append(draft or missing or answer_rest(catalog, alone, name))
    return Answered(heading, merge_drafts(drafts))


def heading_of(catalog: Catalog, question: Question, part: Part) -> str:
    """The heading of a part; what is no medicine and is upset by a substance goes by its own name."""
    seen = question.understanding
    if part == "interaction" and not seen.medicines:
        harms = [g for g in catalog.groups(seen.outcomes) if g in HARM_GROUPS - GENERAL_HARMS]
        return capitalize(join_words(harms)) if harms else TAKEN_WITH
    return HEADINGS.get(part, "")


def answer_rest(catalog: Catalog, question: Question, substance: str) -> Draft:
    """Answer a part that no medicine and no topic fits: on the harms that are named, else in general."""
    seen = question.understanding
    harms = tuple(
        n for n in seen.outcomes if set(catalog.groups([n])) & HARM_GROUPS - GENERAL_HARMS
    )
    if not any(catalog.is_studied([substance], name) for name in harms):
        return nothing_with(catalog, question, substance) or answer_overview(
            catalog, question, substance
        )
    of_harms = seen.model_copy(update={"outcomes": harms, "intents": ("safety",)})
    question = question._replace(understanding=of_harms)
    return with_duty(catalog, question, answer_efficacy(catalog, question))


def by_intent(catalog: Catalog, question: Question) -> Draft | None:
    """Answer the most particular intent; an outcome that is named is weighed both ways beside it."""
    seen = question.understanding
    groups = set(catalog.groups(seen.outcomes))
    special = set(seen.populations) & SPECIAL_POPULATIONS
    of_people = {ORGANS[p] for p in special & ORGANS.keys()}
    is_of_people = bool(groups) and groups <= of_people
    groups -= of_people
    intents = set(seen.intents)
    if groups <= GENERAL_HARMS and (groups or special) and "dose" not in intents:
        intents.add("safety")
    speaker_named = bool(named_articles(question.text, catalog.articles.values()))
    if speaker_named:
        intents.add("source")
    elif "funding" in intents:
        intents.discard("source")
    for intent, answer in ANSWERS:
        if intent not in intents:
            continue
        named = groups - GENERAL_HARMS - (HARM_GROUPS if special or intent != "safety" else set())
        if intent == "safety" and named and not special and not groups & GENERAL_HARMS:
            return None
        if is_of_people and intent != "safety" and "safety" in intents:
            continue
        if (
            named
            and intent in ABOUT_OUTCOMES
            and not any(catalog.is_studied(seen.substances, name) for name in seen.outcomes)
        ):
            return None
        if is_mix(question, intent):
            return answer_together(catalog, question)
        draft = for_each_substance(catalog, question, intent, answer)
        if draft is None and len(seen.substances) == 1 and len(intents) == 1:
            draft = unanswered(catalog, seen.substances[0], intent)
        if draft is None:
            continue
        if intent == "interaction" and "safety" in intents:
            safety = for_each_substance(catalog, question, "safety", answer_safety)
            if safety and draft.status == "no_evidence":  # What else is known comes after that.
                both = (
                    Answered(HEADINGS["interaction"], draft),
                    Answered(HEADINGS["safety"], safety),
                )
                draft = join_parts(both)
            else:
                draft = merge_drafts([draft, *([safety] if safety else [])])
        if (
            intent == "course"
            and "safety" not in seen.intents
            and asked_kind(question.text) == LONG_USE
        ):
            harms = answer_part(catalog, question, AskedPart("safety"))
            draft = join_parts([Answered(HEADINGS["course"], draft), harms])
        if intent == "conversion" and "dose" in intents:
            amounts = for_each_substance(catalog, question, "dose", answer_dose)
            draft = merge_drafts([draft, *([amounts] if amounts else [])])
        asks_both = intent in BESIDE and "efficacy" in seen.intents
        if intent == "dose" and asks_both and groups - GENERAL_HARMS:
            return merge_drafts([answer_efficacy(catalog, question), draft])
        if named and takes_for_granted(intent, question.text):
            efficacy = answer_efficacy(catalog, of_hope(catalog, question))
            for_nobody = special and says_unknown(draft)
            if efficacy.evidence and not for_nobody and not is_shown(efficacy.evidence):
                return merge_drafts([efficacy, draft])
        asks_both = asks_both or (intent == "source" and speaker_named and "efficacy" in intents)
        if named and asks_both:
            return merge_drafts([answer_efficacy(catalog, question), draft])
        if named and intent == "interaction":
            efficacy = answer_efficacy(catalog, question)
            first = "efficacy" in intents and not advises(draft, question)
            merged = merge_drafts([efficacy, draft] if first else [draft, efficacy])
            bodies = [body for body in (draft.evidence, efficacy.evidence) if body]
            return merged if first else merged.model_copy(update={"evidence": first_level(bodies)})
        return draft
    return None


def advises(draft: Draft, question: Question) -> bool:
    """Whether an answer begins with what somebody on a medicine is to do."""
    takes = "on_medication" in question.understanding.populations
    return takes and bool(draft.lead) and bool(TELLS.search(draft.lead[0].text))


def says_unknown(draft: Draft) -> bool:
    """Whether an answer begins with what is not known."""
    return bool(draft.lead) and draft.lead[0].kind == "coverage"


def for_each_substance(
    catalog: Catalog, question: Question, intent: Intent, answer: IntentAnswer
) -> Draft | None:
    """Answer an intent for each substance that the question names, those together that belong so."""
    seen = question.understanding
    if intent in TOGETHER or len(seen.substances) == 1:
        return answer(catalog, question)
    drafts = []
    for name in seen.substances[:MAX_NAMED]:
        alone = seen.model_copy(update={"substances": (name,)})
        draft = answer(catalog, question._replace(understanding=alone))
        if draft:
            drafts.append(draft)
    return merge_drafts(drafts) if drafts else None
