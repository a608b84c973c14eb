"""What was given together and against what, in a claim and in its source: mixture and comparator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from assistant.verify import denying, studied
from assistant.verify.reading import Sentence
from assistant.verify.sides import (
    Difference,
    Sides,
    asserts,
    is_denied,
    span_of,
)
from assistant.verify.topics import find_topics

COMPARATOR = re.compile(
    r"\b(?P<how>(?:more|less|better|worse|fewer|lower|higher|greater|longer|shorter|faster|stronger|further)"
    r"[^.;]{0,60}?\bthan|as (?:effective|good|safe|potent|strong|powerful|fast) as|(?:works?|worked|just)[^.;]{0,50}? as well as|as well as(?= [^.,;]{2,40}\b(?:do|does|did|can)\b)|compared (?:with|to)|versus|vs\.?|relative to|superior to|beats?|outperform(?:s|ed)?|over)\s+"
    r"(?:that |those |with |on |in |after |from |by |of |taking |to |did )*(?P<what>[^.,;()]{3,60})",
    re.I,
)
ARM_END = re.compile(r"\s+(?:against|for|in|on|at|during|when|after|over)\s", re.I)
"""Where the name of what was compared with ends."""
COMPARED = re.compile(rf"{COMPARATOR.pattern}|\b(?:against|placebo|controls?)\b", re.I)
"""Signs that a source names what it compared with, so that another comparison is not implied."""
NOT_AN_ARM = re.compile(
    r"^(?:\d|a (?:month|week|year|day|third|half|quarter|fifth|tenth)|half|expected|usual\b(?! (?:care|treatment|therapy))|those|people|who|others|before|the (?:course|past|last|next)"
    r"|two|three|four|five|six|seven|eight|nine|ten|twelve|time|age|months?|weeks?|years?|one)\b",
    re.I,
)
DENIED = re.compile(r"(?:\b(?:not|no|never|nor)|n't)\W+$", re.I)
"""Before a comparison that is denied: "not more effective than"."""
BETTER = re.compile(r"\b(?:more|better|superior|outperform\w*|faster|greater|stronger)\b", re.I)


DUMMY = re.compile(
    r"\bplacebo\b|\b(?:dummy|sham|mock|inactive|inert|look-?alike|sugar|fake)\b(?:[- ](?:pills?|drops|capsules?|tablets?|drinks?|powder|"
    r"cream|treatment|version|supplement|product))?|\bcontrol (?:drink|capsule|tablet|product|powder)s?\b",
    re.I,
)
"""What is given to compare with and holds nothing."""
CARE = re.compile(
    rf"{DUMMY.pattern}|\b(?:usual|standard|routine|conventional|best) (?:\w+ )?(?:care|therapy|treatment|inhalers?|medication|advice)\b",
    re.I,
)
"""What both arms get, or nothing: no part of a mixture."""
BY_NOTHING = frozenset({"no treatment", "no supplement", "nothing", "control", "usual care"})
UNTREATED = re.compile(
    r"\b(?:nothing|untreated|no (?:treatment|supplement\w*|fibre|intervention)|without (?:it|\w+)|controls?|usual care)\b"
)


def find_comparator(sides: Sides) -> Iterator[Difference]:
    """Find a comparison that the source did not make, or made with another result."""
    claim, whole = sides.claim, sides.whole_text
    for match in COMPARATOR.finditer(claim.text):
        what = ARM_END.split(match["what"])[0]
        wanted = {t.stem for t in find_topics(DUMMY.sub(" ", what))}
        wanted |= {"placebo"} if DUMMY.search(what) else set()
        for word in ("placebo", "waiting list", "baseline", *sorted(BY_NOTHING)):
            if word in what.lower():
                wanted.add(word)
        if NOT_AN_ARM.match(what) or not wanted:
            continue
        offered = {t.stem for s in sides.source for t in s.topics}
        plain = DUMMY.sub("placebo", whole.lower())
        plain = re.sub(r"\b(?:no|without (?:a )?) ?placebo\b[\w\s]*", " ", plain)
        offered |= {word for word in wanted if word in plain}
        if UNTREATED.search(plain):
            offered |= BY_NOTHING
        if "placebo" in wanted and "placebo" not in plain:
            offered.discard("placebo")
        where = span_of(claim, match)
        if match["how"].lower() == "over" and "placebo" not in wanted:
            continue
        if not wanted & offered:
            given = "placebo" in wanted or any(t.is_substance for t in find_topics(what))
            equal = match["how"].lower().startswith(("as ", "work", "just"))
            reason = "compares with something that the source did not compare with"
            weight = 0.75 if given or equal or COMPARED.search(whole) else 0.45
            yield Difference("comparator", "overclaims", weight, reason, where, span_of(sides.best))
            return
        equal = denying.EQUAL.search(sides.best.text)
        if DENIED.search(claim.text[: match.start()]):
            continue
        if BETTER.search(match["how"]) and equal and not BETTER.search(sides.best.text):
            reason = "better than what the source found it equal to"
            yield Difference(
                "comparator", "overclaims", 0.8, reason, where, span_of(sides.best, equal)
            )
            return


INGREDIENT = re.compile(r"\b(?:acids?|extracts?|oil|vitamins?|herbs?|minerals?|powder)\b", re.I)


SUM = re.compile(r"\bplus\b|\bcombin(?:ation|ing)\b", re.I)
"""Wordings that join ingredients and hardly anything else."""
PARTNERS = re.compile(
    r"\bcombin(?:ing|ation of|ed|es|ations of)\s+(?P<a>[^.;:()]{3,90}?)(?=\s+(?:raised|rose|improved|reduced|lowered|was|were|"
    r"in|for|over|increased|had|led|may|than|versus|on|at|did|fell|did|which|that|is|are|to)\b|[.;:()]|$)|"
    r"\b(?:formula|blend|complex|mixture|capsule|product|cocktail|drink|supplement|multivitamin)s?\s+(?:of|containing|with)\s+"
    r"(?P<b>[^.;:()]{3,90}?)(?=\s+(?:raised|rose|improved|reduced|lowered|was|were|in|for|over|increased|had|led|may|than|on|at|did|fell|is|are|to)\b|[.;:()]|$)|"
    r"(?P<c>(?:[\w-]+\s){1,3})(?:plus|together with|along with|combined with|in combination with|co-administered with)\s+"
    r"(?P<d>(?:[\w-]+\s?){1,3})",
    re.I,
)


def partners(text: str) -> list[frozenset[str]]:
    """The ingredients of a combination that a text names, each as its stems."""
    match = PARTNERS.search(text)
    if not match:
        return []
    listed = match["a"] or match["b"]
    parts = re.split(r",| and | with | plus ", listed) if listed else [match["c"], match["d"]]
    read = [find_topics(part) for part in parts]
    found = []
    for part, topics in zip(parts, read, strict=True):
        if CARE.search(part):
            continue
        named = [t for t in topics if t.is_substance]
        if named or INGREDIENT.search(part) or SUM.search(match.group()):
            found.append(frozenset(t.stem for t in named or topics))
    found = [part for part in found if part]
    rest = {t.stem for t in find_topics(f"{text[: match.start()]} . {text[match.end() :]}")}
    if not listed and any(part <= rest for part in found):
        # What another arm got without the partner was tested by itself.
        return []
    return found if len(found) > 1 else []


CLOSE_BY = 40
"""Characters within which a word and the substance of which it is said stand."""
ALONE = re.compile(r"\b(?:alone|on (?:its|their) own|by (?:itself|themselves))\b", re.I)
BESIDE = re.compile(r"\b(?:than|with|against|from|on|to)\b(?: [\w-]+){1,4}\W*$", re.I)
"""What makes that which is alone a comparison and no claim."""


def asserts_any(sentence: Sentence) -> bool:
    """Whether a sentence states an effect and denies none."""
    return not any(c.denial for c in sentence.clauses) and any(map(asserts, sentence.clauses))


def tests_alone(claim: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence of a source says "alone" of what a claim names, or of nothing by name."""
    mine = {t.name for t in claim.topics if t.is_substance}
    for match in ALONE.finditer(sentence.text):
        place = sentence.start + match.start()
        beside = [t for t in sentence.topics if place - CLOSE_BY <= t.end <= place]
        if not mine or not beside or mine & {t.name for t in beside}:
            return True
    return False


