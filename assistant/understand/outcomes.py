"""Which outcomes a question asks about, where several could be meant or none is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Protocol

from assistant.load import Vocabulary
from assistant.schema import Intent
from assistant.triage.language import LITTLE_WORDS
from assistant.understand.clauses import (
    Asked,
    is_denied,
    is_ruled_out,
    story_clauses,
    without_had,
)
from assistant.understand.cues import IDIOMS, without_people
from assistant.understand.names import (
    only_prevented,
    outside,
    short_of,
    without_exposure,
    without_general,
    without_unhoped,
)
from assistant.understand.nearest import NearestTerms, Nearness, guess_outcome
from assistant.understand.parts import OutcomeParts
from assistant.understand.phrases import WORD, Match, PhraseMatcher, translations

MAX_CLAUSES = 2
"""Clauses without a known outcome that are looked up by meaning."""
GENERAL_HARM = frozenset({"safety", "adverse events", "drug interaction"})
"""Outcomes that name no harm in particular and so leave open what something is taken for."""
GUESSED: frozenset[Intent] = frozenset({"efficacy", "comparison", "safety"})
"""Intents whose outcome is looked up by meaning."""
TREATS = re.compile(
    r"\b(once|already|get(ting)? rid|go(es)? away|is over|lasts?|length of|sooner|faster|quicker|shorter|shorten\w*|raccourci\w*|verkort\w*|verkürz\w*|acorta\w*|recover\w*|get over|cures?|treat\w*)\b",
    re.I,
)
"""Asks about what one has already, not about getting it."""


SAYS_NO_AIM = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|research|papers?|articles?|pages?|evidence|risks?|risky|safe|safety|dangers?|dangerous|side[- ]effects?|"
    r"anything|something|nothing|everything|true|truth|myth|hype|nonsense|worth|sense|idea|point|good|bad|better|worse|best|beats?|really|actually|honestly|answers?|numbers?|figures?)\b",
    re.I,
)
"""Words of nearly every question, which are near to some outcome and mean none."""


class IsStudied(Protocol):
    """Whether the documents have some substances with an outcome."""

    def __call__(
        self, substances: Collection[str], outcome: str, words: Collection[str] = (), /
    ) -> bool:
        """Look it up; where words are given, what was measured must hold one of them."""


class OutcomeReader:
    """Finds the outcomes of a vocabulary in questions, by phrase and then by meaning."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        nearest_terms: NearestTerms,
        is_studied: IsStudied,
        without_names: Callable[[str], str],
    ) -> None:
        """Prepare the matcher.

        Args:
            vocabulary: the names to look for.
            nearest_terms: the search by meaning.
            is_studied: the look-up in the documents.
            without_names: takes the names of substances and medicines out of a text.
        """
        self._parts = OutcomeParts(vocabulary.outcomes)
        self._matcher = PhraseMatcher(
            (
                *((phrase, item.name) for item in vocabulary.outcomes for phrase in item.phrases),
                *self._parts.phrases(),
            ),
            IDIOMS,
            translations(vocabulary.outcomes),
        )
        self._outcome_of = {
            phrase: item.name
            for item in vocabulary.outcomes
            for phrase in (*item.phrases, *item.examples)
        }
        self._group_of = {item.name: item.group for item in vocabulary.outcomes}
        self._phrases_of = {item.name: {*item.phrases} for item in vocabulary.outcomes}
        self._treats = {item.name: item.treats for item in vocabulary.medicines}
        self._preventions = {item.name for item in vocabulary.outcomes if item.is_prevention}
        # Laboratory markers and what was seen in animals; people who mean one name it.
        self._surrogates = {item.name for item in vocabulary.outcomes if item.surrogate}
        self._substances = frozenset(item.name for item in vocabulary.substances)
        self._nearest_terms = nearest_terms
        self._is_studied = is_studied
        self._without_names = without_names

    def find(self, text: str) -> list[Match]:
        """Find the outcomes that stand in a text."""
        return self._matcher.find(text)

    def settle(
        self, question: str, found: Sequence[Match], substances: Sequence[Match]
    ) -> tuple[list[Match], list[Match]]:
        """Of the outcomes that stand in a question those that can be meant, and names of unmeasured parts."""
        named = {m.name for m in substances}
        outcomes, unmeasured = self._likeliest(question, found, named)
        outcomes = [m for m in outcomes if not is_denied(question, m, substances)]
        levels = outside(short_of(question, substances), outcomes)
        outcomes += [m for m in levels if self._is_studied(named, m.name)]
        outcomes = without_exposure(question, without_general(question, outcomes))
        return without_had(question, outcomes), unmeasured

    def _likeliest(
        self, question: str, found: Sequence[Match], named: Collection[str]
    ) -> tuple[list[Match], list[Match]]:
        """Of the outcomes that one phrase may mean, those on which the documents have the substances.

        Beside them the names of parts that were not measured.
        """
        outcomes, unmeasured = self._parts.settle(found, partial(self._is_measured, named))
        outcomes = without_unhoped(question, outcomes, GENERAL_HARM)
        outcomes = only_prevented(question, outcomes, self._preventions)
        studied = [m for m in outcomes if named and self._is_studied(named, m.name)]
        spans = {(m.start, m.end) for m in studied}
        kept = [m for m in outcomes if m in studied or (m.start, m.end) not in spans]
        return kept, unmeasured

    def _is_measured(self, named: Collection[str], outcome: str, words: Collection[str]) -> bool:
        """Whether a part of an outcome was measured with what is named, or with anything at all."""
        return self._is_studied(named or self._substances, outcome, words)

    def meant(
        self,
        question: str,
        substances: Sequence[Match],
        medicines: Sequence[Match],
        asked: Asked,
        intents: Sequence[Intent],
        aims: Sequence[str],
    ) -> list[str]:
        """The outcomes that are asked about: those that stand there, else the nearest in meaning.

        Where the question says in so many words what it is after, only those words are looked up.
        """
        named = [*substances, *medicines]
        names = [m.name for m in asked.outcomes if not is_ruled_out(question, m)]
        if substances and GUESSED & set(intents) and intents[0] != "mechanism":
            of_harm_alone = not set(intents) & {"efficacy", "comparison"}
            least: Nearness = "very near" if of_harm_alone else "near"
            if asked.outcomes or asked.others:
                least = "nearest"  # what was named is mostly all that was meant
            for clause in asked.silent[:MAX_CLAUSES]:
                said = [aim for aim in aims if aim in clause.lower()]
                for aim in said:
                    names += self._by_meaning(aim, named, "very near")
                names += self._by_meaning(clause, named, least) if not said else ()
            if not (set(names) - GENERAL_HARM or asked.others or of_harm_alone or aims):
                told = [c for c in story_clauses(question) if not self.find(c)]
                for clause in told[:MAX_CLAUSES]:
                    names += self._by_meaning(clause, named, "very near")
            if not (names or asked.outcomes or asked.others or aims):
                names += self._by_meaning(question, named, least)
        if not names and "comparison" in intents:
            names = [name for m in medicines for name in self._treats[m.name]]
        told_of = [*asked.others, *asked.outcomes]
        meant = [m for m in told_of if not is_ruled_out(question, m)] or told_of
        return names or [m.name for m in meant]

    def _by_meaning(self, clause: str, named: Sequence[Match], least: Nearness) -> tuple[str, ...]:
        """The outcome nearest in meaning to what a clause says beside the names that it holds.

        Args:
            clause: a part of the question.
            named: the substances and medicines of the whole question.
            least: how near it must be; the nearest where no document has what is named with it, since a wrong
                guess would then deny what is there.
        """
        rest = without_people(SAYS_NO_AIM.sub(" ", self._without_names(clause)))
        if is_empty(rest):
            return ()
        guess = guess_outcome(self._nearest_terms(rest), self._outcome_of, self._group_of)
        if guess is None or guess.outcome in self._surrogates:
            return ()
        if not self._is_studied({m.name for m in named}, guess.outcome):
            least = "nearest"
        return (guess.outcome,) if guess.is_at_least(least) else ()

    def treated(self, question: str, names: Sequence[str]) -> list[str]:
        """Without what is only prevented, where the question asks about treating."""
        kept = [name for name in names if name not in self._preventions]
        return kept if kept and TREATS.search(question) else list(names)

    def going_on(self, question: str, before: Sequence[str]) -> list[str]:
        """The outcomes that go on to be asked about, those of treating where that is asked.

        Who asked about catching a cold and now asks how to treat one means another outcome of that name.
        """
        if not TREATS.search(question):
            return list(before)
        meant: list[str] = []
        for name in before:
            shared = self._sisters(name) if name in self._preventions else []
            meant += shared or [name]
        return list(dict.fromkeys(meant))

    def _sisters(self, name: str) -> list[str]:
        """The outcomes that share a phrase with a prevention and are none themselves."""
        phrases = self._phrases_of[name]
        return [
            other
            for other, own in self._phrases_of.items()
            if other not in self._preventions and own & phrases
        ]


def is_empty(text: str) -> bool:
    """Whether a text has no word but little ones, as in "what about it?"."""
    return {word.lower() for word in WORD.findall(text)} <= LITTLE_WORDS["en"]
