"""Which way a clause points: up or down, for the better or the worse."""

from __future__ import annotations

import re

from assistant.verify import wording

DEGREE = re.compile(
    r"\b(?:more|less|further|better|longer)\s+(?:with|on|in|after|than|from|over|among|for|under|at|when|by|during)\b|"
    r"\b(?:more|less) (?!frequent|prevalent|abundant)\w+(?:ful|less|able|ible|ous|ive|ant|ent|al)\b|"
    r"\b(?:much|far|somewhat|slightly|a (?:bit|little|lot)) (?:more|less)\b(?! (?:\w+ )?(?:common|frequent|often|likely)\b)",
    re.I,
)
"""Words that compare how great, good or bad something was, and say of nothing that it rose or fell."""
LASTING = re.compile(r"\blonger\s+(?:with|on|in|after|than|from|among|for|when)\b", re.I)
"""A degree that says which way by itself."""
MEASURED = re.compile(
    rf"{wording.BURDENS.pattern}(?=\s+(?:control|relief|thresholds?|tolerance|resistance|recovery|survival|remission|free)\b)",
    re.I,
)
"""A burden in the name of what is good to have: "asthma control"."""
COMPARED = re.compile(
    r"\bat (?:an? )?(?:high|higher|highest|low|lower|lowest|increased|greater|elevated|raised|reduced) (?:\w+ )?risk\b|"
    r"\bbr(?:oken?|eak\w*) down\b|\bmore (?!likely)\w+ly\b|\bimpaired (?:fasting|glucose)\b|\bdouble[- ](?:blind|masked|dummy)\w*|\b\w+ed up\b|\b(?:turns?|ends?|shows?|comes?|came|makes?|made|sets?|takes?|took|follow)[ -]up\b|"
    r"\b(?:more|less) (?:\w+ )?than \d|\bat (?:least|most)\b|\bup to\b|\bor (?:more|less|higher|lower)\b|\bcut off\b|\b(?:drop|fell|fall)\w* (?:out|off|asleep)\b|\b(?:the|eye|ear|oral|placebo|dummy|these|those|of|on) drops\b",
    re.I,
)


def find_direction(clause: str) -> tuple[int, int]:
    """Which way a clause points: up or down, and for the better or the worse.

    "Pain fell" is both down and for the better; "more" of a comparison of two changes is neither, unless
    the clause has no other word for which way it points ("lived longer on it").
    """
    whole = COMPARED.sub(" ", clause)
    plain = DEGREE.sub(" ", whole)
    if not any(p.search(plain) for p in (wording.UP, wording.DOWN, wording.GOOD, wording.BAD)):
        plain = LASTING.sub(" longer ", whole) if LASTING.search(whole) else plain
    change = one_way(wording.UP.search(plain), wording.DOWN.search(plain))
    value = one_way(wording.GOOD.search(plain), wording.BAD.search(plain))
    burden = wording.BURDENS.search(MEASURED.sub(" ", plain))
    if change and not value and burden:
        value = -change
    return change, value


def points_both_ways(clause: str) -> bool:
    """Whether a clause has words for up and for down, or for better and for worse."""
    return bool(
        (wording.UP.search(clause) and wording.DOWN.search(clause))
        or (wording.GOOD.search(clause) and wording.BAD.search(clause))
    )


def one_way(plus: object, minus: object) -> int:
    """1 where only the first was found, -1 where only the second, else 0."""
    return int(bool(plus)) - int(bool(minus))
