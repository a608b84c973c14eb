"""Amounts of a sentence as things that can be compared: a value, what it measures, and where it stands.

`1,000 mcg` and `1 mg` are one amount, `12 weeks` and `three months` nearly one, `38.7%` rounds to
`about 39%`, and a hazard ratio of 0.72 is a fall of 28%. Digits inside names (B12, omega-3) are none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.verify.phrases import BEGINNING, beginnings
from assistant.verify.units import (
    COUNT,
    COUNTED,
    FOLD,
    MULTIPLES,
    ONES,
    PARTS,
    PERCENT,
    POWERS,
    SHARES,
    TIME,
    UNITS,
    WORDS,
    as_number,
)

ROUGHLY = re.compile(
    r"\b(?:(?P<more>over|more than|at least|well over|just over|a good|upwards of)|"
    r"(?P<less>nearly|almost|just under|well under|under|close to|up to|not quite|less than)|"
    r"about|around|roughly|some|approximately)\s+$",
    re.I,
)
"""Before a number that is rounded, and whether down ("more than") or up ("nearly")."""
HALF_BEFORE = re.compile(r"\band (?:an? )?$", re.I)
MEASURES = re.compile(r"[- ]marathon|-life\b", re.I)
"""After a half that is no share."""
AND_A = re.compile(r"\b(?:hour|day|week|month|year)s? and (?:an? )?$", re.I)
"""Before the "half" of one and a half."""
ROUNDED = 0.2
"""The step of a rounded number, as a share of it."""
ONE = re.compile(
    r"\b(?:over|for|after|within|throughout) (?:an? |one )?(?:full |whole |entire |single )?"
    r"(?P<unit>hour|week|fortnight|month|year|decade)\b(?P<half> and a half\b)?|\bwithin a (?P<day>day)\b"
    r"|\b(?:an?|one) (?P<thing>gram|milligram|microgram|kilo|litre|teaspoon|tablespoon|(?:hour|week|month|year)(?= and a half))"
    r"\b(?P<half2> and a half\b)?",
    re.I,
)
"""One of a unit, or one and a half, without a number: "for a year", "a month and a half", "a gram"."""
HALF_MORE = re.compile(r"\s+and a half\b", re.I)
OF_A_UNIT = re.compile(r"(?:\s+(?:of )?an?\s+|[\s-])(?P<unit>[a-zµμ]+)\b", re.I)
ORDINAL = re.compile(
    r"\s+(?:trial|study|group|arm|time|dose|person|review|team|option|reason|party)\b", re.I
)
"""After "a third", where it counts and divides nothing."""
DIGITS = (
    r"(?<![\w.,])(?<![A-Za-z]-)-?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    r"(?=(?:mg|mcg|µg|μg|g|kg|ml|iu|h|x)?(?!\w))"
)
NUMBER = re.compile(
    rf"{DIGITS}|\b(?P<share>hal(?:f|ved|ves|ving)|(?:an?|{'|'.join(ONES[1:10])})[ -](?:{'|'.join(PARTS)})s?)\b"
    rf"|\b(?P<multiple>{'|'.join(MULTIPLES)})\b|\b(?P<word>{'|'.join(WORDS)})(?:-(?P<ones>{'|'.join(ONES[1:10])}))?\b",
    re.I,
)
SCALE = re.compile(r"\s?(hundred|thousand|million|billion)\b", re.I)
INTERVAL = re.compile(r"\s?(?:CI\b|confidence|credible|interval)", re.I)
OF_A_SCALE = re.compile(r"-points?\b", re.I)
"""After the size of a scale: "on a 10-point scale"."""
AS_MANY = re.compile(
    r" (?:as (?:many|much|likely|often|common|great|high|large|long)|(?:of )?the (?:rate|risk|odds|number|chance|likelihood|hazard))\b",
    re.I,
)
"""After a share that says how many times one figure is another."""
OFTEN = re.compile(
    r"[-\s](?:daily|weekly|monthly|a (?:day|week|month)|per (?:day|week)|the|blind)\b|-blind", re.I
)
UNIT = re.compile(r"(?:[-\s]{0,2})(%|per cent|year-olds?|[A-Za-zµμ]+)")
RANGE = re.compile(r"\s?(%|[a-zµμ]{1,3}\b)?\s?(?:-|–|—|to|and|or)\s?(?=\d)", re.I)
STOPPERS = frozenset(
    {"to", "or", "v", "vs", "versus", "of", "against", "in", "with", "than", "on", "per"}
)
ONE_DAY = re.compile(r"one day\b(?! (?:of|a week|per week|before|after|later))", re.I)
"""Some time, no amount."""
CLOCK = re.compile(r"(?<![\d:])(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)(?![\d:])(?=.{0,40}\bmin)")
"""Minutes and seconds, where the unit is named."""
BARE = frozenset({"one", "zero"})
"""Number words that mostly count nothing ("one of", "one another")."""
OUT_OF = re.compile(
    rf"\b(?P<part>{COUNT}) (?:(?!point|year|week|day|month)[\w-]+ )?(?:in|out of|of) (?:every )?"
    rf"(?P<whole>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|10|20|100|a hundred|1,000)\b"
    rf"(?!,?\d| ?%| (?:days|weeks|months|years|studies|centres|cities|countries))",
    re.I,
)
"""A share as so many in a small whole."""
LOOK_AHEAD = 4
"""Words after a number among which its unit is looked for ("44 older Chinese adults")."""
CALENDAR = range(1900, 2101)


class Amount(NamedTuple):
    """A number in base units of what it measures (None: unknown), its precision, and its place."""

    value: float
    measure: str | None
    step: float
    """The unit of the last digit written, in base units: 38.7% has a step of 0.1."""
    start: int
    end: int
    written: float = 0.0
    """The number as written, without its unit."""
    lean: int = 0
    """Where the number lies that this one is rounded from: above (1), below (-1), or either side."""


NUMBER_WORDS = frozenset(
    word[:BEGINNING]
    for word in (*WORDS, *PARTS, *MULTIPLES, *POWERS, *UNITS, "half", "halved", "halving")
)


def has_number(text: str) -> bool:
    """Whether a text has a digit, or a word that may begin a number, a part or a unit."""
    return any(c.isdigit() for c in text) or not NUMBER_WORDS.isdisjoint(beginnings(text))


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Find the amounts of a text in its order; calendar years are none."""
    if not has_number(text):
        return ()
    found: list[Amount] = []
    shares = [m for m in OUT_OF.finditer(text) if as_number(m["part"]) < as_number(m["whole"])]
    for match in shares:
        share = 100 * as_number(match["part"]) / as_number(match["whole"])
        step = 1.0 if as_number(match["whole"]) > TENTHS else min(5.0, share / 4)
        rough, lean = rounded(text, match.start(), share)
        found.append(Amount(share, PERCENT, max(step, rough), *match.span(), share, lean))
    for match in NUMBER.finditer(text):
        if any(share.start() <= match.start() < share.end() for share in shares):
            continue
        amount = read_amount(text, match)
        if amount:
            found.append(amount)
    for match in CLOCK.finditer(text):
        minutes = int(match["minutes"]) + int(match["seconds"]) / 60
        found.append(Amount(minutes / 1440, TIME, 0.0, *match.span(), minutes))
    taken = [(amount.start, amount.end) for amount in found]
    for match in ONE.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        name = next(name for name in ("unit", "day", "thing") if match[name])
        measure, factor = UNITS[match[name].lower()]
        number = 1.5 if match["half"] or match["half2"] else 1.0
        said = JUST.search(text, 0, match.end())
        step, lean = (2 * ROUNDED, 1 if said["over"] else -1) if said else (0.0, 0)
        found.append(
            Amount(number * factor, measure, step * factor, *match.span(name), number, lean)
        )
    return tuple(in_percent(text, found))


