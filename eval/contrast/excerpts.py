"""Sentences of the corpus with their offsets, and the answer's JSON made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from eval.corpus import Document
from eval.text import ABBREVIATION

LINE = re.compile(r"^(?!#{1,6}\s)(?:[-*+]\s+)?(?P<text>\S.*)$", re.MULTILINE)
"""A line that is no heading, without its bullet."""
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*(?P<gap>\s+)(?=[\"“(*]*[A-Z0-9])")


@dataclass(frozen=True)
class Excerpt:
    """A stretch of one document; `text` is what stands there."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        """The quote."""
        return self.document.body[self.start : self.end]

    @property
    def place(self) -> tuple[str, int, int]:
        """What tells two excerpts apart."""
        return self.document.source_id, self.start, self.end


def sentences_within(document: Document, start: int, end: int) -> Iterator[Excerpt]:
    """The sentences between two offsets of a document, cut ones too; headings are left out."""
    text = document.body[start:end]
    for line in LINE.finditer(text):
        first, last = line.span("text")
        last = first + len(text[first:last].rstrip())
        for found in SENTENCE_END.finditer(text, first, last):
            if not ABBREVIATION.search(text[first : found.start("gap")]):
                yield Excerpt(document, start + first, start + found.start("gap"))
                first = found.end("gap")
        yield Excerpt(document, start + first, start + last)


@dataclass(frozen=True)
class Spoken:
    """What is said, and the excerpt that it is cited to."""

    text: str
    excerpt: Excerpt


def as_answer(
    turns: Sequence[str], paragraphs: Sequence[Sequence[Spoken]], name: str
) -> dict[str, Any]:
    """The answer's JSON: each statement a claim with a marker of its own, a line a paragraph.

    Such a program weighs nothing, so it states no evidence, no strength and no caveat.
    """
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[dict[str, Any]] = []
    lines, claims = [], []
    for paragraph in paragraphs:
        shown = []
        for spoken in paragraph:
            number = numbers.setdefault(spoken.excerpt.place, len(numbers) + 1)
            if number > len(citations):
                citations.append(citation(number, spoken.excerpt))
            shown.append(f"{spoken.text} [{number}]")
            claims.append(
                {
                    "text": spoken.text, "kind": "finding", "citations": [number],
                    "design": spoken.excerpt.document.design, "attributed": False, "strength": 0,
                    "operands": None, "query": None,
                }
            )  # fmt: skip
        lines.append(" ".join(shown))
    return {
        "question": turns[-1], "standalone_question": turns[-1], "status": "answered",
        "reason": None,
        "understanding": {
            "substances": [], "outcomes": [], "intents": [], "populations": [], "premise": None,
        },
        "answer": "\n\n".join(lines), "evidence": None, "claims": claims, "caveats": [],
        "citations": citations,
        "verification": {"cut": 0, "rewritten": 0}, "fallback": None, "generator": name,
        "index": "", "timings_ms": {},
    }  # fmt: skip


def citation(number: int, excerpt: Excerpt) -> dict[str, Any]:
    """One numbered quote."""
    facts = excerpt.document.facts
    return {
        "number": number, "source_id": excerpt.document.source_id,
        "title": str(facts.get("title") or excerpt.document.source_id),
        "authors": facts.get("authors"), "year": facts.get("year"),
        "design": excerpt.document.design, "url": facts.get("url"), "quote": excerpt.text,
        "start": excerpt.start, "end": excerpt.end,
    }  # fmt: skip
