"""What a sentence is about: its words of content as stems, names of the vocabulary under one name.

Words that carry strength, direction, denial, number or study design are left out: they are compared
as such elsewhere, so that two sentences about one thing meet here whatever they say of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from assistant.load import load_vocabulary
from assistant.understand.phrases import plain, split_words
from assistant.verify import wording
from assistant.verify.units import UNITS
from assistant.verify.units import WORDS as NUMBER_WORDS

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


DENYING = re.compile(r"n['’]t$", re.I)
"""The end of a verb that denies."""


def listed(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())


STOP_WORDS = listed(
    """
    a about above after again against all almost along already also although always am among
    an and another any are around as at away back be became because become been before begin
    begun being below between both but by came can could daily day days did do does doing done
    down during each either else even ever every few for from further gave get gets give given
    giving go goes going gone got had has have having he her here hers him his how however i
    if in instead into is it its itself just last least less let likely made make makes many
    may me might more most much must my near never no none nor not nothing now of off often on
    once one only onto or other others our out over own per perhaps please quite rather really
    said same saw say says see seem seen several shall she should since so some something soon
    still such take taken takes taking tell than that the their them then there these they
    thing things this those though through thus to together too took toward towards two under
    until up upon us use used uses using very was way we well went were what when where
    whether which while who whom whose why will with within without would yes yet you your
    """
)
"""Words that carry no content."""
STUDY_WORDS = listed(
    """
    according adult adults amount amounts analysis arm arms associated association author
    authors average better blind blinded body cause caused causes change changed changes
    compare compared comparing comparison conclude concluded concludes confidence control
    controls data differ differed difference dose doses double effect effective effectiveness
    effects evidence expert experts find finding findings finds found greater group groups
    harmless healthy help helped helps higher hour hours human humans improve improved
    improves increase increased ineffective intake interval journal large level levels likely
    link linked lower lowered mcg mean means men meta mg minute minutes month months new news
    number participant participants patient patients people percent perfectly person placebo
    point points pooled published randomised randomized rate rates ratio reduce reduced report
    reported reports research researcher researchers result results review risk safe sample
    say scientist scientists score scores show showed shown shows significant significantly
    small studies study subjects suggest suggested suggesting suggests supplement
    supplementation supplements taken today trial trials university useless versus volunteers
    vs ci hr rr smd sd week weeks women worse worthless year years
    """
)
"""Words of studies and of strength, which other slots compare."""
LONGEST = 5
"""Words in the longest phrase of the vocabulary that is looked for."""


class Topic(NamedTuple):
    """A word of content as its stem, the vocabulary's name for the phrase it stands in, its place."""

    stem: str
    name: str | None
    start: int
    end: int

    @property
    def is_substance(self) -> bool:
        """Whether it names a substance of the vocabulary."""
        return bool(self.name and self.name.startswith("substance"))


@lru_cache(maxsize=1)
def names() -> dict[tuple[str, ...], str]:
    """English phrases of the vocabulary and what each stands for: `substance: X` or `outcome: X`."""
    vocabulary = load_vocabulary()
    known: dict[tuple[str, ...], str] = {}
    for term in vocabulary.outcomes:
        for phrase in term.phrases:
            known.setdefault(split_words(phrase), f"outcome: {term.group}")
    for substance in vocabulary.substances:
        for phrase in substance.phrases:
            known[split_words(phrase)] = f"substance: {substance.name}"
    return {words: name for words, name in known.items() if words and not is_common(words)}


@lru_cache(maxsize=1)
def longest_from() -> dict[str, int]:
    """How many words the longest name takes that begins with a word."""
    longest: dict[str, int] = {}
    for words in names():
        longest[words[0]] = max(longest.get(words[0], 0), min(len(words), LONGEST))
    return longest


@lru_cache(maxsize=1)
def parents() -> dict[str, str]:
    """The substance of which a named form is one, for every form of the vocabulary."""
    return {s.name: s.form_of for s in load_vocabulary().substances if s.form_of}


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def is_common(words: tuple[str, ...]) -> bool:
    """Whether a phrase is too common or too short to stand for a name in running text."""
    return len(words) == 1 and (
        len(words[0]) < 4 or words[0] in STOP_WORDS or words[0] in STUDY_WORDS
    )


PAST_FORMS = dict(
    pair.split(":")
    for pair in [
        "slept:sleep",
        "felt:feel",
        "lost:lose",
        "grew:grow",
        "ate:eat",
        "drank:drink",
        "thought:think",
        "ran:run",
        "babies:baby",
        "infants:baby",
        "infant:baby",
        "fewer:few",
    ]
)
"""Forms that the stemmer does not join with their word, and a word for those in a cradle."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one word."""
    return str(_stemmer().stemWord(PAST_FORMS.get(word, word)))


def words_of(text: str) -> set[str]:
    """The stems of all words of a text."""
    return {stem(word.lower()) for word in re.findall(r"\w+", text)}


@lru_cache(maxsize=32_768)
def is_content(word: str) -> bool:
    """Whether a word says what a sentence is about."""
    if len(word) < 2 or word[0].isdigit():
        return False
    if word in STOP_WORDS or word in STUDY_WORDS or word in NUMBER_WORDS or word in UNITS:
        return False
    return not any(
        pattern.fullmatch(word)
        for pattern in (wording.HEDGED, wording.UP, wording.DOWN, wording.ABSOLUTE, wording.CAUSAL)
    )


@lru_cache(maxsize=4096)
def find_topics(text: str) -> tuple[Topic, ...]:
    """Find what a text is about, in its order."""
    found: list[Topic] = []
    words = list(WORD.finditer(text))
    tokens = [plain(word.group()) for word in words]
    i = 0
    while i < len(words):
        size, name = longest_name(tokens, i)
        for word, token in zip(words[i : i + size], tokens[i : i + size], strict=True):
            if DENYING.search(word.group()):
                continue
            found += [
                Topic(stem(part), name, word.start(), word.end())
                for part in token.split("-")
                if is_content(part)
            ]
        i += size
    return tuple(found)


def longest_name(tokens: list[str], i: int) -> tuple[int, str | None]:
    """How many words the longest name of the vocabulary takes from a word on, and the name."""
    longest = longest_from().get(tokens[i].split("-", 1)[0], 0)
    known = names()
    for size in range(min(longest, len(tokens) - i), 0, -1):
        key = tuple(part for token in tokens[i : i + size] for part in token.split("-"))
        if key in known:
            return size, known[key]
    return 1, None
