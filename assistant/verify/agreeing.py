"""Whether two amounts agree, and what follows from those that a text states.

A ratio of 0.72 is a fall of 28%, 12 of 60 are 20%, "5.4 versus 8.0" a third fewer, and "more than a
third" is borne out by 38%.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.verify.amounts import Amount, has_number
from assistant.verify.units import AS_MUCH, COUNT, EFFECTS, FOLD, MASS, PERCENT, TIME, as_number

ABOUT = 0.03
"""How far on the wrong side it may lie, as a share of it."""
LEANING = 0.3
"""How far beyond a number the one may lie that it is rounded from, as a share of it."""
MULTIPLE = 0.49
"""The same of a multiple: "more than doubled" stands for anything short of tripled."""
RATIO = re.compile(
    r"\b(?:odds|hazard|risk|rate|relative risk|incidence rate)?\s?(?:ratio|RR|OR|HR)\b[^.;\d]{0,12}(?P<ratio>\d+\.\d+)",
    re.I,
)
YEARS = re.compile(r"\b(?P<first>(?:19|20)\d\d)\s?(?:to|and|until|-|–)\s?(?P<last>(?:19|20)\d\d)\b")
"""A stretch of calendar years: "from 2004 to 2022"."""
FROM_TO = re.compile(
    r"\bfrom (?P<first>\d+(?:\.\d+)?)\b[^.;,\d]{0,20}\bto (?P<last>\d+(?:\.\d+)?)(?![\d.,]*\d)",
    re.I,
)
"""What rose from one figure to another: "from 112 to 298" is more than double."""
PART_OF = re.compile(
    rf"(?<![\d.,])\b(?P<part>{COUNT})(?: or (?P<other>{COUNT}))? (?:(?!point|year|week|day|month)[\w-]+ )?(?:of|out of|in) "
    rf"(?:the |every |all )?(?P<whole>{COUNT})\b(?![.,]\d|\s?%|-)",
    re.I,
)
"""How many of how many: "12 of 60", "nine trials out of ten"."""
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


def implied_amounts(text: str, stated: Iterable[Amount]) -> list[Amount]:
    """The amounts that follow from those that a text states.

    A ratio of 0.72 is a fall of 28%, 12 of 60 are 20%, and 300 mg twice a day is 600 mg.
    """
    found: list[Amount] = []
    if not has_number(text):
        return found
    for match in RATIO.finditer(text):
        ratio, span = float(match["ratio"]), match.span("ratio")
        found.append(Amount(abs(ratio - 1) * 100, PERCENT, 1.0, *span))
        found.append(Amount(ratio, FOLD, 0.1, *span))
    for match in YEARS.finditer(text):
        length = 365.0 * (int(match["last"]) - int(match["first"]))
        if length > 0:
            found.append(Amount(length, TIME, 365.0, *match.span(), length / 365.0))
    for match in FROM_TO.finditer(text):
        first, last = float(match["first"]), float(match["last"])
        if last > first > 0:
            found.append(Amount(last / first, FOLD, 0.1, *match.span(), last / first))
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
    if claimed.lean and claimed.measure == known.measure != TIME:
        beyond = claimed.lean * (known.value - claimed.value)
        most = MULTIPLE if claimed.measure == FOLD else LEANING
        return -ABOUT * claimed.value <= beyond <= most * claimed.value
    if None in {claimed.measure, known.measure}:
        # A unit that one side leaves out is taken to be the other's.
        gap = abs(abs(claimed.written) - abs(known.written))
        in_units = claimed.written / claimed.value if claimed.value else 1.0
        step = claimed.step * in_units
        loose = step / 2 if abs(step - 1) > 1e-6 else 0.0
        return gap <= loose + 1e-6 * max(1.0, abs(known.written))
    gap = abs(claimed.value - known.value)
    if claimed.measure == TIME and known.measure == TIME:
        return gap <= max(0.1 * max(claimed.value, known.value), claimed.step / 2)
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
