"""What a question is about, in the vocabulary's names: substances, outcomes, intents, people.

Matching is by phrase first (the longest wins), by spelling second, and for an outcome that neither
finds by meaning; a word that means another substance than it resembles is never corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from assistant.load import Vocabulary
from assistant.schema import Intent, Population, Turn, Understanding
from assistant.understand.clauses import find_asked, is_ruled_out, story_clauses
from assistant.understand.cues import IDIOMS, POPULATIONS, find_intents, find_populations
from assistant.understand.phrases import WORD, Match, PhraseMatcher, plain, split_words
from assistant.understand.subject import find_subject

__all__ = ["POPULATIONS", "WORD", "Understander", "plain"]

FOLLOWS = re.compile(r"(ok(ay)?|and|but|so|what about|how about|only|also|then|sorry)\b", re.I)
"""How a short message begins that goes on from the one before."""
TOGETHER = re.compile(
    r"\b(both|either|(out of|of) (those|these|the) two|(those|these|the) two|together|each other|combined?)\b",
    re.I,
)
"""Words that bring the substances of earlier messages back beside the one named now."""
MAX_TOGETHER = 2
BESIDE = r"(?:\b(?:or|and|than|vs\.?|versus|from|instead of)|[,/])\s*(?:the )?"
"""What stands between two things that are named side by side."""
CORRECTS = re.compile(r"\b(i meant?|sorry|wrong one|typo|not that one)\b", re.I)
"""How people take back a name of the message before and keep its question."""
PRONOUN = re.compile(r"\b(it|this|that|they|them|these|those|the supplement|the stuff)\b", re.I)
TREATS = re.compile(
    r"\b(once|already|get(ting)? rid|faster|quicker|shorter|recover\w*|get over|cures?|treat\w*)\b",
    re.I,
)
"""Asks about what one has already, not about getting it."""
MAX_CLAUSES = 2
"""Clauses without a known outcome that are looked up by meaning."""
NEAR = 0.5
"""Cosine similarity from which a term of the vocabulary stands for words that it doesn't hold.

Set on 24 questions of everyday wording: every right term was at or above it, no wrong one."""
VERY_NEAR = 0.68
"""The same where no document has the substance with that outcome, since a wrong guess would deny it,
and for the story around a question, which may be about anything."""
AT_RISK: frozenset[Population] = frozenset(
    {"children", "pregnant", "breastfeeding", "preterm_infants", "kidney_disease", "liver_disease"}
)
"""People who ask about safety first when they don't say what they ask about."""
GENERAL_HARM = frozenset({"safety", "adverse events", "drug interaction"})
"""Outcomes that name no harm in particular and so leave open what something is taken for."""
NearestTerm = Callable[[str], tuple[str, float] | None]
"""Finds the outcome phrase nearest in meaning to a text, with its cosine similarity."""


