"""Documents without checked facts: people's own pages, and what a detector wasn't sure of.

They are held beside a claim like any text, but raise nothing: what one of them says is quoted under its
own name, and only a contradiction or an exaggeration of it changes a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.check.judgement import Judgement
from assistant.check.reading import Reading
from assistant.chunk import split_sentences
from assistant.retrieve import Catalog
from assistant.schema import Quote, ScoredPassage
from assistant.verify.against import ClaimVerdict, judge_claim
from assistant.verify.topics import find_topics

SearchOthers = Callable[[str, int], Sequence[ScoredPassage]]
"""Finds passages of documents without facts, best first."""
PASSAGES = 5
COVERED = 0.45
"""Share of a claim's words that a passage must hold to be about the same."""
AGAINST = frozenset({"contradicted", "overclaims"})


class OtherDocuments:
    """Holds claims against the passages of documents without facts."""

    def __init__(self, catalog: Catalog, search: SearchOthers) -> None:
        """Take the facts, which know the names, and the search."""
        self._catalog = catalog
        self._search = search

    def consult(self, reading: Reading, judged: Judgement) -> Judgement:
        """Say what these documents hold of a claim that the checked ones do not speak to."""
        if judged.verdict != "unsupported":
            return judged
        for found in self._search(reading.text, PASSAGES):
            passage = found.passage
            if not self._names(passage.text, reading.substances):
                continue
            held = judge_claim(reading.text, passage.text)
            quote = nearest_sentence(passage.source_id, passage.start, passage.text, held)
            if quote is None or held.coverage < COVERED:
                continue
            if held.verdict == "supported":
                reason = (
                    "Only a document whose facts nobody checked says so; that bears nothing out."
                )
                return Judgement("unsupported", reason, (quote,))
            if held.verdict in AGAINST:
                reason = held.reason.replace("the source", "a document whose facts nobody checked")
                return Judgement(held.verdict, f"{reason[:1].upper()}{reason[1:]}.", (quote,))
        return judged

    def _names(self, text: str, substances: Sequence[str]) -> bool:
        """Whether a text names one of some substances, under any of their names."""
        names = {topic.name for topic in find_topics(text)}
        return any(f"substance: {name}" in names for name in substances)


def nearest_sentence(source_id: str, start: int, text: str, held: ClaimVerdict) -> Quote | None:
    """The sentence of a passage on which a verdict rests."""
    if held.source_span is None:
        return None
    for first, last in split_sentences(text):
        if first <= held.source_span.start < last:
            return Quote(
                source_id=source_id, start=start + first, end=start + last, text=text[first:last]
            )
    return None