JUST = re.compile(
    r"\b(?:just|a (?:little|bit)|slightly|well) (?:(?P<over>over|more than)|under|less than) (?:an?|one) \w+$",
    re.I,
)
"""One of a unit, and a little more or less."""
PER_WHOLE = re.compile(
    r"\b(?:per|in every|(?:out )?of every|in a|out of a|for every) (?P<whole>hundred|100|thousand|1,?000|ten thousand|10,?000)\b",
    re.I,
)
"""How many of a large whole: "24 per thousand"."""
WHOLES = {"hundred": 100.0, "thousand": 1000.0, "ten thousand": 10_000.0}


def in_percent(text: str, amounts: list[Amount]) -> list[Amount]:
    """The bare numbers of a sentence that tells so many of a large whole, as percentages."""
    per = PER_WHOLE.search(text)
    if per is None or any(a.measure == "points" for a in amounts):
        return amounts
    whole = WHOLES.get(per["whole"].lower()) or float(per["whole"].replace(",", ""))
    return [
        a._replace(
            value=100 * a.value / whole, measure=PERCENT, step=max(a.step, 1.0) * 100 / whole
        )
        if a.measure in {None, *COUNTED}
        and a.value < whole
        and not per.start() <= a.start < per.end()
        else a
        for a in amounts
    ]


