"""What kind of sentence it is and what stance it takes, by its words; patterns and nothing else.

Only a claim is held against the documents; the rest is told apart here, with the reason why not.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.check.marks import DISCLAIMER
from assistant.compose.parts import HARM_GROUPS
from assistant.triage import is_english as is_known
from assistant.verify import denying, studied, wording
from assistant.verify.cues import tokenize
from assistant.verify.reading import DOES_NOT, NOT_KNOWN, NOTHING, read_text

Kind = Literal[
    "claim", "question", "lead_in", "advice", "opinion", "story", "offer", "disclaimer", "no_substance",
    "other_language", "too_long", "aim",
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
    r"subscribe|follow|visit|read|see|learn|discover|join|enjoy|experience|find out|contact|ask|talk|speak)\b(?!-)",
    re.I,
)
OPINION = re.compile(
    r"\b(?:in my (?:humble )?opinion|i (?:do )?(?:not )?(?:believe|think|guess|hope|love|prefer)|i['’]?m (?:confident|convinced|sure)|i am (?:confident|convinced|sure)|"
    r"we (?:believe|think|hope|love))\b",
    re.I,
)
STORY = re.compile(
    r"^\W*(?:since|after|when|whenever|if) i (?:\w+ )?(?:take|took|started|began|use|used|tried)\b|"
    r"^\W*(?:we|our (?:family|whole family)) (?:love|tried|started taking|noticed|feel|felt|sleep|slept|swear)\b|"
    r"^\W*(?:my|i) (?!(?:recommend|believe|do believe)\b)[^.]{0,50}\b(?:sleeps?|slept|feels?|felt|am|was|is|started|began|noticed|tried|lost|took|take|takes|seen|heard|"
    r"had|found|experienced|use|used|says?|said|report\w*|swears?|have|struggled|changed)\b|"
    r"\b(?:users|customers|people|individuals|many|patients|friends|clients|reviewers)\b(?: \w+){0,6} (?:report|say|notice|swear|rave|claim)\w*\b|"
    r"\bi (?:have |['’]ve |have also |['’]ve also )?(?:personally |also )?(?:seen|heard|experienced|witnessed|noticed|found)\b|\bi['’]ve seen\b|"
    r"\bmy (?:[\w'’-]+ ){1,4}(?:is|was|are|were|has|have|got|went|came|improved|disappeared|vanished|feels?|felt)\b|"
    r"\bchanged (?:my|their|his|her) li(?:fe|ves)\b|\bfrom my experience\b",
    re.I,
)
OFFER = re.compile(
    r"[$€£]\s?\d|\b\d+\s?(?:usd|eur|gbp|dollars|euros?)\b|\b(?:free shipping|money[- ]back|\d+ ?% off|discount|coupon|order today|order now|buy now|in stock|"
    r"our (?:\w+ )?(?:capsules?|tablets?|products?|supplements?|powder|range|store|shop|team|company|brand|facilit\w+|customers)|our (?:\w+ ){0,3}(?:formula|blend|recipe) (?:combines|contains|includes|is made|delivers|uses|features)|we (?:use|make|ship|sell|offer|source|test|opt|guarantee)|"
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
PART = re.compile(
    r"^[\s-]+(?:receptors?|levels?|activity|signall?ing|systems?|production|synthesis|deficiency|metabolism|concentrations?|influx|ions?|channels?|balance|transporters?)\b",
    re.I,
)
"""What stands behind a substance of the body rather than one that is taken."""
IN_PEOPLE = re.compile(
    r"\b(?:in|of|among|for) (?:[\w-]+ ){0,3}(?:people|patients|adults|men|women|children|those|anyone|individuals|volunteers|smokers) "
    r"(?:\w+ )?(?:with|who have|suffering from) [^.,;]+",
    re.I,
)
"""Who it is said of, by what they have; that is no outcome."""
TAKEN = re.compile(
    r"\b(?:dos(?:e|es|age|ing)|side[- ]effects?|\d ?mg|milligrams?|supplementation)\b", re.I
)
"""Words that speak of taking something, and so of the substance at hand."""
HAILED = re.compile(
    r"\b(?:benefi\w+|remed\w+|effective\w*|works?|helps?|promis\w+|potential|results|improv\w+|solution|support\w*)\b",
    re.I,
)
"""Words that praise; what for may stand in the sentence before."""
LINKED = re.compile(
    r"\b(?:linked|tied|associated|connected|related) (?:to|with)\b|\blinks? (?:to|between|with)\b",
    re.I,
)
NOT_SETTLED = re.compile(
    r"\b(?:disagree\w*|mixed|conflict\w*|inconsisten\w*|unclear|uncertain|(?:not|isn['’]t|is not) (?:yet )?known|unknown|less (?:well[- ])?known|poorly understood|little is known|unproven|not (?:been )?(?:shown|proven|tested|studied|established)|"
    r"no (?:good |strong |clear |reliable )?(?:evidence|trials?|stud(?:y|ies)|human data)|never been (?:tested|studied)|insufficient|too early)\b",
    re.I,
)
NOTHING_DONE = re.compile(
    r"\b(?:does|do|did) (?:nothing|little)\b|\b(?:is|are) (?:useless|worthless|ineffective|largely ineffective|not effective)\b|\b(?:doesn['’]t|does not|don['’]t|do not) work\b|"
    r"\bno (?:better|more effective|different) than (?:a )?placebo\b",
    re.I,
)
SAFE = re.compile(
    r"\b(?:safe|safely|harmless|well[- ]?tolerated|welltolerated|gentle on|non-?toxic|risk-free|no risks?|no (?:known )?side[- ]effects|without (?:unwanted |any )?side[- ]effects|"
    r"never harm\w*|safety profile)\b",
    re.I,
)
MODEL = re.compile(
    rf"{studied.ANIMALS.pattern}|\b(?:in vitro|cultured|cell (?:lines?|cultures?|studies)|test[- ]tubes?|petri dish|in a dish|"
    r"dermal papilla cells|lab(?:oratory)? dish(?:es)?|organoids?|model organisms)\b",
    re.I,
)
"""Words that name cells or animals as what was studied; a part of the body is none."""
NOT_SAFE = re.compile(
    r"\b(?:not|never|isn['’]t|aren['’]t|un|hardly)[ -]?(?:\w+ ){0,2}(?:safe|harmless|well[- ]?tolerated)\b",
    re.I,
)
HUMAN = re.compile(
    r"\b(?:humans|human (?:life|health|lifespan|beings?)|people|you|your|everyone|everybody)\b",
    re.I,
)
"""People as those whom a result is said of."""
PRAISE = re.compile(
    r"\b(?:good|great|excellent|ideal|perfect|superb|fantastic) (?:\w+ ){0,2}(?:for|against)\b|\bremed(?:y|ies) (?:for|against)\b",
    re.I,
)
"""Words that state an effect without a verb for it."""
FOR_GOOD = re.compile(rf"{wording.GOOD.pattern}|\b(?:against|helping|support\w*)\b", re.I)
SUPERLATIVE = re.compile(
    r"\b(?:the|most) (?:best|strongest|safest|most (?:effective|powerful|potent|important))\b|\bnumber one\b",
    re.I,
)
SIDE_EFFECTS = re.compile(r"\b(?:side[- ]effects?|adverse (?:reactions?|events?))\b", re.I)
INTERACT = re.compile(r"\binteract\w*|\binterfer\w*|\bblood[- ]thinn\w+", re.I)
"""Words by which a sentence speaks of a supplement beside a medicine."""
STUDY = re.compile(
    r"\b(?:(?:in|a|an|one|the|this|another) (?:[\w-]+,? ){0,6}(?:trial|study|experiment|meta-analysis|review)|trials? (?:found|showed|of)|study (?:found|showed|published)|"
    r"(?:was|were) (?:observed|reported|found)|pooled|experiments have|we (?:also )?(?:found|observed|saw|showed)|studies have (?:shown|demonstrated|found))\b",
    re.I,
)
"""A report of what a study found, as against a statement in general."""
ROLE = re.compile(
    r"\b(?:(?:plays?|has|have|playing) (?:an? |the )?(?:[\w-]+ ){0,3}roles?\b(?! in \w+ing\b)|roles? (?:of|in)(?! \w+ing\b)|(?:^|: )essential for|co-?factors?|participates? in|"
    r"(?:is|are|it['’]s) (?:also |therefore )?(?:[\w-]+ly )?(?:involved|required|needed|necessary|essential|vital|crucial|critical|indispensable|important) "
    r"(?:in|for|to)\b|essential (?:mineral|nutrient|ion|vitamin)|(?:master|vital|pivotal|essential) (?:\w+ ){0,2}(?:mineral|component|nutrient)|"
    r"acts? as (?:an? )|functions? as|without (?:enough|adequate|sufficient))",
    re.I,
)
"""Says what a nutrient does in the body, from which nothing follows for those who take more of it."""
TOTAL = re.compile(
    r"\b(?:halts?|ends|ending|banish\w*|eras\w+|kills?|melts?|wip(?:es?|ing) out|restor(?:e|es|ing)|reverses?|cures?|fix(?:es)?|"
    r"regrows?|eliminat\w+|eradicat\w+|rewires?|resets?|bring\w* back|put(?:s|ting)? an end|razor-sharp|like a baby|unbreakable)\b",
    re.I,
)
"""Verbs and pictures of a whole effect, which no trial of a supplement shows."""
CONCENTRATION = re.compile(r"\bconcentrations? of\b", re.I)
"""How much of a thing there is, as against keeping one's mind on something."""
HARMFUL = re.compile(
    r"\b(?:dangerous|toxic|poison\w*|harmful|hazardous|risky|fatal|deadly|unsafe|too much|overdos\w+)\b",
    re.I,
)
"""Words that say harm without a verb for it."""
AIM = re.compile(
    rf"{denying.AIM.pattern}|\b(?:investigated|examined|asked|studied|tested) (?:whether|if)\b",
    re.I,
)


