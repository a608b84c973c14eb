"""The evidence at a glance: level and result in words, with the counts behind them."""

from __future__ import annotations

from html import escape

from assistant.compose.parts import DESIGN_WORDS
from assistant.render import DIRECTION_WORDS, LEVEL_WORDS, words
from assistant.render.icons import direction_icon, icon
from assistant.schema import Answer, Evidence

LEVEL_STEPS = {
    "none": 0,
    "anecdotal": 1,
    "preclinical": 2,
    "limited": 3,
    "moderate": 4,
    "strong": 5,
}
PEOPLE_LEVELS = {"limited", "moderate", "strong"}


def evidence_card(answer: Answer) -> str:
    """Level and result in words, with the counts behind them; empty where they don't apply."""
    evidence = answer.evidence
    if answer.status == "no_evidence":
        why = words.REASONS.get(answer.reason or "", words.NO_EVIDENCE_WHY)
        return (
            f'<section class="card card-none" aria-label="{words.CARD_LABEL}">'
            f"<p>{icon('search')}<b>{words.NO_EVIDENCE}</b></p><p>{escape(why)}</p></section>"
        )
    if evidence is None or evidence.level == "not_applicable":
        return ""
    known = f"{meter(evidence)}<b>{escape(LEVEL_WORDS[evidence.level])}</b>"
    cells = [(words.EVIDENCE, known)]
    if evidence.direction in DIRECTION_WORDS and evidence.level not in {"none", "anecdotal"}:
        shape = direction_icon(evidence.direction)
        cells.append(
            (words.RESULT, f"{shape}<b>{escape(words.DIRECTIONS[evidence.direction])}</b>")
        )
    if evidence.strongest_design:
        cells.append((words.BEST, f"<b>{escape(DESIGN_WORDS[evidence.strongest_design])}</b>"))
    if evidence.human_trials or evidence.level in PEOPLE_LEVELS:
        cells.append((words.TRIALS, f"<b>{evidence.human_trials:,}</b>"))
        people = evidence.participants
        cells.append((words.PEOPLE, f"<b>{f'{people:,}' if people else words.NOT_COUNTED}</b>"))
        cells.append((words.NULLS, f"<b>{evidence.null_results:,}</b>"))
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in cells)
    return (
        f'<section class="card level-{evidence.level}" aria-label="{words.CARD_LABEL}">'
        f"<dl>{rows}</dl></section>"
    )


def meter(evidence: Evidence) -> str:
    """Five steps for the eye; the words beside them say the same."""
    filled = LEVEL_STEPS.get(evidence.level, 0)
    steps = "".join(f'<i class="{"on" if step < filled else "off"}"></i>' for step in range(5))
    return f'<span class="meter" aria-hidden="true">{steps}</span>'
