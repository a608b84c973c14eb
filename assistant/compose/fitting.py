"""Which sentences of documents fit a question: by what they are about, by outcome, by intent, by rare words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log

from assistant.compose.parts import HARM_GROUPS, Question, stems
from assistant.compose.signs import (
    CUES,
    NEEDED,
    OF_A_HARM,
    OF_HARM,
    OTHER_FORMS,
    PAID,
    RESULT_SIGN,
    WELCOME,
    WHO,
    definition_of,
)
from assistant.compose.speakers import calling_words
from assistant.compose.statements import Candidate
from assistant.compose.subjects import About, Subjects, names_asked
from assistant.index import tokenize
from assistant.retrieve import Catalog
from assistant.schema import Intent
from assistant.understand import plain
from assistant.understand.cues import find_populations

REFERRING = re.compile(r"^(?:it|this|these|they|that|those|such)\b", re.I)
CONTINUING = re.compile(
    r"^(?:however|but|and|also|in addition|furthermore|additionally|moreover|for (?:instance|example))\b", re.I
)  # fmt: skip
"""How a sentence begins that cannot, or hardly, stand without the one before it."""
OF_OUTCOMES: frozenset[Intent] = frozenset({"efficacy", "source", "mechanism", "comparison"})
"""Intents that a sentence on the outcome answers, whatever else it says."""
TYPED, SYNONYM, GROUP = 4.0, 3.0, 1.0
"""What the outcome is worth: by the words that were typed, by another name, one beside it."""
ABOUT: dict[About, float] = {
    About.OTHER: 0.0, About.NEAR: 0.0, About.DOCUMENT: 0.5, About.CARRIED: 2.0, About.NAMED: 3.0,
}  # fmt: skip
INTENT, WANTED, RESULT, BOTH, SECTION, PEOPLE, OWN_WORDS = 3.0, 2.0, 3.0, 3.0, 1.0, 4.0, 4.0
LEANING = {REFERRING: -1.0, CONTINUING: -0.5}
MOST_RARE = 8.0
"""What rare words are worth at most, so that one of them doesn't silence all other sentences."""
IRREGULAR = {"slept": "sleep", "asleep": "sleep", "fell": "fall", "lost": "lose", "grew": "grow", "grown": "grow", "felt": "feel",
             "fallen": "fall", "ate": "eat", "rose": "rise", "risen": "rise"}  # fmt: skip
"""Forms that a stemmer leaves apart from their verb."""
NEAR_WORDS = 2
"""Words that may stand between those of a phrase."""
COVERED = 0.5
"""The share of a question's rare words from which a sentence fits without outcome or cue."""
ASKING = frozenset(
    {"articl", "page", "site", "websit", "document", "say", "said", "claim", "tell", "read", "work", "help", "realli",
     "good", "know", "take", "use", "peopl", "person", "supplement", "thing", "anyth", "get", "has", "have", "been",
     "doe", "can", "will", "how", "what", "who", "which", "much", "should", "day", "better", "about", "into", "from", "ani",
     "behind", "test", "studi", "evid", "proof", "proven", "trial", "human", "anim", "rat", "mice", "cell", "mention", "name", "cite", "write", "wrote", "state",
     "accord", "per", "daili", "onli", "you", "your", "there", "make", "caus", "here", "these", "them", "best", "whi", "when", "where", "long", "mani", "do", "did", "it"}
)  # fmt: skip
"""Words of asking, which fit any sentence."""
MIN_STEM = 5
"""Letters from which a word of a sentence may go on where one of the question ends: "jitters", "jitteriness"."""