def is_report(text: str) -> bool:
    """Whether a text reports what happened in a study rather than states something in general."""
    return bool(STUDY.search(text)) or (bool(PAST_ACT.search(text)) and not NOW.search(text))


PAST_ACT = re.compile(
    r"\b(?:raised|lowered|reduced|improved|increased|decreased|shortened|cut|prevented|slowed|fell|rose|did not|had no)\b",
    re.I,
)
NOW = re.compile(
    r"\b(?:is|are|has|have|can|could|may|might|will|does|do|helps?|supports?|makes?|\w+ed to)\b",
    re.I,
)
STATUS = "nutrient status"
"""Being short of a nutrient is who people are here and no condition of its own."""
SLOGAN = re.compile(
    r"^\W*(?:(?:clinically|scientifically) )?(?:proven|shown|tested|designed|formulated|works?|helps?|falls?) (?:to|asleep|for|you|with)\b|"
    r"^\W*(?:\d+ ?% )?(?:all )?natural\b",
    re.I,
)
"""How a line begins that says what a product does and leaves its name out."""
LONGEST_SENTENCE = 1200
"""Characters of a sentence; what is longer is a list or a table that lost its lines."""
MIN_ENGLISH = 0.5


def kind_of(text: str, has_substance: bool) -> Kind:
    """What a sentence is, by its words."""
    if len(text) > LONGEST_SENTENCE:
        return "too_long"
    if DISCLAIMER.search(text):
        return "disclaimer"
    if text.rstrip("\"'”’").endswith("?"):
        return "question"
    if AIM.search(text) and not DESIGNED.search(text) and not denying.ANY_DENIAL.search(text):
        return "aim"
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


