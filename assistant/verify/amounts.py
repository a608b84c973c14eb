"""Amounts of a sentence as things that can be compared: a value, what it measures, and where it stands.

`1,000 mcg` and `1 mg` are one amount, `12 weeks` and `three months` nearly one, `38.7%` rounds to
`about 39%`, and a hazard ratio of 0.72 is a fall of 28%. Digits inside names (B12, omega-3) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MASS, TIME, FOLD, PERCENT, PEOPLE, TRIALS = "mass", "time", "fold", "%", "people", "trials"
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("mg", "milligram", "milligrams"), (MASS, 1.0)),
    **dict.fromkeys(("g", "gram", "grams"), (MASS, 1e3)),
    **dict.fromkeys(("mcg", "µg", "μg", "ug", "microgram", "micrograms"), (MASS, 1e-3)),
    **dict.fromkeys(("kg", "kilogram", "kilograms"), (MASS, 1e6)),
    **dict.fromkeys(("iu", "units"), ("iu", 1.0)),
    **dict.fromkeys(("ml", "millilitre", "millilitres", "milliliters"), ("volume", 1.0)),
    **dict.fromkeys(("l", "litre", "litres", "liters"), ("volume", 1e3)),
    **dict.fromkeys(("mmol", "millimolar", "mm", "millimole", "millimoles"), ("mmol", 1.0)),
    **dict.fromkeys(("micromolar", "µm", "μm", "umol", "µmol", "μmol"), ("mmol", 1e-3)),
    **dict.fromkeys(("%", "percent"), (PERCENT, 1.0)),
    **dict.fromkeys(("times", "fold", "x"), (FOLD, 1.0)),
    **dict.fromkeys(("mmhg",), ("mmhg", 1.0)),
    **dict.fromkeys(("point", "points"), ("points", 1.0)),
    **dict.fromkeys(("minute", "minutes", "min", "mins"), (TIME, 1 / 1440)),
    **dict.fromkeys(("hour", "hours", "h"), (TIME, 1 / 24)),
    **dict.fromkeys(("day", "days"), (TIME, 1.0)),
    **dict.fromkeys(("week", "weeks"), (TIME, 7.0)),
    **dict.fromkeys(("month", "months"), (TIME, 30.4)),
    **dict.fromkeys(("year", "years", "year-old", "year-olds", "y"), (TIME, 365.0)),
    **dict.fromkeys(("trial", "trials", "study", "studies", "rcts"), (TRIALS, 1.0)),
    **dict.fromkeys(
        (
            "people", "adult", "adults", "participant", "participants", "patient", "patients", "men", "women",
            "children", "volunteers", "subjects", "persons", "individuals", "infants", "boys", "girls",
            "students", "residents",
        ),
        (PEOPLE, 1.0),
    ),
}  # fmt: skip
"""What a unit measures, and how much of the base unit it is (milligrams, days, ...)."""
ROUGHLY = re.compile(
    r"\b(?:over|more than|at least|nearly|almost|about|around|roughly|some|just under|under|close to|well over)\s+$",
    re.I,
)
"""Before a number that is rounded."""
AND_A = re.compile(r"\b(?:hour|day|week|month|year)s? and a $", re.I)
"""Before the "half" of one and a half."""
ROUNDED = 0.2
"""The step of a rounded number, as a share of it."""
LASTING = re.compile(
    r"\b(?:over|for|after|within|throughout) (?:an? |one )?(?:full |whole |entire )?(?P<unit>week|month|year)\b",
    re.I,
)
"""One of a unit of time that something took."""
OF_A_UNIT = re.compile(r"\s+(?:of )?an? (?P<unit>[a-zµμ]+)\b", re.I)
EFFECTS = frozenset({PERCENT, FOLD, "mmhg", "points"})
COUNTED = frozenset({PEOPLE, TRIALS})
ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
)
TENS = {
    word: 10.0 * (i + 2)
    for i, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
    )
}
WORDS: dict[str, float] = {**{word: float(i) for i, word in enumerate(ONES)}, **TENS, "dozen": 12.0}
SHARES = {
    "half": 50.0, "halved": 50.0, "halves": 50.0, "halving": 50.0, "a third": 100 / 3, "one third": 100 / 3,
    "one-third": 100 / 3, "two thirds": 200 / 3, "two-thirds": 200 / 3, "a quarter": 25.0,
    "one quarter": 25.0, "three quarters": 75.0, "three-quarters": 75.0, "a fifth": 20.0, "a tenth": 10.0,
}  # fmt: skip
MULTIPLES = {
    "twice": 2.0, "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0, "triple": 3.0,
    "tripled": 3.0, "triples": 3.0, "threefold": 3.0, "twofold": 2.0, "fourfold": 4.0, "tenfold": 10.0,
    "hundredfold": 100.0,
}  # fmt: skip
DIGITS = (
    r"(?<![\w.,])(?<![A-Za-z]-)-?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    r"(?=(?:mg|mcg|µg|μg|g|kg|ml|iu|h|x)?(?!\w))"
)
NUMBER = re.compile(
    rf"{DIGITS}|\b(?P<share>{'|'.join(sorted(SHARES, key=len, reverse=True))})\b"
    rf"|\b(?P<multiple>{'|'.join(MULTIPLES)})\b|\b(?P<word>{'|'.join(WORDS)})(?:-(?P<ones>{'|'.join(ONES[1:10])}))?\b",
    re.I,
)
SCALE = re.compile(r"\s?(thousand|million|billion)\b", re.I)
POWERS = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
INTERVAL = re.compile(r"\s?(?:CI\b|confidence|credible|interval)", re.I)
OFTEN = re.compile(
    r"\s(?:daily|weekly|monthly|a (?:day|week|month)|per (?:day|week)|the|blind)\b|-blind", re.I
)
UNIT = re.compile(r"(?:[-\s]{0,2})(%|per cent|year-olds?|[A-Za-zµμ]+)")
RANGE = re.compile(r"\s?(%|[a-zµμ]{1,3}\b)?\s?(?:-|–|—|to|and|or)\s?(?=\d)", re.I)
STOPPERS = frozenset(
    {"to", "or", "v", "vs", "versus", "of", "against", "in", "with", "than", "on", "per"}
)
BARE = frozenset({"one", "zero"})
"""Number words that mostly count nothing ("one of", "one another")."""
RATIO = re.compile(
    r"\b(?:odds|hazard|risk|rate|relative risk|incidence rate)?\s?(?:ratio|RR|OR|HR)\b[^.;\d]{0,12}(?P<ratio>\d+\.\d+)",
    re.I,
)
PART_OF = re.compile(
    r"(?<![\d.,])(?P<part>\d[\d,]*) (?:out )?of (?:the |every |all )?(?P<whole>\d[\d,]*)\b(?![.,]\d|\s?%)"
)
WHOLES = {"ten": 10.0, "10": 10.0, "100": 100.0, "a hundred": 100.0, "1,000": 1000.0}
COUNT = rf"(?:\d[\d,]*|(?:{'|'.join(WORDS)}))"
OUT_OF = re.compile(
    rf"\b(?P<part>{COUNT}) (?:\w+ )?(?:in|out of) (?:every )?(?P<whole>{'|'.join(WHOLES)})\b(?!,?\d| ?%| (?:people|adults|patients|women|men|trials|days|weeks))",
    re.I,
)
"""A share as so many in ten or a hundred."""
OF_WHOLE = re.compile(
    rf"\bof (?:the )?(?P<whole>{COUNT})\b(?! ?%)[^,.;]{{0,50}},\s(?P<part>{COUNT})\b(?! ?%)", re.I
)
"""How many of how many: "of 31 who took nothing, fourteen did"."""
PAIR = 2
TIMES = {"twice": 2.0, "two times": 2.0, "three times": 3.0, "thrice": 3.0, "four times": 4.0}
TIMES_A_DAY = re.compile(
    rf"[^.;\d]{{0,50}}?\b(?P<times>{'|'.join(TIMES)})(?: daily| a day| per day|\b)", re.I
)
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


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Find the amounts of a text in its order; calendar years are none."""
    found: list[Amount] = []
    shares = list(OUT_OF.finditer(text))
    for match in shares:
        share = 100 * as_number(match["part"]) / WHOLES[match["whole"].lower()]
        found.append(
            Amount(share, PERCENT, 5.0 if len(match["whole"]) < 4 else 1.0, *match.span(), share)
        )
    for match in NUMBER.finditer(text):
        if any(share.start() <= match.start() < share.end() for share in shares):
            continue
        amount = read_amount(text, match)
        if amount:
            found.append(amount)
    for match in LASTING.finditer(text):
        days = UNITS[match["unit"].lower()][1]
        found.append(Amount(days, TIME, 0.0, match.start("unit"), match.end("unit"), 1.0))
    return tuple(found)