class Understander:
    """Reads questions with a vocabulary."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        nearest_term: NearestTerm = lambda text: None,
        is_studied: Callable[[Collection[str], str], bool] = lambda substances, outcome: True,
    ) -> None:
        """Prepare the matchers.

        Args:
            vocabulary: the names to look for.
            nearest_term: the search by meaning.
            is_studied: whether the documents have some substances with an outcome.
        """
        self._form_of = {item.name: item.form_of for item in vocabulary.substances}
        self._form_words = find_form_words(vocabulary)
        ask_back = [word for item in vocabulary.substances for word in item.ask_back]
        self._substances = PhraseMatcher(
            (
                (phrase, item.name)
                for item in vocabulary.substances
                for phrase in (*item.phrases, *_translations(item.translations))
            ),
            ask_back,
        )
        self._outcomes = PhraseMatcher(
            (
                (phrase, item.name)
                for item in vocabulary.outcomes
                for phrase in (*item.phrases, *_translations(item.translations))
            ),
            IDIOMS,
        )
        self._medicines = PhraseMatcher(
            (phrase, item.name) for item in vocabulary.medicines for phrase in item.members
        )
        self._treats = {item.name: item.treats for item in vocabulary.medicines}
        self._outcome_of = {
            phrase: item.name for item in vocabulary.outcomes for phrase in item.phrases
        }
        self._preventions = {item.name for item in vocabulary.outcomes if item.is_prevention}
        self._nearest_term = nearest_term
        self._is_studied = is_studied

    def understand(self, question: str) -> Understanding:
        """Read one stand-alone question; without any cue of intent it is one of efficacy."""
        substances, outcomes = separate(
            self._substances.find(question), self._outcomes.find(question)
        )
        substances = [m for m in substances if not is_ruled_out(question, m)] or substances
        substances += self._forms_beside(question, substances)
        medicines = outside(self._medicines.find(question), substances)
        medicines, outcomes = separate_longer(medicines, outcomes)
        outcomes = self._likeliest(outcomes, {m.name for m in substances})
        asked = find_asked(question, outcomes, substances)
        populations = find_populations(plain(question))
        intents = find_question_intents(
            plain(question), bool(medicines), bool(outcomes), bool(AT_RISK & set(populations))
        )
        named = [*substances, *medicines]
        names = [m.name for m in asked.outcomes if not is_ruled_out(question, m)]
        if substances and set(intents) & {"efficacy", "comparison", "safety"}:
            for clause in asked.silent[:MAX_CLAUSES]:
                names += self._by_meaning(clause, named)
            of_harm_alone = not set(intents) & {"efficacy", "comparison"}
            if not (set(names) - GENERAL_HARM or asked.others or of_harm_alone):
                told = [c for c in story_clauses(question) if not self._outcomes.find(c)]
                for clause in told[:MAX_CLAUSES]:
                    names += self._by_meaning(clause, named, least=VERY_NEAR)
            if not (names or asked.outcomes or asked.others):
                names += self._by_meaning(question, named)
        if not names and "comparison" in intents:
            names = [name for m in medicines for name in self._treats[m.name]]
        names = names or [m.name for m in (*asked.others, *asked.outcomes)]
        if TREATS.search(question):
            names = [n for n in names if n not in self._preventions] or names
        if medicines and "comparison" not in intents and "on_medication" not in populations:
            populations = (*populations, "on_medication")
        unknown = None
        if not substances:
            held = [*outcomes, *medicines]
            unknown = find_subject(question, held, of_health=bool(held or populations))
        return Understanding(
            substances=self._most_particular(substances, "comparison" in intents),
            outcomes=_unique(names),
            intents=intents,
            populations=populations,
            medicines=_unique(match.name for match in medicines),
            medicines_as_typed=_unique(question[m.start : m.end].lower() for m in medicines),
            conditions=_unique(m.name for m in asked.others if m.name not in names),
            unknown=(unknown,) if unknown else (),
        )

    def _likeliest(self, outcomes: Sequence[Match], named: Collection[str]) -> list[Match]:
        """Of the outcomes that one phrase may mean, those on which the documents have the substances."""
        studied = [m for m in outcomes if named and self._is_studied(named, m.name)]
        spans = {(m.start, m.end) for m in studied}
        return [m for m in outcomes if m in studied or (m.start, m.end) not in spans]

    def _forms_beside(self, question: str, named: Sequence[Match]) -> list[Match]:
        """The forms that a bare word names beside a form of the same element: "glycinate or citrate"."""
        elements = {self._form_of.get(m.name) for m in named} - {None}
        return [
            Match(form, *found.span("word"), exact=True)
            for element in elements
            for word, form in self._form_words.get(element or "", {}).items()
            for found in re.finditer(rf"{BESIDE}(?P<word>{word})\b", plain(question))
            if form not in {m.name for m in named}
        ]

    def _by_meaning(
        self, clause: str, named: Sequence[Match], least: float = NEAR
    ) -> tuple[str, ...]:
        """The outcome nearest in meaning to what a clause says beside the names that it holds."""
        rest = clause
        held = [*self._substances.find(clause), *self._medicines.find(clause)]
        for match in sorted(held, key=lambda m: m.start, reverse=True):
            rest = f"{rest[: match.start]} {rest[match.end :]}"
        found = self._nearest_term(rest) if WORD.search(rest) else None
        if found is None:
            return ()
        outcome = self._outcome_of[found[0]]
        known = self._is_studied({match.name for match in named}, outcome)
        return (outcome,) if found[1] >= (least if known else VERY_NEAR) else ()

    def _most_particular(self, matches: Sequence[Match], compared: bool) -> tuple[str, ...]:
        """Drop an element where one of its forms is named too, unless they are compared."""
        named = {match.name for match in matches}
        parents = set() if compared else {self._form_of.get(name) for name in named}
        return _unique(match.name for match in matches if match.name not in parents)

    def stand_alone(self, question: str, history: Sequence[Turn]) -> str:
        """Make a follow-up readable on its own by what the turns before it were about."""
        asked = [turn.text for turn in history if turn.role == "user"]
        now = self.understand(question)
        if not asked or (now.substances and now.outcomes) or not refers_back(question, now):
            return question
        before = Understanding()
        all_before: list[str] = []
        for text in asked:
            seen = self.understand(text)
            all_before += [name for name in seen.substances if name not in all_before]
            before = Understanding(
                substances=seen.substances or before.substances,
                outcomes=seen.outcomes or before.outcomes,
            )
        added = []
        text = question
        together = [name for name in all_before if name not in now.substances]
        if TOGETHER.search(question) and together:
            added.append(" and ".join(together[-MAX_TOGETHER:]))
        elif not now.substances and before.substances:
            names = " and ".join(
                self._forms_meant(question, before.substances) or before.substances
            )
            text = PRONOUN.sub(names, question, count=1)
            if text == question:
                added.append(names)
        cues = set(find_intents(plain(question))) - {"efficacy", "list", "definition"}
        needs_outcome = not now.outcomes and not cues
        refers = not now.substances or is_fragment(question) or CORRECTS.search(question)
        if before.outcomes and needs_outcome and refers:
            added.append(", ".join(before.outcomes))
        return f"{text.rstrip(' ?.!')} ({'; '.join(added)})?" if added else text

    def _forms_meant(self, question: str, before: Sequence[str]) -> list[str]:
        """The sibling forms that a word such as "citrate" means after talk of another salt."""
        words = set(split_words(question))
        elements = {self._form_of.get(name) or name for name in before}
        forms = [self._form_words.get(element, {}) for element in elements]
        return [form for of in forms for word, form in of.items() if word in words]


def find_form_words(vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """By element, the second words of its forms' names ("citrate") and the forms that they name."""
    words: dict[str, dict[str, str]] = {}
    for item in vocabulary.substances:
        for phrase in item.phrases if item.form_of else ():
            parts = split_words(phrase)
            if len(parts) == 2 and parts[0] == item.form_of:
                words.setdefault(item.form_of, {})[parts[1]] = item.name
    return words


