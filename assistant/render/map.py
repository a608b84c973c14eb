"""The evidence map: every study and article claim on a substance, as a plot and as a table.

Rows are outcomes, columns kinds of source from strong to weak; size is people, colour and shape
are the result, and a hollow mark is indirect by rule R2. Articles keep a lane of their own.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from assistant.compose.parts import DESIGN_WORDS, author_name
from assistant.render import words
from assistant.render.badges import opening_button
from assistant.render.icons import direction_icon
from assistant.retrieve import Catalog, StudyMatch
from assistant.schema import Abstract, Design
from assistant.weigh import weigh_study

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

TIER_OF = {
    Design.ARTICLE: "article",
    Design.GUIDELINE: "advice",
    Design.FACT_SHEET: "advice",
    Design.NARRATIVE_REVIEW: "advice",
    Design.IN_VITRO: "cells",
    Design.ANIMAL: "animals",
    Design.CASE_REPORT: "observed",
    Design.OBSERVATIONAL: "observed",
    Design.NONRANDOMIZED_TRIAL: "trials",
    Design.PHARMACOKINETIC: "trials",
    Design.RCT: "trials",
    Design.SYSTEMATIC_REVIEW: "reviews",
    Design.META_ANALYSIS: "reviews",
}
TIERS = tuple(words.TIERS)
STYLES = {
    "benefit": ("triangle-up", "#1f9d72"),
    "no_effect": ("square", "#64748b"),
    "harm": ("triangle-down", "#d64545"),
    "mixed": ("diamond", "#8f63d2"),
    "unclear": ("circle", "#b7791f"),
    "says_so": ("bowtie", "#0c87a6"),
}
"""Shape and colour of each result; the colours keep 3 to 1 on a white and on a dark ground."""
SMALLEST, LARGEST = 11, 28
PER_ROW = 3
"""Marks side by side in one cell; more of them make the row higher."""
ROW_PIXELS = 38
GREY = "rgba(128, 128, 128, 0.28)"


class Mark(NamedTuple):
    """One document on one group of outcomes."""

    group: str
    tier: str
    direction: str
    source_id: str
    title: str
    name: str
    """First author and year, or who speaks."""
    design: Design
    people: int | None
    is_direct: bool
    is_retracted: bool
    is_checked: bool = True
    """False for a document of the reader's own that was taken for a study by its words."""


def find_marks(
    catalog: Catalog, substances: Collection[str], groups: Collection[str] = ()
) -> tuple[Mark, ...]:
    """Find the marks for some substances and groups (or any group), the best studied row first."""
    compounds = {form for name in substances for form in catalog.forms(name)}
    marks = []
    for match in catalog.studies(compounds, groups):
        for group in dict.fromkeys(outcome.group for outcome in match.outcomes):
            results = tuple(o for o in match.outcomes if o.group == group)
            weighed = weigh_study(StudyMatch(match.facts, results), compounds, catalog)
            marks.append(
                Mark(
                    group, TIER_OF[match.facts.kind], weighed.direction, match.facts.id,
                    match.facts.title, short_name(match.facts), match.facts.kind,
                    people_of(match.facts), weighed.is_direct, match.facts.is_retracted,
                    match.facts.is_checked,
                )
            )  # fmt: skip
    seen = set()
    for article, claim in catalog.claims(compounds, groups):
        for group in catalog.groups(claim.outcomes):
            if (article.id, group) not in seen and (not groups or group in groups):
                seen.add((article.id, group))
                marks.append(
                    Mark(
                        group, "article", "says_so", article.id, article.title,
                        author_name(article), Design.ARTICLE, None, False, False,
                    )
                )  # fmt: skip
    order = rows_of(marks)
    return tuple(sorted(marks, key=lambda m: (order.index(m.group), TIERS.index(m.tier), m.name)))


def short_name(facts: Abstract) -> str:
    """How a study is called: first author and year."""
    return " ".join(str(part) for part in (author_name(facts), facts.year) if part) or facts.id


def people_of(facts: Abstract) -> int | None:
    """People in a study, where it is of people."""
    if facts.species != "human" or facts.kind in {Design.GUIDELINE, Design.FACT_SHEET}:
        return None
    return facts.n_analysed or facts.n_randomised


def rows_of(marks: Sequence[Mark]) -> list[str]:
    """The groups, those with most studies in people first."""
    strong = {"trials", "reviews", "observed"}
    counts: dict[str, tuple[int, int]] = {}
    for mark in marks:
        people, total = counts.get(mark.group, (0, 0))
        counts[mark.group] = (people + (mark.tier in strong), total + 1)
    return sorted(counts, key=lambda group: (-counts[group][0], -counts[group][1], group))


def size_of(people: int | None) -> float:
    """Diameter of a mark in pixels: its area grows with the people, up to 10,000 of them."""
    if not people:
        return SMALLEST
    share = min(people, 10_000) / 10_000
    return float(SMALLEST + (LARGEST - SMALLEST) * share**0.5)


