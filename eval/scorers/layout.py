"""Whether first line, headings and notes of a whole answer fit what stands under them."""

from __future__ import annotations

import re

from eval.scorers.base import Answer, World, citations_of
from eval.text import content_words, plain, statements, without_markers

TOLD = 0.7
"""Share of a note's words by which it counts as told."""
HEADING = re.compile(r"^\*\*(.+?)\*\*$")
HEADED = (
    (
        re.compile(r"\bin people\b|tested in people", re.I),
        frozenset({"animal", "in_vitro", "article"}),
    ),
    (
        re.compile(r"\barticles? says?\b", re.I),
        frozenset({"animal", "in_vitro", "rct", "meta_analysis"}),
    ),
    (
        re.compile(
            r"\bseen otherwise\b|\bcells, animals\b|\banimals and cells\b|^with mixtures\b", re.I
        ),
        frozenset({"article"}),
    ),
)
"""Headings, and the designs that may not stand alone in a line under them."""
AFFIRMS = re.compile(
    r"^\W*(?:yes|probably yes|likely yes|possibly|likely|certainly|it works)\b(?! harm)", re.I
)
DENIES = re.compile(
    r"^\W*(?:no\b(?! (?:harm|study|trial|document))|probably not|unlikely|it does not)", re.I
)
LEAVES_OPEN = re.compile(
    r"^\W*(?:not (?:settled|shown|known|demonstrated|clear)|unsettled|unclear|unknown|open)\b", re.I
)


def verdict_fault(answer: Answer) -> str | None:
    """Whether the first line says what the level and direction say."""
    evidence = answer["evidence"] or {}
    direction, level = evidence.get("direction"), evidence.get("level")
    first = next((line for line in answer["answer"].splitlines() if line.strip()), "")
    if direction in {None, "not_applicable"} or level in {"none", "not_applicable", None}:
        return None
    for pattern, allowed in ((AFFIRMS, {"benefit", "harm"}), (DENIES, {"no_effect"})):
        if pattern.search(plain(first)) and direction not in allowed:
            return f"the first line says “{plain(first)[:40]}”, the direction is {direction}"
    if (
        LEAVES_OPEN.search(plain(first))
        and direction in {"benefit", "harm"}
        and level in {"moderate", "strong"}
    ):
        return f"the first line leaves open what is {level} {direction}"
    return None


def opening_fault(answer: Answer, world: World) -> str | None:
    """Whether an article opens an answer that has studies to tell of."""
    level = (answer["evidence"] or {}).get("level")
    if level not in {"strong", "moderate", "limited", "preclinical"} or not answer["claims"]:
        return None
    first = next((s for s in statements(answer["answer"]) if s.markers), None)
    cited = citations_of(answer, first.markers) if first else []
    articles = [c for c in cited if c["design"] == "article"]
    return "an article opens the answer" if cited and len(articles) == len(cited) else None


def section_faults(answer: Answer, world: World) -> list[str]:
    """Headings that promise studies of people, or articles, over something else."""
    faults = []
    heading = ""
    for line in answer["answer"].splitlines():
        if match := HEADING.match(line.strip()):
            heading = match[1]
            continue
        numbers = [int(n) for n in re.findall(r"\[(\d+)\]", line)]
        designs = {c["design"] for c in citations_of(answer, numbers)}
        for pattern, wrong in HEADED:
            if designs and pattern.search(heading) and designs <= wrong:
                faults.append(f"under “{heading}” stands {', '.join(sorted(designs))}")
    return faults


def rebuttal_faults(answer: Answer, world: World) -> list[str]:
    """Article claims that are shown without the note that their digest sets beside them."""
    parts = (*answer["claims"], *answer["caveats"])
    shown = [content_words(plain(without_markers(part["text"]))) for part in parts]
    faults = []
    for claim in answer["claims"]:
        for citation in citations_of(answer, claim["citations"]):
            document = world.document(citation["source_id"])
            if claim["kind"] != "reported" or document is None or document.design != "article":
                continue
            for made in document.facts.get("claims") or ():
                if not made.get("note") or plain(made["text"]) != plain(claim["text"]):
                    continue
                words = content_words(plain(made["note"]))
                if not any(len(words & held) >= TOLD * len(words) for held in shown):
                    faults.append(f"an article's claim without its note: “{made['note'][:80]}”")
    return faults
