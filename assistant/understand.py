"""What a question is about, in the vocabulary's names: substances, outcomes, intents, people.

Matching is by phrase first (the longest wins) and by spelling second; a word that means another
substance than it resembles is never corrected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from rapidfuzz.distance import OSA

from assistant.load import Vocabulary
from assistant.schema import Intent, Population, Turn, Understanding
from assistant.triage import is_english

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MAX_WORDS = 6
"""The longest phrase of the vocabulary that is looked for."""
FOLLOWS = re.compile(r"(ok(ay)?|and|but|so|what about|how about|only|also|then)\b", re.I)
"""How a short message begins that goes on from the one before."""
PRONOUN = re.compile(r"\b(it|this|that|they|them|these|those|the supplement|the stuff)\b", re.I)

DRUGS = (
    r"warfarin|coumadin|apixaban|eliquis|rivaroxaban|xarelto|dabigatran|heparin|aspirin|clopidogrel|ibuprofen|"
    r"nsaids?|statins?|\w+vastatin|metformin|insulin|\w*gliptin|ozempic|semaglutide|levothyroxine|"
    r"synthroid|thyroid (pills?|medication|medicine)|\w*cycline|\w*floxacin|antibiotics?|\w*cillin|"
    r"ssris?|snris?|maois?|antidepressants?|sertraline|zoloft|fluoxetine|prozac|citalopram|escitalopram|lexapro|"
    r"venlafaxine|amitriptyline|lithium|benzodiazepines?|xanax|alprazolam|diazepam|birth control( pills?)?|"
    r"the pill|contracepti\w+|tacrolimus|ciclosporin|cyclosporine?|immunosuppressants?|digoxin|amiodarone|"
    r"beta[- ]?blockers?|\w+olol|ace inhibitors?|\w+pril|\w+sartan|diuretics?|furosemide|spironolactone|"
    r"blood pressure (pills?|tablets?|medication|medicine|drugs?)|bisphosphonates?|alendronate|ppis?|"
    r"omeprazole|\w+prazole|antacids?|methotrexate|tamoxifen|chemo(therapy)?|prednisone|steroids|opioids?|"
    r"tramadol|gabapentin|adderall|methylphenidate|hiv (drugs|medication)|protease inhibitors?|finasteride|"
    r"minoxidil|tylenol|paracetamol|acetaminophen|blood thinners?|anticoagulants?"
)
"""Medicines that people name, by generic name, class ending, frequent brand or plain words."""

INTENTS: dict[Intent, str] = {
    "conversion": r"\belemental\b|\bhow much (actual|pure|real) \w+|\bhow much (pure |actual )?(magnesium|zinc|iron|calcium) (is|are|do|does)\b"
    r".*\b(in|from)\b",
    "dose": r"\b(dos(e|es|age|ages|ing)|how much (\S+ ){0,4}(should|do i|can i|to take|too much|per day|a day|daily|(was|were|did) "
    r"(used|given|taken|tested|people)|did they (give|take)|is (safe|allowed|recommended|needed)|do(es)? (\S+ ){0,5}need)|how many (mg|milli\w+|grams?|mcg|"
    r"micrograms?|iu|pills?|tablets?|capsules?|gummies|times)|upper (limit|level)s?|tolerable|maximum|recommended "
    r"(\w+ ){0,2}(amount|intake|dose)|(amount|intake) (of|for)|daily amount|requirement|rda|when (should|do) (i|you) "
    r"take|best time|how often|how long should|how (much|many)( \S+){0,3}\??$)\b|how much\b.*\btake\b",
    "interaction": r"\b(interact\w*|interfer\w*|together with|combin\w+ with|mix\w* with|while (on|taking)|"
    r"at the same time as|along with|alongside|(take|taking|taken|use|using) (\S+ ){1,6}with|"
    r"with (my )?(antibiotics?|warfarin|statins?|medic\w+|meds|metformin|levothyroxine|antidepressants?))\b",
    "safety": r"\b(side[- ]?effects?|safe(ty|ly)?|unsafe|danger\w*|risks?(?! of)|risky|harm\w*|adverse|toxic\w*|"
    r"poison\w*|hurt|damage\w*|too much|overdos\w+|contraindicat\w*|bad for|"
    r"kidney (disease|failure|problems?|patients?|impairment)|bad kidneys|warning\w*|pregnan\w*|"
    r"breast[- ]?feeding)\b",
    "funding": r"\b(who (paid|pays|funded|funds|sponsored|financed)|funding|funded by|sponsor\w*|"
    r"conflicts? of interest|industry[- ]funded|paid for)\b",
    "source": r"\b(who (says|said|claims|wrote|is behind|sells)|what (does|do|did) (the|this|that|these) "
    r"([\w'’-]+ ){0,4}(page|site|website|article|blog|blogger|supplier|shop|seller|store|explainer|guide|"
    r"author)s?('s)?\b.*|according to the|patents?|the (supplier|blog|shop|seller|health site)"
    r"('s|’s)? (page|article|site|guide)?)\b",
    "mechanism": r"\b(mechanism\w*|how (does|do|might|could|would) [\w' -]{2,40} work|why (does|do|would|might)|"
    r"mode of action|pathway\w*|what does it do in the (body|brain))\b",
    "comparison": r"\b(vs\.?|versus|compare[ds]?( to| with)?|comparison|better than|worse than|"
    r"difference between|as (good|effective|strong|well) as|which (is|one is|form is|works) (better|best)|superior to|instead of)\b",
    "definition": r"^(so )?(what|what's|whats) (is|are|exactly is|'s)?\s?(a |an |the )?[\w' -]{2,50}\??$|"
    r"\b(define|definition of|meaning of|what is meant by)\b",
    "list": r"\b(which|what|list|show me|any) (\w+ )?(studies|trials|papers|research|sources|evidence)\b",
    "efficacy": r"\b(help\w*|work\w*|improv\w*|boost\w*|benefit\w*|effective\w*|efficacy|treat\w*|cur(e|es|ed|ing)|"
    r"prevent\w*|reduc\w*|lower\w*|increas\w*|rais\w*|good for|relie\w+|regrow\w*|grow\w*|stop\w*|extend\w*|"
    r"fix\w*|enhanc\w*|slow\w*|revers\w*|eas(e|es|ing)|evidence|proven|proof|(?<!side )(?<!side-)effects? (of|on)|affect\w*|do anything)\b",
}
POPULATIONS: dict[Population, str] = {
    "older": r"\b(older|elderly|seniors?|ageing|aging|over (60|65|70|75|80)(?! ?(mg|mcg|g|iu|%))|"
    r"(6[5-9]|[7-9]\d)[- ]years?[- ]olds?|old(er)? (people|adults|age)|"
    r"my (grandm\w+|grandpa|grandfather|gran|nan|mum|mom|mother|dad|father))\b",
    "children": r"\b(child(ren)?|kids?|toddlers?|bab(y|ies)|infants?|teen\w*|adolescents?|"
    r"my (son|daughter)|(\d|1[0-7])[- ]years?[- ]olds?)\b",
    "pregnant": r"\b(pregnan\w*|trying to conceive|expecting a baby|first trimester|prenatal)\b",
    "breastfeeding": r"\b(breast[- ]?feed\w*|nursing (mother|mum|mom)|lactat(ing|ion))\b",
    "kidney_disease": r"\b(kidney (disease|failure|problems?|patients?|impairment|trouble)|bad kidneys?|renal "
    r"(disease|failure|impairment|insufficiency)|ckd|dialysis|weak kidneys?|my kidneys?)\b",
    "liver_disease": r"\b(liver (disease|failure|problems?)|cirrhosis|hepatitis|fatty liver|bad liver)\b",
    "on_medication": rf"\b({DRUGS})\b|" r"\b(warfarin|blood thinners?|anticoagulants?|statins?|antidepressants?|ssris?|antibiotics?|"
    r"my (meds|medication|medicine|prescription)|metformin|insulin|levothyroxine)\b",
    "animals": r"\b(dogs?|cats?|horses?|rats?|mice|mouse|animals?|pets?)\b",
}  # fmt: skip
_INTENT_PATTERNS = {intent: re.compile(pattern) for intent, pattern in INTENTS.items()}
_POPULATION_PATTERNS = {name: re.compile(pattern) for name, pattern in POPULATIONS.items()}


class Match(NamedTuple):
    """A phrase of the question and the vocabulary name that it stands for."""

    name: str
    start: int
    end: int
    exact: bool


def plain(text: str) -> str:
    """Fold case and accents and drop trade marks, possessives and apostrophes, keeping words apart."""
    text = re.sub("[®™©]|['’]s\\b", "", text)
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if not unicodedata.combining(c) and c not in "'’")


class PhraseMatcher:
    """Finds vocabulary names in a text, by phrase and then by spelling."""

    def __init__(
        self, phrases: Iterable[tuple[str, str]], never_corrected: Iterable[str] = ()
    ) -> None:
        """Take (phrase, name) pairs; short abbreviations in capitals match only as written."""
        self._names: dict[tuple[str, ...], list[str]] = {}
        self._abbreviations: dict[str, list[str]] = {}
        for phrase, name in phrases:
            if phrase.isupper() and len(phrase) <= 3:
                self._abbreviations.setdefault(phrase, []).append(name)
                continue
            key = split_words(phrase)
            for written in {key, ("".join(key),)}:  # "KSM-66" is also typed as one word
                names = self._names.setdefault(written, [])
                if name not in names:
                    names.append(name)
        # A look-alike is known, stands for nothing here, and so is neither matched nor corrected.
        for phrase in never_corrected:
            self._names.setdefault(split_words(phrase), [])
        self._by_initial: dict[str, list[tuple[str, ...]]] = {}
        for key in self._names:
            if key and len("".join(key)) >= 5:
                self._by_initial.setdefault(key[0][0], []).append(key)

    def find(self, text: str) -> list[Match]:
        """Find the names in a text, in its order; overlapping phrases give way to the longest."""
        words = list(WORD.finditer(text))
        tokens = tuple(plain(word.group()) for word in words)
        found: list[Match] = []
        taken = [False] * len(words)
        for size in range(min(MAX_WORDS, len(words)), 0, -1):
            for correct in (False, True):
                for i in range(len(words) - size + 1):
                    if any(taken[i : i + size]):
                        continue
                    names = self._lookup(tokens[i : i + size], words[i].group(), correct)
                    if names is not None:
                        taken[i : i + size] = [True] * size
                        span = (words[i].start(), words[i + size - 1].end())
                        found += [Match(name, *span, exact=not correct) for name in names]
        return sorted(found, key=lambda match: match.start)

    def _lookup(self, tokens: tuple[str, ...], written: str, correct: bool) -> list[str] | None:
        if correct:
            return self._correct(tokens)
        if len(tokens) == 1 and written in self._abbreviations:
            return self._abbreviations[written]
        return self._names.get(tokens)

    def _correct(self, tokens: tuple[str, ...]) -> list[str] | None:
        """Find the phrase that these words misspell, word by word or run together."""
        if not tokens[0]:
            return None
        for key in self._by_initial.get(tokens[0][0], ()):
            if len(key) == len(tokens):
                pairs = [
                    (word, right) for word, right in zip(tokens, key, strict=True) if word != right
                ]
                if all(is_misspelt(word, right) for word, right in pairs):
                    return self._names[key]
            elif len(tokens) == 1 and is_misspelt(tokens[0], "".join(key)):
                return self._names[key]
        return None


def split_words(phrase: str) -> tuple[str, ...]:
    """Split a phrase into plain words."""
    return tuple(plain(word) for word in WORD.findall(phrase))


def is_misspelt(word: str, right: str) -> bool:
    """Whether a word is another one with a slip: one in 5 to 8 letters, two in more."""
    if len(word) < 5 or not word.isalpha() or abs(len(word) - len(right)) > 2:
        return False
    allowed = 1 if len(word) < 9 else 2
    return OSA.distance(word, right, score_cutoff=allowed) <= allowed and not is_english(word)


class Understander:
    """Reads questions with a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare the matchers."""
        substances = [
            (phrase, item.name)
            for item in vocabulary.substances
            for phrase in (
                item.name,
                *item.synonyms,
                *item.brands,
                *item.misspellings,
                *(name for names in item.translations.values() for name in names),
            )
        ]
        outcomes = [
            (phrase, item.name)
            for item in vocabulary.outcomes
            for phrase in (
                item.name,
                *item.synonyms,
                *(name for names in item.translations.values() for name in names),
            )
        ]
        self._form_of = {item.name: item.form_of for item in vocabulary.substances}
        ask_back = [word for item in vocabulary.substances for word in item.ask_back]
        self._substances = PhraseMatcher(substances, ask_back)
        self._outcomes = PhraseMatcher(outcomes)

    def understand(self, question: str) -> Understanding:
        """Read one stand-alone question; without any cue of intent it is one of efficacy."""
        substances, outcomes = separate(
            self._substances.find(question), self._outcomes.find(question)
        )
        text = plain(question)
        intents = list(find_intents(text))
        if len(intents) > 1 and "definition" in intents:
            intents.remove("definition")
        compared = "comparison" in intents
        if re.search(rf"\b({DRUGS})\b", text) and not compared and "interaction" not in intents:
            intents.append("interaction")
        if compared and "interaction" in intents:
            intents.remove("interaction")
        if not intents or (outcomes and intents in (["list"], ["definition"])):
            intents.insert(0, "efficacy")
        return Understanding(
            substances=self._most_particular(substances, "comparison" in intents),
            outcomes=_unique(match.name for match in outcomes),
            intents=tuple(intents),
            populations=find_populations(text),
        )

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
        for text in asked:
            seen = self.understand(text)
            before = Understanding(
                substances=seen.substances or before.substances,
                outcomes=seen.outcomes or before.outcomes,
            )
        added = []
        text = question
        if not now.substances and before.substances:
            names = " and ".join(
                self._forms_meant(question, before.substances) or before.substances
            )
            text = PRONOUN.sub(names, question, count=1)
            if text == question:
                added.append(names)
        cues = set(find_intents(plain(question))) - {"efficacy", "list", "definition"}
        needs_outcome = not now.outcomes and not cues
        if before.outcomes and needs_outcome and is_fragment(question):
            added.append(", ".join(before.outcomes))
        return f"{text.rstrip(' ?.!')} ({'; '.join(added)})?" if added else text

    def _forms_meant(self, question: str, before: Sequence[str]) -> list[str]:
        """The sibling forms that a word such as "citrate" means after talk of another salt."""
        words = set(split_words(question))
        elements = {self._form_of.get(name) or name for name in before}
        return [
            name
            for name, element in self._form_of.items()
            if element in elements and split_words(name)[-1] in words
        ]


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
    outside = [s for s in substances if not any(covers(o, s) for o in outcomes)]
    return outside or substances, outcomes


def find_intents(text: str) -> tuple[Intent, ...]:
    """The intents whose cues a plain text holds, in the order of the schema."""
    return tuple(intent for intent in get_args(Intent) if _INTENT_PATTERNS[intent].search(text))


def find_populations(text: str) -> tuple[Population, ...]:
    """The people whom a plain text speaks of."""
    return tuple(name for name, pattern in _POPULATION_PATTERNS.items() if pattern.search(text))


def refers_back(question: str, now: Understanding) -> bool:
    """Whether a message needs the ones before it; a new topic of its own does not."""
    if now.substances or now.outcomes or now.populations or PRONOUN.search(question):
        return True
    if FOLLOWS.match(question.strip()) and is_fragment(question):
        return True
    return bool(set(find_intents(plain(question))) - {"definition"})


def is_fragment(question: str) -> bool:
    """Whether a message is too short to be a question of its own, such as "and biotin?"."""
    return len(WORD.findall(question)) <= 6


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
