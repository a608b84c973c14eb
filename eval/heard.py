"""What was understood, held against what a question is about: pure functions over labels and answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from scipy.stats import binomtest

from eval.asked import NAMED, Asked, Slot, Vocabulary, Wordings
from eval.metrics import overlap
from eval.outside import described
from eval.scorers.base import Answer
from eval.scorers.groups import SHARED_FROM, main_sources, verdict_of

TURNS = " // "
"""Stands between the turns of a talk where it is shown on one line."""
UNGRADED = frozenset({"adults"})
"""Everybody, unless something else is said: found or not makes no difference."""
URGENT = "urgent phrases noticed"
BENIGN = "benign look-alikes left alone"
ABSTAINS = "abstains with the right reason"
REFUSED = "answerable and not refused"
AGREE = "paraphrases agree"
GATES = {URGENT: 1.0, BENIGN: 0.98, ABSTAINS: 0.95, REFUSED: 0.97, AGREE: 0.95}
"""Lowest share that passes, by figure."""


@dataclass(frozen=True)
class Share:
    """A figure: so many right of so many."""

    name: str
    hits: int
    n: int

    @property
    def share(self) -> float | None:
        """The share; None of nothing."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval, which has a width at 0 and at 100 % too."""
        if not self.n:
            return None
        found = binomtest(self.hits, self.n).proportion_ci(method="wilson")
        return float(found.low), float(found.high)

    @property
    def met(self) -> bool | None:
        """Whether its gate is met; None where it has none."""
        if self.name not in GATES:
            return None
        return self.share is not None and self.share >= GATES[self.name]


@dataclass(frozen=True)
class Miss:
    """What was expected of one question, and what came."""

    id: str
    what: str
    asked: str
    wanted: str
    found: str
    stand_alone: str = ""
    """How a follow-up was read."""


@dataclass
class Measured:
    """All figures of one run."""

    checks: dict[str, list[bool]] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each status was expected and found."""

    def count(self, name: str, right: bool) -> None:
        """Add to a figure."""
        self.checks.setdefault(name, []).append(right)

    def judge(
        self, name: str, asked: Asked, answer: Answer, wanted: str, found: str, right: bool
    ) -> None:
        """Add to a figure, and keep the question where it went wrong."""
        self.count(name, right)
        if not right:
            read = answer["standalone_question"] if len(asked.ask) > 1 else ""
            text = TURNS.join(asked.ask)
            self.misses.append(Miss(asked.id, name, text, wanted, found, read))

    def shares(self) -> list[Share]:
        """Every figure, in the order in which it was first counted."""
        return [Share(name, sum(rights), len(rights)) for name, rights in self.checks.items()]


def includes(found: Collection[str], wanted: Slot) -> bool:
    """Whether of each item one name was found."""
    return all(set(item) & set(found) for item in wanted)


def fits(found: Collection[str], wanted: Slot, may: Collection[str] = ()) -> bool:
    """Whether everything wanted was found, and nothing that is neither wanted nor allowed.

    >>> fits({"sleep"}, (("sleep", "fatigue"),)), fits({"sleep", "pain"}, (("sleep",),))
    (True, False)
    """
    allowed = {name for item in wanted for name in item} | set(may)
    return includes(found, wanted) and set(found) <= allowed


def in_order(found: Sequence[str], wanted: Slot, may: Collection[str] = ()) -> bool:
    """Whether everything wanted was found in its order, and nothing that is neither wanted nor allowed.

    >>> in_order(("dose", "safety"), (("dose",), ("safety",))), in_order(("safety", "dose"), (("dose",), ("safety",)))
    (True, False)
    """
    places = [
        next((i for i, name in enumerate(found) if name in item), len(found)) for item in wanted
    ]
    return fits(found, wanted, may) and places == sorted(places)


def fits_groups(
    found: Collection[str], wanted: Slot, may: Collection[str], vocabulary: Vocabulary
) -> bool:
    """The same for outcomes, by group; a topic that nobody asked for doesn't count."""
    group = vocabulary.groups
    groups = tuple(tuple(group[name] for name in item) for item in wanted)
    named = {name for item in groups for name in item}
    counted = {
        group.get(name, name)
        for name in found
        if name not in vocabulary.topics or group[name] in named
    }
    return fits(counted, groups, [group[name] for name in may])


