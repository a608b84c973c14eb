"""How far a chat model's sentence may go from its passage: leave out, move one phrase, say the same.

Words of a passage can be lost in many ways that make it say more: a group of people, a companion, a
comparison, a "but". So nothing may be lost except what is listed here, nothing may be added, and the
order stays. This stands in front of the verifier, which judges what passes as any other claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

TOKEN = re.compile(r"(?<![\w)])[-+−–](?=\.?\d)|(?<!\d)\.\d+|\d+(?:[.,]\d+)*|[^\W\d_]+|[<>=≤≥±%]")
"""A word, a number, the sign before one, a sign of comparison."""
MINUS = str.maketrans("−–", "--")
BRACKETS = re.compile(r"\s*\(([^()]*)\)")
P_VALUE = re.compile(r"p ?[<>=≤≥] ?\.?\d[\d.]*(, I2 ?\d+%)?", re.I)
"""What brackets hold that give a p-value alone. An estimate stays, and its interval with it."""
CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
"""What brackets hold that give an abbreviation and nothing else."""
OPENING = re.compile(r"((?:In|Among|After|At|Over|During|Of|For)\b[^,;()]*),\s+")
BETWEEN = re.compile(r"\bbetween\b[^,;]*? and\b")
SAME_WORDS = (
    (r"\b(was|were) lower\b", "fell more"), (r"\b(was|were) higher\b", "rose more"),
    (r"\b(decreased|dropped)\b", "fell"), (r"\bincreased\b", "rose"), (r"\breduced\b", "lowered"),
    (r"\b(daily|per day|each day)\b", "a day"), (r"\b(around|approximately|roughly)\b", "about"),
    (r"\bwhile\b", "whereas"), (r"\bobserved\b", "seen"), (r"\bstudy\b", "trial"),
    (r"\bstudies\b", "trials"), (r"\bsays\b", "states"), (r"\bstates\b", "says"),
    (r"\b(against|versus|vs|compared to)\b", "compared with"), (r"\bwere given\b", "took"),
)  # fmt: skip
"""What may be said for words of a passage: never more than they say, so not all hold the other way."""
SIGNS = frozenset(" .,;:()'\"’‘“”-–%")
"""Signs that a sentence may hold whatever its passage holds."""


class Word(NamedTuple):
    """A word of a passage, and how many words from it on may be left out together, if any may."""

    text: str
    optional: int | None = None


def departure(text: str, source: str) -> str | None:
    """Say in words how a sentence departs from its passage beyond what is allowed, or None."""
    strange = {sign for sign in text if not sign.isalnum()} - SIGNS - set(source)
    if strange:
        return f"it holds a sign that the passage does not hold: {min(strange)!r}"
    wanted = [word.text for word in words(in_words_of(source, text))]
    faults = [mismatch(wanted, variant) for variant in variants(source)]
    return None if None in faults else faults[0]


def in_words_of(source: str, text: str) -> str:
    """A sentence with the words of its passage put back where it uses others that say the same."""
    for said, meant in SAME_WORDS:
        if meant in source and not re.search(said, source):
            text = re.sub(said, meant, text)
    return text


def words(text: str) -> list[Word]:
    """The words, numbers and signs of a text in their order."""
    found = list(TOKEN.finditer(text))
    ends = {}
    for start, end in optional_spans(text):
        inside = [i for i, match in enumerate(found) if start <= match.start() < end]
        if inside:
            ends[inside[0]] = inside[-1] + 1 - inside[0]
    return [
        Word(match.group().lower().translate(MINUS), ends.get(i)) for i, match in enumerate(found)
    ]


def optional_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds a p-value or an abbreviation in brackets."""
    for match in BRACKETS.finditer(text):
        if P_VALUE.fullmatch(match.group(1)) or CODE.fullmatch(match.group(1)):
            yield match.span()


def variants(source: str) -> Iterator[Sequence[Word]]:
    """The words of a passage in the orders that are allowed: as they are, or the opening last.

    The opening stays where more than one clause hangs on it, since it would then seem to belong to
    the last one alone.
    """
    yield words(source)
    opening = OPENING.match(source)
    if opening:
        rest = source[opening.end() :]
        plain = BETWEEN.sub("", BRACKETS.sub("", rest))
        if not re.search(r"[,;:]|\b(and|but|or|while|whereas|although|than in)\b", plain):
            yield [*words(rest), *words(opening.group(1))]


def mismatch(wanted: Sequence[str], source: Sequence[Word]) -> str | None:
    """Walk both side by side; None where the wanted words are the source's without optional ones."""
    at = place = 0
    while place < len(source):
        word = source[place]
        if word.optional and [w.text for w in source[place : place + word.optional]] != list(
            wanted[at : at + word.optional]
        ):
            place += word.optional
        elif at < len(wanted) and wanted[at] == word.text:
            at, place = at + 1, place + 1
        elif at < len(wanted) and all(w.text != wanted[at] for w in source):
            return f"“{wanted[at]}” is not said there"
        else:
            return f"it leaves out or moves “{word.text}”"
    return f"“{wanted[at]}” is not said there, or not at this place" if at < len(wanted) else None
