"""The gates: which figures decide, with which thresholds, and whether they are met.

A gate counts facts, not cases: one answer with three wrong numbers is three unsupported numbers.
Cases that wait for a capability are left out of every gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics import Count, Estimate, estimate, ratio
from eval.scorers import Check
from eval.tasks import Answered


@dataclass(frozen=True)
class GateRule:
    """A threshold on the share of hits in some checks, or on the count of faults."""

    name: str
    checks: tuple[str, ...]
    at_least: float | None = None
    """Smallest share of hits."""
    faults_at_most: int | None = None


RULES = (
    GateRule("answers came", ("came",), at_least=1.0),
    GateRule("exact citations", ("exact_citations",), at_least=1.0),
    GateRule("unsupported numbers", ("supported_numbers",), faults_at_most=0),
    GateRule("overclaims", ("forbidden_claims", "strength_caps"), faults_at_most=0),
    GateRule("unfaithful statements", ("faithful",), faults_at_most=0),
    GateRule("claims cited and shown", ("present_citations",), at_least=1.0),
    GateRule("citation precision", ("precise_citations",), at_least=0.95),
    GateRule("must-say recall", ("must_say",), at_least=0.95),
    GateRule("caveat recall", ("caveat_recall",), at_least=0.95),
    GateRule("caveats due by design", ("due_caveats",), at_least=0.95),
    GateRule("main sources cited", ("sources",), at_least=0.95),
    GateRule("level and direction", ("level", "direction"), at_least=0.90),
    GateRule("abstention", ("abstention",), at_least=0.95),
    GateRule("triage", ("triage",), at_least=1.0),
    GateRule("no over-hedging", ("over_hedging",), at_least=0.95),
    GateRule("paraphrase consistency", ("consistency",), at_least=0.95),
)
KILL_RATE = GateRule("mutants killed", (), at_least=0.95)
TWIN_RATE = GateRule("correct twins that pass", (), at_least=0.95)


@dataclass(frozen=True)
class Gate:
    """A rule held against a run."""

    rule: GateRule
    estimate: Estimate
    faults: int
    unscored: int
    held_out: float | None = None
    """The share over the cases of the test split alone; no threshold was set on them."""

    @property
    def met(self) -> bool | None:
        """Whether the threshold holds; None where nothing was counted."""
        if self.estimate.share is None:
            return None
        if self.rule.faults_at_most is not None:
            return self.faults <= self.rule.faults_at_most
        return self.estimate.share >= (self.rule.at_least or 0) - 1e-9

    @property
    def threshold(self) -> str:
        """The threshold in words."""
        if self.rule.faults_at_most is not None:
            return f"≤ {self.rule.faults_at_most} faults"
        return f"≥ {(self.rule.at_least or 0) * 100:g}%"

    @property
    def fails_run(self) -> bool:
        """Whether this gate alone makes the run fail."""
        return self.met is False


def gate_counts(rule: GateRule, answered: Sequence[Answered]) -> tuple[list[Check], list[Count]]:
    """The checks that the rule counts, and their counts by case."""
    gating = [a for a in answered if a.case.waits_for is None]
    checks = [[a.checks[name] for name in rule.checks if name in a.checks] for a in gating]
    scored = [[c for c in of_case if not c.unscored] for of_case in checks]
    counts = [
        Count(sum(c.hits for c in of_case), sum(c.total for c in of_case))
        for of_case in scored
        if of_case
    ]
    return [c for of_case in checks for c in of_case], counts


def judge_gates(answered: Sequence[Answered], *, intervals: bool = True) -> list[Gate]:
    """Hold every rule against a run; mutants need no intervals."""
    gates = []
    for rule in RULES:
        checks, counts = gate_counts(rule, answered)
        faults = sum(round(c.total - c.hits) for c in checks)
        share = estimate(counts) if intervals else Estimate(len(counts), ratio(counts), None, None)
        unscored = sum(1 for c in checks if c.unscored)
        _, test = gate_counts(rule, [a for a in answered if a.case.split == "test"])
        gates.append(Gate(rule, share, faults, unscored, ratio(test)))
    return gates


def mutant_gate(rule: GateRule, right: int, planted: int) -> Gate:
    """A gate on mutants or twins; no interval, since they are no sample of anything."""
    share = right / planted if planted else None
    return Gate(rule, Estimate(planted, share, None, None), planted - right, 0)
