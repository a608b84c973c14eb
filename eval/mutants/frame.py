"""How mutants are planted and judged."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from multiprocessing import get_context
from typing import Any, TypedDict

from eval.asking import Assistants, case_asker
from eval.corpus import Corpus
from eval.gates import Gate, judge_gates
from eval.scorers import World, judge_answer
from eval.scorers.groups import consistency
from eval.tasks import Answered

PLANTED_IN = 80
"""Answers in which each fault is planted; more cost time and change no verdict that was seen."""
Plant = Callable[[dict[str, Any], Corpus], dict[str, Any] | None]
"""Changes a copy of an answer; None where the fault has no place in it."""
Patch = Callable[[], AbstractContextManager[object]]


class MutantResult(TypedDict):
    """What became of one mutant or twin."""

    kind: str
    """"answer" and "pipeline": by the authors of the graders; "blind": by someone who has not seen
    them; "twin": a correct rewording, which no gate may notice."""
    name: str
    fault: str
    planted: int
    """Answers that the fault changed; 0 means that nothing was planted."""
    caught: int
    """Of these, the answers in which a check got worse."""
    killed: bool
    by: str
    """The gates that noticed, or why nothing was planted."""


@dataclass(frozen=True)
class AnswerMutant:
    """A fault of answers."""

    name: str
    fault: str
    plant: Plant


@dataclass(frozen=True)
class PipelineMutant:
    """A fault of a part of the pipeline."""

    name: str
    fault: str
    patch: Patch


def replant(item: Answered, answer: dict[str, Any], world: World) -> Answered:
    """The same case with another answer, judged anew."""
    return replace(item, answer=answer, checks=judge_answer(item.case, answer, world))


def with_groups(answered: Sequence[Answered]) -> list[Answered]:
    """Judge consistency anew."""
    groups = consistency([(item.case, item.answer) for item in answered])
    return [
        replace(item, checks={**item.checks, "consistency": groups[item.case.id]})
        if item.case.id in groups
        else item
        for item in answered
    ]


def is_worse(before: Answered, after: Answered) -> bool:
    """Whether a check has more misses than before, or a new one fails."""
    for name, check in after.checks.items():
        old = before.checks.get(name)
        missed = 0.0 if old is None else old.total - old.hits
        if check.total - check.hits > missed or (check.unscored and old and not old.unscored):
            return True
    return False


def broken_gates(before: Sequence[Gate], after: Sequence[Gate]) -> list[str]:
    """The gates that no longer hold, or that did not hold and have more faults."""
    return [
        new.rule.name
        for old, new in zip(before, after, strict=True)
        if new.met is False and (old.met is not False or new.faults > old.faults)
    ]


def judge_mutant(
    kind: str, name: str, fault: str, before: Sequence[Answered], after: Sequence[Answered]
) -> MutantResult:
    """Compare a run with a planted fault to the run without."""
    changed = [
        (old, new)
        for old, new in zip(before, after, strict=True)
        if readable(old.answer) != readable(new.answer)
    ]
    caught = sum(is_worse(old, new) for old, new in changed)
    broken = broken_gates(judge_gates(before, intervals=False), judge_gates(after, intervals=False))
    return MutantResult(
        kind=kind, name=name, fault=fault, planted=len(changed), caught=caught, killed=bool(broken),
        by=", ".join(broken) if changed else "no answer changed: not planted",
    )  # fmt: skip


def readable(answer: Any) -> dict[str, Any]:
    """An answer without what differs from run to run."""
    return {key: value for key, value in answer.items() if key not in {"timings_ms", "index"}}


def choose_answers(answered: Sequence[Answered], size: int = PLANTED_IN) -> list[Answered]:
    """The answers in which faults are planted: faultless ones, taken from each family in turn.

    Every gate holds over them, so that a mutant is killed only by a gate that it breaks.
    """
    families: dict[str, list[Answered]] = {}
    for item in answered:
        checks = (c for name, c in item.checks.items() if name != "readability")
        if item.case.waits_for is None and all(check.passed for check in checks):
            families.setdefault(item.case.family, []).append(item)
    in_turn = (item for turn in zip_longest(*families.values()) for item in turn if item)
    return list(islice(in_turn, size))


def plant_in_answers(
    kind: str, mutant: AnswerMutant, chosen: Sequence[Answered], world: World
) -> MutantResult:
    """Plant one fault of answers, or one twin, in every chosen answer."""
    after = []
    for item in chosen:
        corpus = world.corpus_for(item.case)
        faulty = mutant.plant(copy.deepcopy(dict(item.answer)), corpus)
        after.append(item if faulty is None else replant(item, faulty, world))
    return judge_mutant(kind, mutant.name, mutant.fault, chosen, with_groups(after))


def plant_in_pipeline(
    fault: PipelineMutant, chosen: Sequence[Answered], assistants: Assistants, world: World
) -> MutantResult:
    """Patch one part of the pipeline and ask the chosen cases again."""
    ask = case_asker(assistants, quiet=True)
    try:
        with fault.patch():
            asked = [replant(item, ask(item.case), world) for item in chosen]
    except (AttributeError, ImportError) as error:
        return MutantResult(
            kind="pipeline", name=fault.name, fault=fault.fault, planted=0, caught=0,
            killed=False, by=f"not planted, its place has moved: {error}",
        )  # fmt: skip
    return judge_mutant("pipeline", fault.name, fault.fault, chosen, with_groups(asked))


class AnswerMutants:
    """The faults of answers, planted by processes of their own while this one goes on.

    They are copies of this process, since faults are functions that can't be sent; judging an answer
    touches neither the index nor the model.
    """

    def __init__(self, answered: Sequence[Answered], world: World) -> None:
        """Start planting in faultless answers."""
        from eval.mutants.answers import ANSWER_MUTANTS
        from eval.mutants.blind import BLIND_MUTANTS, HEDGED_TWINS
        from eval.mutants.blind_more import MORE_BLIND_MUTANTS, MORE_TWINS

        self.chosen = with_groups(choose_answers(answered))
        mutants = [
            *(("answer", mutant) for mutant in ANSWER_MUTANTS),
            *(("blind", mutant) for mutant in (*BLIND_MUTANTS, *MORE_BLIND_MUTANTS)),
            *(("twin", mutant) for mutant in (*HEDGED_TWINS, *MORE_TWINS)),
        ]
        SHARED["plant"] = lambda at: plant_in_answers(*mutants[at], self.chosen, world)
        self._pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork"))
        self._results = [self._pool.submit(plant_shared, at) for at in range(len(mutants))]

    def results(self) -> list[MutantResult]:
        """Wait for all, in the order of their lists."""
        with self._pool:
            return [result.result() for result in self._results]


SHARED: dict[str, Callable[[int], MutantResult]] = {}
"""What the copies of this process find in their memory."""


def plant_shared(at: int) -> MutantResult:
    """Plant the fault with this number, in a copy of the process that knows it."""
    return SHARED["plant"](at)


def run_pipeline_mutants(
    chosen: Sequence[Answered], assistants: Assistants, world: World
) -> list[MutantResult]:
    """Plant every fault of the pipeline."""
    from eval.mutants.pipeline import PIPELINE_MUTANTS

    return [plant_in_pipeline(fault, chosen, assistants, world) for fault in PIPELINE_MUTANTS]
