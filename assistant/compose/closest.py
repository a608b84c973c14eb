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
from assistant.compose.length import CLOSEST_HEADING
from assistant.compose.parts import Question, as_lead, finding, sentence_item, stems, study_label
from assistant.compose.sentences import SentenceRanks, names_others, scope
from assistant.compose.verdict import is_verdict
from assistant.compose.ways import in_written_words
from assistant.retrieve import Catalog
from assistant.schema import Abstract, Draft, Item, Outcome, Section

Fit = Callable[[str, Sequence[Abstract]], Sequence[float]]
"""Scores every sentence of some studies against a question, one after the other: -1 to 1."""
MEANING = 0.8
"""The part of the score that is meaning; the rest is the rarity of shared words. Of 0.5 to 1 it put the
sentence that decides among the first three most often, for 25 strangers' questions of development."""
RAREST = 30.0
"""A summed rarity that counts as 1: some seven words that each stand in one sentence of the corpus."""
ON_SUBJECT = 0.12
"""What is added for a study of the outcome asked about, or one that the first lines rest on."""
CLOSE_IN_MEANING, CLOSE_IN_WORDS = 0.55, 8.0
"""From where a sentence is close: its fit, or the summed rarity of shared words."""
WITHIN = 0.1
"""How far below the best a sentence may score and still stand beside it."""
LEADS, NARROWS_FROM = 0.62, 0.53
"""The scores from which the best sentence may go before first lines that answer no outcome, and before
a verdict that it narrows."""
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
ON_SAFETY = frozenset({"safety", "advice", "upper_level", "regulation"})
MAX_SENTENCES, MAX_OF_ONE = 3, 2
ALIKE = 0.5
"""Share of common words from which two sentences say the same."""


class Close(NamedTuple):
    """A sentence of a study and how well it meets the question."""

    facts: Abstract
    text: str
    score: float
    is_on_subject: bool

    @property
    def rank(self) -> float:
        """The score by which it is put in order, higher first."""
        return self.score + ON_SUBJECT * self.is_on_subject


def no_fit(question: str, studies: Sequence[Abstract]) -> list[float]:
    """What is known of meaning where nothing reads it."""
    return [0.0 for facts in studies for _ in facts.sentences()]


def with_closest(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Draft:
    """Put the sentences closest to the question before all that an answer goes on to show."""
    if draft.reason in {"outcome_absent", "other_form"}:
        return with_nearest(catalog, draft, question, fit)
    if draft.status != "answered" or question.understanding.intents == ("funding",):
        return draft
    lead_quotes = [quote for claim in draft.lead for quote in claim.quotes]
    told = {"finding", "reported"}
    shown = {q.text for claim in draft.lead if claim.kind in told for q in claim.quotes}
    cited = {quote.source_id for quote in lead_quotes}
    close = [each for each in closest(catalog, question, fit, cited) if each.text not in shown]
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


def with_nearest(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Draft:
    """Where nothing answers, show the one sentence that is very close beside what else is near."""
    near = [each for each in closest(catalog, question, fit) if each.score >= NEAR][:1]
    if not near:
        return draft
    sections = with_nearby(draft.sections, [closest_item(catalog, each) for each in near])
    return draft.model_copy(update={"sections": sections})


def closest(
    catalog: Catalog, question: Question, fit: Fit, cited: Collection[str] = ()
) -> list[Close]:
    """Find the closest sentences on what a question names, best first; few, and each a different one.

    Args:
        catalog: the facts of the documents.
        question: what is asked.
        fit: reads what sentences mean.
        cited: the documents that the first lines rest on, which are on the subject.
    """
    seen = question.understanding
    near = catalog.forms if "comparison" in seen.intents else partial(scope, catalog)
    substances = {form for name in seen.substances for form in near(name)}
    studies = [f for f, _ in catalog.standing(substances)] if substances else []
    groups = set(catalog.groups(seen.outcomes))
    on_subject = {f.id for f in studies if f.id in cited or groups & {o.group for o in f.outcomes}}
    ranks = catalog.derive(SentenceRanks)
    asked = in_written_words(catalog.vocabulary.ways, question.text)
    meant = fit(asked, studies)
    shared = [s for facts in studies for s in ranks.shared(asked, facts, substances)]
    told = [(facts, text) for facts in studies for text in facts.sentences()]
    found = [
        Close(
            facts,
            text,
            MEANING * meaning + (1 - MEANING) * min(1.0, words / RAREST),
            is_on_subject=facts.id in on_subject,
        )
        for (facts, text), meaning, words in zip(told, meant, shared, strict=True)
        if meaning >= CLOSE_IN_MEANING or words >= CLOSE_IN_WORDS
    ]
    fitting = [each for each in found if answers(catalog, question, each, substances)]
    fitting.sort(key=lambda each: (-each.rank, len(each.text)))
    if groups and fitting and fitting[0].is_on_subject:
        fitting = [each for each in fitting if each.is_on_subject]
    return most_different(fitting)


def answers(
    catalog: Catalog, question: Question, close: Close, substances: Collection[str]
) -> bool:
    """Whether a sentence may answer a question, standing by itself.

    What was done, who paid and what nobody reported are told elsewhere. What was believed before a study
    is no result of it, nor is an explanation, which answers only who asks how something works (R15).
    """
    facts, text = close.facts, close.text
    if text in {facts.design, facts.funding} or (text == facts.harms and not facts.harms_reported):
        return False
    explains = any(s.text == text and s.topic == "mechanism" for s in facts.statements)
    if explains and "mechanism" not in question.understanding.intents:
        return False
    is_result = any(outcome.finding == text for outcome in facts.outcomes)
    if not is_result and BELIEVED_BEFORE.search(text):
        return False
    return not names_others(catalog, facts, text, substances)


def most_different(found: Sequence[Close]) -> list[Close]:
    """Take the best that are not far below the first, without what says the same once more."""
    taken: list[Close] = []
    for each in found:
        if len(taken) == MAX_SENTENCES or (taken and each.rank < taken[0].rank - WITHIN):
            break
        same = [other for other in taken if other.facts.id == each.facts.id]
        if len(same) < MAX_OF_ONE and not any(alike(each.text, other.text) for other in taken):
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
