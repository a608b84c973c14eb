"""A pasted page as the sentences that its author wrote, without the furniture around them.

Pages come as they were copied: a line may be a paragraph, a heading, a bullet, a button, or a piece of
a wrapped sentence. Invariant: `sentence.text == text[sentence.start:sentence.end]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.chunk import split_sentences
from assistant.verify.cues import tokenize

BULLET = re.compile(r"\s*(?:[-*•·–—▪●○✓✔✅➤►>]|\(?\d{1,2}[.)])\s+")
MARKUP = re.compile(
    r"<(?P<block>/?(?:p|div|li|ul|ol|h[1-6]|br|tr|td|th|table|section|article|header|footer|nav|blockquote|hr)\b)?"
    r"(?(block)|/?[a-zA-Z])[^<>\n]*>|&(?:nbsp|amp|quot|lt|gt|#\d{2,5});",
    re.I,
)
"""Tags and entities of a page that was pasted with them; a block ends a line."""
NOTE_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰\s]*")
"""The mark of a footnote to the sentence before."""
ENDS = re.compile(r"[.!?…:][\"'”’)\]*¹²³⁴⁵⁶⁷⁸⁹⁰]*\s*$")
LINK = re.compile(r"https?://|www\.\w|\bdoi\.org/|\bPMID\b|\b10\.\d{4,}/")
REFERENCE = re.compile(r"\bet al\b.*\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\s*;\s*\d+\s*[(:]", re.I)
"""An entry of a reference list: authors with a year, or a year with its volume."""
SOURCES = re.compile(
    r"^\W*(?:sources?|references?|bibliography|literature|citations?|further reading)\W*$", re.I
)
"""The heading above a list of references."""
BUTTON = re.compile(
    r"^\W*(?:(?:add to|view) (?:cart|basket|bag)|buy now|shop now|order now|check ?out|sold out|in stock|"
    r"out of stock|quantity|subscribe\b.*|sign up\b.*|log ?in|sign in|my account|search|menu|home|contact(?: us)?|"
    r"about us|faq|privacy policy\b.*|terms\b.{0,30}|cookies?\b.{0,60}|accept(?: all)?(?: cookies)?|"
    r"skip to content|back to \w+|read more|learn more|show more|view all|see all|next|previous|share(?: this| on)?\b.{0,30}|"
    r"(?:post a )?comments?(?: \(\d+\))?|leave a (?:reply|comment)|reply|tweet|pin it|print|related (?:posts|products|articles)|"
    r"you may also like|free shipping\b.*|newsletter|follow us\b.*|all rights reserved\b.*|(?:copyright\b|©).*|"
    r"etc\.?|\d+ of \d+|page \d+(?: of \d+)?|\d+ (?:reviews?|ratings?|comments?|min read|minutes? read)|"
    r"(?:posted|published|updated|written|reviewed)(?: on| by)?\b.{0,60}|advertisement|sponsored|loading)\W*$",
    re.I,
)
"""A line that is a control of the page, or its legal foot."""
TEASER = re.compile(r"(?:\.\.\.|…)\s*$")
"""The first words of another page, cut off."""
QUOTES = '"“„«'
"""How a line begins that is somebody's words."""
LONG_LINE = 50
"""Characters from which a line without an end may go on in the next, as wrapped text does."""
MAX_HEADING = 14
"""Words of the longest heading."""
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|could|may|might|will|would|should|do|does|did|not|shows?|helps?|works?|"
    r"proven|\w{3,}ed)\b|n['’]t\b",
    re.I,
)
"""Words that a sentence has and a title mostly lacks."""
ASKING = re.compile(r"^\W*(?:how|why|what|when|which|who|ways?|benefits)\b", re.I)
BEFORE_VERB = frozenset({"can", "could", "may", "might", "to", "help", "helps", "will"})
MIN_WORDS = 2
SHORT_HEADING = 3


class PageSentence(NamedTuple):
    """A sentence with its place in the page and the headings and lead-in words that it stands under."""

    start: int
    end: int
    text: str
    heading: str = ""

    @property
    def plain(self) -> str:
        """Its words on one line, without markup."""
        return " ".join(without_markup(self.text).split())


