"""What a sentence of a page claims: of which substance, on what, which way, how firmly, in whom.

Pages speak of their product as "it" or leave it out ("Supports deep sleep"), so the substance of the
sentence before, of the heading or of the whole page is taken where the words call for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from assistant.check.marks import DISCLAIMER
from assistant.check.page import PageSentence
from assistant.compose.parts import HARM_GROUPS
from assistant.retrieve import Catalog
from assistant.schema import Population
from assistant.understand import Understander
from assistant.verify import wording
from assistant.verify.cues import tokenize
from assistant.verify.reading import DOES_NOT, NOT_KNOWN, NOTHING, read_text

Kind = Literal[
    "claim", "question", "lead_in", "advice", "opinion", "story", "offer", "disclaimer", "no_substance",
    "other_language",
]  # fmt: skip
"""What a sentence is; only a claim is held against the documents."""
Stance = Literal["benefit", "harm", "no_effect", "not_known", "safe", "fact"]
"""What a claim says: an effect for the better or worse, none, that it isn't known, or another fact."""

IT = re.compile(
    r"\b(?:it|its|it['’]s|they|their)\b|\bth(?:is|at|ese) (?:\w+ )?(?:supplement|compound|product|mineral|vitamin|herb|extract|"
    r"formula|formulation|ingredient|nutrient|substance|form|remedy|molecule|capsules?|powder|action|"
    r"targeted \w+|dual action|mechanism|neurological regulation|enhanced bioavailability|unique property)\b|"
    r"\bthe (?:supplement|compound|product|mineral|formula|formulation|ingredient|herb|capsules?)s?\b|"
    r"^\W*this (?:is|was|can|may|makes?|helps?|means|has|will|does|not|leads|results|supports|promotes)\b|"
    r"\b(?:supplement|compound)['’]s\b",
    re.I,
)
"""Words that stand for a substance named before."""
ADVICE = re.compile(
    r"\b(?:consult|talk to|speak (?:to|with)|ask|seek advice|check with|see) (?:with )?(?:your|a|an|their|advice|medical)\b|"
    r"\b(?:doctor|physician|pharmacist|healthcare (?:provider|professional)|health professional|medical guidance)\b"
    r"[^.]{0,60}\b(?:before|advised|first|guidance)\b|\bconsulting a\b|\bi (?:do |would |also |highly )*(?:not )?recommend\b|\bwe recommend\b|"
    r"\bif you (?:experience|want|are looking|have any)\b|\bconsider (?:combining|adding|taking|stacking|trying)\b|"
    r"\b(?:it['’]s|it is) (?:essential|important|crucial|best|advisable|wise) to (?:consult|pay|note|choose|check|understand|start|take)\b|"
    r"\blook for\b|\byou should\b|\bavoid products\b",
    re.I,
)
COMMAND = re.compile(
    r"^\W*(?:please |just |simply |always |then |so )?(?:take|use|swallow|mix|add|drink|apply|store|keep|shake|dissolve|start|stop|"
    r"avoid|choose|combine|consult|let['’]s|imagine|remember|give|make sure|do not|don['’]t|never take|click|order|buy|shop|try|"
    r"subscribe|follow|visit|read|see|learn|discover|join|enjoy|experience|find out|contact|ask|talk|speak)\b",
    re.I,
)
OPINION = re.compile(
    r"\b(?:in my (?:humble )?opinion|i (?:do )?(?:not )?(?:believe|think|guess|hope|love|prefer)|i['’]?m (?:confident|convinced|sure)|i am (?:confident|convinced|sure)|"
    r"we (?:believe|think|hope|love))\b",
    re.I,
)
STORY = re.compile(
    r"^\W*(?:my|i|we|our) (?!(?:recommend|believe|do believe)\b)[^.]{0,50}\b(?:sleeps?|slept|feels?|felt|am|was|is|started|began|noticed|tried|lost|took|take|takes|seen|heard|"
    r"had|found|experienced|use|used|says?|said|report\w*|swears?|have|struggled|changed)\b|"
    r"\b(?:users|customers|people|individuals|many|patients|friends|clients|reviewers)\b(?: \w+){0,6} (?:report|say|notice|swear|rave|claim|experience)\w*\b|"
    r"\bi (?:have |['’]ve |have also |['’]ve also )?(?:personally |also )?(?:seen|heard|experienced|witnessed|noticed|found)\b|\bi['’]ve seen\b|"
    r"\bchanged (?:my|their|his|her) li(?:fe|ves)\b|\bfrom my experience\b",
    re.I,
)
OFFER = re.compile(
    r"[$€£]\s?\d|\b\d+\s?(?:usd|eur|gbp|dollars|euros?)\b|\b(?:free shipping|money[- ]back|\d+ ?% off|discount|coupon|order today|order now|buy now|in stock|"
    r"our (?:\w+ )?(?:capsules?|tablets?|products?|supplements?|powder|range|store|shop|team|company|brand|facilit\w+|customers)|we (?:use|make|ship|sell|offer|source|test|opt|guarantee)|"
    r"gmp|third[- ]?party tested|market size|cagr|(?:hair loss )?market\b|made in (?:the )?(?:usa|eu|uk)|not to sell|sold by|inconvenience)\b",
    re.I,
)
ABOUT_TEXT = re.compile(
    r"^\W*(?:this (?:article|page|post|guide|section|blog)|in this (?:article|post|guide)|the following information|"
    r"let['’]s|here (?:are|is)|below)\b",
    re.I,
)
"""A sentence about the text itself."""
ASIDE = re.compile(
    r"\b(?:unlike|than|rather than|instead of|such as|compared (?:to|with)|versus|vs\.?|other forms? (?:like|such as)|differs from)\s+"
    r"(?:[\w'-]+[ ,]+){0,6}$",
    re.I,
)
"""What stands before a substance that is only compared with."""
NOT_SETTLED = re.compile(
    r"\b(?:disagree\w*|mixed|conflict\w*|inconsisten\w*|unclear|uncertain|(?:not|isn['’]t|is not) (?:yet )?known|unknown|unproven|not (?:been )?(?:shown|proven|tested|studied|established)|"
    r"no (?:good |strong |clear |reliable )?(?:evidence|trials?|stud(?:y|ies)|human data)|never been (?:tested|studied)|insufficient|too early)\b",
    re.I,
)
NOTHING_DONE = re.compile(
    r"\b(?:does|do|did) (?:nothing|little)\b|\b(?:is|are) (?:useless|worthless|ineffective|largely ineffective|not effective)\b|\b(?:doesn['’]t|does not|don['’]t|do not) work\b|"
    r"\bno (?:better|more effective|different) than (?:a )?placebo\b",
    re.I,
)
SAFE = re.compile(
    r"\b(?:safe|safely|harmless|well[- ]?tolerated|welltolerated|gentle on|non-?toxic|risk-free|no (?:known )?side[- ]effects|without (?:unwanted |any )?side[- ]effects|"
    r"never harm\w*|safety profile)\b",
    re.I,
)
NOT_SAFE = re.compile(
    r"\b(?:not|never|isn['’]t|aren['’]t|un|hardly)[ -]?(?:\w+ ){0,2}(?:safe|harmless|well[- ]?tolerated)\b",
    re.I,
)
STUDY = re.compile(
    r"\b(?:(?:in|a|an|one|the|this|another) (?:[\w-]+,? ){0,6}(?:trial|study|experiment|meta-analysis|review)|trials? (?:found|showed|of)|study (?:found|showed|published)|"
    r"(?:was|were) (?:observed|reported|found)|pooled|experiments have)\b",
    re.I,
)
"""A report of what a study found, as against a statement in general."""
MIN_ENGLISH = 0.5


