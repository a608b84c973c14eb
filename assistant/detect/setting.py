"""On whom and how a study was done: species, randomisation, blinding, comparison, money, notices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.detect.cues import ANIMALS, PEOPLE
from assistant.detect.spans import read_fact
from assistant.schema import (
    Blinding,
    ComparatorKind,
    Design,
    DetectedFact,
    FundingClass,
    NoticeKind,
    Species,
)

RAT, MOUSE = re.compile(r"\brats?\b"), re.compile(r"\b(?:mice|mouse|murine)\b")
OTHER_ANIMAL = re.compile(ANIMALS.replace("rats?|mice|mouse|", ""))
HUMAN = re.compile(
    rf"\b{PEOPLE}\b|\b(?:wo)?m[ae]n\b|\bnurses\b|\bhumans?\b|\binfants?\b|\bpersons?\b"
)
OF_TRIALS = re.compile(r"\b(?:trials?|cohorts?|case reports?|clinicians?|hospital\w*|clinical)\b")
CELL = re.compile(r"\bcells?\b|\bin vitro\b|\bmicrosomes\b|\bstrains?\b|\bassays?\b")
OF_PEOPLE = frozenset(
    {
        Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW, Design.RCT, Design.NONRANDOMIZED_TRIAL,
        Design.PHARMACOKINETIC, Design.OBSERVATIONAL, Design.CASE_REPORT, Design.GUIDELINE,
    }
)  # fmt: skip
WITHOUT_CHANCE = frozenset({Design.NONRANDOMIZED_TRIAL, Design.OBSERVATIONAL, Design.CASE_REPORT})
CHANCE = re.compile(
    r"\brandomi[sz]ed\b|\brandomly (?!select|sampl|chosen|drawn)|\bat random\b|\brandom order\b|\brandom numbers\b|\bby lot\b|"
    r"\brandomi[sz]ation (?:list|was|ratio)|\b(?:assigned|allocated) randomly\b"
)
NO_CHANCE = re.compile(
    r"\b(?:non-?\s?|not |un|quasi-)randomi[sz]ed\b|\bopen[- ]label (?:pilot|study|single)|\bsingle[- ]arm\b|\buncontrolled\b|"
    r"\bno control group\b|\bwithout (?:a )?control|\bquasi-experiment|\bodd weeks|\bserved as the control"
)
BLINDING: tuple[tuple[Blinding, re.Pattern[str]], ...] = (
    (
        "double",
        re.compile(
            r"\b(?:double|triple)[- ]?(?:blind|mask)\w*|\bneither [^.]{0,60}\bnor [^.]{0,60}\bknew\b|"
            r"\b(?:patients|participants|children|parents|subjects|residents)\b[^.]{0,60}\band (?:[\w-]+ ){0,4}?"
            r"(?:assessors|investigators|paediatricians|pediatricians|clinicians|researchers|staff|doctors)\b[^.]{0,40}"
            r"\b(?:unaware|blind(?:ed)?|masked)\b|\bconcealed from all\b"
        ),
    ),
    (
        "single",
        re.compile(
            r"\bsingle[- ]?(?:blind|mask)\w*|\b(?:assessors?|radiologist|investigators?|outcome assessment|raters?|evaluators?)\b"
            r"[^.]{0,40}\b(?:blind(?:ed)?|masked|unaware)\b|\b(?:blind|mask)ed (?:assessors?|raters?|evaluat\w+)"
        ),
    ),
    ("open", re.compile(r"\bopen[- ]label\b|\bunblinded\b|\bsingle[- ]arm\b|\buncontrolled (?:trial|study)\b")),
)  # fmt: skip
COMPARATORS: tuple[tuple[ComparatorKind, re.Pattern[str]], ...] = (
    ("placebo", re.compile(r"\bplacebos?\b|\bdummy\b|\bsham\b|\bmaltodextrin\b")),
    ("none", re.compile(r"\b(?:no treatment|usual care|standard care|untreated|no supplement|waiting[- ]list|wait-list)\b")),
    ("active", re.compile(r"\b(?:compared|comparison|versus|vs\.?) (?:with |to |of )?(?:[\w-]+ ){0,3}?\w+")),
    ("baseline", re.compile(r"\bfrom baseline\b|\bcompared (?:with|to) baseline\b|\bbefore and after\b")),
)  # fmt: skip
OF_MONEY = re.compile(
    r"\b(?:funded|financed|sponsored|paid for) (?:in part |partly |entirely )?by\b|\bsupported (?:in part |partly )?by\b|"
    r"\bfunding\b(?: source)?[:.]|\bfunding (?:was|came|from)|\bgrants?\b|\bemployees? of\b|\bemploys\b|\bwho funded\b|\bsponsor\b|"
    r"\bfinancial support\b|\bfunded\b"
)
MAKER = re.compile(
    r"\b(?:company|companies|manufacturer|maker|producer|industry|inc\b|ltd\b|llc|gmbh|corp(?:oration)?\b|"
    r"laboratoires|s\.a\.|co\.,|pharma\w*|nutraceutical\w*)"
)
INDEPENDENT = re.compile(
    r"\b(?:institutes?|council|government|universit\w+|ministry|foundation|nih\b|national|hospital|charity|public|"
    r"research fund|none|no external|medical research|european (?:union|commission)|health grant)\b"
)
NOTICES: tuple[tuple[NoticeKind, re.Pattern[str]], ...] = (
    (
        "retraction",
        re.compile(
            r"(?:\A|\n)\W*retracted\b|\bretraction (?:notice|note|of|to)\b|\b(?:has|have) been (?:\w+ )?retracted\b|"
            r"\b(?:editors?|publisher|authors?|journal|we)\b[^.]{0,60}\b(?:retracts?|are retracting|is retracting|wish(?:es)? to retract)\b|"
            r"\b(?:this|the) (?:article|paper|study) (?:was|is) (?:\w+ )?retracted\b|\bretracted article\b"
        ),
    ),
    ("expression_of_concern", re.compile(r"\bexpression of concern\b")),
    (
        "correction",
        re.compile(
            r"(?:\A|\n)\W*(?:correction|corrigendum|erratum)\b|\b(?:correction|corrigendum|erratum) (?:to|for)\b|"
            r"\boriginal (?:article|publication) (?:has been|was|contained)\b"
        ),
    ),
)  # fmt: skip
OF_OTHERS = re.compile(
    r"\b(?:retracted (?:studies|trials|articles|papers)|(?:studies|trials|papers|articles|trial|one|two|which) (?:that )?(?:were|was|had been|have been|has (?:since |later )?been) (?:\w+ )?retracted)\b"
)
"""A review that speaks of retracted trials is no notice."""


def find_species(text: str, lowered: str, kind: Design | None) -> DetectedFact[Species] | None:
    """Rats, mice, people or cells; a mixture, or any other animal, is `mixed`."""
    value: Species
    if kind is None:
        return None
    if kind in OF_PEOPLE:
        found = HUMAN.search(lowered)
        if found:
            return read_fact(text, "human", *found.span(), 0.9)
        of_trials = OF_TRIALS.search(lowered)
        return read_fact(text, "human", *of_trials.span(), 0.8) if of_trials else None
    if kind is Design.IN_VITRO:
        found = CELL.search(lowered)
        return read_fact(text, "cells", *found.span(), 0.9) if found else None
    if kind is not Design.ANIMAL:
        return None
    rat, mouse, other = (p.search(lowered) for p in (RAT, MOUSE, OTHER_ANIMAL))
    named = [m for m in (rat, mouse) if m]
    kinds = len(named) + bool(other and not re.match(r"animals?|rodents?", other.group()))
    if kinds == 1 and named:
        value = "rat" if rat else "mouse"
        return read_fact(text, value, *named[0].span(), 0.9)
    sign = named[0] if named else other
    return read_fact(text, "mixed", *sign.span(), 0.8) if sign else None


def find_randomised(text: str, lowered: str, kind: Design | None) -> DetectedFact[bool] | None:
    """Whether chance decided who got what; None where the text doesn't say."""
    if kind not in {*OF_PEOPLE, Design.ANIMAL} or kind in {Design.GUIDELINE}:
        return None
    denied, stated = NO_CHANCE.search(lowered), CHANCE.search(lowered)
    if kind in WITHOUT_CHANCE:
        sign = denied or re.search(r"\w+", lowered)
        return read_fact(text, False, *sign.span(), 0.9 if denied else 0.85) if sign else None
    if stated and kind in {Design.RCT, Design.PHARMACOKINETIC, Design.ANIMAL}:
        return read_fact(text, True, *stated.span(), 0.95)
    return read_fact(text, False, *denied.span(), 0.9) if denied else None