AT_AGE = re.compile(r"\bage[ds]? (?:of |between |from )?(?:\d+ ?(?:to|and|-|–) ?)?$", re.I)
"""Before a number of years: "at age four"."""
TENTHS = 20
"""The largest whole of which a share is taken to be rounded."""


def read_amount(text: str, match: re.Match[str]) -> Amount | None:
    """Read one number with its unit."""
    start, end = match.span()
    if match["share"]:
        before = text[:start]
        if AND_A.search(before) or (
            match["share"].lower() == "half" and HALF_BEFORE.search(before)
        ):
            return None
        if ORDINAL.match(text, end) or MEASURES.match(text, end):
            return None
        known = SHARES.get(match["share"].lower())
        if known is None:
            return None
        share = known
        step, lean = rounded(text, start, share)
        of = OF_A_UNIT.match(text, end)
        if of and of["unit"].lower() in UNITS:
            what, factor = UNITS[of["unit"].lower()]
            part = share / 100 * factor
            return Amount(part, what, ROUNDED * part, start, of.end(), share / 100, lean)
        if AS_MANY.match(text, end):
            return Amount(share / 100, FOLD, share / 400, start, end, share / 100, lean)
        return Amount(share, PERCENT, max(min(5.0, share / 4), step), start, end, share, lean)
    if match["multiple"]:
        if OFTEN.match(text, end):
            return None
        multiple = MULTIPLES[match["multiple"].lower()]
        _, lean = rounded(text, start, multiple)
        return Amount(multiple, FOLD, 0.2 * multiple, start, end, multiple, lean)
    if match["word"]:
        word = match["word"].lower()
        value, step = WORDS[word] + (WORDS[match["ones"].lower()] if match["ones"] else 0.0), 0.0
        scale = SCALE.match(text, end)
        if scale:
            value, end = value * POWERS[scale.group(1).lower()], scale.end()
        half = HALF_MORE.match(text, end)
        if half:
            value, end = value + 0.5, half.end()
        measure, factor, end = unit_after(text, end)
        if OF_A_SCALE.match(text, match.end()):
            return None
        if word in BARE and (measure in {None, FOLD, *COUNTED} or ONE_DAY.match(text, start)):
            return None
    else:
        value = float(match["digits"].replace(",", "") + (match["decimals"] or ""))
        step = 10.0 ** -(len(match["decimals"]) - 1) if match["decimals"] else 1.0
        scale = SCALE.match(text, end)
        if scale:
            power = POWERS[scale.group(1).lower()]
            value, step, end = value * power, step * power, scale.end()
        measure, factor, end = unit_after(text, end)
        if measure == PERCENT and INTERVAL.match(text, end):
            return None
        if OF_A_SCALE.match(text, match.end()):
            return None
        if (
            measure is None
            and not match["decimals"]
            and value in CALENDAR
            and "," not in match["digits"]
        ):
            return None
    if measure is None and AT_AGE.search(text[:start]):
        measure, factor = UNITS["years"]
    rough, lean = rounded(text, start, value)
    return Amount(value * factor, measure, max(step, rough) * factor, start, end, value, lean)


def rounded(text: str, start: int, value: float) -> tuple[float, int]:
    """The step of a number that is said to be about right, 0 where it is not, and its lean."""
    match = ROUGHLY.search(text[:start])
    if not match:
        return 0.0, 0
    return ROUNDED * value, bool(match["more"]) - bool(match["less"])


def unit_after(text: str, end: int) -> tuple[str | None, float, int]:
    """What the number before `end` measures, the factor to base units, and where the unit ends."""
    span = RANGE.match(text, end)
    if span:
        if span.group(1) and span.group(1).lower() in UNITS:
            return (*UNITS[span.group(1).lower()], span.end(1))
        after = re.compile(r"-?[\d.,]+").match(text, span.end())
        if after:
            measure, factor, _ = unit_after(text, after.end())
            return measure, factor, end
    place = end
    for i in range(LOOK_AHEAD):
        match = UNIT.match(text, place)
        if not match:
            return None, 1.0, end
        word = match.group(1).lower()
        unit = UNITS.get("%" if word == "per cent" else word)
        if unit and (i == 0 or unit[0] in COUNTED):
            return (*unit, match.end())
        if word in STOPPERS or word == "and":
            return None, 1.0, end
        place = match.end()
    return None, 1.0, end
