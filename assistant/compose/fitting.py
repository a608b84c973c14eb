"""Which sentences of a document fit a question: by its outcome, by what it asks of it, by rare words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from assistant.chunk import sentence_spans
from assistant.compose.parts import Question, stems
from assistant.retrieve import Catalog
from assistant.schema import Intent, Passage, Source

ORDERS = re.compile(
    r"\b(ignore|disregard|forget|override)\b.{0,40}\b(rules?|instructions?|prompts?|above|previous|guidelines?)\b|"
    r"\b(assistant|chatbot|language model|ai|model|system)\b.{0,60}\b(must|should|shall|will|has to|reply|say|answer|respond|tell)\b|"
    r"\b(reply|respond|answer|say) (only|exactly|with|that|the following)\b|\b(must|should|has to|have to) be told\b|"
    r"\b(tell|inform) (the )?(user|reader|person|asker|patient)s?\b|\byou (are|must|should|shall|have to|need to)\b|"
    r"\b(leave out|do not mention|don't mention|never mention|omit|keep quiet)\b|^\W*(system|assistant|user)\s*[:>|]|"
    r"\bstop (taking )?(your |the |all )?(warfarin|medic\w+|pills|tablets|treatment)\b",
    re.I,
)
"""Orders in a document, to a program or to its reader."""
MARKUP = re.compile(r"<[!/a-z|]|-->|!\[|\]\(|https?://|\\?\[\d+\\?\]|[‹›|]{2}|\{\{", re.I)
"""Comments, images, links and citation marks that a document carries."""
UNFINISHED = re.compile(
    r"(?:\.\.\.|…|:)\W*$|\b(?:19|20)\d\d;\s?\d+|\bet al\.?,? (?:19|20)\d\d\b|\bdoi\b", re.I
)
"""Teasers that break off, lines that only lead to a list, and entries of a list of references."""
REFERENCES = re.compile(r"(?:sources?|references|bibliography|literature|further reading)\W*", re.I)
"""Headings under which a page lists what it read."""
SIGNPOST = re.compile(
    r"^(?:in )?this (?:article|page|guide|post|blog)\b[^.]{0,20}\b(?:looks|delves|explains|covers|explores|discusses|we)\b",
    re.I,
)
"""What a page says of itself."""
BULLET = re.compile(r"^(?:(?:[-–—•*·]|\d{1,2}[.)])\s+|[¹²³⁰-⁹]+\s*)")
LONG_DOCUMENT = 40_000
"""Characters up to which a document that retrieval found is read whole."""
LEANING = re.compile(
    r"^(?:it|this|these|they|that|those|however|but|and|also|such|in addition|for (?:instance|example))\b",
    re.I,
)
"""How a sentence begins that leans on the one before it."""
FINISHED = re.compile(r"[.!;][\"'”’)\]]*\W?[\d¹²³⁴-⁹]*$")
"""The end of a sentence, the mark of a footnote after it included."""
MIN_SENTENCE, LONG = 25, 80
"""Characters below which a line is furniture; and, where no full stop ends it, a heading."""
CUES: dict[Intent, re.Pattern[str]] = {
    "dose": re.compile(r"\b\d[\d,.]*\s?(?:mg|g|mcg|µg|iu|milligrams|grams)\b|\bdos(?:e|es|age|ing)\b|\btwice\b|\bdaily\b", re.I),
    "safety": re.compile(
        r"\bside effects?\b|\b(?:un)?safe(?:ty|ly)?\b|\bcaution|\bavoid\b|\badverse|\btolerated\b|\bupset\b|\bdiarrh?o?ea|\bheadaches?\b|"
        r"\bkidneys?\b|\bliver\b|\binjur|\bpregnan|\binteract|\bdrows",
        re.I,
    ),
    "interaction": re.compile(r"\binteract|\bmedicat|\bblood thinners?\b|\bdrugs?\b|\bprescri", re.I),
    "source": re.compile(
        r"\bsell(?:s|ing|ers?)?\b|\bsold\b|\bour (?:\w+ )?(?:products?|supplements?|company|shop|store|nmn|team|customers)\b|\border (?:one|now)|"
        r"\bsupplier|\bmanufactur|\bcompany\b|\bpersonally\b|\bmy (?:\w+ ){0,2}(?:experience|journey)|\bi (?:have|do recommend|recommend|believe)\b|"
        r"\bpatent",
        re.I,
    ),
    "funding": re.compile(r"\bfund(?:ed|ing)\b|\bsponsor|\bpaid\b|\bsell(?:s|ing)?\b|\bpatent|\border\b|\bour\b", re.I),
    "mechanism": re.compile(r"\breceptors?\b|\bbarrier\b|\bmechanism|\bregulat|\binhibit|\bactivat|\bincreas\w+ the\b|\bpathway", re.I),
    "comparison": re.compile(r"\bother forms?\b|\bcompared\b|\bunlike\b|\bcitrate\b|\bglycinate\b|\boxide\b|\bdiffers? from\b", re.I),
    "definition": re.compile(r"\bis an? \b|\bconsists\b|\bcompound\b|\bform of\b", re.I),
    "conversion": re.compile(r"\belemental\b|\b\d[\d,.]*\s?mg\b", re.I),
}  # fmt: skip
"""Words by which a sentence answers what a question asks of a substance."""
WARNING = re.compile(
    r"\bcaution|\bavoid\b|\binteract|\bimpair|\bkidneys?\b|\bliver\b|\bpregnan|\bmedications?\b|\bblood thinners?\b|\btoxic|\bnot (?:be )?tak", re.I
)  # fmt: skip
"""What a reader who asks about safety must not miss."""
ASKS_FOR_STUDIES = re.compile(
    r"\b(?:tested|studied|trials?|stud(?:y|ies)|evidence|research|proof|proven|in (?:people|humans|animals|mice|rats))\b", re.I
)  # fmt: skip
OF_STUDIES = re.compile(
    r"\b(?:trials?|placebo\S*|participants|volunteers|rats|mice|rodents|animal|preclinical|human (?:data|studies)|cells|"
    r"(?:study|studies|research|experiments) (?:\w+ )?(?:showed|found|published|suggests?|in|have|indicates?))\b",
    re.I,
)
"""Words by which a page tells of what was tested, and on whom."""
ASKS_OF_PEOPLE = re.compile(r"\bin (?:people|humans|adults|patients|men|women|children)\b", re.I)
OF_PEOPLE = re.compile(
    r"\b(?:adults|participants|volunteers|patients|humans?|placebo\S*|randomi[sz]ed)\b", re.I
)
AMOUNT = re.compile(r"\b\d[\d,.]*\s?(?:mg|g|mcg|µg|iu|milligrams|grams)\b", re.I)
OF_OUTCOMES: frozenset[Intent] = frozenset({"efficacy", "source", "mechanism", "comparison"})
"""Intents that a sentence on the outcome answers, whatever else it says."""
OUTCOME_WEIGHT, INTENT_WEIGHT, WANTED_WEIGHT, RESULT_WEIGHT = 3.0, 3.0, 2.0, 3.0
NAME_WEIGHT, SECTION_WEIGHT, LEANING_WEIGHT = 1.0, 1.0, -1.0
MIN_RARITY = 1.5
"""Summed rarity of shared words from which a sentence fits without outcome or cue."""
ASKING = frozenset(
    {"articl", "page", "site", "websit", "document", "say", "said", "claim", "tell", "read", "work", "help", "realli",
     "good", "know", "take", "use", "peopl", "person", "supplement", "thing", "anyth", "get", "has", "have", "been",
     "doe", "can", "will", "how", "what", "who", "which", "much", "should", "day", "better", "about", "into", "from", "ani",
     "behind", "test", "studi", "evid", "proof", "proven", "trial"}
)  # fmt: skip
"""Words of asking, which fit any sentence."""


class Candidate(NamedTuple):
    """A sentence of a document that may be quoted: its place, its text and its heading."""

    start: int
    end: int
    text: str
    section: str


def candidates(source: Source, passages: Sequence[Passage]) -> list[Candidate]:
    """The sentences of a document that state something; of a long one, those of the passages found."""
    if len(source.text) <= LONG_DOCUMENT:
        return list(all_candidates(source.text))
    return [
        said._replace(start=said.start + passage.start, end=said.end + passage.start)
        for passage in passages
        for said in all_candidates(passage.text)
    ]


@lru_cache(maxsize=256)
def all_candidates(text: str) -> tuple[Candidate, ...]:
    """The sentences of a text that state something, without the bullets and marks before them."""
    found = []
    for span in sentence_spans(text):
        sentence = text[span.start : span.end]
        bullet = BULLET.match(sentence)
        skipped = bullet.end() if bullet else 0
        is_entry = bullet is not None and REFERENCES.fullmatch(span.section) is not None
        if is_statement(sentence[skipped:]) and not is_entry:
            said = Candidate(span.start + skipped, span.end, sentence[skipped:], span.section)
            found.append(said)
    return tuple(found)


def is_statement(sentence: str) -> bool:
    """Whether a sentence of an unknown document states something that may be quoted.

    Orders to whoever reads, markup, hidden characters, citation marks of its own and bare questions
    are not quoted: a reader takes them for the assistant's words.
    """
    if any(unicodedata.category(c) in {"Cf", "Co", "Cn"} for c in sentence):
        return False
    is_whole = FINISHED.search(sentence) or len(sentence) >= LONG
    if (
        len(sentence) < MIN_SENTENCE
        or not is_whole
        or UNFINISHED.search(sentence)
        or SIGNPOST.search(sentence)
    ):
        return False
    return not ORDERS.search(sentence) and not MARKUP.search(sentence) and "?" not in sentence


class Fitting:
    """Scores sentences against one question; higher fits better, 0 does not fit."""

    def __init__(self, catalog: Catalog, question: Question, said: Sequence[Candidate]) -> None:
        """Count the words of all candidates, so that rare ones weigh more."""
        seen = question.understanding
        items = [catalog.substances[name] for name in seen.substances]
        self._names = [[stems(p) for p in (item.name, *item.synonyms)] for item in items]
        of_names = frozenset(word for item in self._names for name in item for word in name)
        self._compares = "comparison" in seen.intents and len(items) > 1
        self._asked = stems(question.text) - of_names - ASKING
        terms = [catalog.outcomes[name] for name in seen.outcomes if name in catalog.outcomes]
        self._outcomes = [bag for term in terms for p in term.phrases if (bag := stems(p))]
        self._cues = [CUES[intent] for intent in seen.intents if intent in CUES]
        if ASKS_FOR_STUDIES.search(question.text):
            self._cues.append(OF_STUDIES)
        self._is_about_outcome = bool(OF_OUTCOMES & set(seen.intents)) or not self._cues
        self._wanted = [
            sign
            for is_asked, sign in (
                ("safety" in seen.intents, WARNING),
                (bool({"dose", "conversion"} & set(seen.intents)), AMOUNT),
                (bool(ASKS_OF_PEOPLE.search(question.text)), OF_PEOPLE),
            )
            if is_asked
        ]
        counts = Counter(word for candidate in said for word in words_of(candidate.text))
        self._rarity = {w: log(1 + len(said) / counts[w]) for w in self._asked if counts[w]}

    def score(self, candidate: Candidate, is_result: bool = False) -> float:
        """How well a sentence fits; a study's own result fits by any word of the question."""
        bag = words_of(candidate.text)
        rare = sum(self._rarity.get(word, 0.0) for word in bag)
        outcome = any(phrase <= bag for phrase in self._outcomes)
        cued = any(cue.search(candidate.text) for cue in self._cues)
        named = sum(any(name <= bag for name in item) for item in self._names)
        cued = cued or (self._compares and named > 1)
        under = any(phrase <= words_of(candidate.section) for phrase in self._outcomes)
        outcome = outcome or (under and named > 0)
        fits = (is_result and rare > 0) or (rare >= MIN_RARITY and not self._outcomes)
        if not outcome and not cued and not fits:
            return 0.0
        if self._cues and not cued and not (outcome and self._is_about_outcome):
            return 0.0
        return (
            rare
            + OUTCOME_WEIGHT * outcome
            + INTENT_WEIGHT * cued
            + RESULT_WEIGHT * is_result
            + NAME_WEIGHT * min(named, 1)
            + SECTION_WEIGHT * under
            + LEANING_WEIGHT * leans(candidate)
            + WANTED_WEIGHT * any(sign.search(candidate.text) for sign in self._wanted)
        )


def leans(said: Candidate) -> bool:
    """Whether a sentence begins in a way that needs the one before it."""
    return bool(LEANING.search(said.text))


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The stems of a sentence."""
    return frozenset(stems(text))