DESIGNED = re.compile(r"\bdesigned to\b", re.I)
"""Of a product it says what it is for."""
NOT_JUST = re.compile(r"(?:\bnot|n['’]t) (?:just|only|merely|simply|about)\b", re.I)
"""Words that seem to deny and raise instead."""


def stance_of(text: str, strength: int, groups: set[str], labels: str) -> tuple[Stance, bool]:
    """What a claim says, and whether it denies flatly."""
    text = NOT_JUST.sub(" ", text)
    clauses = [clause for sentence in read_text(text) for clause in sentence.clauses]
    denial = max((clause.denial for clause in clauses), default=NOTHING)
    if SAFE.search(text) and not NOT_SAFE.search(text):
        return "safe", False
    unwanted = SIDE_EFFECTS.search(text)
    if unwanted and not wording.CAUSAL.search(text[: unwanted.start()]):
        return "fact", False
    if strength == 0:
        if NOTHING_DONE.search(text):
            return "no_effect", True
        if denial == NOT_KNOWN or NOT_SETTLED.search(text):
            return "not_known", False
        if denial > NOT_KNOWN:
            return "no_effect", denial == DOES_NOT
        return "fact", False
    value = sum(clause.value for clause in clauses)
    if HARMFUL.search(text) and not FOR_GOOD.search(text):
        return "harm", False
    is_good = wording.GOOD.search(text) or wording.DOWN.search(text)
    if not is_good and (
        (
            strength == 1
            and LINKED.search(text)
            and (wording.BURDENS.search(labels) or wording.BURDENS.search(text))
            and len(clauses) == 1
        )
        or (groups and groups <= HARM_GROUPS)
    ):
        return "harm", False
    if value < 0 and len(clauses) == 1 and not FOR_GOOD.search(text):
        return "harm", False
    return "benefit", False


def lacks_subject(text: str) -> bool:
    """Whether a line says what a product does without naming it, as bullets do."""
    if SLOGAN.match(text):
        return True
    first = next((token for token in tokenize(text) if token.word[0].isalpha()), None)
    return bool(first and first.kind in {"cause", "leads", "contributes"} and first.ending == "s")


def is_english(text: str) -> bool:
    """Whether most words of a text are English function words or known ones."""
    words = [w.lower() for w in re.findall(r"[^\W\d_]{2,}", text)]
    return not words or sum(map(is_known, words)) >= MIN_ENGLISH * len(words)
