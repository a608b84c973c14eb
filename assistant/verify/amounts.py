"""Amounts of a sentence as things that can be compared: a value, what it measures, and where it stands.

`1,000 mcg` and `1 mg` are one amount, `12 weeks` and `three months` nearly one, `38.7%` rounds to
`about 39%`, and a hazard ratio of 0.72 is a fall of 28%. Digits inside names (B12, omega-3) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MASS, TIME, FOLD, PERCENT, PEOPLE, TRIALS = "mass", "time", "fold", "%", "people", "trials"
AS_MUCH = "ratio"
"""How many times one figure is another; a multiple ("twice as many") may say it, a percentage not."""
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("mg", "milligram", "milligrams"), (MASS, 1.0)),
    **dict.fromkeys(("g", "gram", "grams"), (MASS, 1e3)),
    **dict.fromkeys(("mcg", "µg", "μg", "ug", "microgram", "micrograms"), (MASS, 1e-3)),
    **dict.fromkeys(("kg", "kilo", "kilos", "kilogram", "kilograms"), (MASS, 1e6)),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), (MASS, 453_592.0)),
    **dict.fromkeys(("iu", "units"), ("iu", 1.0)),
    **dict.fromkeys(("ml", "millilitre", "millilitres", "milliliters"), ("volume", 1.0)),
    **dict.fromkeys(("l", "litre", "litres", "liter", "liters"), ("volume", 1e3)),
    **dict.fromkeys(("teaspoon", "teaspoons"), ("volume", 5.0)),
    **dict.fromkeys(("tablespoon", "tablespoons"), ("volume", 15.0)),
    **dict.fromkeys(("cup", "cups", "glass", "glasses", "mug", "mugs"), ("volume", 240.0)),
    **dict.fromkeys(("mmol", "millimolar", "mm", "millimole", "millimoles"), ("mmol", 1.0)),
    **dict.fromkeys(("micromolar", "µm", "μm", "umol", "µmol", "μmol"), ("mmol", 1e-3)),
    **dict.fromkeys(("%", "percent"), (PERCENT, 1.0)),
    **dict.fromkeys(("times", "fold", "x"), (FOLD, 1.0)),
    **dict.fromkeys(("mmhg",), ("mmhg", 1.0)),
    **dict.fromkeys(("point", "points"), ("points", 1.0)),
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), (TIME, 1 / 86_400_000)),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), (TIME, 1 / 86_400)),
    **dict.fromkeys(("minute", "minutes", "min", "mins"), (TIME, 1 / 1440)),
    **dict.fromkeys(("hour", "hours", "h"), (TIME, 1 / 24)),
    **dict.fromkeys(("fortnight", "fortnights"), (TIME, 14.0)),
    **dict.fromkeys(("day", "days"), (TIME, 1.0)),
    **dict.fromkeys(("week", "weeks"), (TIME, 7.0)),
    **dict.fromkeys(("month", "months"), (TIME, 30.4)),
    **dict.fromkeys(("year", "years", "year-old", "year-olds", "y"), (TIME, 365.0)),
    **dict.fromkeys(("decade", "decades"), (TIME, 3650.0)),
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
    r"\b(?:(?P<more>over|more than|at least|well over|just over|a good|upwards of)|"
    r"(?P<less>nearly|almost|just under|well under|under|close to|up to|not quite|less than)|"
    r"about|around|roughly|some|approximately)\s+$",
    re.I,
)
"""Before a number that is rounded, and whether down ("more than") or up ("nearly")."""
LEANING = 0.3
"""How far beyond a number the one may lie that it is rounded from, as a share of it."""
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
PARTS = {
    "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twelfth": 12, "twentieth": 20,
}  # fmt: skip
SHARES = {
    **dict.fromkeys(("half", "halved", "halves", "halving"), 50.0),
    **{
        f"{word}{sign}{part}{'s' if count > 1 else ''}": 100.0 * count / whole
        for part, whole in PARTS.items()
        for words, count in ((("a", "an", "one"), 1), *(((w,), i) for i, w in enumerate(ONES) if 1 < i < whole))
        for word in words
        for sign in (" ", "-")
    },
}  # fmt: skip
ORDINAL = re.compile(
    r"\s+(?:trial|study|group|arm|time|dose|person|review|team|option|reason|party)\b", re.I
)
"""After "a third", where it counts and divides nothing."""
MULTIPLES = {
    "twice": 2.0, "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0, "triple": 3.0,
    "tripled": 3.0, "triples": 3.0, "threefold": 3.0, "twofold": 2.0, "fourfold": 4.0, "tenfold": 10.0,
    "hundredfold": 100.0, "quadrupled": 4.0, "quadruples": 4.0, "fivefold": 5.0, "thrice": 3.0,
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
SCALE = re.compile(r"\s?(hundred|thousand|million|billion)\b", re.I)
POWERS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
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
RATIO = re.compile(
    r"\b(?:odds|hazard|risk|rate|relative risk|incidence rate)?\s?(?:ratio|RR|OR|HR)\b[^.;\d]{0,12}(?P<ratio>\d+\.\d+)",
    re.I,
)
COUNT = rf"(?:\d[\d,]*|(?:{'|'.join(WORDS)}))"
PART_OF = re.compile(
    rf"(?<![\d.,])\b(?P<part>{COUNT})(?: or (?P<other>{COUNT}))? (?:(?!point|year|week|day|month)[\w-]+ )?(?:of|out of|in) "
    rf"(?:the |every |all )?(?P<whole>{COUNT})\b(?![.,]\d|\s?%|-)",
    re.I,
)
"""How many of how many: "12 of 60", "nine trials out of ten"."""
OUT_OF = re.compile(
    rf"\b(?P<part>{COUNT}) (?:(?!point|year|week|day|month)[\w-]+ )?(?:in|out of|of) (?:every )?"
    rf"(?P<whole>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|10|20|100|a hundred|1,000)\b"
    rf"(?!,?\d| ?%| (?:days|weeks|months|years|studies|centres|cities|countries))",
    re.I,
)
"""A share as so many in a small whole."""
PAIRED = re.compile(
    r"(?P<from>\bfrom )?(?<![\w.,])(?P<a>\d+(?:\.\d+)?)\s?(?:%|[a-z]{1,5}\b)?(?: [a-z]+){0,3}?,?\s"
    r"(?:versus|vs\.?|against|compared with|and|(?(from)to|versus))\s(?:\w+ ){0,2}?(?P<b>\d+(?:\.\d+)?)(?![\w.,]*\d)",
    re.I,
)
"""Two figures that are set one against the other: "5.4 versus 8.0"."""
OF_WHOLE = re.compile(
    rf"\bof (?:the )?(?P<whole>{COUNT})\b(?! ?%)[^,.;]{{0,120}},\s(?P<part>{COUNT})\b(?! ?%)", re.I
)
"""How many of how many: "of 31 who took nothing, fourteen did"."""
PAIR = 2
SPAN = re.compile(r"\d\s?%?\s?(?:-|–|—|\bto\b)\s?\d[\d.]*\s?%")
"""A range in percent, which sets nothing against anything."""
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
    lean: int = 0
    """Where the number lies that this one is rounded from: above (1), below (-1), or either side."""


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Find the amounts of a text in its order; calendar years are none."""
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
        found.append(Amount(number * factor, measure, 0.0, *match.span(name), number))
    return tuple(found)


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
        share = SHARES[match["share"].lower()]
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
        return Amount(multiple, FOLD, 0.2 * multiple, start, end, multiple)
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
        whole = as_number(match["whole"])
        for part in (as_number(match[name]) for name in ("part", "other") if match[name]):
            if 0 < part <= whole:
                share = 100 * part / whole
                found += [
                    Amount(value, measure, 1.0, *match.span(), value)
                    for value, measure in ((share, PERCENT), (part, None), (whole, None))
                ]
    for match in OF_WHOLE.finditer(text):
        part, whole = (as_number(match[name]) for name in ("part", "whole"))
        if 0 < part <= whole:
            found.append(
                Amount(100 * part / whole, PERCENT, 1.0, *match.span("part"), 100 * part / whole)
            )
    pairs = [(float(m["a"]), float(m["b"]), m.span()) for m in PAIRED.finditer(text)]
    unit = {m.span(): amount_at(m.start("b"), stated) for m in PAIRED.finditer(text)}
    parts = [amount.value for amount in stated if amount.measure == PERCENT]
    if len(parts) == PAIR and not SPAN.search(text):
        pairs.append((parts[0], parts[1], (0, len(text))))
    for one, other, span in pairs:
        low, high = sorted((one, other))
        if low > 0:
            # "8.5% against 17.4%" is half as many, and 8.9 points fewer.
            fall, rise, gap = 100 * (high - low) / high, high / low, high - low
            of = unit.get(span)
            factor = of.value / of.written if of and of.written else 1.0
            measure = of.measure if of else None
            found += [
                Amount(fall, PERCENT, 2.0, *span, fall), Amount(rise, AS_MUCH, 0.1 * rise, *span, rise),
                Amount(gap * factor, measure, 0.1 * factor, *span, gap),
            ]  # fmt: skip
    for amount in stated:
        often = TIMES_A_DAY.match(text, amount.end) if amount.measure in {MASS, "iu"} else None
        if often:
            value = amount.value * TIMES[often["times"].lower()]
            found.append(amount._replace(value=value, written=value))
    return found


