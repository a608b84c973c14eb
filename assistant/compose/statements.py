"""Which sentences of a document of unknown kind may be quoted at all: those that state something."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.chunk import sentence_spans
from assistant.schema import Passage, Source

ORDERS = re.compile(
    r"\b(ignore|disregard|forget|override)\b.{0,40}\b(rules?|instructions?|prompts?|above|previous|guidelines?)\b|"
    r"\b(assistant|chatbot|language model|ai|model|system)\b.{0,60}\b(must|should|shall|will|has to|reply|say|answer|respond|tell)\b|"
    r"(?:^|[.,;:!]\s|\b(?:and|then|please|to|always|just|only)\s)(reply|respond|answer|say) (only|exactly|with|that|the following)\b|\b(must|should|has to|have to) be told\b|"
    r"\b(tell|inform) (the )?(user|reader|person|asker|patient)s?\b|\byou (are|must|should|shall|have to|need to)\b|"
    r"\b(leave out|do not mention|don't mention|never mention|omit|keep quiet)\b|^\W*(system|assistant|user)\s*[:>|]|"
    r"\bstop (taking )?(your |the |all )?(warfarin|medic\w+|pills|tablets|treatment)\b",
    re.I,
)
"""Orders in a document, to a program or to its reader."""
MARKUP = re.compile(r"<[!/a-z|]|-->|!\[|\]\(|https?://|\\?\[\d+\\?\]|[‹›|]{2}|\{\{", re.I)
"""Comments, images, links and citation marks that a document carries."""
UNFINISHED = re.compile(
    r"(?:\.\.\.|…|:)\W*$|\b(?:19|20)\d\d;\s?\d+|\bet al\.?,? (?:19|20)\d\d\b|\bdoi\b", re.I
)
"""Teasers that break off, lines that only lead to a list, and entries of a list of references."""
REFERENCES = re.compile(r"(?:sources?|references|bibliography|literature|further reading)\W*", re.I)
"""Headings under which a page lists what it read."""
SIGNPOST = re.compile(
    r"^(?:in )?this (?:article|page|guide|post|blog)\b[^.]{0,20}\b(?:looks|delves|explains|covers|explores|discusses|we)\b",
    re.I,
)
"""What a page says of itself."""
BULLET = re.compile(r"^(?:(?:[-–—•*·]|\d{1,2}[.)])\s+|[¹²³⁰-⁹]+\s*)")
LONG_DOCUMENT = 40_000
"""Characters up to which a document that retrieval found is read whole."""
LEANING = re.compile(
    r"^(?:it|this|these|they|that|those|however|but|and|also|such|in addition|for (?:instance|example))\b",
    re.I,
)
"""How a sentence begins that leans on the one before it."""
FINISHED = re.compile(r"[.!;][\"'”’)\]]*\W?[\d¹²³⁴-⁹]*$")
"""The end of a sentence, the mark of a footnote after it included."""
MIN_SENTENCE, LONG = 25, 80
"""Characters below which a line is furniture; and, where no full stop ends it, a heading."""


class Candidate(NamedTuple):
    """A sentence of a document that may be quoted: its place, its text and its heading."""

    start: int
    end: int
    text: str
    section: str


def candidates(source: Source, passages: Sequence[Passage]) -> list[Candidate]:
    """The sentences of a document that state something; of a long one, those of the passages found."""
    if len(source.text) <= LONG_DOCUMENT:
        return list(all_candidates(source.text))
    return [
        said._replace(start=said.start + passage.start, end=said.end + passage.start)
        for passage in passages
        for said in all_candidates(passage.text)
    ]


@lru_cache(maxsize=256)
def all_candidates(text: str) -> tuple[Candidate, ...]:
    """The sentences of a text that state something, without the bullets and marks before them."""
    found = []
    for span in sentence_spans(text):
        sentence = text[span.start : span.end]
        bullet = BULLET.match(sentence)
        skipped = bullet.end() if bullet else 0
        is_entry = bullet is not None and REFERENCES.fullmatch(span.section) is not None
        if is_statement(sentence[skipped:]) and not is_entry:
            said = Candidate(span.start + skipped, span.end, sentence[skipped:], span.section)
            found.append(said)
    return tuple(found)


def is_statement(sentence: str) -> bool:
    """Whether a sentence of an unknown document states something that may be quoted.

    Orders to whoever reads, markup, hidden characters, citation marks of its own and bare questions
    are not quoted: a reader takes them for the assistant's words.
    """
    if any(unicodedata.category(c) in {"Cf", "Co", "Cn"} for c in sentence):
        return False
    is_whole = FINISHED.search(sentence) or len(sentence) >= LONG
    if (
        len(sentence) < MIN_SENTENCE
        or not is_whole
        or UNFINISHED.search(sentence)
        or SIGNPOST.search(sentence)
    ):
        return False
    return not ORDERS.search(sentence) and not MARKUP.search(sentence) and "?" not in sentence
