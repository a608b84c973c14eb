"""Verdicts in plain words: what a claim says in its own, and what the documents found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.check.evidence import Support, models_of, preclinical
from assistant.check.reading import Reading
from assistant.compose.parts import join_words
from assistant.schema import StudyResult
from assistant.verify import wording
from assistant.verify.grading import POSSIBLE

LONGEST_PHRASE = 70
SHORTEST_PHRASE = 2
LABEL = re.compile(r"(?:[^.:]{2,60}:\s)?")
"""The name that a bullet has in front of its sentence."""
MANNER = {1: "as a link", 2: "as possible", 3: "as a fact"}


def tested_as(results: Sequence[StudyResult]) -> str:
    """Under what names something was tested."""
    return join_words(list(dict.fromkeys(r.facts.substances[0] for r in results))[:3])


def what_it_says(reading: Reading) -> str:
    """Repeat the claim's own words and how firmly it says them."""
    if reading.is_role:
        return "Says what it does in the body, which is no proof that taking more of it helps"
    phrase = claim_phrase(reading)
    manner = "" if reading.is_promise else MANNER.get(reading.strength, "")
    return f"Says {f'“{phrase}”' if phrase else 'this'} {manner}".rstrip()


def claim_phrase(reading: Reading) -> str:
    """The words from the verb of effect on, as far as they fit."""
    text = reading.text.replace("double-blind", "            ")
    label = LABEL.match(text)
    means = MEANS.match(text, label.end() if label else 0)
    start = means.end() if means else label.end() if label else 0
    verbs = (m for m in wording.CAUSAL.finditer(text, start) if not is_noun(text, m))
    verb = next(verbs, None)
    if verb is None:
        return ""
    before = re.search(
        r"\b(?:may|might|could|can|help|helps)(?: \w+)?(?: \w+)? $", text[: verb.start()]
    )
    rest = text[before.start() if before else verb.start() :].rstrip(" .!")
    rest = re.split(r"[,;:—–(]| by | while | which | because | and thus ", rest)[0]
    if len(rest.split()) < SHORTEST_PHRASE:
        return ""
    if len(rest) <= LONGEST_PHRASE:
        return rest.strip()
    return rest[:LONGEST_PHRASE].rsplit(" ", 1)[0] + " …"


def is_noun(text: str, match: re.Match[str]) -> bool:
    """Whether a word of effect names a thing or a cause here: "its benefits", "due to"."""
    before, word = text[: match.start()], match.group().lower()
    if word.startswith(("benefi", "effic", "effective", "due", "because", "thanks", "attribut")):
        return True
    if word.endswith(("tion", "tions", "ment", "ments", "ory", "ive", "er", "or", "ers", "ors")):
        return True
    return bool(DETERMINER.search(before)) and not word.endswith(("ing", "es"))


MEANS = re.compile(r"\s*(?:by|through|without|because of|thanks to|due to)\b[^,]{3,120},\s", re.I)
"""By what means something is said to happen, before what happens."""
DETERMINER = re.compile(r"\b(?:an?|the|its|their|this|of|significant|potential|health)\s+$", re.I)


def found_words(support: Support) -> str:
    """What the documents found, in plain words."""
    studies = f"{support.trials} trials" if support.trials > 1 else "one trial"
    what = f"{support.substance} and {support.label}"
    if not support.direct:
        tested = preclinical(support)
        where = f" (tested only in {models_of(tested)})" if tested else ""
        return f"no study here tested {support.substance} alone on {support.label} in people{where}"
    if support.trials == 0 and support.direction not in {"benefit", "harm"}:
        return (
            f"no trial here settles {what}, only studies that gave nothing or had no control group"
        )
    if support.trials == 0:
        studies = "studies without a trial"
    if support.direction == "benefit":
        how = {"limited": "limited", "moderate": "moderate", "strong": "strong"}[support.level]
        if support.allowed < POSSIBLE:
            return f"the evidence on {what} has no control group that would show a cause"
        return f"the evidence on {what} here is {how}, from {studies}"
    if support.direction == "mixed":
        return f"results on {what} differ ({studies})"
    if support.direction == "harm":
        return f"the studies here found harm: {what}"
    if support.direction == "no_effect":
        return f"{studies} found no effect that matters: {what}"
    return f"no difference was found for {what} ({studies})"