def find_question_intents(
    text: str, names_medicine: bool, names_outcome: bool, of_people_at_risk: bool
) -> tuple[Intent, ...]:
    """The intents of a plain text, given what it names: the vaguer give way to the particular."""
    intents = list(find_intents(text))
    if len(intents) > 1 and "definition" in intents:
        intents.remove("definition")
    if names_medicine and "=" in text and "comparison" not in intents:
        intents.append("comparison")
    compared = "comparison" in intents
    if names_medicine and not compared and "interaction" not in intents:
        intents.append("interaction")
    if compared and "interaction" in intents:
        intents.remove("interaction")
    if not intents and of_people_at_risk and not names_outcome:
        intents = ["safety"]
    elif not intents or (names_outcome and intents in (["list"], ["definition"])):
        intents.insert(0, "efficacy")
    return tuple(intents)


def separate(substances: list[Match], outcomes: list[Match]) -> tuple[list[Match], list[Match]]:
    """Give words that both could claim to the longer phrase: "brain magnesium" is an outcome.

    A question must keep a substance if it names one at all.
    """

    def covers(outer: Match, inner: Match) -> bool:
        return (
            outer.start <= inner.start
            and inner.end <= outer.end
            and outer.end - outer.start > inner.end - inner.start
        )

    outcomes = [
        o for o in outcomes if not any(covers(s, o) or s[1:3] == o[1:3] for s in substances)
    ]
    free = [s for s in substances if not any(covers(o, s) for o in outcomes)]
    return free or substances, outcomes


def separate_longer(
    medicines: Sequence[Match], outcomes: Sequence[Match]
) -> tuple[list[Match], list[Match]]:
    """Give words that a medicine and an outcome share to the longer: "insulin resistance"."""

    def covered(match: Match, others: Sequence[Match], *, by_equal: bool) -> bool:
        size = match.end - match.start
        return any(
            o.start <= match.start
            and match.end <= o.end
            and (o.end - o.start > size or (by_equal and o.end - o.start == size))
            for o in others
        )

    kept = [m for m in medicines if not covered(m, outcomes, by_equal=False)]
    return kept, [o for o in outcomes if not covered(o, medicines, by_equal=True)]


def outside(matches: Sequence[Match], others: Sequence[Match]) -> list[Match]:
    """The matches that share no character with the others."""
    return [m for m in matches if all(m.end <= o.start or o.end <= m.start for o in others)]


def refers_back(question: str, now: Understanding) -> bool:
    """Whether a message needs the ones before it; a new topic of its own does not."""
    brings_back = PRONOUN.search(question) or TOGETHER.search(question)
    if now.substances or now.outcomes or now.populations or brings_back:
        return True
    if FOLLOWS.match(question.strip()) and is_fragment(question):
        return True
    return bool(set(find_intents(plain(question))) - {"definition"})


def is_fragment(question: str) -> bool:
    """Whether a message is too short to be a question of its own, such as "and biotin?"."""
    return len(WORD.findall(question)) <= 6


def _translations(names: dict[str, tuple[str, ...]]) -> Iterable[str]:
    return (name for of_language in names.values() for name in of_language)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
