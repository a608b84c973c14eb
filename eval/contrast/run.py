"""Ask the plain assistants the chosen cases and judge them, in this process and without logs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.asking import Ask
from eval.cases import Case
from eval.contrast.compare import Contrast, compare
from eval.gates import Gate, judge_gates
from eval.scorers import World, judge_answer
from eval.tasks import Answered

Groups = Callable[[Sequence[Answered]], list[Answered]]
"""Adds the checks that need several answers at once."""


def answer_cases(cases: Sequence[Case], ask: Ask, world: World) -> list[Answered]:
    """Put every case to an assistant and judge its answers."""
    found = []
    for case in cases:
        answer = ask(case.turns)
        found.append(Answered(case, answer, judge_answer(case, answer, world)))
    return found


def run_contrast(
    cases: Sequence[Case], world: World, ours: Sequence[Gate], groups: Groups, memory: Path
) -> Contrast:
    """Build both assistants, run them and compare; vectors are remembered in the file `memory`.

    Raises:
        ImportError: a package of the `dev` extra is missing.
    """
    from eval.contrast.article_sentence import ArticleSentence
    from eval.contrast.embedding import remembering_embeddings
    from eval.contrast.quickstart import Quickstart

    began = time.perf_counter()
    embeddings = remembering_embeddings(memory)
    others = {}
    whole = [c for c in cases if not c.documents and not c.pages_alone]
    apart = [whole, [c for c in cases if c.documents], [c for c in cases if c.pages_alone]]
    for kind in (Quickstart, ArticleSentence):
        answered = [
            item
            for some in apart
            if some
            for item in answer_cases(some, kind(world.corpus_for(some[0]), embeddings), world)
        ]
        others[kind.name] = judge_gates(groups(answered), intervals=False)
    embeddings.save()
    return compare(ours, others, time.perf_counter() - began)
