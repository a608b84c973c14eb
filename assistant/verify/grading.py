"""How strongly a sentence states an effect, and whether a text lets it be read as one."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module

from assistant.verify import wording
from assistant.verify.reading import NOTHING, Sentence, find_denial

NONE, ASSOCIATION, POSSIBLE, STATED = range(4)


@lru_cache(maxsize=8192)
def grade(sentence: str) -> int:
    """Grade a sentence on the four-step scale: 0 none, 1 association, 2 possible cause, 3 cause."""
    try:
        module = import_module("assistant.verify.strength")
    except ModuleNotFoundError:
        return grade_by_words(sentence)
    return int(module.claim_strength(sentence))


def grade_sentence(sentence: Sentence) -> int:
    """Grade a sentence by its strongest clause: what one of them denies does not weaken another."""
    return max(grade(sentence.text), *(grade(clause.text) for clause in sentence.clauses))


ABLE = re.compile(
    r"\bcan (?:also |help |even |be used to )?(?:\w+ly )?(?:reduc|improv|increas|prevent|lower|help|lead|caus|boost|protect|reliev|"
    r"eas|treat|cut|save|slow|affect|benefit|mitigat|enhanc|rais|make|trigger|result|diagnos|shorten|stop|harm|damag)\w*",
    re.I,
)


def grade_by_words(sentence: str) -> int:
    """Grade by word lists alone."""
    sentence = wording.FRAME.sub("", sentence)
    if find_denial(sentence) > NOTHING:
        return NONE
    causal = wording.CAUSAL.search(sentence)
    hedged = wording.HEDGED.search(sentence) or ABLE.search(sentence)
    if wording.ASSOCIATED.search(sentence):
        return ASSOCIATION
    if causal:
        return POSSIBLE if hedged else STATED
    if wording.UP.search(sentence) or wording.DOWN.search(sentence):
        return ASSOCIATION
    return NONE