def read_amount(text: str, match: re.Match[str]) -> Amount | None:
    """Read one number with its unit."""
    start, end = match.span()
    if match["share"]:
        if AND_A.search(text[:start]):
            return None
        share = SHARES[match["share"].lower()]
        of = OF_A_UNIT.match(text, end)
        if of and of["unit"].lower() in UNITS:
            what, factor = UNITS[of["unit"].lower()]
            part = share / 100 * factor
            return Amount(part, what, ROUNDED * part, start, of.end(), share / 100)
        return Amount(share, PERCENT, max(5.0, rounded(text, start, share)), start, end, share)
    if match["multiple"]:
        if OFTEN.match(text, end):
            return None
        multiple = MULTIPLES[match["multiple"].lower()]
        return Amount(multiple, FOLD, 0.5, start, end, multiple)
    if match["word"]:
        word = match["word"].lower()
        value, step = WORDS[word] + (WORDS[match["ones"].lower()] if match["ones"] else 0.0), 0.0
        scale = SCALE.match(text, end)
        if scale:
            value, end = value * POWERS[scale.group(1).lower()], scale.end()
        measure, factor, end = unit_after(text, end)
        if word in BARE and measure in {None, FOLD, *COUNTED}:
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
        if (
            measure is None
            and not match["decimals"]
            and value in CALENDAR
            and "," not in match["digits"]
        ):
            return None
    step = max(step, rounded(text, start, value))
    return Amount(value * factor, measure, step * factor, start, end, value)


