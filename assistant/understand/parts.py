"""Parts of an outcome that have names of their own: "testosterone" among the hormones, "lungs" of cancer.

A part stands for its outcome only where the documents measured that part, so that a study of cortisol
never answers for testosterone, nor a trial of all cancers for the lungs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from assistant.schema import OutcomeTerm
from assistant.understand.phrases import Match

BETWEEN = " / "
"""Stands between an outcome and its part where both are one name."""
IsMeasured = Callable[[str, Collection[str]], bool]
"""Whether the documents measured an outcome by one of some words."""


class OutcomeParts:
    """The parts of all outcomes, each under a name of its own while a question is read."""

    def __init__(self, outcomes: Iterable[OutcomeTerm]) -> None:
        """Name the parts."""
        outcomes = tuple(outcomes)
        self._markers = {item.name for item in outcomes if item.surrogate}
        self._parts = {
            f"{item.name}{BETWEEN}{part.phrases[0]}": (item.name, part)
            for item in outcomes
            for part in item.parts
        }

    def phrases(self) -> Iterator[tuple[str, str]]:
        """Every phrase for a part, with the part's name."""
        return ((p, name) for name, (_, part) in self._parts.items() for p in part.phrases)

    def settle(
        self, found: Sequence[Match], is_measured: IsMeasured
    ) -> tuple[list[Match], list[Match]]:
        """Let each part that was measured stand for its outcome.

        Returns:
            The outcomes that are meant, and the parts that were not measured and whose words name
            no other outcome.
        """
        meant: list[Match] = []
        of_markers: set[tuple[int, int]] = set()
        for match in found:
            outcome, part = self._parts.get(match.name, (match.name, None))
            if part is None or is_measured(outcome, part.words):
                meant.append(match._replace(name=outcome))
                if part and outcome in self._markers:
                    of_markers.add((match.start, match.end))
        spans = {(m.start, m.end) for m in meant}
        # Who names a marker that was measured means it, and not what it stands for.
        meant = [m for m in meant if (m.start, m.end) not in of_markers or m.name in self._markers]
        return meant, [m for m in found if (m.start, m.end) not in spans]
