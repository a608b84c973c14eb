"""Overclaims: what the case forbids, and what the cited designs do not carry (R15, R16, R17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from eval.cases import Case
from eval.scorers.base import Answer, Check, World, citations_of, is_substantial, tally
from eval.scorers.citations import LABEL
from eval.scorers.wording import (
    ANY_MODEL,
    NEGATED,
    STRENGTH,
    TRIAL_CONTEXT,
    Wording,
    is_attributed,
    names_model,
    wording,
)  # fmt: skip
from eval.text import Statement, plain, read_text, sentences, statements, without_markers

CAPS = {
    "article": 0, "narrative_review": 0, "fact_sheet": 0, "guideline": 0, "in_vitro": 3,
    "animal": 3, "case_report": 1, "observational": 1, "nonrandomized_trial": 1, "rct": 3,
    "systematic_review": 2, "meta_analysis": 3, "pharmacokinetic": 3,
}  # fmt: skip
"""R15: the strongest statement that a design carries in our own voice."""
ALLOWED: dict[str, frozenset[Wording]] = {
    "article": frozenset({"none"}),
    "narrative_review": frozenset({"none", "association"}),
    "fact_sheet": frozenset({"none", "association"}),
    "guideline": frozenset({"none", "association"}),
    "case_report": frozenset({"none", "association", "report"}),
    "observational": frozenset({"none", "association", "report"}),
    "nonrandomized_trial": frozenset({"none", "association", "report"}),
    "rct": frozenset({"none", "association", "report", "possible"}),
    "systematic_review": frozenset({"none", "association", "report", "possible"}),
    "meta_analysis": frozenset({"none", "association", "report", "possible"}),
    "pharmacokinetic": frozenset({"none", "association", "report", "possible"}),
}
"""By design: wordings that need nothing further. The rest is decided in `overclaim`."""
LEVELS_ONLY = re.compile(
    r"\b(?:absor\w+|levels?|concentrations?|exposure|clearance|serum|plasma|blood|bioavailab\w+|hepcidin)\b",
    re.I,
)
ADVICE = re.compile(r"\b(?:ask|consult|talk to|see) (?:a|your|the) (?:doctor|pharmacist)", re.I)


def forbidden_claims(case: Case, answer: Answer, world: World) -> Check | None:
    """Nothing that the case forbids is said in the assistant's own voice.

    A hit is forgiven where its sentence is attributed, or negated before the hit (unless the
    pattern is itself a negation). A pattern that begins with `=` counts anywhere.
    """
    patterns = case.expect.must_not_say
    if not patterns:
        return None
    lines = read_text(answer["answer"]).split("\n")
    own = [sentence for line in lines for sentence in sentences(line)]
    faults = []
    for pattern in patterns:
        anywhere = pattern.startswith("=")
        regex = re.compile(pattern.removeprefix("="), re.I)
        for sentence in own:
            hit = regex.search(sentence)
            if hit and (anywhere or not _is_forgiven(sentence, hit, pattern)):
                faults.append(f"says “{hit.group()}” in “{sentence[:110]}”")
                break
    return tally("forbidden_claims", faults, len(patterns), "nothing forbidden is said")


def _is_forgiven(sentence: str, hit: re.Match[str], pattern: str) -> bool:
    negates = NEGATED.search(re.sub(r"\(\?[<!=:]+", " ", pattern))
    negated = not negates and NEGATED.search(sentence[: hit.start()])
    return bool(negated) or is_attributed(sentence)


def strength_caps(case: Case, answer: Answer, world: World) -> Check | None:
    """No sentence is stronger than the weakest design cited behind it."""
    if not is_substantial(answer):
        return None
    faults, judged = [], 0
    for sentence, cited in cited_sentences(answer):
        judged += 1
        faults += overclaim(sentence, cited, answer, world)
        faults += _too_strong_for_case(sentence, case)
    for claim in answer["claims"]:
        judged += 1
        cap = min((CAPS.get(c["design"], 0) for c in citations_of(answer, claim["citations"])),
                  default=0)  # fmt: skip
        if claim["strength"] > cap:
            faults.append(f"strength {claim['strength']} over cap {cap}: {claim['text'][:80]}")
        faults += unnamed_models(claim, answer, world)
        if claim["kind"] == "reported" and not claim["attributed"]:
            faults.append(f"reported and not attributed: {claim['text'][:80]}")
    if not judged:
        return None
    faults = list(dict.fromkeys(faults))
    return tally("strength_caps", faults, max(judged, len(faults)), f"{judged} within their caps")


def cited_sentences(answer: Answer) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Each sentence of the answer with the citations behind its statement.

    A statement without markers is held against the claim that it shows, or against nothing.
    """
    for statement in statements(answer["answer"]):
        numbers = set(statement.markers) or _own_citations(statement, answer)
        for sentence in sentences(statement.text):
            yield sentence, citations_of(answer, numbers)