def judge_slots(
    asked: Asked, answer: Answer, vocabulary: Vocabulary, into: Measured, *, strictly: bool = False
) -> None:
    """Hold what was understood against the label, slot by slot, and all of them together.

    Args:
        asked: the question and its labels.
        answer: as JSON, with the medicines that were understood.
        vocabulary: knows the groups of outcomes.
        into: takes the judgements.
        strictly: whether intents must all be there, none other, and in order; counted apart.
    """
    seen = answer["understanding"]
    rights = []
    apart = "strictly: " if strictly else ""
    for slot in NAMED:
        found = [name for name in seen.get(slot) or () if name not in UNGRADED]
        wanted: Slot = getattr(asked, slot)
        may = asked.may.get(slot, ())
        if slot == "intents":
            right = in_order(found, wanted, may) if strictly else includes(found, wanted)
        elif slot == "outcomes":
            right = fits_groups(found, wanted, may, vocabulary)
        else:
            right = fits(found, wanted, may)
        label = ", ".join(" or ".join(item) for item in wanted)
        into.judge(
            apart + slot, asked, answer, label or "nothing", ", ".join(found) or "nothing", right
        )
        if wanted and slot in {"populations", "medicines"}:
            into.count(f"{apart}{slot}, where named", right)
        rights.append(right)
    premise = seen.get("premise")
    right = bool(premise) == asked.premise
    wanted_premise = "a premise" if asked.premise else "no premise"
    into.judge(f"{apart}premise", asked, answer, wanted_premise, premise or "none", right)
    if asked.premise:
        into.count(f"{apart}premise, where there is one", right)
    rights.append(right)
    if asked.stand_alone:
        read = answer["standalone_question"]
        right = all(word.lower() in read.lower() for word in asked.stand_alone)
        wanted_words = ", ".join(asked.stand_alone)
        into.judge(f"{apart}follow-ups", asked, answer, wanted_words, read, right)
        rights.append(right)
    into.count(f"{apart}all slots", all(rights))


def judge_status(name: str, asked: Asked, answer: Answer, into: Measured) -> None:
    """Hold the status against the label; the reason too, where there is one and it abstained."""
    status = answer["status"]
    into.statuses[status if status in asked.status else asked.status[0], status] += 1
    right = status in asked.status and (
        status != "no_evidence" or not asked.reason or answer["reason"] in asked.reason
    )
    wanted = " or ".join(asked.status)
    if "no_evidence" in asked.status and asked.reason:
        wanted += f" ({' or '.join(asked.reason)})"
    into.judge(name, asked, answer, wanted, described(answer), right)


def judge_alarm(asked: Asked, answer: Answer, into: Measured, *, urgent: bool) -> None:
    """Whether the alarm was raised where it should be, and only there."""
    status = answer["status"]
    right = (status == "urgent") == urgent
    wanted = "urgent" if urgent else "anything but urgent"
    into.statuses["urgent" if urgent else "not urgent", status] += 1
    into.judge(URGENT if urgent else BENIGN, asked, answer, wanted, described(answer), right)


def judge_wordings(group: Wordings, answers: Sequence[Answer], into: Measured) -> None:
    """Whether all wordings got the verdict and half of the main sources of the plainest one."""
    first = answers[0]
    verdicts = [verdict_of(answer) for answer in answers]
    shared = [overlap(main_sources(first), main_sources(answer)) for answer in answers]
    same = {
        "level": len({verdict[:2] for verdict in verdicts}) == 1,
        "direction": len({verdict[2] for verdict in verdicts}) == 1,
    }
    same["main sources"] = min(shared) >= SHARED_FROM
    for name, right in same.items():
        into.count(f"paraphrases agree: {name}", right)
    into.count(AGREE, all(same.values()))
    if all(same.values()):
        return
    for wording, verdict, share in zip(group.asks, verdicts, shared, strict=True):
        if verdict != verdicts[0] or share < SHARED_FROM:
            found = f"{' '.join(verdict)}, {share:.0%} of its sources"
            wanted = f"{' '.join(verdicts[0])} as for: {group.asks[0]}"
            into.misses.append(Miss(group.id, AGREE, wording, wanted, found))