class Reading(NamedTuple):
    """A sentence as far as it can be held against documents."""

    sentence: PageSentence
    kind: Kind
    substances: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    populations: tuple[Population, ...] = ()
    strength: int = 0
    stance: Stance = "fact"
    is_flat_denial: bool = False
    """Whether it says "does not" rather than "did not differ" (R16)."""
    names_model: bool = False
    """Whether it says that it was cells or animals."""
    is_report: bool = False
    """Whether it reports a study rather than states something in general."""
    is_promise: bool = False
    """Whether it speaks of certainty or of everybody."""


class PageReader:
    """Reads the sentences of one page in their order."""

    def __init__(self, catalog: Catalog, understander: Understander) -> None:
        """Take the facts and the reading of questions, which names substances and outcomes."""
        self._catalog = catalog
        self._understand = understander.understand

    def read(self, sentences: Sequence[PageSentence], strengths: Sequence[int]) -> list[Reading]:
        """Read all sentences of a page; `strengths` are theirs on the four-step scale."""
        named = [self._named(s.text) for s in sentences]
        counts = Counter(name for names in named for name in names)
        counts.update(name for s in sentences for name in self._named(s.heading))
        main = tuple(name for name, _ in counts.most_common(1))
        found = []
        before: tuple[str, ...] = ()
        heading = ""
        for sentence, strength, names in zip(sentences, strengths, named, strict=True):
            if sentence.heading != heading:
                heading = sentence.heading
                before = self._named(heading) or before
            meant = names or self._meant(sentence, before, main)
            found.append(self._read(sentence, strength, meant))
            before = meant
        return found

    def _named(self, text: str) -> tuple[str, ...]:
        """The substances that a text is about, without those that it only compares with."""
        return tuple(
            name
            for name in self._understand(text).substances
            if name in self._catalog.substances
        )  # fmt: skip

    def _meant(
        self, sentence: PageSentence, before: tuple[str, ...], main: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The substance that a sentence means without its name."""
        if IT.search(sentence.text):
            return before
        return main if lacks_subject(sentence.text) else ()

    def _read(self, sentence: PageSentence, strength: int, names: tuple[str, ...]) -> Reading:
        text = sentence.text
        kind = kind_of(text, bool(names))
        asked = (
            text if any(n.lower() in text.lower() for n in names) else f"{' '.join(names)}: {text}"
        )
        seen = self._understand(asked)
        groups = {self._catalog.outcomes[o].group for o in seen.outcomes}
        stance, flat = stance_of(text, strength, groups)
        return Reading(
            sentence=sentence,
            kind=kind,
            substances=names,
            outcomes=seen.outcomes,
            populations=seen.populations,
            strength=strength,
            stance=stance,
            is_flat_denial=flat,
            names_model=bool(wording.ANIMALS.search(text) or wording.CELLS.search(text)),
            is_report=bool(STUDY.search(text)),
            is_promise=bool(wording.ABSOLUTE.search(text) or wording.UNIVERSAL.search(text)),
        )


def kind_of(text: str, has_substance: bool) -> Kind:
    """What a sentence is, by its words."""
    if DISCLAIMER.search(text):
        return "disclaimer"
    if text.rstrip("\"'”’").endswith("?"):
        return "question"
    if ABOUT_TEXT.match(text) or text.rstrip().endswith(":"):
        return "lead_in"
    if not is_english(text):
        return "other_language"
    if OFFER.search(text):
        return "offer"
    if ADVICE.search(text) or (COMMAND.match(text) and not lacks_subject(text)):
        return "advice"
    if OPINION.search(text):
        return "opinion"
    if STORY.search(text):
        return "story"
    return "claim" if has_substance else "no_substance"


def stance_of(text: str, strength: int, groups: set[str]) -> tuple[Stance, bool]:
    """What a claim says, and whether it denies flatly."""
    clauses = [clause for sentence in read_text(text) for clause in sentence.clauses]
    denial = max((clause.denial for clause in clauses), default=NOTHING)
    if SAFE.search(text) and not NOT_SAFE.search(text):
        return "safe", False
    if strength == 0:
        if NOTHING_DONE.search(text):
            return "no_effect", True
        if denial == NOT_KNOWN or NOT_SETTLED.search(text):
            return "not_known", False
        if denial > NOT_KNOWN:
            return "no_effect", denial == DOES_NOT
        return "fact", False
    value = sum(clause.value for clause in clauses)
    if value < 0 or (groups and groups <= HARM_GROUPS and value <= 0):
        return "harm", False
    return "benefit", False


def lacks_subject(text: str) -> bool:
    """Whether a line says what a product does without naming it, as bullets do."""
    first = next((token for token in tokenize(text) if token.word[0].isalpha()), None)
    return bool(first and first.kind in {"cause", "leads", "contributes"} and first.ending == "s")


def is_english(text: str) -> bool:
    """Whether most words of a text are English function words or known ones."""
    from assistant.triage import is_english as is_known

    words = [w.lower() for w in re.findall(r"[^\W\d_]{2,}", text)]
    return not words or sum(map(is_known, words)) >= MIN_ENGLISH * len(words)
