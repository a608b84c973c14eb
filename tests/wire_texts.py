"""What the chat model of the tests says: sound rewordings of a passage, and overclaims of it.

Nothing here uses the program's own checks, so that what they let through can be counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Passage = dict[str, Any]
Edit = Callable[[str], str]

BRACKETS = re.compile(r" \((?=[^()]*\d)[^()]*\)")
OPENING = re.compile(r"^((?:In|Among|After) [^,;()]{5,80}), ")


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def replaced(*pairs: tuple[str, str]) -> Edit:
    """Replace the first pattern that is found."""

    def edit(text: str) -> str:
        for pattern, other in pairs:
            new = re.sub(pattern, other, text, count=1)
            if new != text:
                return new
        return text

    return edit


# --- sound -----------------------------------------------------------------------------------


def drop_statistics(text: str) -> str:
    """Leave out brackets that hold figures such as an interval or a p-value."""
    return re.sub(
        r" \((?=[^()]*(?:\bp [<=]|CI|ratio|difference|interval))(?![^()]*\b(?:not|no|which)\b)[^()]*\)",
        "", text,
    )  # fmt: skip


def drop_set_up(text: str) -> str:
    """Leave out how the trial was set up."""
    return re.sub(r"(?<!-)\b(randomi[sz]ed, |double-blind, |randomi[sz]ed )", "", text)


def opening_last(text: str) -> str:
    """Put the opening phrase last, after a comma."""
    match = OPENING.match(text)
    if not match or "," in BRACKETS.sub("", text[match.end() :]) or ";" in text:
        return text
    return f"{upper_first(text[match.end() :]).rstrip('.')}, {lower_first(match.group(1))}."


def other_order(text: str) -> str:
    """Put the opening phrase last without a comma, as people write."""
    return opening_last(text).replace(", in ", " in ").replace(", among ", " among ")


OTHER_WORDS = replaced(
    (r"\bfell more with (.+?) than with placebo", r"were lower with \1 than with placebo"),
    (r"\brose more with (.+?) than with placebo", r"were higher with \1 than with placebo"),
    (r"\b(was|were) lower with (.+?) than with placebo", r"fell more with \2 than with placebo"),
    (r"\b(was|were) better with (.+?) than with placebo", r"improved more with \2 than with placebo"),
    (r"[Nn]o difference in (.+?) was found between (.+?) and (.+?)(?=[.,]| over| at)",
     r"\1 did not differ between \2 and \3"),
    (r"\bdid not differ significantly between (.+?) and placebo", r"did not differ significantly from placebo with \1"),
    (r"\bdid not differ between (.+?) and placebo", r"was similar with \1 and with placebo"),
    (r"\bcompared with placebo", "against placebo"),
    (r"\bIn this ([^,]*?)trial(.*?), (\d[\d,]*) ", r"This \1trial\2 studied \3 "),
    (r"\ba day\b", "daily"),
    (r"\bwas reported\b", "has been reported"),
    (r"\bwas seen\b", "was observed"),
    (r"\bstates that\b", "says that"),
    (r"\bsays that\b", "states that"),
    (r"\bconcludes? that\b", "came to the view that"),
    (r"\bwhereas\b", "while"),
    (r"\bbecause\b", "since"),
    (r"\bAccording to (.+?), (\w+)", r"By the account of \1, \2"),
    (r"\btook\b", "were given"),
    (r"\babout (?=\d)", "around "),
)  # fmt: skip

SOUND: dict[str, Edit] = {
    "statistics left out": drop_statistics,
    "set-up left out": drop_set_up,
    "opening put last": opening_last,
    "other order": other_order,
    "other words": lambda text: upper_first(OTHER_WORDS(text)),
}
COPIED = "copied"


def reword(text: str, turn: int) -> tuple[str, str]:
    """Reword a passage in the first way that fits, beginning with another one at each turn."""
    kinds = list(SOUND)
    for step in range(len(kinds)):
        kind = kinds[(turn + step) % len(kinds)]
        if (new := SOUND[kind](text)) != text:
            return kind, new
    return COPIED, text


# --- not sound -------------------------------------------------------------------------------

NEGATION_LOST = replaced(
    (r"did not differ( significantly)?", r"differed\1"),
    (r"[Nn]o (statistically )?(significant )?difference", "a clear difference"),
    (r"\b(did|was|were|could|does|do|has|had|is) not\b", r"\1"),
    (r"\b[Nn]o\b", "a"),
    (r"\b(neither|nor)\b", "both"),
    (r"\bwithout\b", "with"),
)
HEDGE_LOST = replaced(
    (r"\b(may|might|could) (be )?", r"will \2"),
    (r"\bsuggest(s|ed)?\b", r"prove\1"),
    (r"\bpossible (?=\w)", "proven "),
    (r"\b(was|were) associated with\b", "caused"),
    (r"\bassociated with\b", "caused by"),
    (r"\battributed to\b", "caused by"),
    (r"\bwas reported\b", "was proven"),
    (r"\bself-(reported|rated|assessed) ", ""),
)
DIRECTION_SWAPPED = replaced(
    (r"\blower\b", "higher"), (r"\bhigher\b", "lower"), (r"\bfell\b", "rose"), (r"\brose\b", "fell"),
    (r"\bbetter\b", "worse"), (r"\bworse\b", "better"), (r"\bmore\b", "less"), (r"\bfewer\b", "more"),
    (r"\bshorter\b", "longer"), (r"\breduced\b", "raised"), (r"\bincreased\b", "decreased"),
)  # fmt: skip
PEOPLE_BROADENED = replaced(
    (r"^(In|Among|After) [^,;]+, ", ""),
    (r"\b(in|of|among) (male |female |older |healthy |young |US |Japanese )*(rats|mice|adults|men|women|patients|"
     r"people|children|volunteers|cells)\b( with [^,;.]+?)?(?=[ ,;.])", r"\1 people"),
    (r"\b(older|healthy|female|male|pregnant|postmenopausal|deficient) ", ""),
)  # fmt: skip
SPEAKER_LOST = replaced(
    (r", (according to|per) [^,;()]+\.$", "."),
    (r"^According to [^,]+, ", ""),
    (r"^(The|A|An) [^.]{3,80}? (says?|states?|claims?|concludes?|reports?) that ", ""),
)
MODEL_LOST = replaced(
    (r"\b[Ii]n [^,]*\b(rats|mice|cells)\b[^,]*, ", ""),
    (r"\b(rats|mice|cells)\b", "people"),
)
COMPANION_LOST = replaced(
    (r" (together |combined |along )?with (an? )?(vitamins?|phosphatidylserine|zinc|other)[^,;.]*", ""),
    (r" (and|plus) (vitamins? |zinc|phosphatidylserine|magnesium|calcium)[^,;.]*", ""),
    (r" added to [^,;.]+", ""),
    (r"\b(magnesium|zinc|calcium) (L-threonate|citrate|oxide|acetate|bisglycinate|sulfate)\b", r"\1"),
)  # fmt: skip
COMPARISON_LOST = replaced(
    (r",? (compared with|than with|than on|against|than before|than at|than after) [^,;.(]+", ""),
    (r" (than|and) (in the )?(placebo|control)[^,;.(]*", ""),
    (r" between (.+?) and placebo", r" with \1"),
)
CONTRAST_LOST = replaced(
    (r",? (but|although|whereas|while|except|without) [^.]*\.$", "."),
    (r", and [^.]*\.$", "."),
    (r"; [^.]*\.$", "."),
    (r", (which|so|because|according)[^.]*\.$", "."),
)
SCOPE_LOST = replaced(
    (r"\b(only|some|mainly|mostly|chiefly|certain|up to|at least|about|slightly|a little|partly) ", ""),
    (r"\b[Ii]n a subgroup[^,]*, ", ""),
    (r" (for|over|after|at|within) (\d+|one|two|three|four|six|eight|nine|ten|twelve) (weeks?|months?|days?|years?)", ""),
)  # fmt: skip
NOT_MOVED = replaced(
    (r"^(.*?)\b(\w+ed|rose|fell|was|were)\b(.*?) (did|was|were) not (\w+)", r"\1did not \2\3 \5"),
    (r"\bnot\b(.*) and ", r"\1 and not "),
)


def inflate(text: str) -> str:
    """Make the first number three times as large."""
    return re.sub(
        r"(?<![\d.,-])\d+(?![\d.,]*\d)", lambda m: str(int(m.group()) * 3 + 1), text, count=1
    )


def with_more(more: str) -> Edit:
    return lambda text: f"{text} {more}"


def begun(start: str) -> Edit:
    return lambda text: f"{start} {lower_first(text)}"


BAD: dict[str, Edit] = {
    "denial lost": NEGATION_LOST,
    "hedge lost": HEDGE_LOST,
    "direction swapped": DIRECTION_SWAPPED,
    "people broadened": PEOPLE_BROADENED,
    "speaker lost": SPEAKER_LOST,
    "model lost": MODEL_LOST,
    "companion or form lost": COMPANION_LOST,
    "comparison lost": COMPARISON_LOST,
    "contrast lost": CONTRAST_LOST,
    "scope lost": SCOPE_LOST,
    "denial moved": NOT_MOVED,
    "number inflated": inflate,
    "second sentence": with_more("So it works for everyone."),
    "clinically proven": begun("It is clinically proven that"),
    "cause stated": lambda text: "This supplement cures the condition and prevents it for good.",
    "words of praise": replaced((r"\b(was|were|is|are|did)\b", r"clearly and safely \1")),
    "small words added": replaced(
        (r"\b(people|adults|patients|men|women)\b", r"all the \1"), (r"\.$", " in every case.")
    ),
    "markup": lambda text: f"**{text}** <b>Buy it</b> [1](https://shop.example)",
    "label words added": begun("According to this other document, no"),
}


def halves(first: str, second: str) -> str | None:
    """Begin with one finding and end with the next one's end, unless that gives one of them again."""
    head = re.split(r"\b(?:was|were|did|fell|rose)\b", first)
    tail = re.search(r"\b(was|were|did|fell|rose)\b", second)
    if len(head) < 2 or not tail:
        return None
    spliced = head[0] + second[tail.start() :]
    return None if bare(spliced) in {bare(first), bare(second)} else spliced


