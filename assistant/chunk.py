"""A source becomes passages that never cut a sentence or cross a heading, with exact offsets.

Invariant: `passage.text == source.text[passage.start:passage.end]`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from sentencex import segment

from assistant.schema import Passage, Source

MAX_CHARACTERS = 900
"""About 200 word pieces: all-MiniLM-L6-v2 reads 256 and silently cuts the rest."""
CHUNKING = f"sentences-{MAX_CHARACTERS}-v3"
ITEM = re.compile(r"^[ \t]*[-*+•▪◦‣][ \t]+", re.MULTILINE)
"""The mark of a list item: each item begins a sentence, which does not hold the mark."""
BLOCK = re.compile(
    r"^#{1,6}[ \t]+(?P<heading>[^\n]*)$"
    r"|^(?!#{1,6}[ \t])[^\n]*\S[^\n]*(?:\n(?!#{1,6}[ \t])[^\n]*\S[^\n]*)*",
    re.MULTILINE,
)
"""A heading line, or the lines of a paragraph up to a blank line or a heading."""


class Span(NamedTuple):
    """A sentence of a source, the heading that it stands under and where that heading begins."""

    start: int
    end: int
    section: str
    section_start: int


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Find the sentences of a paragraph as (start, end) without surrounding white space."""
    spans = []
    for item_start, item_end in split_items(text):
        position = item_start
        for piece in segment("en", text[item_start:item_end]):
            start = position + len(piece) - len(piece.lstrip())
            end = position + len(piece.rstrip())
            position += len(piece)
            if start < end:
                spans.append((start, end))
    return spans


def split_items(text: str) -> list[tuple[int, int]]:
    """Find the items of a list, without their marks, and the lines before them, if any."""
    marks = list(ITEM.finditer(text))
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    return list(zip(starts, ends, strict=True))


def sentence_spans(text: str) -> Iterator[Span]:
    """Walk the sentences of a document in order; headings name sections and are no sentences."""
    section, section_start = "", 0
    for block in BLOCK.finditer(text):
        heading = block.group("heading")
        if heading is not None:
            section, section_start = heading.strip(), block.start()
            continue
        for start, end in split_sentences(block.group()):
            yield Span(block.start() + start, block.start() + end, section, section_start)


def cut_long(span: Span) -> Iterator[Span]:
    """Cut a sentence longer than a passage into pieces that fit."""
    for start in range(span.start, span.end, MAX_CHARACTERS):
        yield span._replace(start=start, end=min(start + MAX_CHARACTERS, span.end))


def split_source(source: Source) -> list[Passage]:
    """Split one source: whole sentences, packed up to `MAX_CHARACTERS`, never across a heading.

    What stands under one heading again, word for word, is no passage of its own: it says nothing more,
    and a file that is one word over and over would take as long to embed as a book.
    """
    packed: list[Span] = []
    for sentence in sentence_spans(source.text):
        for span in cut_long(sentence):
            last = packed[-1] if packed else None
            together = last and last.section_start == span.section_start
            if last and together and span.end - last.start <= MAX_CHARACTERS:
                packed[-1] = last._replace(end=span.end)
            else:
                packed.append(span)
    distinct: dict[tuple[str, str], Span] = {}
    for span in packed:
        distinct.setdefault((span.section, source.text[span.start : span.end]), span)
    return [make_passage(source, span) for span in distinct.values()]


def make_passage(source: Source, span: Span) -> Passage:
    """Give a span its id: a hash of source, place and text, so that equal content has one id."""
    text = source.text[span.start : span.end]
    key = f"{source.source_id}\x00{span.start}\x00{source.title}\x00{span.section}\x00{text}"
    return Passage(
        passage_id=hashlib.sha256(key.encode()).hexdigest()[:32],
        source_id=source.source_id,
        section=span.section,
        start=span.start,
        end=span.end,
        text=text,
    )


def embedded_text(source_title: str, passage: Passage) -> str:
    """What is embedded and indexed for a passage: its source's title before its own text."""
    return with_title(source_title, passage.text)


def with_title(source_title: str, text: str) -> str:
    """See `embedded_text`."""
    return f"{source_title}. {text}"