class Line(NamedTuple):
    """A stretch of the page that is read as one paragraph."""

    start: int
    end: int


def page_sentences(text: str) -> list[PageSentence]:
    """Find the sentences that a page states, in its order; the text must be normalised."""
    found: list[PageSentence] = []
    heading = ""
    in_sources = False
    seen: set[str] = set()
    bare = without_markup(text)
    for line in paragraphs(bare):
        body = bare[line.start : line.end]
        if SOURCES.match(body):
            in_sources = True
            continue
        if is_furniture(body) or (in_sources and is_reference(body)):
            continue
        if is_heading(body):
            heading, in_sources = body, False
            continue
        in_sources = False
        for start, end in split_sentences(body):
            start += len(NOTE_MARK.match(body[start:end]).group())  # type: ignore[union-attr]
            sentence = body[start:end]
            if len(sentence.split()) < MIN_WORDS or is_furniture(sentence) or sentence in seen:
                continue
            seen.add(sentence)
            place = line.start + start, line.start + end
            found.append(PageSentence(*place, text[slice(*place)], heading))
    return found


def without_markup(text: str) -> str:
    """The text with as many blanks as each tag has characters, so that places stay what they were."""
    return MARKUP.sub(
        lambda tag: ("\n" if tag["block"] else " ") + " " * (len(tag.group()) - 1), text
    )


def paragraphs(text: str) -> Iterator[Line]:
    """Walk the paragraphs of a page, wrapped lines joined and bullets and markup left out."""
    open_line: Line | None = None
    for match in re.finditer(r"[^\n]*\n?", text):
        raw = match.group()
        bullet = BULLET.match(raw)
        start = match.start() + (bullet.end() if bullet else len(raw) - len(raw.lstrip()))
        end = match.start() + len(raw.rstrip())
        if open_line and (start >= end or bullet or not goes_on(text, open_line, text[start:end])):
            yield open_line
            open_line = None
        if start < end:
            open_line = Line(open_line.start, end) if open_line else Line(start, end)
    if open_line:
        yield open_line


def goes_on(text: str, line: Line, following: str) -> bool:
    """Whether a line is a piece of a sentence that the following line carries on."""
    body = text[line.start : line.end]
    last = body.rsplit("\n", 1)[-1]
    if ENDS.search(last) or is_heading(body) or is_furniture(body) or following[0] in QUOTES:
        return False
    return len(last) >= LONG_LINE or following[:1].islower()


def is_heading(line: str) -> bool:
    """Whether a line is a heading: short, without an end, in capitals or hardly longer than a name."""
    words = re.findall(r"[^\W\d_][\w'’-]*", line)
    if not words or ENDS.search(line.rstrip(":")) or len(words) > MAX_HEADING:
        return False
    if states_effect(line):
        return False
    if not VERB.search(line) or ASKING.match(line):
        return True
    long_words = [word for word in words if len(word) > 3]
    capitals = sum(word[0].isupper() for word in long_words)
    return capitals >= 0.7 * len(long_words) or len(words) <= SHORT_HEADING


def states_effect(line: str) -> bool:
    """Whether a line without an end states what something does, as bullets and slogans do."""
    if ASKING.match(line):
        return False
    tokens = [token for token in tokenize(line) if token.word[0].isalpha()]
    return any(
        token.kind == "cause"
        and (
            token.ending == "s"
            or (not token.ending and (at == 0 or tokens[at - 1].word in BEFORE_VERB))
        )
        for at, token in enumerate(tokens)
    )


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page and not to what it says."""
    return bool(
        BUTTON.match(line) or TEASER.search(line) or LINK.search(line) or not re.search(r"[^\W\d_]", line)
    )  # fmt: skip


def is_reference(line: str) -> bool:
    """Whether a line under the heading of the references is one of them."""
    return bool(REFERENCE.search(line) or LINK.search(line) or re.match(r"\W*\d*\W*[A-Z]", line))