def rounded(text: str, start: int, value: float) -> float:
    """The step of a number that is said to be about right; 0 where it is not."""
    return ROUNDED * value if ROUGHLY.search(text[:start]) else 0.0


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


def implied_amounts(text: str, stated: Iterable[Amount]) -> list[Amount]:
    """The amounts that follow from those that a text states.

    A ratio of 0.72 is a fall of 28%, 12 of 60 are 20%, and 300 mg twice a day is 600 mg.
    """
    found = []
    for match in RATIO.finditer(text):
        ratio, span = float(match["ratio"]), match.span("ratio")
        found.append(Amount(abs(ratio - 1) * 100, PERCENT, 1.0, *span))
        found.append(Amount(ratio, FOLD, 0.1, *span))
    for match in PART_OF.finditer(text):
        part, whole = float(match["part"].replace(",", "")), float(match["whole"].replace(",", ""))
        if 0 < part <= whole:
            share = 100 * part / whole
            found.append(Amount(share, PERCENT, 1.0, *match.span(), share))
    for match in OF_WHOLE.finditer(text):
        part, whole = (as_number(match[name]) for name in ("part", "whole"))
        if 0 < part <= whole:
            found.append(
                Amount(100 * part / whole, PERCENT, 1.0, *match.span("part"), 100 * part / whole)
            )
    parts = [amount.value for amount in stated if amount.measure == PERCENT]
    if len(parts) == PAIR and max(parts) > 0:
        # "8.5% against 17.4%" is half as many.
        fall = 100 * abs(parts[0] - parts[1]) / max(parts)
        found.append(Amount(fall, PERCENT, 2.0, 0, len(text), fall))
    for amount in stated:
        often = TIMES_A_DAY.match(text, amount.end) if amount.measure in {MASS, "iu"} else None
        if often:
            value = amount.value * TIMES[often["times"].lower()]
            found.append(amount._replace(value=value, written=value))
    return found


def as_number(written: str) -> float:
    """A number in digits or as a word."""
    word = written.lower()
    return WORDS[word] if word in WORDS else float(word.replace(",", ""))


def is_same(claimed: Amount, known: Amount) -> bool:
    """Whether two amounts agree, as far as both are precise; an unknown measure agrees with any."""
    if claimed.measure != known.measure and None not in {claimed.measure, known.measure}:
        if {claimed.measure, known.measure} == {PERCENT, FOLD}:
            return is_same(as_percent(claimed), as_percent(known))
        return False
    if None in {claimed.measure, known.measure}:
        # A unit that one side leaves out is taken to be the other's.
        gap = abs(claimed.written - known.written)
        loose = claimed.step / 2 if claimed.step > 1 else 0.0
        return gap <= loose + 1e-6 * max(1.0, abs(known.written))
    gap = abs(claimed.value - known.value)
    if claimed.measure == TIME and known.measure == TIME:
        return gap <= 0.1 * max(claimed.value, known.value)
    return gap <= max(claimed.step, 0.0) / 2 + 1e-6 * max(1.0, abs(known.value)) or (
        claimed.measure in EFFECTS and gap <= 0.02 * abs(known.value)
    )


def as_percent(amount: Amount) -> Amount:
    """A multiple as a rise in percent: double is 100% more."""
    if amount.measure != FOLD:
        return amount
    return amount._replace(value=(amount.value - 1) * 100, measure=PERCENT, step=amount.step * 100)


def missing_amounts(claimed: Iterable[Amount], known: Sequence[Amount]) -> list[Amount]:
    """The amounts of a claim that no amount of its source agrees with.

    A bare number of the source stands for a claim's amount only where none there has its measure.
    """
    measures = {other.measure for other in known}
    return [
        a
        for a in claimed
        if not any(
            is_same(a, other)
            for other in known
            if other.measure or a.measure not in measures & {TIME, MASS}
        )
    ]


def counterpart(amount: Amount, known: Iterable[Amount]) -> Amount | None:
    """The amount of a source that a claim's amount seems to stand for: the nearest of its measure."""
    same = [k for k in known if k.measure == amount.measure]
    if not same and amount.measure in {PERCENT, FOLD}:
        same = [k for k in known if k.measure in {PERCENT, FOLD}]
    return min(
        same, key=lambda k: abs(as_percent(k).value - as_percent(amount).value), default=None
    )
