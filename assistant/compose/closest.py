"""The sentences that come closest to the very question, whatever they were filed under.

A verdict is on a substance and an outcome. People ask for more: "on top of sertraline", "the water
extract", "at 100 mg", "if she stops". What the documents say to that stands in a limit, a remark or a
result of another study, and is shown right below the first line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from assistant.compose.absence import with_nearby
from assistant.compose.closeness import ON_SAFETY, RAREST, Near, closeness
from assistant.compose.length import CLOSEST_HEADING
from assistant.compose.parts import Question, as_lead, finding, sentence_item, stems, study_label
from assistant.compose.sentences import SentenceRanks, names_others, scope
from assistant.compose.verdict import is_verdict
from assistant.compose.ways import in_written_words
from assistant.retrieve import NOTHING, Catalog, Fitness
from assistant.schema import Abstract, Draft, Item, Outcome, ScoredPassage, Section

Fit = Callable[[str, Sequence[Abstract]], Sequence[Fitness]]
"""Scores every sentence of some studies against a question, one after the other."""
MEANING = 0.8
"""The part of the score that is meaning; the rest is the rarity of shared words."""
ON_SUBJECT = 0.12
"""What is added for a sentence on the outcome asked about."""
CLOSE_IN_MEANING, CLOSE_IN_WORDS = 0.45, 8.0
"""From where a sentence is close: its meaning, or the summed rarity of shared words. Of those below, one in
five serves; of those above, every other one or more (`bench.closest`)."""
BEHIND = 1.0
"""How far behind the closest a sentence may be and still stand beside it."""
LEADS, NARROWS_FROM = 0.62, 0.53
"""The scores from which the best sentence may go before first lines that answer no outcome, and before
a verdict that it narrows."""
BESIDE = 0.5
"""The score from which a sentence of a study on other outcomes is shown."""
NEAR = 0.6
"""The score from which a sentence is shown where no document answers."""
BELIEVED_BEFORE = re.compile(
    r"\bhad (?:long )?(?:been )?(?:suggested|linked|hinted|found|positive)\b"
)
"""How a document tells what led to its study; nobody may take it for what came out."""
NARROWS = re.compile(
    r"\b(?:no|not|nor|cannot|only|nothing|never|confined|without|instead|unless)\b", re.I
)
"""Words by which a remark holds something back; one that begins with "No" would read as the verdict."""
WORSE: Mapping[str, tuple[str, ...]] = {
    "benefit": ("no_effect", "unclear", "harm"), "no_effect": ("harm",), "unclear": ("harm",),
}  # fmt: skip
"""For the direction of a verdict, that of the results which hold something back of it."""
OF_NO_TRIAL = frozenset({"preclinical", "anecdotal"})
MAX_SENTENCES, MAX_OF_ONE = 3, 2
ALIKE = 0.5
"""Share of common words from which two sentences say the same."""


class Close(NamedTuple):
    """A sentence of a study and how well it meets the question."""

    facts: Abstract
    text: str
    score: float
    """How much of what is asked it tells, 0 to 1, whatever kind of sentence it is."""
    is_on_subject: bool

    @property
    def rank(self) -> float:
        """The score, and something for being on the subject: higher is nearer."""
        return self.score + ON_SUBJECT * self.is_on_subject


def no_fit(question: str, studies: Sequence[Abstract]) -> list[Fitness]:
    """What is known of meaning where nothing reads it."""
    return [NOTHING for facts in studies for _ in facts.sentences()]


def with_closest(
    catalog: Catalog,
    draft: Draft,
    question: Question,
    fit: Fit,
    passages: Sequence[ScoredPassage] = (),
) -> Draft:
    """Put the sentences closest to the question before all that an answer goes on to show."""
    if draft.reason in {"outcome_absent", "other_form"}:
        return with_nearest(catalog, draft, question, fit, passages)
    if draft.status != "answered" or question.understanding.intents == ("funding",):
        return draft
    lead_quotes = [quote for claim in draft.lead for quote in claim.quotes]
    told = {"finding", "reported"}
    shown = {q.text for claim in draft.lead if claim.kind in told for q in claim.quotes}
    cited = {quote.source_id for quote in lead_quotes}
    found = closest(catalog, question, fit, passages, cited)
    close = [each for each in found if each.text not in shown]
    if not close:
        return draft
    items = tuple(closest_item(catalog, each) for each in close)
    section = Section(heading=CLOSEST_HEADING, items=items)
    draft = draft.model_copy(update={"sections": (section, *draft.sections)})
    if not is_to_lead(catalog, draft, question, close[0]):
        return draft
    fresh = [claim for claim in items[0].claims if claim.quotes[-1].text not in shown]
    is_narrowed = bool(question.understanding.outcomes) and is_of_benefit(draft)
    kept = [c for c in draft.lead if not (is_narrowed and is_verdict(c) and not c.part)]
    lead = (*(as_lead(catalog, claim) for claim in fresh), *kept)
    return draft.model_copy(update={"lead": lead, "is_narrowed": is_narrowed})


def is_of_benefit(draft: Draft) -> bool:
    """Whether a verdict is on what is hoped for; one that warns stays a warning, whatever narrows it."""
    return draft.evidence is not None and draft.evidence.direction in WORSE


def is_to_lead(catalog: Catalog, draft: Draft, question: Question, close: Close) -> bool:
    """Whether the closest sentence goes before the first lines.

    It does where these answer no outcome, and where it narrows their verdict: a remark that says no or
    only, or a result that came out worse; never one that came out better (R8). "Yes" or "no" is then not
    said: the results tell in whom they were seen. Before a harm nothing may stand that isn't on safety
    (R14), and beside a mixed verdict, which tells both sides, nothing.
    """
    seen = question.understanding
    named = {form for name in seen.substances for form in catalog.forms(name)}
    is_of_another = not named & set(close.facts.substances)
    if is_of_another or {"interaction", "comparison"} & set(seen.intents):
        return False
    if not seen.outcomes:
        return close.score >= LEADS and not any(claim.part for claim in draft.lead)
    direction = draft.evidence.direction if draft.evidence else "not_applicable"
    if draft.evidence and draft.evidence.level in OF_NO_TRIAL and direction != "harm":
        direction = "unclear"  # The first line says that it isn't known.
    if close.score < NARROWS_FROM or direction in {"mixed", "not_applicable"}:
        return False
    if direction == "harm":
        return any(s.text == close.text and s.topic in ON_SAFETY for s in close.facts.statements)
    results = [outcome for outcome in close.facts.outcomes if outcome.finding == close.text]
    if results:
        return results[0].direction in WORSE.get(direction, ())
    return bool(NARROWS.search(close.text)) and not close.text.startswith("No ")


def with_nearest(
    catalog: Catalog,
    draft: Draft,
    question: Question,
    fit: Fit,
    passages: Sequence[ScoredPassage] = (),
) -> Draft:
    """Where nothing answers, show the one sentence that is very close beside what else is near."""
    found = closest(catalog, question, fit, passages)
    near = [each for each in found if each.score >= NEAR][:1]
    if not near:
        return draft
    sections = with_nearby(draft.sections, [closest_item(catalog, each) for each in near])
    return draft.model_copy(update={"sections": sections})


def closest(
    catalog: Catalog,
    question: Question,
    fit: Fit,
    passages: Sequence[ScoredPassage] = (),
    cited: Collection[str] = (),
) -> list[Close]:
    """Find the closest sentences on what a question names, best first; few, and each a different one."""
    substances = subjects(catalog, question)
    groups = frozenset(catalog.groups(question.understanding.outcomes))
    ranked = [
        (closeness(near, question.understanding, question.text, groups), as_close(near))
        for near in sentences_near(catalog, question, fit, passages, cited)
        if answers(catalog, question, near.facts, near.text, substances)
    ]
    ranked.sort(key=lambda pair: (-pair[0], len(pair[1].text)))
    fitting = [pair for pair in ranked if not is_beside(pair[1], groups)]
    if groups and fitting and fitting[0][1].is_on_subject:
        fitting = [pair for pair in fitting if pair[1].is_on_subject]
    return most_different([each for rank, each in fitting if rank >= fitting[0][0] - BEHIND])


def as_close(near: Near) -> Close:
    """Say how much a sentence tells of what is asked, whatever kind of sentence it is."""
    score = MEANING * near.fit.meaning + (1 - MEANING) * min(1.0, near.rarity / RAREST)
    return Close(near.facts, near.text, score, near.is_on_subject)


def subjects(catalog: Catalog, question: Question) -> frozenset[str]:
    """The substances whose studies a question may be answered from, in all their forms."""
    seen = question.understanding
    forms = catalog.forms if "comparison" in seen.intents else partial(scope, catalog)
    return frozenset(form for name in seen.substances for form in forms(name))


def sentences_near(
    catalog: Catalog,
    question: Question,
    fit: Fit,
    passages: Sequence[ScoredPassage] = (),
    cited: Collection[str] = (),
) -> list[Near]:
    """Find every sentence that is close to a question in meaning or by rare words, in no order.

    Args:
        catalog: the facts of the documents.
        question: what is asked.
        fit: reads what sentences mean.
        passages: what search found, which tells how near each document is.
        cited: the documents that the first lines rest on, which are on the subject.
    """
    substances = subjects(catalog, question)
    studies = [f for f, _ in catalog.standing(substances)] if substances else []
    groups = set(catalog.groups(question.understanding.outcomes))
    on_subject = {f.id for f in studies if f.id in cited or groups & {o.group for o in f.outcomes}}
    best: dict[str, float] = {}
    for found in passages:
        best.setdefault(found.passage.source_id, found.score)
    ranks = catalog.derive(SentenceRanks)
    asked = in_written_words(catalog.vocabulary.ways, question.text)
    meant = fit(asked, studies)
    shared = [s for facts in studies for s in ranks.shared(asked, facts, substances)]
    told = [(facts, text) for facts in studies for text in facts.sentences()]
    return [
        Near(facts, text, meaning, rarity, best.get(facts.id, 0.0), facts.id in on_subject)
        for (facts, text), meaning, rarity in zip(told, meant, shared, strict=True)
        if meaning.meaning >= CLOSE_IN_MEANING or rarity >= CLOSE_IN_WORDS
    ]


def answers(
    catalog: Catalog, question: Question, facts: Abstract, text: str, substances: Collection[str]
) -> bool:
    """Whether a sentence may answer a question, standing by itself.

    What was done, who paid and what nobody reported are told elsewhere. What was believed before a study
    is no result of it, nor is an explanation, which answers only who asks how something works (R15).
    """
    if text in {facts.design, facts.funding} or (text == facts.harms and not facts.harms_reported):
        return False
    explains = any(s.text == text and s.topic == "mechanism" for s in facts.statements)
    if explains and "mechanism" not in question.understanding.intents:
        return False
    is_result = any(outcome.finding == text for outcome in facts.outcomes)
    if not is_result and BELIEVED_BEFORE.search(text):
        return False
    return not names_others(catalog, facts, text, substances)


def is_beside(close: Close, groups: Collection[str]) -> bool:
    """Whether a study is on other outcomes than asked about, and the sentence not very close."""
    return bool(groups) and not close.is_on_subject and close.score < BESIDE


def most_different(
    found: Sequence[Close], most: int = MAX_SENTENCES, most_of_one: int = MAX_OF_ONE
) -> list[Close]:
    """Take the first few, without what says the same once more.

    Args:
        found: sentences, best first.
        most: how many are taken at most.
        most_of_one: how many of one study.
    """
    taken: list[Close] = []
    for each in found:
        if len(taken) == most:
            break
        same = [other for other in taken if other.facts.id == each.facts.id]
        if len(same) < most_of_one and not any(alike(each.text, other.text) for other in taken):
            taken.append(each)
    return taken


def alike(one: str, other: str) -> bool:
    """Whether two sentences have most of their words in common."""
    a, b = stems(one), stems(other)
    return len(a & b) >= ALIKE * len(a | b)


def closest_item(catalog: Catalog, close: Close) -> Item:
    """Show a sentence; a result beside the main one stands behind the main one that differs (rule R8)."""
    facts, text = close.facts, close.text
    item = sentence_item(catalog, facts, text)
    result = next((outcome for outcome in facts.outcomes if outcome.finding == text), None)
    main = main_result(facts, result) if result else None
    if main is None:
        return item
    first = finding(catalog, facts, main.finding, "limited", study_label(facts))
    return Item(claims=(first, finding(catalog, facts, text, "limited")))


def main_result(facts: Abstract, result: Outcome) -> Outcome | None:
    """The primary result of a study on what a lesser one is on, where it came out otherwise."""
    if result.role == "primary":
        return None
    return next(
        (
            outcome
            for outcome in facts.outcomes
            if outcome.role == "primary"
            and outcome.group == result.group
            and outcome.direction != result.direction
        ),
        None,
    )
