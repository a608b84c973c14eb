"""Whether the p values and intervals of a clause leave room for no difference, or rule it out."""

from __future__ import annotations

import re

P_VALUE = re.compile(r"\bp\s?(?P<sign>[=<>≥≤])\s?(?P<value>0?\.\d+)", re.I)
CI = re.compile(
    r"(?:(?P<ratio>RR|OR|HR|ratio)\b[^;]{0,30})?(?:CI,?|interval,?|SMD -?[\d.]+,|MD -?[\d.]+,)\s?(?P<low>[-−–]?\d+(?:\.\d+)?)\s?%?\s?(?:to|,|–)\s?"
    r"(?P<high>[-−–]?\d+(?:\.\d+)?)",
    re.I,
)
SIGNIFICANT = 0.05


def is_null_by_figures(clause: str) -> bool:
    """Whether every p value and interval of a clause leaves room for no difference at all."""
    found = [
        float(m["value"]) >= SIGNIFICANT
        if m["sign"] in ">≥"
        else m["sign"] == "=" and float(m["value"]) > SIGNIFICANT
        for m in P_VALUE.finditer(clause)
    ]
    for match in CI.finditer(clause):
        low, high = (float(re.sub("[−–]", "-", match[name])) for name in ("low", "high"))
        none = 1.0 if match["ratio"] else 0.0
        found.append(low < none < high)
    return bool(found) and all(found)


def is_effect_by_figures(clause: str) -> bool:
    """Whether a p value or an interval of a clause rules out that there is no difference."""
    small = any(
        m["sign"] in "<≤=" and float(m["value"]) < SIGNIFICANT for m in P_VALUE.finditer(clause)
    )
    return small or any(leaves_out_none(match) for match in CI.finditer(clause))


def leaves_out_none(match: re.Match[str]) -> bool:
    """Whether an interval holds no value that means no difference."""
    low, high = (float(re.sub("[−–]", "-", match[name])) for name in ("low", "high"))
    none = 1.0 if match["ratio"] else 0.0
    return not low <= none <= high
