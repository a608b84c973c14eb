"""Consistency: the same question in other words gets the same verdict from the same sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from eval.cases import Case
from eval.metrics import overlap
from eval.scorers.base import Answer, Check

SHARED_FROM = 0.5
"""Share of the main sources that two wordings must have in common."""


def main_sources(answer: Answer) -> set[str]:
    """The studies that the findings rest on; articles and caveats do not count."""
    numbers = {n for c in answer["claims"] if c["kind"] == "finding" for n in c["citations"]}
    return {c["source_id"] for c in answer["citations"] if c["number"] in numbers}


def consistency(answered: Sequence[tuple[Case, Answer]]) -> Mapping[str, Check]:
    """By case id: whether it agrees with its paraphrase group.

    Level and direction are held against the group's most frequent ones, sources against the
    first wording, which is the group's plainest.
    """
    groups: defaultdict[str, list[tuple[Case, Answer]]] = defaultdict(list)
    for case, answer in answered:
        if case.expect.paraphrase_group:
            groups[case.expect.paraphrase_group].append((case, answer))
    checks: dict[str, Check] = {}
    for members in groups.values():
        if len(members) < 2:
            continue
        verdicts = [verdict_of(answer) for _, answer in members]
        usual = Counter(verdicts).most_common(1)[0][0]
        first = main_sources(members[0][1])
        for (case, answer), verdict in zip(members, verdicts, strict=True):
            shared = overlap(first, main_sources(answer))
            right = verdict == usual and shared >= SHARED_FROM and answer["status"] != "error"
            reason = f"{'/'.join(verdict)}, the group {'/'.join(usual)}; {shared:.0%} of sources"
            checks[case.id] = Check("consistency", float(right), 1, reason)
    return checks


def verdict_of(answer: Answer) -> tuple[str, str, str]:
    """Status, level and direction."""
    evidence = answer["evidence"] or {}
    return (
        str(answer["status"]), str(evidence.get("level")), str(evidence.get("direction")),
    )  # fmt: skip
