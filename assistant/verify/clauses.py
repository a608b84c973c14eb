"""Where one statement of a sentence ends and another begins."""

from __future__ import annotations

import re

CLAUSE = re.compile(
    r"[;:]\s+|,\s+(?=which\b)|,?\s+(?=(?:but|whereas|while|although|though(?!,)|however|yet|unlike|despite)\b)"
    r"|,\s+(?=(?:and|so|or) (?:\w+ ){0,4}?(?:is|are|was|were|did|does|do|has|have|had|may|might|could|can|none|no|not)\b)"
    r"|,\s+(?=(?:with )?(?:none|not|no)\b)"
    r"|,?\s+and\s+(?=(?:increased|decreased|reduced|lowered|raised|improved|fell|rose|shortened|worsened|cut|extended|"
    r"did not|had no|was not|were not|left|hardly|barely|scarcely|(?:was|were|remained|stayed) (?:un\w+|similar|the same|absent)|absent)\b)"
    r"|,?\s+and\s+(?=(?!of\b|in\b|with\b)(?:[\w-]+ ){1,4}(?:fell|rose|increased|decreased|improved|dropped|declined|was|were|did|had|shortened|worsened) )"
    r"|,\s+(?=(?:an?|the) [\w -]{0,30}?(?:that|which) (?:was|were|did|is|has|had|could|does)(?:n['’]t| not)\b)",
    re.I,
)
VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|may|might|can|could|will|would|\w{2,}(?:ed|es)|[a-z]{3,}s|fell|rose|led|cut|grew|went|found|saw|made|"
    r"gave|took|brought|kept|got|came|felt|slept|lost|won|ran|held|left|shrank|\w+n['’]t)\b|[;:]",
    re.I,
)
"""Signs that what stands before a cut is more than one item of a list."""
SHORT = 18
"""A clause of fewer characters stays with the one before it."""
SETTING = re.compile(
    r"\W*(?:(?:but|while|whereas|although|and|however)\s+)?(?:in|among|for|across|of|after|over|during|within|under|at|"
    r"with|from)\b(?:[^,]|,\s(?=\w+-[\w-]+\s)){3,200}?,\s+(?=\S)",
    re.I,
)


def clause_spans(sentence: str) -> list[tuple[int, int]]:
    """Cut a sentence where one statement ends and another begins."""
    cuts = [0]
    for match in CLAUSE.finditer(sentence):
        if not VERB.search(sentence, cuts[-1], match.start()):
            continue
        if sentence.count("(", 0, match.start()) > sentence.count(")", 0, match.start()):
            continue
        setting = SETTING.match(sentence, cuts[-1])
        if setting and setting.end() >= match.end():
            continue
        if match.end() - cuts[-1] >= SHORT and len(sentence) - match.end() >= SHORT:
            cuts.append(match.end())
    return list(zip(cuts, [*cuts[1:], len(sentence)], strict=True))
