"""Units of measure and the words for numbers, as tables: what is counted, weighed, or a part of what."""

from __future__ import annotations

import re

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
MULTIPLES = {
    "twice": 2.0, "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0, "triple": 3.0,
    "tripled": 3.0, "triples": 3.0, "threefold": 3.0, "twofold": 2.0, "fourfold": 4.0, "tenfold": 10.0,
    "hundredfold": 100.0, "quadrupled": 4.0, "quadruples": 4.0, "fivefold": 5.0, "thrice": 3.0,
}  # fmt: skip
POWERS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
COUNT = rf"(?:\d[\d,]*|(?:{'|'.join(WORDS)}))"


def as_number(written: str) -> float:
    """A number in digits or as a word."""
    word = written.lower().removeprefix("a ")
    if word in POWERS:
        return POWERS[word]
    return WORDS[word] if word in WORDS else float(word.replace(",", ""))
