"""What a question is about, in the vocabulary's names: substances, outcomes, intents, people.

Matching is by phrase first (the longest wins), by spelling second, and for an outcome that neither
finds by meaning; a word that means another substance than it resembles is never corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Protocol

from assistant.load import Vocabulary
from assistant.schema import Intent, OutcomeTerm, Substance, Turn, Understanding
from assistant.triage import find_language
from assistant.understand import talk
from assistant.understand.aim import find_aims
from assistant.understand.asking import (
    AT_RISK,
    find_question_intents,
    is_background,
    is_likened,
    is_stopped,
    is_taken,
)
from assistant.understand.clauses import (
    Asked,
    find_asked,
    is_denied,
    is_excepted,
    is_had,
    is_ruled_out,
    story_clauses,
    without_had,
)
from assistant.understand.cues import (
    IDIOMS,
    POPULATIONS,
    diseases_had,
    find_populations,
    populations_asked_for,
    without_people,
)
from assistant.understand.names import (
    are_set_against,
    find_form_words,
    forms_alone,
    forms_beside,
    most_particular,
    only_prevented,
    outside,
    separate,
    separate_longer,
    short_of,
    tells_disease,
    without_exposure,
    without_general,
    without_unhoped,
)
from assistant.understand.parts import OutcomeParts
from assistant.understand.phrases import WORD, Match, PhraseMatcher, plain, split_words
from assistant.understand.premise import find_premise
from assistant.understand.subject import find_meddler, find_subject

__all__ = ["POPULATIONS", "WORD", "PhraseMatcher", "Understander", "plain"]

TREATS = re.compile(
    r"\b(once|already|get(ting)? rid|go(es)? away|is over|lasts?|length of|sooner|faster|quicker|shorter|shorten\w*|raccourci\w*|verkort\w*|verkürz\w*|acorta\w*|recover\w*|get over|cures?|treat\w*)\b",
    re.I,
)
"""Asks about what one has already, not about getting it."""
MAX_CLAUSES = 2
"""Clauses without a known outcome that are looked up by meaning."""
NEAR = 0.5
"""Cosine similarity from which a term of the vocabulary stands for words that it doesn't hold.

Set on 24 questions of everyday wording: every right term was at or above it, no wrong one."""
VERY_NEAR = 0.68
"""The same where no document has the substance with that outcome, since a wrong guess would deny it;
for the story around a question, which may be about anything; and for what a
question says in so many words that it is after.

Of 140 such phrases that stood in no list, 69 everyday words for an outcome that is and 71 for one that
isn't, 0.68 took 36 and 12 (and named 2 of the 36 wrongly); 0.5 took 63 and 49 (and named 12 wrongly)."""
DRINKS = re.compile(
    r"\b(?:drink\w*|with|have|glass of|pint of|mix\w*)\b.{0,20}\b(?:wine|beer|alcohol|vodka|gin)\b",
    re.I,
)
"""Speaks of alcohol beside what is taken."""
GENERAL_HARM = frozenset({"safety", "adverse events", "drug interaction"})
"""Outcomes that name no harm in particular and so leave open what something is taken for."""
NearestTerm = Callable[[str], tuple[str, float] | None]
"""Finds the outcome phrase nearest in meaning to a text, with its cosine similarity."""


class IsStudied(Protocol):
    """Whether the documents have some substances with an outcome."""

    def __call__(
        self, substances: Collection[str], outcome: str, words: Collection[str] = (), /
    ) -> bool:
        """Look it up; where words are given, what was measured must hold one of them."""


