"""The Markdown of an answer, read as blocks and shown as HTML with a button for each citation.

Whatever a document or a person wrote is escaped on the way.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markdown_it import MarkdownIt

from assistant.render import words
from assistant.render.badges import opening_button
from assistant.schema import Answer, Citation

INLINE = MarkdownIt("zero").enable(["emphasis", "escape"])
"""Emphasis and escapes alone: no HTML, image or link can come of an answer's text."""
CITE = re.compile(r"(?<!\\) \[(\d{1,4})\]")
PLACE = re.compile("\ue000(\\d+)\ue001")


class Block(NamedTuple):
    """A paragraph, or a heading (which may be empty) with its list."""

    title: str
    lines: tuple[str, ...]
    is_list: bool


def read_blocks(markdown: str) -> list[Block]:
    """Read the Markdown of an answer: paragraphs, headings in bold, lists."""
    blocks: list[Block] = []
    title = ""
    for part in re.split(r"\n\s*\n", markdown.strip()):
        lines = part.strip().split("\n")
        if re.fullmatch(r"\*\*[^*]+\*\*", part.strip()):
            title = part.strip().strip("*")
        elif all(line.startswith("- ") for line in lines):
            blocks.append(Block(title, tuple(line[2:] for line in lines), True))
            title = ""
        else:
            blocks.append(Block(title, (" ".join(lines),), False))
            title = ""
    return blocks


def inline_html(text: str, citations: dict[int, Citation]) -> str:
    """One line of Markdown as HTML; " [3]" becomes a button where there is such a citation."""

    def mark(match: re.Match[str]) -> str:
        number = int(match.group(1))
        return f"\ue000{number}\ue001" if number in citations else match.group()

    def button(match: re.Match[str]) -> str:
        return cite_button(citations[int(match.group(1))])

    bare = text.replace("\ue000", "").replace("\ue001", "")
    return PLACE.sub(button, INLINE.renderInline(CITE.sub(mark, bare)))


def cite_button(citation: Citation) -> str:
    """A small numbered button that opens one passage."""
    who = " ".join(str(part) for part in (first_author(citation), citation.year) if part)
    label = f"{words.OPEN_PASSAGE.format(citation.number)}: {who or citation.title[:60]}"
    return opening_button(
        str(citation.number), citation.source_id, citation.start, citation.end, label, "cite",
        citation.quote,
    )  # fmt: skip


def first_author(citation: Citation) -> str:
    """Who stands first among the authors."""
    return re.split(r"[,;]| et al", citation.authors or "")[0].strip()


def numbered(answer: Answer) -> dict[int, Citation]:
    """The citations of an answer by their numbers."""
    return {citation.number: citation for citation in answer.citations}