def amount_at(place: int, stated: Iterable[Amount]) -> Amount | None:
    """The amount that is written at a place of a text."""
    return next((amount for amount in stated if amount.start <= place < amount.end), None)


def as_number(written: str) -> float:
    """A number in digits or as a word."""
    word = written.lower().removeprefix("a ")
    if word in POWERS:
        return POWERS[word]
    return WORDS[word] if word in WORDS else float(word.replace(",", ""))


def is_same(claimed: Amount, known: Amount) -> bool:
    """Whether two amounts agree, as far as both are precise; an unknown measure agrees with any."""
    if claimed.measure == FOLD and known.measure == AS_MUCH:
        turned = known._replace(measure=FOLD, value=1 / known.value, written=1 / known.value)
        return is_same(claimed, known._replace(measure=FOLD)) or is_same(claimed, turned)
    if claimed.measure == "points" and known.measure == "mmhg":
        claimed = claimed._replace(measure="mmhg")
    if claimed.measure != known.measure and None not in {claimed.measure, known.measure}:
        if {claimed.measure, known.measure} == {PERCENT, FOLD}:
            return is_same(as_percent(claimed), as_percent(known))
        return False
    if claimed.lean and claimed.measure == known.measure:
        beyond = claimed.lean * (known.value - claimed.value)
        if 0 <= beyond <= LEANING * claimed.value:
            return True
    if None in {claimed.measure, known.measure}:
        # A unit that one side leaves out is taken to be the other's.
        gap = abs(abs(claimed.written) - abs(known.written))
        in_units = claimed.written / claimed.value if claimed.value else 1.0
        step = claimed.step * in_units
        loose = step / 2 if abs(step - 1) > 1e-6 else 0.0
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
    return amount._replace(
        value=abs(amount.value - 1) * 100, measure=PERCENT, step=amount.step * 100
    )


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
            if other.measure
            or a.measure not in measures & {TIME, MASS}
            or not is_whole(other.written)
        )
    ]


def is_whole(number: float) -> bool:
    """Whether a number has no decimals; one that has some hardly agrees with another by chance."""
    return number == int(number)


def counterpart(amount: Amount, known: Iterable[Amount]) -> Amount | None:
    """The amount of a source that a claim's amount seems to stand for: the nearest of its measure."""
    same = [k for k in known if k.measure == amount.measure]
    if not same and amount.measure in {PERCENT, FOLD}:
        same = [k for k in known if k.measure in {PERCENT, FOLD}]
    return min(
        same, key=lambda k: abs(as_percent(k).value - as_percent(amount).value), default=None
    )
