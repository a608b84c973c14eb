"""What a question asks of a sentence, and the words by which a sentence of a page gives it."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.schema import Intent

CUES: dict[Intent, re.Pattern[str]] = {
    "dose": re.compile(
        r"\b\d[\d,.]*\s?(?:mg|g|mcg|µg|iu|milligrams|grams)\b|\bdos(?:e|es|age|ing)\b|\btwice\b|\bdaily dos|\bper day\b|\ba day\b", re.I
    ),
    "safety": re.compile(
        r"\bside effects?\b|\b(?:un)?safe(?:ty|ly)?\b(?! production)|\bcaution|\bwarn|\badverse(?! effects of (?:\w+ )?stress)|\btolerated\b|\bupset\b|"
        r"\bdiarrh?o?ea|\bheadaches?\b|\bnausea|\bkidneys?\b|\bliver\b|\binjur|\bpregnan|\binteract\w* with (?:\w+ ){0,3}(?:medic|drug|prescri)|\bdrows|"
        r"\b(?:should|must) (?:be )?avoid",
        re.I,
    ),
    "interaction": re.compile(
        r"\binteract\w* with (?:\w+ ){0,3}(?:medic|drug|prescri|blood)|\bmedicat|\bmedicines?\b|\bblood thinners?\b|\bprescri|"
        r"\b(?:with|other|your|taking|certain) drugs?\b",
        re.I,
    ),
    "source": re.compile(
        r"\bsell(?:s|ing|ers?)?\b|\bsold\b|\bour (?:\w+ )?(?:products?|supplements?|company|shop|store|nmn|team|customers)\b|\border (?:one|now)|"
        r"\bsupplier|\bmanufactur|\bcompany\b|\bpersonally\b|\bmy (?:\w+ ){0,2}(?:experience|journey)|\bi (?:have|do recommend|recommend|believe)\b|"
        r"\bpatent",
        re.I,
    ),
    "funding": re.compile(
        r"\bfund(?:ed|ing)\b|\bsponsor|\bpaid\b|\bsell(?:s|ing)?\b|\bpatent|\border (?:now|one|today)\b|\bcommission\b|\bour (?:\w+ )?(?:products?|supplements?|shop|nmn)\b",
        re.I,
    ),
    "mechanism": re.compile(r"\breceptors?\b|\bbarrier\b|\bmechanism|\bregulat|\binhibit|\bactivat|\bincreas\w+ the\b|\bpathway", re.I),
    "comparison": re.compile(
        r"\b(?:than|unlike|compared (?:to|with)|versus|superior|differs? from|other forms?)\b", re.I
    ),
    "definition": re.compile(r"\b(?:is|are) (?:an? |the |one of |another |made )|\bconsists? of\b|\bform of\b|\bknown as\b", re.I),
    "conversion": re.compile(r"\belemental\b", re.I),
}  # fmt: skip
"""Words by which a sentence answers what a question asks of a substance."""
OF_HARM = re.compile(
    r"\bside effects?\b|\b(?:may|might|can) (?:also )?(?:experience|interact|cause)\b|\bdiscomfort\b|\bupset\b|"
    r"\bcaution\b|\b(?:should|must) (?:be )?avoid", re.I
)  # fmt: skip
"""What a sentence on harms has: it is no answer to whether something helps, whatever it names."""


class Sign(NamedTuple):
    """A way of asking, and what a sentence has that answers it."""

    asks: re.Pattern[str]
    gives: re.Pattern[str]
    instead_of: frozenset[Intent] = frozenset()
    """Intents that the question only seems to have."""


WHO = Sign(
    re.compile(
        r"\b(?:who|whose|sells?|selling|sellers?|author\w*|wrote|written by|company|trust\w*|bias\w*|independent|commercial\w*)\b", re.I
    ),
    CUES["source"],
)  # fmt: skip
"""Who speaks, rather than what they say of something."""
PAID = Sign(
    re.compile(
        r"\b(?:conflicts? of|paid|pays|sponsor\w*|fund(?:s|ed|ing)?|advert\w*|commissions?|affiliate)\b",
        re.I,
    ),
    CUES["funding"],
    frozenset({"source"}),
)
"""Whose money it is."""
NEEDED = (
    WHO,
    PAID,
    Sign(  # what was tested
        re.compile(
            r"\b(?:tested|studied|trials?|stud(?:y|ies)|evidence|research|proof|proven|in (?:people|humans|animals|mice|rats))\b", re.I
        ),
        re.compile(
            r"\b(?:trials?(?! period)|placebo\S*|participants|volunteers|rats|mice|rodents|animal (?:study|studies|models?)|preclinical|"
            r"human (?:data|studies)|cultured|(?:study|studies|research|experiments) (?:\w+ ){0,4}?(?:showed|shows?|shown|found|suggests?|"
            r"indicates?|published|demonstrated|in (?:\w+ )?(?:adults|people|rats|mice|animals|men|women)))\b", re.I
        ),
    ),
    Sign(  # how long it takes
        re.compile(r"\bhow (?:long|soon|quick\w*|fast)\b|\bwhen (?:do|does|will|can|should) .{2,40}\b(?:work|results?|effects?|notice|feel)\b", re.I),
        re.compile(
            r"\b(?:after|within|in|at least|for|takes?) (?:\w+ ){0,3}?(?:days|weeks|months)\b|\bbuilds? up\b|\btrial period\b|"
            r"\bimmediate results\b|\bovernight\b", re.I
        ),
        frozenset({"dose"}),
    ),
    Sign(  # how to take it
        re.compile(r"\bhow (?:should|do|can|must|to)\b.{0,20}\b(?:take|taken|use|used|apply)\b|\bwith (?:or without )?(?:food|meals?)\b", re.I),
        re.compile(
            r"\btaken? (?:\w+ ){0,4}(?:with|on|before|after|in the|at)\b|\bempty stomach\b|\bwith (?:food|meals?|water)\b|"
            r"\bhours? (?:before|after|between|apart)\b|\bhours between\b", re.I
        ),
        frozenset({"dose"}),
    ),
    Sign(  # whether it does anything at all
        re.compile(r"^(?:so )?(?:do|does|did|is|are|will|would|can)\b.{0,60}\b(?:works?|helps?|effective|any good|worth it|worth taking)\W*$", re.I),
        re.compile(
            r"\b(?:did|does|do|done) (?:nothing|little|wonders|not (?:help|work))|\bhelp(?:s|ed)\b|\bwork(?:s|ed)\b|\bno (?:effect|change|difference|benefit)\b|"
            r"\bfelt\b|\bnoticed\b|\bimproved?\b|\beffective|\bbenefits?\b|\bpromising\b", re.I
        ),
    ),
    Sign(  # which product
        re.compile(r"\b(?:buy|buying|choos\w+|brands?|look for|which product|what product)\b", re.I),
        re.compile(
            r"\bchoos\w+|\bthird-?\s?party|\breputable|\bbrands?\b|\bcertif\w+|\bgmp\b|\bpurity\b|\bproprietary\b|\bquality product|"
            r"\b(?:the|its|their) labels?\b", re.I
        ),
    ),
)  # fmt: skip
"""What a sentence must have, or else name the outcome."""
WELCOME = (
    Sign(
        re.compile(r"\bsafe|\bside effects?|\brisks?\b|\bdanger|\bharm|\binteract|\btogether with|\bkidney|\bpregnan", re.I),
        re.compile(
            r"\bcaution|\bavoid\b|\binteract\w* with\b|\bimpair|\bkidneys?\b|\bliver\b|\bpregnan|\bmedications?\b|\bblood thinners?\b|"
            r"\btoxic|\bnot (?:be )?tak", re.I
        ),
    ),
    Sign(
        re.compile(r"\bhow (?:much|many)\b|\bdos(?:e|es|age)\b|\belemental\b|\bmg\b", re.I),
        re.compile(r"\b\d[\d,.]*\s?(?:mg|g|mcg|µg|iu|milligrams|grams)\b", re.I),
    ),
    Sign(
        re.compile(r"\bper ?cent\w*|%", re.I),
        re.compile(r"\d\s?%|\bper ?cent", re.I),
    ),
    Sign(
        re.compile(r"\b(?:in|on) (?:people|humans|adults|patients|men|women|children)\b", re.I),
        re.compile(r"\b(?:adults|participants|volunteers|patients|humans?|placebo\S*|randomi[sz]ed)\b", re.I),
    ),
    Sign(
        NEEDED[1].asks,
        re.compile(r"\b(?:19|20)\d\d\b|\bjournal\b|\bcolleagues\b|\bet al\b|\bpublished in\b|\bplacebo", re.I),
    ),
)  # fmt: skip
"""What makes a sentence that fits fit better."""
OF_A_HARM = re.compile(
    r"\b(?:caus(?:e|es|ing)|lead to|give (?:you|me|people)|bad for|harm\w*|hurt\w*|damag\w*|danger\w*|worsen\w*|risks?)\b", re.I
)  # fmt: skip
"""Asks whether something comes about that nobody wants, so that a sentence on harms answers."""
RESULT_SIGN = re.compile(
    r"\bp ?[<=>]|\bci\b|\d ?%|\bdid not differ\b|\bno (?:significant )?difference\b|\bsignificant|"
    r"\b(?:rose|fell|grew|dropped|increased|decreased|reduced|improved|halved|doubled|unchanged)\b", re.I
)  # fmt: skip
"""What a sentence has in which a study tells what came out."""
OTHER_FORMS = re.compile(r"\bother forms?\b|\bunlike\b", re.I)
"""Where two things are compared by name, what else a sentence may set one of them against."""


def definition_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """What a sentence has that says what a thing is: its name near the beginning, and then what it is."""
    spelt = "|".join(re.escape(name).replace(r"\ ", r"\s+").replace(r"\-", "-?") for name in names)
    return re.compile(
        rf"^.{{0,12}}?\b(?:{spelt})\b[^.;]{{0,60}}?\b(?:(?:is|are) (?:an? |the |one of |another |made )|consists? of\b|form of\b)",
        re.I,
    )
