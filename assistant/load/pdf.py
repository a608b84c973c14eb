"""A PDF: its text page by page, without running heads, its lines joined to paragraphs again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.errors import SourceFormatError
from assistant.load.found import Found, Note
from assistant.load.furniture import BULLET, drop_furniture
from assistant.load.limits import MAX_DOCUMENT_BYTES, MAX_PAGES
from assistant.load.plain import is_heading
from assistant.load.text import (
    MAX_TITLE,
    check_size,
    find_doi,
    name_title,
    normalize_text,
    slugify,
    squeeze,
)
from assistant.schema import Source, Stated

EDGE = 3
"""Lines at the top and at the bottom of a page that may be running heads."""
MIN_RUNNING = 3
"""Pages on which a line must recur at the edge to be a running head."""
SENTENCE_END = re.compile(r"[.!?:][\"'”’)\]]*$")
SHORT_LINE = 0.8
"""Of the usual width: a shorter line that ends a sentence ends its paragraph."""
NO_TITLE = re.compile(
    r"^(?:untitled|microsoft word|.*\.(?:docx?|pdf|indd|tex|qxd)$)", re.IGNORECASE
)


def read_pdf(path: Path, name: str) -> Iterator[Found]:
    """Read one PDF that holds text."""
    from pypdf import PdfReader

    check_size(path, name, MAX_DOCUMENT_BYTES)
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceFormatError(f"{name}: protected by a password; save it without one")
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise SourceFormatError(
            f"{name}: {count:,} pages; at most {MAX_PAGES:,} are read. Split it."
        )
    pages = drop_running([normalize_text(page.extract_text()) for page in reader.pages])
    empty = sum(not lines for lines in pages)
    joined = join_pages(pages)
    if not joined.text:
        raise SourceFormatError(
            f"{name}: no text in {count} pages; run text recognition (OCR) first"
        )
    if empty:
        yield Note(f"no text on {empty} of {count} pages (scanned or pictures)")
    about = reader.metadata
    stated_title = squeeze((about.title if about else None) or "")
    first = squeeze(joined.text.removeprefix("## ").split("\n", 1)[0])
    titles = (
        "" if NO_TITLE.match(stated_title) else stated_title,
        first if len(first) <= MAX_TITLE else "",
        name_title(path),
    )
    yield Source(
        source_id=slugify(path.stem),
        title=normalize_text(next(title for title in titles if title)),
        text=joined.text,
        stated=Stated(
            authors=squeeze((about.author if about else None) or "") or None,
            doi=find_doi(f"{(about.subject if about else None) or ''}"),
            page_starts=joined.starts,
        ),
    )


def drop_running(pages: Sequence[str]) -> list[list[str]]:
    """Split pages into lines, without what recurs at their edges (heads, feet, page numbers)."""
    split = [[line.rstrip() for line in page.split("\n") if line.strip()] for page in pages]
    counts: Counter[str] = Counter()
    for lines in split:
        counts.update({pattern_of(line) for line in lines[:EDGE] + lines[-EDGE:]})
    least = max(MIN_RUNNING, len(pages) // 3)
    kept = []
    for lines in split:
        edge = {*range(EDGE), *range(len(lines) - EDGE, len(lines))}
        kept.append([
            line for number, line in enumerate(lines)
            if not (number in edge and is_running(line, counts, least))
        ])  # fmt: skip
    return kept


def is_running(line: str, counts: Counter[str], least: int) -> bool:
    """Whether a line at the edge of a page is a running head or a page number."""
    return counts[pattern_of(line)] >= least or bool(re.fullmatch(r"\W*\d{1,4}\W*", line.strip()))


def pattern_of(line: str) -> str:
    """A line with its figures made equal, so that "Page 3 of 9" recurs."""
    return re.sub(r"\d+", "0", squeeze(line)).lower()


class Joined(NamedTuple):
    """The text of all pages and the offset at which each begins."""

    text: str
    starts: tuple[int, ...]


def join_pages(pages: Sequence[Sequence[str]]) -> Joined:
    """Join the lines of all pages to paragraphs; one that runs over a page break stays whole."""
    text = ""
    starts = []
    for lines in pages:
        page = drop_furniture("\n\n".join(paragraphs(lines)))
        runs_on = bool(text and page) and page[0].islower() and not SENTENCE_END.search(text)
        if runs_on and text[-1] == "-" and text[-2:-1].isalpha():
            text = text[:-1]
        elif text and page:
            text += " " if runs_on else "\n\n"
        starts.append(len(text))
        text += page
    return Joined(text, tuple(starts))


def paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Join lines to paragraphs and mark headings."""
    widths = sorted(len(line) for line in lines)
    usual = widths[len(widths) * 3 // 4] if widths else 0
    current = ""
    for number, line in enumerate(lines):
        line = line.strip()
        after = lines[number + 1].strip() if number + 1 < len(lines) else ""
        ended = not current or bool(SENTENCE_END.search(current))
        if ended and is_section(line, after, usual):
            if current:
                yield current
            yield f"## {line}"
            current = ""
            continue
        if current and BULLET.match(line):
            yield current
            current = ""
        current = join_line(current, line)
        if SENTENCE_END.search(line) and len(line) < SHORT_LINE * usual:
            yield current
            current = ""
    if current:
        yield current


def is_section(line: str, after: str, usual: int) -> bool:
    """Whether a line between paragraphs is a heading: short, and what follows begins large."""
    large = bool(after) and (after[0].isupper() or after[0].isdigit())
    return is_heading(line) and len(line) < 0.7 * usual and large and line[-1] not in ":-"


def join_line(text: str, line: str) -> str:
    """Add a line to a paragraph; a word that was divided at the line's end becomes whole."""
    if not text:
        return line
    divided = text[-1] == "-" and text[-2:-1].islower() and line[:1].islower()
    return text[:-1] + line if divided else f"{text} {line}"