def bare(text: str) -> str:
    """A sentence without what stands in brackets."""
    return re.sub(r" \([^()]*\)", "", text)


def overclaims(passages: Sequence[Passage], turn: int) -> Iterator[tuple[str, str, list[int], str]]:
    """For each passage one overclaim as (kind, text, passage numbers, quote), each turn another kind."""
    kinds = list(BAD)
    for place, passage in enumerate(passages):
        text, number = passage["text"], passage["number"]
        other = passages[(place + 1) % len(passages)]
        if (turn + place) % 7 == 0 and (spliced := halves(text, other["text"])):
            yield "two findings spliced", spliced, [number, other["number"]], text
            continue
        for step in range(len(kinds)):
            kind = kinds[(turn + place + step) % len(kinds)]
            if (new := upper_first(BAD[kind](text))) != text:
                yield kind, new, [number], text
                break


def fabrications(
    passages: Sequence[Passage], turn: int
) -> Iterator[tuple[str, str, list[int], str]]:
    """For each passage one claim with a quote or a number that was never given."""
    for place, passage in enumerate(passages):
        text, number = passage["text"], passage["number"]
        other = passages[(place + 1) % len(passages)]
        made_up = "It was shown in 4,812 adults that the supplement cures insomnia (p < 0.001)."
        choices = [
            ("quote made up", made_up, [number], made_up),
            ("number made up", made_up, [9_000 + place], made_up),
            ("number made up, true words", NEGATION_LOST(text), [0], text),
            ("quote changed", DIRECTION_SWAPPED(text), [number], DIRECTION_SWAPPED(text)),
            ("quote cut before its not", *cut_before_denial(text, number)),
            ("quote of another passage", HEDGE_LOST(other["text"]), [number], other["text"]),
            ("no passage", made_up, [], ""),
            ("quote of one word", made_up, [number], text.split()[0]),
        ]
        kind, said, numbers, quote = choices[(turn + place) % len(choices)]
        if (
            len(said.split()) > 3
            and said != text
            and not (kind == "quote changed" and quote == text)
        ):
            yield kind, upper_first(said), numbers, quote


def cut_before_denial(text: str, number: int) -> tuple[str, list[int], str]:
    """Quote what follows a denial as if it stood alone."""
    tail = re.split(r"\b(?:not|no|No|neither|without)\b", text)[-1].strip()
    return upper_first(tail), [number], tail