class Fitting:
    """Scores sentences against one question; higher fits better, 0 does not fit."""

    def __init__(self, catalog: Catalog, question: Question, said: Sequence[Candidate]) -> None:
        """Count the words of all candidates, so that rare ones weigh more."""
        seen = question.understanding
        items = [catalog.substances[n] for n in seen.substances if n in catalog.substances]
        self._subjects = Subjects(catalog, question)
        self._names = [[stems(p) for p in (item.name, *item.synonyms)] for item in items]
        of_names = frozenset(word for item in self._names for name in item for word in name)
        self._compares = "comparison" in seen.intents and len(items) > 1
        self._asked = stems(question.text) - of_names - stems(" ".join(seen.unknown))
        self._asked -= ASKING | calling_words(question.text)
        self._outcomes = outcome_phrases(catalog, question)
        groups = set(catalog.groups(seen.outcomes))
        needed = [sign for sign in NEEDED if sign.asks.search(question.text)]
        seeming = {intent for sign in needed for intent in sign.instead_of}
        cues = {intent: CUES[intent] for intent in seen.intents if intent in CUES}
        if seen.substances and "definition" in cues:
            cues["definition"] = definition_of(catalog.phrases(seen.substances[0]))
        if self._compares:
            cues["comparison"] = OTHER_FORMS
        if not {WHO, PAID} & set(needed) and (
            self._outcomes or names_asked(question) or self._asked
        ):
            seeming.add("source")
        self._cues = [cue for intent, cue in cues.items() if intent not in seeming]
        self._cues += [sign.gives for sign in needed if sign.gives not in self._cues]
        of_outcomes = bool(OF_OUTCOMES & set(seen.intents)) and not {WHO, PAID} & set(needed)
        self._is_about_outcome = of_outcomes or not self._cues
        self._hopes = not {"safety", "interaction", "dose"} & set(seen.intents)
        self._hopes = self._hopes and not OF_A_HARM.search(question.text)
        self._hopes = self._hopes and bool(groups) and not groups & HARM_GROUPS
        self._wanted = [sign.gives for sign in WELCOME if sign.asks.search(question.text)]
        self._people = set(seen.populations)
        bags = [words_of(candidate.text) for candidate in said]
        counts = Counter(word for bag in bags for word in self._asked if has_word(bag, word))
        self._rarity = {word: log(1 + len(said) / (counts[word] or 1)) for word in self._asked}

    def scores(
        self,
        title: str,
        said: Sequence[Candidate],
        results: frozenset[int] = frozenset(),
        *,
        is_study: bool = False,
    ) -> list[float]:
        """How well each sentence of a document fits; a study's own results fit by any shared word.

        Args:
            title: the document's title.
            said: its sentences, in their order.
            results: where the sentences start that were read as results.
            is_study: whether the document is surely a study, so that its title says what it measured.
        """
        about = self._subjects.of(title, said)
        on_outcome = is_study and self._outcome(title) > GROUP
        return [
            self._score(s, about[i], s.start in results, on_outcome=on_outcome)
            for i, s in enumerate(said)
        ]

    def _score(self, said: Candidate, about: About, is_result: bool, *, on_outcome: bool) -> float:
        if about is About.OTHER or (self._hopes and OF_HARM.search(said.text)):
            return 0.0
        bag = words_of(said.text)
        shared = [word for word in self._asked if has_word(bag, word)]
        rare = sum(self._rarity[word] for word in shared)
        outcome = self._outcome(said.text)
        if on_outcome and not outcome and RESULT_SIGN.search(said.text):
            outcome, is_result = SYNONYM, True
        under = self._outcome(said.section) if said.section else 0.0
        if not outcome and under > GROUP and about > About.NEAR:
            outcome = GROUP
        cued = any(cue.search(said.text) for cue in self._cues)
        named = sum(any(name <= bag for name in item) for item in self._names)
        is_both = named > 1
        is_close = rare > 0 and rare >= COVERED * sum(self._rarity.values())
        is_close = is_close and not self._outcomes
        cued = cued or is_both
        fits = outcome > 0 or cued or is_close or (is_result and rare > 0)
        if self._cues and not cued and not is_close and not (outcome and self._is_about_outcome):
            fits = False
        if not fits:
            return 0.0
        return (
            min(rare, MOST_RARE)
            + outcome
            + ABOUT[about]
            + INTENT * cued
            + BOTH * is_both
            + RESULT * is_result
            + SECTION * (under > GROUP)
            + sum(weight for begins, weight in LEANING.items() if begins.search(said.text))
            + WANTED * sum(bool(sign.search(said.text)) for sign in self._wanted)
            + OWN_WORDS * is_close
            + PEOPLE * self.is_of_people(said.text)
        )

    def is_of_people(self, text: str) -> bool:
        """Whether a sentence speaks of the very people who were asked about."""
        return bool(self._people and self._people & set(find_populations(plain(text))))

    def _outcome(self, text: str) -> float:
        """What a text's nearest name of the outcome is worth; 0 where it has none."""
        bag, words = words_of(text), ordered_words(text)
        return max(
            (w for phrase, w in self._outcomes if phrase <= bag and has_phrase(words, phrase)),
            default=0.0,
        )


def outcome_phrases(catalog: Catalog, question: Question) -> list[tuple[frozenset[str], float]]:
    """The phrases by which a sentence names what was asked, each with its worth."""
    seen = question.understanding
    terms = [catalog.outcomes[name] for name in seen.outcomes if name in catalog.outcomes]
    groups = {term.group for term in terms if not term.is_topic}
    asked = stems(question.text)
    worth: dict[frozenset[str], float] = {}

    def take(phrases: Iterable[str], weight: float) -> None:
        for phrase in phrases:
            bag = stems(phrase)
            if bag:
                typed = TYPED if bag <= asked and weight == SYNONYM else weight
                worth[bag] = max(worth.get(bag, 0.0), typed)

    for term in terms:
        take(term.phrases, SYNONYM)
    for other in catalog.outcomes.values():
        if other.group in groups and not other.is_topic:
            take(other.phrases, GROUP)
    return list(worth.items())


def has_phrase(words: Sequence[str], phrase: frozenset[str]) -> bool:
    """Whether all words of a phrase stand near each other, in any order."""
    places = [i for i, word in enumerate(words) if word in phrase]
    reach = len(phrase) + NEAR_WORDS
    return any(phrase <= set(words[i : i + reach]) for i in places)


def has_word(bag: frozenset[str], word: str) -> bool:
    """Whether a sentence has a word, or one that goes on where it ends."""
    if word in bag:
        return True
    return len(word) >= MIN_STEM and any(other.startswith(word) for other in bag)


def leans(said: Candidate) -> bool:
    """Whether a sentence begins in a way that needs the one before it."""
    return bool(REFERRING.search(said.text))


@lru_cache(maxsize=8192)
def ordered_words(text: str) -> tuple[str, ...]:
    """The stems of a sentence in their order."""
    return tuple(IRREGULAR.get(word, word) for word in tokenize([text])[0])


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The stems of a sentence."""
    return frozenset(ordered_words(text))
