"""The passages that a chat model is shown, numbered, and the draft with some of them worded anew.

Each passage is a whole sentence with the claim that says it in its own words, so that there is always
something sound to say instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from assistant.compose import all_claims
from assistant.compose.parts import DESIGN_WORDS, Question, finding, study_label
from assistant.compose.sentences import scope
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    DerivedClaim,
    Design,
    Draft,
    DraftClaim,
    FindingClaim,
    Item,
    Operands,
    Quote,
    ReportedClaim,
    ScoredPassage,
    Section,
)

MORE_HEADING = "Also in the documents"
MAX_OFFERED = 60
MAX_MORE = 5
"""Passages that retrieval alone found."""
MIN_QUOTE = 12
"""Characters of a quote, unless the passage itself is shorter."""
SPACE_AND_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
STUDIED = {"human": "people", "rat": "rats", "mouse": "mice", "cells": "cells", "mixed": "people and animals"}  # fmt: skip


class Offered(NamedTuple):
    """A numbered passage, and the claim that says it in its own words."""

    number: int
    quote: Quote
    own: FindingClaim | ReportedClaim
    must_say: bool
    is_more: bool
    """Whether retrieval alone found it, so that the draft doesn't say it."""

    @property
    def label(self) -> str:
        """What the own claim puts before the passage: the design of a study, or who speaks."""
        return self.own.text.removesuffix(self.quote.text).strip()


class Judged(NamedTuple):
    """What a model's claims are worth: sound wordings by passage, passages meant, and faults."""

    worded: dict[int, str]
    meant: frozenset[int]
    faults: tuple[str, ...]
    fabricated: bool


def offer(
    catalog: Catalog, draft: Draft, question: Question, passages: Sequence[ScoredPassage]
) -> list[Offered]:
    """Number what the draft's sections quote, and then what retrieval found beside it."""
    known: dict[Quote, tuple[FindingClaim | ReportedClaim, bool, bool]] = {}
    for section in draft.sections:
        for item in section.items:
            for claim in item.claims:
                if isinstance(claim, FindingClaim | ReportedClaim) and may_be_worded(
                    catalog, claim
                ):
                    known.setdefault(claim.quotes[-1], (claim, must_stay(catalog, claim), False))
    said = {quote for claim in all_claims(draft) for quote in claim.quotes}
    more = [
        claim
        for claim in more_claims(catalog, draft, question, passages)
        if claim.quotes[-1] not in said and may_be_worded(catalog, claim)
    ]
    for claim in more[:MAX_MORE]:
        known.setdefault(claim.quotes[-1], (claim, False, True))
    return [
        Offered(number, quote, own, must, is_more)
        for number, (quote, (own, must, is_more)) in enumerate(known.items(), start=1)
    ][:MAX_OFFERED]


def may_be_worded(catalog: Catalog, claim: FindingClaim | ReportedClaim) -> bool:
    """Whether a claim is a label and one sentence, of a source that still stands (R12).

    Absorption studies speak of levels alone (R15), so their sentences stay as they are.
    """
    facts = catalog.abstracts.get(claim.quotes[-1].source_id)
    stands = facts is None or not (facts.is_retracted or facts.kind is Design.PHARMACOKINETIC)
    return stands and claim.text.endswith(claim.quotes[-1].text)


def must_stay(catalog: Catalog, claim: DraftClaim) -> bool:
    """Whether a claim may not be left out: all but what a study found to be better."""
    facts = catalog.abstracts.get(claim.quotes[-1].source_id) if claim.quotes else None
    if facts is None or claim.kind != "finding":
        return True
    found = [o for o in facts.outcomes if o.finding == claim.quotes[-1].text]
    return not found or any(o.direction != "benefit" or o.role == "harm" for o in found)


