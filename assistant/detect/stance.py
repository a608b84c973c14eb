"""What one sentence says came out: better, worse, no difference, or nothing that can be told.

Only what is stated counts: a verb of change with the thing that changed, a denial, a p-value, an
interval. Where these disagree nothing is told.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.schema import ComparatorKind, Direction
from assistant.verify import denying
from assistant.verify.reading import NOT_KNOWN, NOTHING, Clause, read_text

WANTED = re.compile(
    r"\b(?:sleep (?:quality|duration|efficiency|time)|total sleep|deep sleep|rem sleep|memory|recall|cognit\w+|attention|alertness|"
    r"strength|elasticity|hydration|hair (?:count|density|growth|thickness)|thickness|bone (?:mineral )?density|quality of life|"
    r"performance|capacity|endurance|power|function|mobility|mood|well-?being|hdl\w*|haemoglobin|hemoglobin|ferritin|"
    r"sensitivity|survival|lifespan|lean (?:body |tissue )?mass|muscle mass|walking distance|recovery|remission|birth weight)\b",
    re.I,
)
"""What people want more of."""
UNWANTED = re.compile(
    r"\b(?:latency|time to (?:fall asleep|sleep)|awakenings?|blood pressure|systolic|diastolic|ldl\w*|cholesterol|triglycerides?|"
    r"glucose|hba1c|insulin resistance|crp|c-reactive|homocysteine|cortisol|oxidative stress|relapses?|incidence|crying|bloating|"
    r"errors|reaction time|wrinkles?|roughness|cramps?|length of stay|duration of (?:colds?|illness|symptoms|diarrhoea)|"
    r"episodes|flares?|complaints?|narrowing|progression|wheeze|anaemia|anemia|discomfort|soreness|body weight|body fat|fat mass|"
    r"hot flashes|hot flushes|eczema|preeclampsia|recurrence)\b",
    re.I,
)
"""What people want less of, beyond the burdens of `verify.wording`."""
P_VALUE = re.compile(r"\bp(?:-?value)?s? ?(?P<sign><|>|=|≤|≥|<=|>=) ?(?P<value>0?\.\d+)", re.I)
ALPHA = 0.05
NOT_SIGNIFICANT = re.compile(
    r"\bn\.?s\.?(?=[,;)])|\bnot (?:statistically )?significant\w*|\bnon-?significant\w*|\bfailed to reach significance|"
    r"\bdid not (?:reach|attain) (?:statistical )?significance",
    re.I,
)
SIGNIFICANT = re.compile(r"\bsignificant(?:ly)?\b", re.I)
RATIO = re.compile(
    r"\b(?:rr|or|hr|risk ratio|odds ratio|hazard ratio|rate ratio|relative risk)\b[^.;]{0,12}?\d(?:\.\d+)?[^;]{0,30}?"
    r"(?:\bci\b|interval|\(|\[|,)[^\d;]{0,16}(?P<low>\d+\.\d+) ?(?:-|–|to|,) ?(?P<high>\d+\.\d+)",
    re.I,
)
DIFFERENCE = re.compile(
    r"\b(?:ci|interval)\b[:,;]?\s?\(?(?P<low>[-−–]?\d+\.?\d*)%? ?(?:to|,|-|–) ?(?P<high>[-−–]?\d+\.?\d*)", re.I
)  # fmt: skip
AGAINST: tuple[tuple[ComparatorKind, re.Pattern[str]], ...] = (
    ("placebo", re.compile(r"\bplacebos?\b|\bdummy\b|\bolive oil\b|\bmaltodextrin\b", re.I)),
    ("none", re.compile(r"\b(?:control(?:s| group| arm)?|usual care|standard care|no treatment|untreated)\b", re.I)),
    ("unknown", re.compile(r"\b(?:between (?:the )?(?:groups|arms|two|drinks)|than (?:in|with|after)|in the (?:active|treatment) group|compared with)\b", re.I)),
    ("baseline", re.compile(r"\b(?:from|over|to|with) baseline\b|\bbefore (?:and after|treatment)\b", re.I)),
)  # fmt: skip
IN_BOTH = re.compile(
    r"\b(?:in|with) (?:both|all|either) (?:groups?|arms?)\b|\balike\b|\bin the two groups\b|\bboth (?:groups|arms) (?:had|showed|improved)\b",
    re.I,
)
HEDGED = re.compile(
    r"\b(?:may|might|could|can|appears?|seems?|suggests?|potential\w*|promising|possibl[ey]|likely|tend(?:s|ed)?|trend)\b",
    re.I,
)
APART = re.compile(
    r"\bsubgroup|\bpost[- ]hoc\b|\bexplorator|\bin those (?:who|with)\b|\bin (?:women|men) (?:but|only)\b",
    re.I,
)


OTHER_ARM = re.compile(
    r"\b(?:did not|didn't|no|not|unchanged)\b(?: \w+){0,3}? (?:with|in|on|after|under) (?:the )?(?:placebo|controls?)\b", re.I
)  # fmt: skip
"""A clause on the other arm alone: "rose with zinc but did not change with placebo" is no null."""


class Stance(NamedTuple):
    """What a stretch of text says came out, and how sure that reading is."""

    direction: Direction
    comparison: ComparatorKind
    confidence: float
    is_subgroup: bool


def read_stance(sentence: str, start: int = 0, end: int | None = None) -> Stance | None:
    """Read what a sentence says of the thing named at (start, end); None where it tells nothing.

    Args:
        sentence: one sentence of a document.
        start: where the outcome is named in it.
        end: its end; without it the whole sentence is meant.
    """
    read = read_text(sentence)
    every = [clause for told in read for clause in told.clauses]
    clauses = [clause for clause in every if not OTHER_ARM.search(clause.text)] or every
    about = [c for c in clauses if end is None or (c.start < end and start < c.end)] or clauses
    if not about:
        return None
    told = " ".join(clause.text for clause in about)
    against = compared_with(told) or compared_with(sentence)
    is_subgroup = bool(APART.search(sentence))
    direction, confidence = judge(about, told, sentence)
    if direction is None:
        return None
    if against in {"placebo", "none"} or (against and direction == "unclear"):
        confidence += 0.1
    elif against == "baseline":
        confidence -= 0.1
    if HEDGED.search(told):
        confidence -= 0.2
    if direction != "unclear" and any(c.denial for c in clauses if c not in about):
        confidence -= 0.1
    confidence = round(max(0.05, min(confidence, 0.95)), 2)
    return Stance(direction, against or "unknown", confidence, is_subgroup)


def judge(about: list[Clause], told: str, sentence: str) -> tuple[Direction | None, float]:
    """The direction of some clauses, with a first confidence; None where they tell nothing."""
    if any(clause.denial == NOT_KNOWN for clause in about):
        return "unclear", 0.5
    significance = read_significance(told)
    if significance is None:
        significance = read_significance(sentence)
    way = sum_of(good_or_bad(clause) for clause in about)
    if any(clause.denial for clause in about) or significance is False:
        # A denial beside an affirmed change is a mixed sentence, and not ours to resolve.
        mixed = any(clause.is_mixed for clause in about) or (
            way != 0 and significance is True and any(c.denial == NOTHING for c in about)
        )
        return ("mixed", 0.5) if mixed else ("unclear", 0.85 if significance is False else 0.75)
    if any(clause.is_mixed for clause in about) or way is None:
        return "mixed", 0.5
    if IN_BOTH.search(told):
        return "unclear", 0.6
    if way == 0:
        return None, 0.0
    return ("benefit" if way > 0 else "harm"), 0.8 if significance else 0.65


def good_or_bad(clause: Clause) -> int:
    """Whether a clause tells of a change for the better (1), for the worse (-1) or neither (0)."""
    if clause.value:
        return clause.value
    if not clause.change:
        return 0
    wanted, unwanted = WANTED.search(clause.text), UNWANTED.search(clause.text)
    if bool(wanted) == bool(unwanted):
        return 0
    return clause.change if wanted else -clause.change


def sum_of(ways: object) -> int | None:
    """The one way that some clauses point; 0 where none does, None where they differ."""
    found = {way for way in ways if way}  # type: ignore[attr-defined]  # any iterable of int
    if len(found) > 1:
        return None
    return found.pop() if found else 0


def read_significance(text: str) -> bool | None:
    """Whether a difference was significant by its p-values, intervals or words; None if not said."""
    said = [float(m["value"]) < ALPHA or (m["sign"] in "<≤" and float(m["value"]) <= ALPHA)
            if m["sign"] not in {">", "≥", ">="} else False for m in P_VALUE.finditer(text)]  # fmt: skip
    for match in RATIO.finditer(text):
        said.append(not float(match["low"]) <= 1 <= float(match["high"]))
    if not said:
        for match in DIFFERENCE.finditer(text):
            low, high = (float(re.sub("[−–]", "-", match[name])) for name in ("low", "high"))
            if low < 0 or "-" in match["low"]:
                said.append(not low <= 0 <= high)
    if said:
        return said[0] if len(set(said)) == 1 else None
    if NOT_SIGNIFICANT.search(text):
        return False
    return True if SIGNIFICANT.search(text) and not denying.SOFT_NULL.search(text) else None


def compared_with(text: str) -> ComparatorKind | None:
    """What a result is set against, the plainest first."""
    return next((kind for kind, pattern in AGAINST if pattern.search(text)), None)
