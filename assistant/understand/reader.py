"""Reads a question with a vocabulary: substances, outcomes, intents, people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.load import Vocabulary
from assistant.schema import Intent, Population, Turn, Understanding
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
from assistant.understand.clauses import find_asked, is_excepted, is_had, is_ruled_out
from assistant.understand.cues import diseases_had, find_populations, populations_asked_for
from assistant.understand.guessing import GuessIntents, guess_nothing
from assistant.understand.names import (
    are_set_against,
    find_form_words,
    forms_alone,
    forms_beside,
    most_particular,
    outside,
    separate,
    separate_longer,
    tells_disease,
)
from assistant.understand.nearest import NearestTerms
from assistant.understand.outcomes import GENERAL_HARM, IsStudied, OutcomeReader
from assistant.understand.phrases import (
    Match,
    PhraseMatcher,
    plain,
    split_words,
    translations,
    without_matches,
)
from assistant.understand.premise import find_premise
from assistant.understand.subject import find_meddler, find_subject

DRINKS = re.compile(
    r"\b(?:drink\w*|with|have|glass of|pint of|mix\w*)\b.{0,20}\b(?:wine|beer|alcohol|vodka|gin)\b",
    re.I,
)
"""Speaks of alcohol beside what is taken."""


class Understander:
    """Reads questions with a vocabulary."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        nearest_terms: NearestTerms = lambda text: (),
        is_studied: IsStudied = lambda substances, outcome, words=(): True,
        guess_intents: GuessIntents = guess_nothing,
    ) -> None:
        """Prepare the matchers.

        Args:
            vocabulary: the names to look for.
            nearest_terms: the search for outcomes by meaning.
            is_studied: whether the documents have some substances with an outcome and, of one that
                has parts, with the words of a part.
            guess_intents: what a question wants to know, by meaning.
        """
        self._form_of = {item.name: item.form_of for item in vocabulary.substances}
        self._form_words = find_form_words(vocabulary)
        self._substances = PhraseMatcher(
            ((phrase, item.name) for item in vocabulary.substances for phrase in item.phrases),
            [word for item in vocabulary.substances for word in item.ask_back],
            translations(vocabulary.substances),
            of_things=True,
        )
        self._medicines = PhraseMatcher(
            (phrase, item.name) for item in vocabulary.medicines for phrase in item.names
        )
        self._outcomes = OutcomeReader(vocabulary, nearest_terms, is_studied, self._without_names)
        self._guess_intents = guess_intents

    def understand(self, question: str) -> Understanding:
        """Read one stand-alone question; without any cue of intent it is one of efficacy."""
        return self._read(question, self._guess_intents)

    def understand_statement(self, text: str) -> Understanding:
        """Read a sentence that asks nothing, as `understand` does; nothing is guessed of what it wants."""
        return self._read(text, guess_nothing)

    def _read(self, question: str, guess_intents: GuessIntents) -> Understanding:
        language = find_language(question)
        substances, outcomes = self._find_things(question)
        medicines = outside(self._medicines.find(question), substances)
        medicines, outcomes = separate_longer(medicines, outcomes)
        outcomes, unmeasured = self._outcomes.settle(question, outcomes, substances)
        had = diseases_had(plain(question), language)
        told = [m for m in outcomes if tells_disease(question, m, had)]
        outcomes = [m for m in outcomes if m not in told]
        owned = {m.name for m in told} - {m.name for m in outcomes}
        asked = find_asked(question, outcomes, substances)
        populations = populations_asked_for(plain(question), language)
        intents = self._find_intents(
            question, language, substances, medicines, outcomes, populations, guess_intents
        )
        aims = self._find_aims(question, language, substances, medicines, outcomes, unmeasured)
        names = self._outcomes.meant(question, substances, medicines, asked, intents, aims)
        if "safety" in intents and not {"efficacy", "comparison"} & set(intents):
            owned |= {m.name for m in outcomes if is_had(question, m)}
        if "timing" in intents and not medicines:  # "with food" is no other medicine
            names = [name for name in names if name != "drug interaction"]
        if "interaction" in intents and DRINKS.search(question):
            owned.add("alcohol use")  # what is drunk beside it
        names = [name for name in names if name not in owned]
        if not names and "efficacy" in intents:
            names = sorted(owned)  # "I have fatty liver. Does vitamin E help it?"
        names = self._outcomes.treated(question, names)
        compared = "comparison" in intents
        taken = [m for m in medicines if not is_likened(question, m)]
        if any(not compared or is_taken(question, m) for m in taken):
            populations = tuple(dict.fromkeys((*populations, "on_medication")))
        unknown = self._find_unknown(
            question, substances, [*outcomes, *medicines], unmeasured, names, populations
        )
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

    def _find_things(self, question: str) -> tuple[list[Match], list[Match]]:
        """The substances that a question is about, forms by bare words too, and the outcomes that stand in it."""
        substances, outcomes = separate(
            self._substances.find(question), self._outcomes.find(question)
        )
        substances = [m for m in substances if not is_excepted(question, m)]
        substances = [m for m in substances if not is_ruled_out(question, m)] or substances
        substances += forms_beside(question, substances, self._form_of, self._form_words)
        substances += forms_alone(question, self._form_words, substances)
        return substances, outcomes

    def _find_intents(
        self,
        question: str,
        language: str,
        substances: Sequence[Match],
        medicines: Sequence[Match],
        outcomes: Sequence[Match],
        populations: Sequence[Population],
        guess_intents: GuessIntents,
    ) -> tuple[Intent, ...]:
        can_guess = language == "en" and bool(substances)
        return find_question_intents(
            plain(question),
            language,
            mixes_medicine=any(not is_background(question, m) for m in medicines),
            stops_medicine=any(is_stopped(question, m) for m in medicines),
            stops_substance=any(is_stopped(question, m) for m in substances),
            names_outcome=bool({m.name for m in outcomes} - GENERAL_HARM),
            is_set_against=are_set_against(question, sorted(substances, key=lambda m: m.start)),
            names_several=len({m.name for m in substances}) > 1,
            of_people_at_risk=bool(AT_RISK & set(populations)),
            guess=lambda: guess_intents(question) if can_guess else {},
        )

    def _find_aims(
        self,
        question: str,
        language: str,
        substances: Sequence[Match],
        medicines: Sequence[Match],
        outcomes: Sequence[Match],
        unmeasured: Sequence[Match],
    ) -> list[str]:
        """What is asked of a substance and the vocabulary does not hold, as typed."""
        if not substances:
            return []
        aims = find_aims(question, [*substances, *medicines, *outcomes, *unmeasured])
        aims = [aim for aim in aims if not find_populations(plain(aim), language)]
        return list(dict.fromkeys([*_typed(question, unmeasured), *aims]))

    def _find_unknown(
        self,
        question: str,
        substances: Sequence[Match],
        held: Sequence[Match],
        unmeasured: Sequence[Match],
        names: Sequence[str],
        populations: Sequence[Population],
    ) -> str | None:
        """The thing that a question names and the vocabulary does not."""
        if not substances:
            unknown = find_subject(question, held, of_health=bool(held or populations))
            return unknown or next(iter(_typed(question, unmeasured)), None)
        if {"bioavailability", "drug interaction"} & set(names):
            return find_meddler(question, [*held, *substances])
        return None

    def _without_names(self, text: str) -> str:
        """A text without the substances and medicines that it names."""
        held = [*self._substances.find(text), *self._medicines.find(text)]
        return without_matches(text, held)

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
        """The outcomes that go on to be asked about, those of treating where that is asked."""
        return self._outcomes.going_on(question, before)


def _named(matches: Iterable[Match]) -> list[str]:
    return [match.name for match in matches]


def _typed(question: str, matches: Iterable[Match]) -> list[str]:
    return [question[m.start : m.end].lower() for m in matches]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