class Understander:
    """Reads questions with a vocabulary."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        nearest_term: NearestTerm = lambda text: None,
        is_studied: IsStudied = lambda substances, outcome, words=(): True,
    ) -> None:
        """Prepare the matchers.

        Args:
            vocabulary: the names to look for.
            nearest_term: the search by meaning.
            is_studied: whether the documents have some substances with an outcome and, of one that
                has parts, with the words of a part.
        """
        self._form_of = {item.name: item.form_of for item in vocabulary.substances}
        self._form_words = find_form_words(vocabulary)
        self._substances = PhraseMatcher(
            ((phrase, item.name) for item in vocabulary.substances for phrase in item.phrases),
            [word for item in vocabulary.substances for word in item.ask_back],
            _translations(vocabulary.substances),
            of_things=True,
        )
        self._parts = OutcomeParts(vocabulary.outcomes)
        self._outcomes = PhraseMatcher(
            (
                *((phrase, item.name) for item in vocabulary.outcomes for phrase in item.phrases),
                *self._parts.phrases(),
            ),
            IDIOMS,
            _translations(vocabulary.outcomes),
        )
        self._medicines = PhraseMatcher(
            (phrase, item.name) for item in vocabulary.medicines for phrase in item.names
        )
        self._treats = {item.name: item.treats for item in vocabulary.medicines}
        self._outcome_of = {
            phrase: item.name for item in vocabulary.outcomes for phrase in item.phrases
        }
        self._phrases_of = {item.name: {*item.phrases} for item in vocabulary.outcomes}
        self._preventions = {item.name for item in vocabulary.outcomes if item.is_prevention}
        # Laboratory markers and what was seen in animals; people who mean one name it.
        self._surrogates = {item.name for item in vocabulary.outcomes if item.surrogate}
        self._nearest_term = nearest_term
        self._is_studied = is_studied

    def understand(self, question: str) -> Understanding:
        """Read one stand-alone question; without any cue of intent it is one of efficacy."""
        language = find_language(question)
        substances, outcomes = separate(
            self._substances.find(question), self._outcomes.find(question)
        )
        substances = [m for m in substances if not is_excepted(question, m)]
        substances = [m for m in substances if not is_ruled_out(question, m)] or substances
        substances += forms_beside(question, substances, self._form_of, self._form_words)
        substances += forms_alone(question, self._form_words, substances)
        medicines = outside(self._medicines.find(question), substances)
        medicines, outcomes = separate_longer(medicines, outcomes)
        outcomes, unmeasured = self._likeliest(question, outcomes, {m.name for m in substances})
        outcomes = [m for m in outcomes if not is_denied(question, m, substances)]
        levels = outside(short_of(question, substances), outcomes)
        named = {m.name for m in substances}
        outcomes += [m for m in levels if self._is_studied(named, m.name)]
        outcomes = without_exposure(question, without_general(question, outcomes))
        outcomes = without_had(question, outcomes)
        had = diseases_had(plain(question), language)
        told = [m for m in outcomes if tells_disease(question, m, had)]
        outcomes = [m for m in outcomes if m not in told]
        owned = {m.name for m in told} - {m.name for m in outcomes}
        asked = find_asked(question, outcomes, substances)
        populations = populations_asked_for(plain(question), language)
        intents = find_question_intents(
            plain(question),
            language,
            mixes_medicine=any(not is_background(question, m) for m in medicines),
            stops_medicine=any(is_stopped(question, m) for m in medicines),
            stops_substance=any(is_stopped(question, m) for m in substances),
            names_outcome=bool({m.name for m in outcomes} - GENERAL_HARM),
            is_set_against=are_set_against(question, sorted(substances, key=lambda m: m.start)),
            names_several=len({m.name for m in substances}) > 1,
            of_people_at_risk=bool(AT_RISK & set(populations)),
        )
        aims = (
            find_aims(question, [*substances, *medicines, *outcomes, *unmeasured])
            if substances
            else []
        )
        aims = [aim for aim in aims if not find_populations(plain(aim), language)]
        if substances:
            aims = list(dict.fromkeys([*_typed(question, unmeasured), *aims]))
        names = self._outcomes_meant(question, substances, medicines, asked, intents, aims)
        if "safety" in intents and not {"efficacy", "comparison"} & set(intents):
            owned |= {m.name for m in outcomes if is_had(question, m)}
        if "timing" in intents and not medicines:  # "with food" is no other medicine
            names = [name for name in names if name != "drug interaction"]
        if "interaction" in intents and DRINKS.search(question):
            owned.add("alcohol use")  # what is drunk beside it
        names = [name for name in names if name not in owned]
        if not names and "efficacy" in intents:
            names = sorted(owned)  # "I have fatty liver. Does vitamin E help it?"
        if TREATS.search(question):
            names = [n for n in names if n not in self._preventions] or names
        compared = "comparison" in intents
        taken = [m for m in medicines if not is_likened(question, m)]
        if any(not compared or is_taken(question, m) for m in taken):
            populations = tuple(dict.fromkeys((*populations, "on_medication")))
        held = [*outcomes, *medicines]
        unknown = None
        if not substances:
            unknown = find_subject(question, held, of_health=bool(held or populations))
            unknown = unknown or next(iter(_typed(question, unmeasured)), None)
        elif {"bioavailability", "drug interaction"} & set(names):
            unknown = find_meddler(question, [*held, *substances])
        found = _unique(m.name for m in substances)
        return Understanding(
            substances=most_particular(found, self._form_of, compared=compared),
            outcomes=_unique(names),
            intents=intents,
            populations=populations,
            premise=find_premise(question, substances),
            medicines=_unique(match.name for match in medicines),
            medicines_as_typed=_unique(_typed(question, medicines)),
            conditions=_unique(n for n in (*_named(asked.others), *owned) if n not in names),
            unknown=(unknown,) if unknown else (),
            unknown_outcomes=() if names or asked.others else tuple(aims),
        )

    def _outcomes_meant(
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
        guessed = {"efficacy", "comparison", "safety"}
        if substances and guessed & set(intents) and intents[0] != "mechanism":
            for clause in asked.silent[:MAX_CLAUSES]:
                said = [aim for aim in aims if aim in clause.lower()]
                for aim in said:
                    names += self._by_meaning(aim, named, least=VERY_NEAR)
                names += self._by_meaning(clause, named) if not said else ()
            of_harm_alone = not set(intents) & {"efficacy", "comparison"}
            if not (set(names) - GENERAL_HARM or asked.others or of_harm_alone or aims):
                told = [c for c in story_clauses(question) if not self._outcomes.find(c)]
                for clause in told[:MAX_CLAUSES]:
                    names += self._by_meaning(clause, named, least=VERY_NEAR)
            if not (names or asked.outcomes or asked.others or aims):
                names += self._by_meaning(question, named)
        if not names and "comparison" in intents:
            names = [name for m in medicines for name in self._treats[m.name]]
        told_of = [*asked.others, *asked.outcomes]
        meant = [m for m in told_of if not is_ruled_out(question, m)] or told_of
        return names or [m.name for m in meant]

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
        return self._is_studied(named or self._form_of, outcome, words)

    def _by_meaning(
        self, clause: str, named: Sequence[Match], least: float = NEAR
    ) -> tuple[str, ...]:
        """The outcome nearest in meaning to what a clause says beside the names that it holds."""
        rest = clause
        held = [*self._substances.find(clause), *self._medicines.find(clause)]
        for match in sorted(held, key=lambda m: m.start, reverse=True):
            rest = f"{rest[: match.start]} {rest[match.end :]}"
        rest = without_people(rest)
        found = self._nearest_term(rest) if WORD.search(rest) else None
        if found is None:
            return ()
        outcome = self._outcome_of[found[0]]
        if outcome in self._surrogates:
            return ()
        known = self._is_studied({match.name for match in named}, outcome)
        return (outcome,) if found[1] >= (least if known else VERY_NEAR) else ()

    def stand_alone(self, question: str, history: Sequence[Turn]) -> str:
        """Make a follow-up readable on its own by what the turns before it were about."""
        return talk.stand_alone(self, question, history)

    def recall(self, seen: Understanding, question: str, history: Sequence[Turn]) -> Understanding:
        """Add to what was understood what people said earlier of themselves, or of whom they ask for."""
        return talk.recall(self, seen, question, history)

    def forms_meant(self, question: str, before: Sequence[str]) -> list[str]:
        """The sibling forms that a word such as "citrate" means after talk of another salt."""
        words = set(split_words(question))
        elements = {self._form_of.get(name) or name for name in before}
        forms = [self._form_words.get(element, {}) for element in elements]
        return [form for of in forms for word, form in of.items() if word in words]

    def outcomes_meant(self, question: str, before: Sequence[str]) -> list[str]:
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


def _translations(items: Iterable[Substance | OutcomeTerm]) -> Iterable[tuple[str, str]]:
    """The phrases of all other languages, with their names."""
    return ((p, item.name) for item in items for of in item.translations.values() for p in of)


def _named(matches: Iterable[Match]) -> list[str]:
    return [match.name for match in matches]


def _typed(question: str, matches: Iterable[Match]) -> list[str]:
    return [question[m.start : m.end].lower() for m in matches]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
