"""A run as values: what passed, by case and by family, and what differs from the baseline."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eval.agreement import Agreement
from eval.cases import FAMILIES
from eval.contrast import Contrast
from eval.gates import Gate
from eval.metrics import Count, Estimate, estimate
from eval.scorers import ADVISORY
from eval.tasks import Answered

BASELINE = Path(__file__).parent / "baseline.json"


@dataclass(frozen=True)
class FamilyRow:
    """One row of the table. Cases that wait for a capability are counted apart."""

    family: str
    estimate: Estimate
    unscored: int
    waiting: int


@dataclass(frozen=True)
class Run:
    """Everything that the reports are written from."""

    stamp: str
    record: Mapping[str, Any]
    """Commit, hashes, model: what is needed to do it again."""
    answered: Sequence[Answered]
    gates: Sequence[Gate]
    baseline: Mapping[str, Any] = field(default_factory=dict)
    mutants: Sequence[Mapping[str, Any]] = ()
    agreement: Sequence[Agreement] = ()
    """How far the two sets of gold labels agree."""
    contrast: Contrast | None = None
    """The plain assistants beside ours; None where they were left out."""

    @property
    def failed(self) -> bool:
        """Whether a gate is not met."""
        return any(gate.fails_run for gate in self.gates)


def passed(item: Answered) -> bool:
    """Whether every deciding check passed; an unscored one does not."""
    return all(check.passed for name, check in item.checks.items() if name not in ADVISORY)


def family_rows(answered: Sequence[Answered]) -> list[FamilyRow]:
    """Pass rate by family, interval by case; families are never blended."""
    rows = []
    for family in FAMILIES:
        cases = [item for item in answered if item.case.family == family]
        if not cases:
            continue
        gating = [item for item in cases if item.case.waits_for is None]
        unscored = sum(any(c.unscored for c in item.checks.values()) for item in cases)
        share = estimate([Count(float(passed(item)), 1) for item in gating])
        rows.append(FamilyRow(family, share, unscored, len(cases) - len(gating)))
    return rows


def answer_hash(item: Answered) -> str:
    """A short hash of what a person reads."""
    return hashlib.sha256(str(item.answer["answer"]).encode()).hexdigest()[:12]


def difference(item: Answered, baseline: Mapping[str, Any]) -> str:
    """What changed since the baseline, in a few words; empty when nothing did."""
    before = baseline.get("cases", {}).get(item.case.id)
    if before is None:
        return "new" if baseline else ""
    words = []
    if before["passed"] != passed(item):
        words.append("now passes" if passed(item) else "now fails")
    for name, check in item.checks.items():
        value = before["checks"].get(name)
        if value is not None and check.value is not None and abs(value - check.value) > 1e-9:
            words.append(f"{name} {value:.2f} to {check.value:.2f}")
    if before["answer"] != answer_hash(item):
        words.append("answer reworded")
    return "; ".join(words)


def git_commit() -> str:
    """The commit that was run, or why there is none."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # the developer's own git
            capture_output=True, text=True, check=True, cwd=BASELINE.parent,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "no commit"
    return found.stdout.strip()


def as_json(run: Run) -> dict[str, Any]:
    """The whole run."""
    return {
        "stamp": run.stamp,
        "record": dict(run.record),
        "passed": not run.failed,
        "families": [
            {
                "family": row.family, "n": row.estimate.n, "pass_rate": row.estimate.share,
                "low": row.estimate.low, "high": row.estimate.high, "unscored": row.unscored,
                "waiting": row.waiting,
            }
            for row in family_rows(run.answered)
        ],
        "gates": [
            {
                "gate": gate.rule.name, "threshold": gate.threshold, "met": gate.met,
                "n": gate.estimate.n, "share": gate.estimate.share,
                "low": gate.estimate.low, "high": gate.estimate.high, "faults": gate.faults,
                "held_out": gate.held_out,
                "unscored": gate.unscored,
            }
            for gate in run.gates
        ],
        "gold_agreement": [asdict(a) for a in run.agreement],
        "mutants": list(run.mutants),
        "contrast": run.contrast,
        "cases": [_case_json(item, run.baseline) for item in run.answered],
    }  # fmt: skip


def _case_json(item: Answered, baseline: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": item.case.id,
        "family": item.case.family,
        "split": item.case.split,
        "waits_for": item.case.waits_for,
        "turns": list(item.case.turns),
        "passed": passed(item),
        "difference": difference(item, baseline),
        "checks": {
            name: {"hits": c.hits, "total": c.total, "value": c.value, "reason": c.reason}
            for name, c in item.checks.items()
        },
        "answer": dict(item.answer),
    }


def as_baseline(run: Run) -> dict[str, Any]:
    """What is committed: verdicts and hashes, no answers."""
    return {
        "record": {key: run.record[key] for key in ("commit", "corpus", "generator")},
        "families": {row.family: row.estimate.share for row in family_rows(run.answered)},
        "gates": {gate.rule.name: gate.estimate.share for gate in run.gates},
        "cases": {
            item.case.id: {
                "passed": passed(item),
                "answer": answer_hash(item),
                "checks": {
                    name: None if c.value is None else round(c.value, 4)
                    for name, c in item.checks.items()
                },
            }
            for item in run.answered
        },
    }


def read_baseline(path: Path = BASELINE) -> dict[str, Any]:
    """The last committed baseline; empty when there is none."""
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def write_json(value: Mapping[str, Any], path: Path) -> None:
    """Write JSON that a person can read and git can compare."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