def more_claims(
    catalog: Catalog, draft: Draft, question: Question, passages: Iterable[ScoredPassage]
) -> list[FindingClaim | ReportedClaim]:
    """What ranked passages of standing studies found on the same substance and outcome beside it.

    Only results are taken: a general sentence of a study is none.
    """
    seen = question.understanding
    substances = {name for s in seen.substances for name in scope(catalog, s)}
    groups = set(catalog.groups(seen.outcomes))
    cited = {q.source_id for claim in all_claims(draft) for q in claim.quotes}
    found = []
    for scored in passages:
        facts = catalog.abstracts.get(scored.passage.source_id)
        if facts is None or not substances & set(facts.substances):
            continue
        if not (groups or facts.id in cited):
            continue
        found += [
            finding(catalog, facts, outcome.finding, "limited", study_label(facts))
            for outcome in facts.outcomes
            if outcome.finding in scored.passage.text and (not groups or outcome.group in groups)
        ]
    return found


def described(catalog: Catalog, offered: Offered) -> dict[str, Any]:
    """A passage as the model sees it."""
    facts: Any = catalog.abstracts.get(offered.quote.source_id)
    studied = STUDIED.get(facts.species) if isinstance(facts, Abstract) else None
    told: dict[str, Any] = {
        "number": offered.number,
        "source": offered.quote.source_id,
        "kind": DESIGN_WORDS[offered.own.design],
    }
    if studied:
        told["studied"] = studied
    if offered.must_say:
        told["must_say"] = True
    return told | {"text": offered.quote.text}


def holds_quote(passage: str, quote: str) -> bool:
    """Whether a quote stands in a passage; only white space and the shape of quotes are forgiven.

    What is cited is the passage as a whole: a part of it could lack its "not".
    """
    passage, quote = (" ".join(t.translate(SPACE_AND_QUOTES).split()) for t in (passage, quote))
    return quote in passage and len(quote) >= min(MIN_QUOTE, len(passage))


# --- drafts ----------------------------------------------------------------------------------


def reworded(offered: Offered, text: str) -> FindingClaim | ReportedClaim:
    """The claim of a passage in other words; who speaks stays in the sentence of a report."""
    if isinstance(offered.own, ReportedClaim):
        return offered.own.model_copy(update={"text": f"{offered.label} {text}".strip()})
    return offered.own.model_copy(update={"text": text, "quotes": (offered.quote,)})


def label_claim(offered: Offered) -> DerivedClaim:
    """The label of a study by itself; it follows from the sentence on the study's design."""
    return DerivedClaim(
        text=offered.label,
        quotes=offered.own.quotes[:1],
        operands=Operands(operation="list", values=(), source_ids=(offered.quote.source_id,)),
        design=offered.own.design,
    )


def rebuilt(draft: Draft, offered: Sequence[Offered], judged: Judged) -> Draft:
    """The draft with its findings in the model's words, without the benefits that it left out."""
    by_quote = {o.quote: o for o in offered}
    sections = [
        Section(
            heading=section.heading,
            items=tuple(rebuilt_item(item, by_quote, judged) for item in section.items),
        )
        for section in draft.sections
    ]
    more = [o for o in offered if o.is_more and o.number in judged.meant]
    if more:
        items = tuple(rebuilt_item(Item(claims=(o.own,)), by_quote, judged) for o in more)
        sections.append(Section(heading=MORE_HEADING, items=items))
    return draft.model_copy(update={"sections": tuple(sections)})


def rebuilt_item(item: Item, by_quote: dict[Quote, Offered], judged: Judged) -> Item:
    """One bullet; if the model took up none of it, its first claim stays, since no study may go."""
    claims: list[DraftClaim] = []
    label: DerivedClaim | None = None
    """The label of a claim that was left out, for the next one of the same study."""
    for claim in item.claims:
        offered = by_quote.get(claim.quotes[-1]) if claim.quotes else None
        if offered is None or claim.text != offered.own.text:
            claims.append(claim)
            continue
        is_labelled = bool(offered.label) and isinstance(claim, FindingClaim)
        text = judged.worded.get(offered.number)
        if text is None and offered.number not in judged.meant and not offered.must_say:
            label = label_claim(offered) if is_labelled else label
            continue
        if text is not None and text != offered.quote.text:
            claims += [label_claim(offered)] if is_labelled else [label] if label else []
            claims.append(reworded(offered, text))
        else:
            claims += [label] if label and not is_labelled else []
            claims.append(claim)
        label = None
    return Item(claims=tuple(claims) or item.claims[:1])
