"""The suite as Inspect AI tasks: one task a family, one sample a case, one scorer a check.

Open the logs of a run with `inspect view --log-dir eval/runs/<stamp>/logs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspect_ai import Task
from inspect_ai import eval as inspect_eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import EvalLog
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import Score, Scorer, Target, mean, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver

from eval.asking import AskCase
from eval.cases import FAMILIES, Case
from eval.scorers import JUDGES, Check, Judge, World

NOT_APPLICABLE = "not_applicable"
CANNOT_JUDGE = "cannot_judge"


@dataclass(frozen=True)
class Answered:
    """A case, its answer and the checks of that answer."""

    case: Case
    answer: Mapping[str, Any]
    checks: Mapping[str, Check]


@solver
def ask_assistant(ask: AskCase, cases: Mapping[str, Case]) -> Solver:
    """Put the case's turns to the assistant; no chat model of Inspect's is called."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        answer = ask(cases[str(state.sample_id)])
        state.store.set("answer", answer)
        state.output = ModelOutput.from_content(model="assistant", content=answer["answer"])
        return state

    return solve


def check_scorer(name: str, judge: Judge, cases: Mapping[str, Case], world: World) -> Scorer:
    """Make a judge an Inspect scorer; what does not apply or cannot be judged is unscored."""

    @scorer(metrics=[mean(), stderr()], name=name)
    def build() -> Scorer:
        async def score(state: TaskState, target: Target) -> Score:
            check = judge(cases[str(state.sample_id)], state.store.get("answer"), world)
            if check is None:
                return Score.unscored(reason=NOT_APPLICABLE)
            counts = {"hits": check.hits, "total": check.total, **check.details}
            if check.value is None:
                return Score.unscored(
                    reason=CANNOT_JUDGE, explanation=check.reason, metadata=counts
                )
            return Score(value=check.value, explanation=check.reason, metadata=counts)

        return score

    return build()


def family_tasks(cases: Sequence[Case], ask: AskCase, world: World) -> list[Task]:
    """One task a family, in the order in which the report shows them."""
    by_id = {case.id: case for case in cases}
    tasks = []
    for family in FAMILIES:
        samples = [
            Sample(
                id=case.id,
                input=case.turns[-1],
                metadata={"turns": list(case.turns), "split": case.split, "author": case.author},
            )
            for case in cases
            if case.family == family
        ]
        if samples:
            scorers = [check_scorer(name, judge, by_id, world) for name, judge in JUDGES.items()]
            tasks.append(
                Task(
                    dataset=MemoryDataset(samples, name=family),
                    solver=ask_assistant(ask, by_id),
                    scorer=scorers,
                    name=family,
                )
            )
    return tasks


def run_tasks(
    cases: Sequence[Case], ask: AskCase, world: World, log_dir: Path, model: str
) -> list[Answered]:
    """Run the tasks and read the verdicts back from their logs.

    Raises:
        RuntimeError: Inspect could not finish a task.
    """
    logs = inspect_eval(
        family_tasks(cases, ask, world),
        model=model,
        display="none",
        log_dir=str(log_dir),
        log_level="error",
        max_samples=1,
        max_tasks=1,
    )
    by_id = {case.id: case for case in cases}
    answered = {a.case.id: a for log in logs for a in read_log(log, by_id)}
    return [answered[case.id] for case in cases]


def read_log(log: EvalLog, cases: Mapping[str, Case]) -> list[Answered]:
    """Read answers and checks out of one task's log.

    Raises:
        RuntimeError: the task did not finish.
    """
    if log.status != "success" or log.samples is None:
        raise RuntimeError(f"the task {log.eval.task} ended with {log.status}: {log.error}")
    found = []
    for sample in log.samples:
        if sample.error:
            raise RuntimeError(f"case {sample.id}: {sample.error.message}")
        checks = {}
        for name, score in (sample.scores or {}).items():
            if score.reason == NOT_APPLICABLE:
                continue
            details = dict(score.metadata or {})
            hits, total = details.pop("hits", 0), details.pop("total", 0)
            checks[name] = Check(name, hits, total, score.explanation or "", details)
        found.append(Answered(cases[str(sample.id)], sample.store["answer"], checks))
    return found
