"""How strongly a sentence speaks, judged by its words alone (rules R15 and R16).

A list of verbs and a few patterns: it reads "improves sleep" as a stated cause, "improved more
than with placebo" as the report of a comparison, "may improve" as possible, "was associated with"
as an association, and "the shop says that it improves" as somebody else's word. It cannot read
irony or metaphor; what it misreads belongs into tests/test_eval_scorers.py with the fix.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from eval.text import CACHED

Wording = Literal["none", "association", "possible", "report", "caused", "general", "general_not"]
STRENGTH: dict[Wording, int] = {
    "none": 0, "association": 1, "possible": 2, "report": 2, "caused": 3, "general": 3,
    "general_not": 3,
}  # fmt: skip

_VERBS = (
    "improve reduce lower raise prevent cure treat boost increase decrease protect cause relieve "
    "reverse stop promote enhance strengthen restore regrow heal shorten lengthen extend double "
    "halve slow delay ease alleviate fight deepen sharpen eliminate regulate calm block"
)
BASE = "|".join(_VERBS.split())
PRESENT = "|".join(
    (f"{v}es" if v.endswith(("ss", "sh", "ch")) else f"{v}s") for v in _VERBS.split()
) + r"|supports(?! (?:an?|the|this|that|any) )|helps|works(?! (?:for|at) (?:the|a|an) (?:\w+ )?(?:company|maker|manufacturer|supplier|firm|seller))|makes (?:hair|people|you)|leads to|results in"  # fmt: skip
PAST = "improved|reduced|lowered|raised|prevented|cured|treated|boosted|increased|decreased|protected|caused|relieved|reversed|stopped|promoted|enhanced|strengthened|restored|regrew|healed|shortened|extended|slowed|eased|alleviated|led to|resulted in|brought about|produced"  # fmt: skip

PROVEN = re.compile(
    r"\b(?:is|are|was|were|has been|have been) (?:clearly |clinically |scientifically )?(?:proven|effective|shown to)\b"
    r"|\b(?:clinically|scientifically) proven\b",
    re.I,
)
# A noun after a determiner, an adjective or a preposition ("no increases", "of causes").
NOUN = r"(?<!\bthe )(?<!\bno )(?<!\bof )(?<!\band )(?<!\bsmall )(?<!\bsuch )(?<!\bin )(?<!\bexploratory )(?<!\blarge )(?<!\bother )"
GENERAL = re.compile(rf"{NOUN}\b(?:{PRESENT})\b(?! (?:of|in) )", re.I)
GENERAL_NOT = re.compile(rf"\b(?:does|do) not (?:usefully |really )?(?:{BASE}|help|work)\b", re.I)
POSSIBLE = re.compile(rf"\b(?:may|might|could|can)\b(?: \w+){{0,2}} (?:{BASE}|help|work)\b", re.I)
CAUSED = re.compile(rf"(?<!not )(?<!be )(?<!been )\b(?:{PAST})\b", re.I)
PASSIVE = re.compile(rf"\b(?:was|were|been|is|are) (?:significantly |not )?(?:{PAST})\b", re.I)
COMPARED = re.compile(
    r"\b(?:than(?! \d)|compared with|compared to|against|versus|v|favou?red|between|more often|relative to|in (?:both|either) groups?)\b",
    re.I,
)
ASSOCIATED = re.compile(
    r"\b(?:was|were|is|are|been) (?:\w+ )?(?:associated|correlated|linked) with\b", re.I
)
RELATED = re.compile(
    r"\b(?:associat\w+|link(?:ed|s)|correlat\w+|attributed|went with|followed|after|before|ratio|prevalence|reported)\b",
    re.I,
)
NEGATED = re.compile(
    r"\b(?:no|not|nor|neither|never|none|nothing|cannot|without|unclear|unknown|whether|failed)\b|n't\b",
    re.I,
)
SPEECH = (
    r"says?|said|writes?|wrote|states?|stated|claims?|claimed|presents?|calls?|describes?|advises?|"
    r"recommends?|suggests?|judges?|warns?|regards?|concludes?|argues?|promises|promotes|expects|"
    r"holds|admits|reports?|reported|explains?|comments?|ascribes|credits|attributes|cites|names|links|adds|"
    r"considers?|lists|gives|voices|believes|thinks?|asks?|notes?|refers|tells|assures|portrays|"
    r"points|traces|offers|compares|opens|ends|sees|puts|retells|mentions"
)
ATTRIBUTED = re.compile(
    rf"\b(?:according to|per an?|by the \w+ ?\w* account|in the words of)\b"
    rf"|\b(?:page|pages|blog|site|shop|supplier|seller|vendor|writer|company|maker|agency|agencies|"
    rf"academy|association|committee|force|panel|board|authority|service|administration|authors?|"
    rf"reviewers?|investigators?|guideline|label|sheet|fda|efsa|nih|nhs|aasm|uspstf|avenue|"
    rf"article|articles|notice|statement|review|texts?)\b[^.;]{{0,60}}?\b(?:{SPEECH})\b"
    rf"|\b(?:agency|academy|committee|force|panel|board|authority)\b[^.;]{{0,20}}? f(?:ou|i)nds?\b"
    rf"|^(?:error in a source: )?our note on the article: "
    rf"|^the (?:document|page|seller's page) [\w.-]+(?:, by its words [^:.]{{3,40}}, unchecked,)? (?:says|adds): ",
    re.I,
)
MODELS = {
    "mouse": r"\b(?:mice|mouse|animals?|rodents?|murine)\b",
    "rat": r"\b(?:rats?|animals?|rodents?)\b",
    "cells": r"\b(?:cells?|cultur\w+|dish|in vitro|neurons?|slices|microsomes?|co-culture)\b",
}
ANY_MODEL = re.compile("|".join(MODELS.values()), re.I)
TRIAL_CONTEXT = re.compile(
    r"\b(?:trials?|study|studies|placebo|meta-analysis|review|pooled|\d[\d,]* (?:\w+ ){0,4}(?:adults|people|"
    r"patients|women|men|volunteers|children|smokers|participants|pregnancies|users|students))\b",
    re.I,
)


@lru_cache(maxsize=CACHED)
def is_attributed(sentence: str) -> bool:
    """Whether the sentence is somebody else's word and says whose."""
    return bool(ATTRIBUTED.search(sentence))


def names_model(sentence: str, species: str | None = None) -> bool:
    """Whether the sentence names the animals or cells that were studied."""
    pattern = MODELS.get(species or "")
    found = re.search(pattern, sentence, re.I) if pattern else ANY_MODEL.search(sentence)
    return bool(found)


@lru_cache(maxsize=CACHED)
def wording(sentence: str) -> Wording:
    """The strongest thing that a sentence says in its own voice, apart from who says it."""
    if PROVEN.search(sentence) and not NEGATED.search(sentence):
        return "general"
    if GENERAL_NOT.search(sentence):
        return "general_not"
    if (found := GENERAL.search(sentence)) and not NEGATED.search(sentence[: found.start()]):
        return "general"
    if (found := POSSIBLE.search(sentence)) and not NEGATED.search(sentence[: found.end()]):
        return "possible"
    if ASSOCIATED.search(sentence):
        return "association"
    if COMPARED.search(sentence):
        return "report"
    if RELATED.search(sentence):
        return "association"
    if (found := CAUSED.search(sentence)) and not PASSIVE.search(sentence):
        return "none" if NEGATED.search(sentence[: found.start()]) else "caused"
    return "none"