def find_combination(sides: Sides) -> Iterator[Difference]:
    """Find one ingredient that takes the credit of a mixture."""
    claim = sides.claim
    alone = ALONE.search(claim.text)
    is_claim = alone and not BESIDE.search(claim.text[: alone.start()]) and asserts_any(claim)
    if alone and is_claim and not any(map(partial(tests_alone, claim), sides.source)):
        reason = "says that it works by itself, which the source did not test"
        yield Difference(
            "combination_to_ingredient", "overclaims", 0.7, reason, span_of(claim, alone),
            span_of(sides.best),
        )  # fmt: skip
        return
    if studied.COMBINED.search(claim.text):
        return
    said = {t.stem for t in claim.topics}
    for sentence in sides.near:
        parts = partners(sentence.text)
        named = [part for part in parts if part & said]
        if parts and named and len(named) < len(parts):
            left_out = [part - set().union(*named) for part in parts if part not in named]
            if not any(left_out) or is_tested_apart(frozenset().union(*named), left_out, sides):
                continue
            reason = "the source tested a combination, the claim credits one part of it"
            yield Difference(
                "combination_to_ingredient",
                "overclaims",
                0.8,
                reason,
                span_of(claim),
                span_of(sentence),
            )
            return


def is_tested_apart(
    named: frozenset[str], left_out: Iterable[frozenset[str]], sides: Sides
) -> bool:
    """Whether some sentence of a source tells what came out for one part, and names no other part."""
    for clause in (c for sentence in sides.told for c in sentence.clauses):
        said = {t.stem for t in clause.topics}
        tells = asserts(clause) or is_denied(clause.denial)
        if tells and named <= said and not any(part & said for part in left_out):
            return True
    return False
