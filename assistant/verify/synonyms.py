"""Wordings that say the same, brought into one: spelling, numbers, units, synonyms, nulls.

Each rule holds both ways: "study" is not in it, since a trial is one but not the other way round.
"""

from __future__ import annotations

import re
from functools import lru_cache

NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
SPELLINGS = (
    (r"(?<=\d),(?=\d{3}\b)", ""),
    (r"\b(\w{3,})iz(e|ed|es|er|ing|ation)\b", r"\1is\2"),
    (r"\b(behavi|col|tum|fav|vap)or", r"\1our"), (r"\bfiber", "fibre"), (r"\bcenter", "centre"),
    (r"\b(an|leuk|isch|hypoglyc|hyperglyc|bacter)(?:emi)(a|c)\b", r"\1aemi\2"),
    (r"\bdiarrhea", "diarrhoea"), (r"\bhemo", "haemo"), (r"\bhemato", "haemato"), (r"\bhemor", "haemor"),
    (r"\bestrogen", "oestrogen"), (r"\bedema", "oedema"), (r"\besoph", "oesoph"), (r"\bfetal", "foetal"),
    (r"\bp(a?)ediatric", "paediatric"), (r"\bleuke?mia", "leukaemia"), (r"\bmulticenter", "multicentre"),
    (r"\bsulfate", "sulphate"), (r"\b(millil|l)iter", r"\1itre"),
    (r"\bper cent\b|\bpercent\b", "%"), (r"\bmilligrams?\b", "mg"), (r"\b(?:mcg|µg|μg|ug)\b", "micrograms"),
    (r"(?<=\d) ?grams?\b", " g"),
    (r"\b(did|was|were|does|do|is|are|had|has|have|could|would)n['’]t\b", r"\1 not"), (r"\bcannot\b", "can not"),
    *((rf"\b{word}\b", str(value)) for value, word in enumerate(NUMBERS.split(), start=2)),
    (r"\b(?:v|vs|versus)\b\.?", "against"),
)  # fmt: skip
SAME = (
    (r"\b(?:daily|(?:per|each|every|a) day)\b|(?<=\w)/(?:day|d)\b", " perday"), (r"\b(?:weekly|(?:per|each|every|a) week)\b", "perweek"),
    (r"\ba (few|little|third|quarter|half)\b", r"a\1"),
    (r"\b(?:among|across|amongst)\b", "in"), (r"\ba single\b", "one"),
    (r"\b(trials?|stud(?:y|ies)|reviews?|meta-analys[ei]s) (?:of|with) (?=\d)", r"\1 in "),
    (r"\b(?:around|approximately|roughly)\b", "about"), (r"\bwhile\b", "whereas"),
    (r"\b(?:observed|noted)\b", "seen"), (r"\bin contrast to\b", "unlike"),
    (r"\b(?:states|writes|asserts|claims)\b(?= that\b)", "says"),
    (r"\b(?:came|come|comes) to the (?:view|conclusion)\b|\bconcludes\b", "concluded"),
    (r"\b(?:has|have|had) been\b|\bwere\b", "was"),
    (r"\b(?:was given|received)\b", "took"),
    (r"\b(?:because|since)\b(?! of| \d)", "because"),
    (r"\bbecause of\b|\bowing to\b", "due to"),
    (r"\b(?:compared (?:with|to)|in comparison (?:with|to)|relative to|than with|than)\b", "against"),
    (r"(?<=\d )(?:participants|subjects|individuals|persons)\b", "people"),
    (r"\b(?:increased|raised|climbed|went up)\b", "rose"), (r"\b(?:increases|raises)\b", "rises"),
    (r"\b(?:decreased|reduced|lowered|dropped|declined|went down)\b", "fell"), (r"\b(?:decreases|lowers)\b", "reduces"),
    (r"\bmore (?:often|common|commonly|frequently)\b", "more frequent"),
    (r"\bless (?:often|common|commonly|frequently)\b", "less frequent"),
    (r"\bgreater\b", "higher"), (r"\bbriefer\b", "shorter"), (r"\belderly\b", "older"), (r"\bnearly\b", "almost"),
    (r"\balthough\b", "though"), (r"\b(?:in|by) (?:the account|the words) of\b", "according to"),
    (r"\b(?:also|as well)\b", "also"), (r"\bwas found\b", "was seen"), (r"\bhelped (?:to )", "helped "),
    (r"\b(?:who|which) (?=took|had|was)", "that "),
    (r"\b(with|took|than|against|between|and) ((?!of\b)[a-z][\w-]*(?: [a-z][\w-]*){0,2}?) "
     r"(\d[\d.]* (?:mg|g|micrograms|IU))\b", r"\1 \3 of \2"),
)  # fmt: skip
THERE = re.compile(
    r"\bthere was (?P<how>fewer|more|less) (?P<what>[^.,;()]+?) (?=(?:with|in|after|on|during)\b)",
    re.I,
)
NO_EFFECT = re.compile(
    r"\bno (?P<how>(?:statistically )?(?:significant |clear )?)effect of (?P<what>[^.,;()]+?) on (?P<on>[^.,;()]+?) was seen"
    r"|\b(?P<what2>[^.,;()]+?) had no (?P<how2>(?:statistically )?(?:significant |clear )?)effect on (?P<on2>[^.,;()]+?)"
    r"(?= against\b| in\b| over\b| after\b| at\b|[.,;()]|$)",
    re.I,
)
NULLS = (
    (r"\b(?:there was )?no ((?:statistically )?significant )?difference in (?P<what>[^.,;]+?)(?: was seen)?"
     r" between (?P<arms>[^.,;]+? and [^.,;()]+?)(?: was seen)?(?=[.,;(]|$| over\b| at\b| after\b| in\b)"),
    (r"\b(?:there was )?no ((?:statistically )?significant )?difference between (?P<arms>[^.,;]+? and [^.,;()]+?)"
     r"(?: was seen)? in (?P<what>[^.,;()]+?)(?: was seen)?(?=[.,;(]|$| over\b| at\b| after\b| in\b)"),
    (r"\b(?P<what>[^.,;]+?) did not differ (significantly )?from (?P<other>placebo|control) with"
     r" (?P<one>[^.,;()]+?)(?=[.,;(]|$| over\b| at\b| after\b| in\b)"),
)  # fmt: skip
"""Ways to say that two arms did not differ."""
ABBREVIATED = re.compile(r" \(([A-Z]{2,6})\)")
ARTICLES = re.compile(r"\b(?:a|an|the|this|these)\b ?", re.I)


