"""Plain text: a saved page or notes. Headings that stand as bare lines become Markdown headings.

Passages then never run across them, and a quote never begins with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.load.furniture import BULLET, drop_furniture
from assistant.load.limits import MAX_TEXT_BYTES
from assistant.load.text import MAX_TITLE, decode, name_title, read_bytes, slugify
from assistant.schema import Source

MAX_HEADING = 90
"""Characters of a line that may be a heading."""
LOOK_AHEAD = 10
"""Lines after a heading in which text must begin."""
UNWRAPPED = 160
"""Characters that show that a text has one paragraph a line: nobody wraps that wide."""


def read_text(path: Path, name: str) -> Iterator[Source]:
    """Read one plain text file; its first line, if short, is the title."""
    text = drop_furniture(decode(read_bytes(path, name, MAX_TEXT_BYTES), name))
    first = text.split("\n", 1)[0].strip()
    title = first if 0 < len(first) <= MAX_TITLE else name_title(path)
    yield Source(source_id=slugify(path.stem), title=title, text=mark_headings(text))


def mark_headings(text: str) -> str:
    """Write bare heading lines as Markdown headings and set paragraphs of one line each apart."""
    lines = text.split("\n")
    is_unwrapped = any(len(line) >= UNWRAPPED for line in lines)
    written: list[str] = []
    for number, line in enumerate(lines):
        before = lines[number - 1].strip() if number else ""
        after = lines[number + 1].strip() if number + 1 < len(lines) else ""
        stands_alone = is_unwrapped or not (before or after)
        if stands_alone and is_heading(line) and next_is_prose(lines, number):
            written += ["", f"## {line.strip()}", ""]
        elif is_unwrapped and line.strip() and not BULLET.match(line):
            written += ["", line]
        else:
            written.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(written)).strip()


def is_heading(line: str) -> bool:
    """Whether a line reads as a heading: short, begins large, and is no sentence, item or figure."""
    line = line.strip()
    if not 2 <= len(line) <= MAX_HEADING or line.startswith("#") or BULLET.match(line):
        return False
    if not re.match(r"[A-ZÀ-ÖØ-Þ0-9¿¡“\"]", line) or "://" in line or "|" in line:
        return False
    return not re.search(r"[.!,;…]$", line)


def next_is_prose(lines: list[str], number: int) -> bool:
    """Whether text follows a line: another heading, a list or a sentence."""
    rest = lines[number + 1 : number + 1 + LOOK_AHEAD]
    following = next((line for line in rest if line.strip()), "")
    return bool(following) and (
        is_heading(following) or BULLET.match(following) is not None or len(following) > MAX_HEADING
        or bool(re.search(r"[.!?:][\"”’)]?$", following.strip()))
    )  # fmt: skip
