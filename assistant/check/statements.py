"""A sentence that says several things as its statements, each a stretch of the page of its own.

Cut are only places where what follows has its own verb: "..., but it may ease stress", "..., boosts
energy and restores hair". Whether the statements can be checked one by one is decided by who reads them.
"""

from __future__ import annotations

import re

from assistant.check.page import PageSentence, without_markup
from assistant.verify import wording

FINITE = (
    r"(?:is|are|was|were|has|have|had|can|could|may|might|will|would|does|do|did|doesn['’]t|isn['’]t|won['’]t|"
    r"can['’]t|cannot|remains?|shows?|showed|found|suggests?)"
)
ACTS = r"(?:[a-z]+ly )?(?!effects|results|symptoms|levels|claims)(?P<{}>[a-z]+s)\b"
"""A verb in the third person, perhaps after an adverb; `is_act` says whether it is one of effect."""
OPENING = re.compile(r"^\W*(?:while|although|though|whereas)\b[^,;]{12,160}(?P<cut>,\s+)", re.I)
"""A clause that opens a sentence and sets something against the rest."""
CUT = re.compile(
    rf"(?P<semicolon>;\s+)|(?P<joined>,\s+(?=(?:and|but|so|yet|while|whereas|although|though)\s))"
    rf"|(?P<bare>\s+(?=(?:and|but)\s+(?:it|they|this|there)\s+(?:\w+\s+)?{FINITE}\b))"
    rf"|(?P<listed>,\s+(?=(?:and\s+)?{ACTS.format('first')}))|(?P<last>\s+(?=and\s+{ACTS.format('second')}))",
    re.I,
)
HAS_VERB = re.compile(rf"\b{FINITE}\b|n['’]t\b", re.I)
FEWEST = 3
"""Words of a statement that has no verb of effect."""
JOINING = re.compile(r"[\s,;]*(?:(?:and|but|so|yet)\s+)?", re.I)
"""What joins a statement to the one before it."""
REACH = 9
"""Words within which a clause shows its verb."""


def statements_of(sentence: PageSentence) -> tuple[PageSentence, ...]:
    """The statements of a sentence in their order, none where it can't be cut."""
    bare = without_markup(sentence.text)
    cuts = [0]
    opening = OPENING.match(bare)
    if opening and states(bare[: opening.start("cut")]) and states(bare[opening.end() :]):
        cuts.append(opening.end())
    for match in CUT.finditer(bare, cuts[-1]):
        before, after = bare[cuts[-1] : match.start()], bare[match.end() :]
        if is_inside(bare, match.start()) or not states(before):
            continue
        verb = match["first"] or match["second"]
        if states(after) if verb is None else is_act(verb) and acts(before):
            cuts.append(match.end())
    if len(cuts) == 1:
        return ()
    ends = [*cuts[1:], len(bare)]
    return tuple(trimmed(sentence, bare, start, end) for start, end in zip(cuts, ends, strict=True))


def trimmed(sentence: PageSentence, bare: str, start: int, end: int) -> PageSentence:
    """A stretch of a sentence without the blanks, commas and joining words around it."""
    body = bare[start:end]
    start += len(JOINING.match(body).group())  # type: ignore[union-attr]  # it may be empty
    end -= len(body) - len(body.rstrip(" \n,;"))
    place = sentence.start + start, sentence.start + end
    return PageSentence(*place, sentence.text[start:end], sentence.heading)


def states(clause: str) -> bool:
    """Whether a clause has a verb of its own near its head, or of effect anywhere."""
    words = clause.split()
    head = " ".join(words[:REACH])
    return acts(clause) or (len(words) >= FEWEST and bool(HAS_VERB.search(head)))


def acts(clause: str) -> bool:
    """Whether a clause has a verb of effect in the third person."""
    return any(is_act(word) for word in re.findall(r"\b[a-z]+s\b", clause, re.I))


def is_act(word: str) -> bool:
    """Whether a word in the third person is a verb of effect."""
    return word.endswith("s") and bool(wording.CAUSAL.fullmatch(word))


def is_inside(text: str, place: int) -> bool:
    """Whether a place lies within brackets."""
    before = text[:place]
    return before.count("(") > before.count(")")