def _own_citations(statement: Statement, answer: Answer) -> set[int]:
    shown = (c for c in answer["claims"] if plain(without_markers(c["text"])) in statement.text)
    return {number for claim in shown for number in claim["citations"]}


def overclaim(
    sentence: str, cited: list[Mapping[str, Any]], answer: Answer, world: World
) -> list[str]:
    """The faults of one sentence under R15 and R16."""
    said = wording(sentence)
    if said == "none" or sentence.endswith("?") or ADVICE.search(sentence):
        return []
    start = f"“{sentence[:110]}”"
    designs = {citation["design"] for citation in cited}
    if is_attributed(sentence):
        return []
    if designs == {"article"}:
        note = said in {"report", "association"} and _is_note(sentence)
        return [] if note else [f"an article's word in our own voice: {start}"]
    if not designs:
        return [f"{said} without a citation: {start}"] if STRENGTH[said] == 3 else []
    faults = []
    for citation in cited:
        if reason := _cap_fault(said, sentence, citation, answer, world):
            faults.append(f"{reason}: {start}")
    return faults[:1]


def unnamed_models(claim: Mapping[str, Any], answer: Answer, world: World) -> list[str]:
    """R15: a finding in animals or cells names them, however it is worded."""
    if claim["kind"] != "finding":
        return []
    for citation in citations_of(answer, claim["citations"]):
        document = world.document(citation["source_id"])
        if document is None or document.design not in {"animal", "in_vitro"}:
            continue
        if not names_model(plain(claim["text"]), str(document.facts.get("species"))):
            return [f"{document.design}, and the model is not named: {claim['text'][:90]}"]
    return []


def _is_note(sentence: str) -> bool:
    """A remark on an article that reports what a named kind of study saw is not the article's."""
    return bool(ANY_MODEL.search(sentence) or TRIAL_CONTEXT.search(sentence))


def _cap_fault(
    said: Wording, sentence: str, citation: Mapping[str, Any], answer: Answer, world: World
) -> str | None:
    design = citation["design"]
    if design in {"in_vitro", "animal"}:
        document = world.document(citation["source_id"])
        species = str(document.facts.get("species")) if document else None
        return None if names_model(sentence, species) else f"{design}, and the model is not named"
    evidence = answer["evidence"] or {}
    level, direction = evidence.get("level"), evidence.get("direction")
    if said == "general_not":
        return None if (level, direction) == ("strong", "no_effect") else "“does not” (R16)"
    if said in ALLOWED.get(design, frozenset()):
        return None
    if said == "caused" and design in {"rct", "meta_analysis"} and TRIAL_CONTEXT.search(sentence):
        return None
    if said == "general" and design == "meta_analysis" and level in {"moderate", "strong"}:
        return None
    if said in {"general", "caused"} and design == "pharmacokinetic":
        return None if LEVELS_ONLY.search(sentence) else f"{said}, beyond levels, on a {design}"
    return f"{said} on {design}"


def _too_strong_for_case(sentence: str, case: Case) -> list[str]:
    most = case.expect.max_strength
    if sentence.startswith("Error in a source:"):  # It is about a text, not about an effect.
        return []
    said = wording(LABEL.sub("", sentence))
    if most is None or is_attributed(sentence) or names_model(sentence) or ADVICE.search(sentence):
        return []
    spoken = STRENGTH[said] if said != "report" or not NEGATED.search(sentence) else 0
    return [f"{said} ({spoken}) over {most}: “{sentence[:110]}”"] if spoken > most else []