@lru_cache(maxsize=4096)
def in_one_wording(text: str) -> str:
    """Bring a sentence into the one wording; only for comparison, never to be shown."""
    text = text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
    for pattern, same in (*SPELLINGS, *SAME):
        text = re.sub(pattern, same, text, flags=re.I)
    for pattern in NULLS:
        text = re.sub(pattern, as_not_differing, text, flags=re.I)
    text = NO_EFFECT.sub(as_no_effect, THERE.sub(r"\g<what> was \g<how> ", text))
    return ARTICLES.sub("", text)


def as_not_differing(match: re.Match[str]) -> str:
    """A statement of no difference as "X did not differ between A and B"."""
    found = match.groupdict()
    how = "significantly " if match.group(1) or "significantly" in match.group() else ""
    arms = found.get("arms") or f"{found['one']} and {found['other']}"
    return f"{found['what']} did not differ {how}between {arms}"


def as_no_effect(match: re.Match[str]) -> str:
    """A statement that no effect was found as "X had no effect on Y"."""
    what, how, on = (match[name] or match[f"{name}2"] for name in ("what", "how", "on"))
    return f"{what} had no {how or ''}effect on {on}"


def abbreviations(text: str) -> dict[str, str]:
    """The names of a text that stand before their own abbreviation in brackets, by abbreviation."""
    found = {}
    for match in ABBREVIATED.finditer(text):
        short = match.group(1)
        words = list(re.finditer(r"[A-Za-z][a-z]*", text[: match.start()]))[-len(short) :]
        if [w.group()[0].lower() for w in words] == list(short.lower()):
            found[short] = text[words[0].start() : match.start()].rstrip()
    return found
