"""Whether a person can read the answer."""

from __future__ import annotations

import re

from eval.cases import Case
from eval.scorers.base import Answer, Check, World, tally
from eval.text import plain, sentences, without_markers

LONGEST = 70
"""Words of a sentence."""
LONGEST_FIRST_LINE = 60
MEAN = 34
LEFTOVER = re.compile(r"\bNone\b(?! of| was| were)|\bnull\b(?! result)|\bnan\b|\{\w*\}|\bTODO\b|�")


def readability(case: Case, answer: Answer, world: World) -> Check | None:
    """A first line that answers, sentences of bearable length, no leftovers of a template."""
    lines = [plain(without_markers(line)) for line in answer["answer"].splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        return Check("readability", 0, 5, "the answer is empty")
    said = [sentence for line in lines for sentence in sentences(line)]
    lengths = [len(sentence.split()) for sentence in said]
    faults = []
    if len(lines[0].split()) > LONGEST_FIRST_LINE:
        faults.append(f"the first line has {len(lines[0].split())} words")
    if max(lengths) > LONGEST:
        longest = said[lengths.index(max(lengths))]
        faults.append(f"a sentence of {max(lengths)} words: “{longest[:60]}”")
    if sum(lengths) / len(lengths) > MEAN:
        faults.append(f"sentences of {sum(lengths) / len(lengths):.0f} words on average")
    if left := LEFTOVER.search("\n".join(lines)):
        faults.append(f"“{left.group()}” is left over")
    if repeated := [s for s in set(said) if len(s.split()) > 8 and said.count(s) > 1]:
        faults.append(f"said twice: “{repeated[0][:80]}”")
    return tally("readability", faults, 5, "reads well")