def place_marks(marks: Sequence[Mark]) -> tuple[dict[str, float], list[tuple[float, float]], float]:
    """Lay marks out without overlap.

    Returns:
        The height at which each group's name stands, (x, y) for each mark, and the whole height;
        a column is 1 wide, a line of marks 1 high, and y grows downwards.
    """
    cells: dict[tuple[str, str], list[int]] = {}
    for at, mark in enumerate(marks):
        cells.setdefault((mark.group, mark.tier), []).append(at)
    centres: dict[str, float] = {}
    places = [(0.0, 0.0)] * len(marks)
    top = 0.0
    for group in rows_of(marks):
        lines = max(-(-len(c) // PER_ROW) for (name, _), c in cells.items() if name == group)
        centres[group] = top + lines / 2
        for (name, tier), members in cells.items():
            if name != group:
                continue
            rows = [members[at : at + PER_ROW] for at in range(0, len(members), PER_ROW)]
            for line, row in enumerate(rows):
                y = centres[group] + line + 0.5 - len(rows) / 2
                for column, at in enumerate(row):
                    places[at] = (TIERS.index(tier) + (column + 0.5 - len(row) / 2) * 0.32, y)
        top += lines + 0.35
    return centres, places, top


def hover_text(mark: Mark) -> str:
    """What is read at a mark; the text of documents is escaped, since Plotly reads some HTML."""
    title = "<br>".join(escape(line) for line in textwrap.wrap(mark.title, 56)[:4])
    about = [DESIGN_WORDS[mark.design], words.DIRECTIONS[mark.direction]]
    if mark.people:
        about.append(f"{mark.people:,} people")
    if mark.is_retracted:
        about.append(words.RETRACTED)
    if not mark.is_checked:
        about.append(words.UNCHECKED)
    return f"<b>{escape(mark.name)}</b><br>{title}<br>{escape(' · '.join(about))}"


def map_figure(marks: Sequence[Mark], title: str) -> Figure:
    """The plot; each mark carries its document's id as custom data."""
    from plotly.graph_objects import Figure, Scatter  # half a second that a start need not wait for

    centres, places, height = place_marks(marks)
    figure = Figure()
    for direction, (symbol, colour) in STYLES.items():
        chosen = [at for at, mark in enumerate(marks) if mark.direction == direction]
        if not chosen:
            continue
        figure.add_trace(
            Scatter(
                x=[places[at][0] for at in chosen],
                y=[places[at][1] for at in chosen],
                mode="markers",
                name=words.DIRECTIONS[direction],
                customdata=[marks[at].source_id for at in chosen],
                hovertext=[hover_text(marks[at]) for at in chosen],
                hoverinfo="text",
                marker={
                    "symbol": [
                        symbol if marks[at].is_direct else f"{symbol}-open" for at in chosen
                    ],
                    "size": [size_of(marks[at].people) for at in chosen],
                    "color": colour,
                    "line": {"width": 2, "color": colour},
                    "opacity": 0.92,
                },
            )
        )
    lane = TIERS.index("article")
    figure.add_vrect(
        x0=lane - 0.5, x1=lane + 0.5, fillcolor=GREY, opacity=0.45, line_width=0, layer="below"
    )
    figure.update_layout(
        meta=title,
        height=int(150 + ROW_PIXELS * height),
        margin={"l": 8, "r": 8, "t": 96, "b": 8},
        paper_bgcolor="rgba(0, 0, 0, 0)",
        plot_bgcolor="rgba(0, 0, 0, 0)",
        font={"family": "system-ui, sans-serif", "size": 13},
        legend={
            "orientation": "h", "x": 0, "y": 0.995, "yanchor": "top", "yref": "container",
            "itemsizing": "constant",
        },
        hoverlabel={"align": "left"},
        dragmode=False,
        showlegend=True,
    )  # fmt: skip
    figure.update_xaxes(
        tickvals=list(range(len(TIERS))),
        ticktext=[text.replace("\n", "<br>") for text in words.TIERS.values()],
        range=[-0.5, len(TIERS) - 0.5],
        side="top", showgrid=False, zeroline=False, fixedrange=True,
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(centres.values()),
        ticktext=[escape(group) for group in centres],
        range=[height, -0.3],
        automargin=True, gridcolor=GREY, zeroline=False, fixedrange=True,
    )  # fmt: skip
    return figure


def map_table(marks: Sequence[Mark], title: str) -> str:
    """The same marks as a table, for screen readers and for copying."""
    if not marks:
        return f'<p class="quiet empty">{words.MAP_EMPTY}</p>'
    head = "".join(f'<th scope="col">{name}</th>' for name in words.MAP_COLUMNS)
    rows = "".join(
        f'<tr><th scope="row">{escape(mark.group)}</th><td>{DESIGN_WORDS[mark.design]}'
        f"{'' if mark.is_checked else f' · {words.UNCHECKED}'}</td>"
        f"<td>{direction_icon(mark.direction)}{words.DIRECTIONS[mark.direction]}"
        f"{f' · {words.RETRACTED}' if mark.is_retracted else ''}</td>"
        f"<td>{f'{mark.people:,}' if mark.people else ''}</td>"
        f"<td>{words.DIRECT if mark.is_direct else words.INDIRECT}</td>"
        f"<td>{opening_button(escape(mark.name), mark.source_id, label=mark.title)}</td></tr>"
        for mark in marks
    )
    return (
        f'<h3 class="table-title">{words.MAP_TABLE}</h3>'
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<table class="map-table"><caption class="hidden-text">{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