def find_blinding(text: str, lowered: str, kind: Design | None) -> DetectedFact[Blinding] | None:
    """Who didn't know the treatment; None where the text doesn't say."""
    if kind not in {Design.RCT, Design.NONRANDOMIZED_TRIAL, Design.PHARMACOKINETIC}:
        return None
    for value, pattern in BLINDING:
        found = pattern.search(lowered)
        if found:
            return read_fact(text, value, *found.span(), 0.9)
    return None


def find_comparator(
    text: str, lowered: str, kind: Design | None
) -> DetectedFact[ComparatorKind] | None:
    """What the study compared with, the plainest first."""
    if kind not in {
        Design.RCT,
        Design.NONRANDOMIZED_TRIAL,
        Design.META_ANALYSIS,
        Design.PHARMACOKINETIC,
    }:
        return None
    for value, pattern in COMPARATORS:
        found = pattern.search(lowered)
        if found:
            return read_fact(text, value, *found.span(), 0.9 if value == "placebo" else 0.7)
    return None


def find_funding(text: str, lowered: str, kind: Design | None) -> DetectedFact[FundingClass] | None:
    """Whose money it was, from the sentence that says so; None where none does."""
    if kind is None or kind in {Design.ARTICLE, Design.FACT_SHEET}:
        return None
    for first, last in sentences_of(lowered, OF_MONEY):
        said = lowered[first:last]
        maker, independent = MAKER.search(said), INDEPENDENT.search(said)
        if not maker and not independent:
            continue
        value: FundingClass = (
            "mixed" if maker and independent else "maker" if maker else "independent"
        )
        return read_fact(text, value, first, last, 0.85)
    return None


def sentences_of(lowered: str, sign: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The stretches between full stops that hold a sign; a heading that ends in a stop takes the next."""
    for match in sign.finditer(lowered):
        first = lowered.rfind(". ", 0, match.start()) + 1
        last = lowered.find(". ", match.end())
        last = len(lowered) if last < 0 else last + 1
        if match.group().endswith((".", ":")) and last - match.end() < 4:
            last = lowered.find(".", last + 1) + 1 or len(lowered)
        while first < last and lowered[first].isspace():
            first += 1
        yield first, last


def find_notice(text: str, lowered: str) -> DetectedFact[NoticeKind] | None:
    """A retraction, concern or correction that the document is or carries; the gravest first."""
    for value, pattern in NOTICES:
        for found in pattern.finditer(lowered):
            if not OF_OTHERS.search(lowered, max(0, found.start() - 40), found.end() + 5):
                return read_fact(text, value, *found.span(), 0.95)
    return None
