"""The evidence map and what can be asked next, from invented studies."""

from __future__ import annotations

import json
import re

import pytest

from assistant.render import words
from assistant.render.map import (
    LARGEST,
    SMALLEST,
    STYLES,
    TIER_OF,
    TIERS,
    Mark,
    find_marks,
    map_figure,
    map_table,
    place_marks,
    rows_of,
    size_of,
)
from assistant.render.suggest import named_groups, named_substances, next_questions
from assistant.schema import Design, Understanding
from tests.answers import HOSTILE, TagCollector, is_safe, make_answer
from tests.builders import article, make_catalog, meta, notice, outcome, study

CATALOG = make_catalog(
    study("trial-a", outcome("benefit"), n_analysed=400),
    study("mixture-b", outcome("unclear"), combination=True, co_ingredients=("zinc",)),
    meta("review-c", outcome("mixed"), outcome("harm", "liver injury"), people=5000),
    study("rats-d", outcome("benefit"), kind=Design.ANIMAL),
    study("gone-e", outcome("benefit"), notices=(notice("retraction", "It was retracted once."),)),
    study("other-f", outcome("benefit"), substances=("zinc",)),
    article("shop-g"),
)
MARKS = find_marks(CATALOG, ["magnesium"])


def mark(source_id: str, group: str = "sleep") -> Mark:
    return next(m for m in MARKS if m.source_id == source_id and m.group == group)


# --- marks -----------------------------------------------------------------------------------


def test_each_document_has_a_mark_for_each_outcome() -> None:
    assert sorted((m.source_id, m.group, m.tier, m.direction) for m in MARKS) == [
        ("gone-e", "sleep", "trials", "benefit"),
        ("mixture-b", "sleep", "trials", "unclear"),
        ("rats-d", "sleep", "animals", "benefit"),
        ("review-c", "liver", "reviews", "harm"),
        ("review-c", "sleep", "reviews", "mixed"),
        ("shop-g", "sleep", "article", "says_so"),
        ("trial-a", "sleep", "trials", "benefit"),
    ]


def test_what_is_indirect_or_retracted_is_told() -> None:
    assert mark("trial-a").is_direct
    assert not mark("mixture-b").is_direct
    assert not mark("rats-d").is_direct
    assert mark("gone-e").is_retracted
    assert not mark("gone-e").is_direct


def test_only_people_are_counted_as_people() -> None:
    assert mark("trial-a").people == 400
    assert mark("rats-d").people is None


def test_one_group_alone_can_be_asked_for() -> None:
    assert {m.group for m in find_marks(CATALOG, ["magnesium"], ["liver"])} == {"liver"}
    assert find_marks(CATALOG, []) == ()


def test_the_best_studied_outcome_comes_first() -> None:
    assert rows_of(MARKS) == ["sleep", "liver"]


def test_every_design_and_result_has_its_place() -> None:
    assert set(TIER_OF) == set(Design)
    assert set(TIER_OF.values()) == set(TIERS)
    assert set(STYLES) == set(words.DIRECTIONS)
    symbols, colours = zip(*STYLES.values(), strict=True)
    assert len(set(symbols)) == len(symbols)
    assert len(set(colours)) == len(colours)


def test_size_grows_with_people_between_its_bounds() -> None:
    sizes = [size_of(people) for people in (None, 10, 100, 1000, 10_000, 10**6)]
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1], sizes[-2]) == (SMALLEST, LARGEST, LARGEST)


def test_marks_never_lie_on_one_another() -> None:
    many = [mark("trial-a")] * 11 + [mark("rats-d")] * 2 + [mark("review-c", "liver")]
    centres, places, height = place_marks(many)
    assert len(set(places)) == len(many)
    assert list(centres) == ["sleep", "liver"]
    assert all(0 < y < height for _, y in places)
    column = TIERS.index("trials")
    assert all(abs(x - column) < 0.5 for x, _ in places[:11])


# --- plot and table --------------------------------------------------------------------------


def test_the_plot_tells_results_by_shape_and_colour_and_opens_the_document() -> None:
    plot = json.loads(map_figure(MARKS, "Magnesium").to_json())
    traces = {trace["name"]: trace for trace in plot["data"]}
    assert set(traces) == {words.DIRECTIONS[m.direction] for m in MARKS}
    benefit = traces["Benefit"]
    opened = dict(zip(benefit["customdata"], benefit["marker"]["symbol"], strict=True))
    assert opened == {
        "gone-e": "triangle-up-open", "rats-d": "triangle-up-open", "trial-a": "triangle-up",
    }  # fmt: skip
    assert "Retracted" in benefit["hovertext"][benefit["customdata"].index("gone-e")]


def test_the_plot_asks_for_nothing_from_elsewhere() -> None:
    assert "http" not in re.sub(r'"template":.*', "", map_figure(MARKS, "x").to_json())


def test_the_table_says_the_same() -> None:
    html = map_table(MARKS, "Evidence on magnesium")
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", html)
    assert len(rows) == len(MARKS)
    assert "Trial 2020" in html
    row = next(row for row in rows if "mixture-b" in row)
    assert "No difference found, or unclear" in row
    assert words.INDIRECT in row
    assert TagCollector(html).open == []


def test_no_mark_is_said() -> None:
    assert words.MAP_EMPTY in map_table((), "x")


def test_what_a_document_wrote_is_escaped() -> None:
    hostile = mark("trial-a")._replace(title=HOSTILE, name=HOSTILE, group=HOSTILE)
    assert is_safe(map_table([hostile], HOSTILE))
    plot = map_figure([hostile], HOSTILE)
    assert "<img" not in plot.data[0].hovertext[0]
    assert "<img" not in plot.layout.yaxis.ticktext[0]


# --- what to ask next ------------------------------------------------------------------------


def asked(**changes: object) -> tuple[str, ...]:
    seen = Understanding.model_validate(
        {"substances": ("magnesium",), "outcomes": ("liver injury",), "intents": ("efficacy",)}
        | changes
    )
    return next_questions(make_answer(understanding=seen), CATALOG)


def test_questions_follow_from_what_the_records_hold() -> None:
    assert asked() == (
        "Does magnesium help with sleep?",
        "Who paid for the studies of magnesium?",
    )


def test_what_was_asked_is_not_offered_again() -> None:
    assert asked(outcomes=("sleep quality",), intents=("funding",)) == ()


@pytest.mark.parametrize("status", ["urgent", "declined", "out_of_scope"])
def test_nothing_is_offered_after_a_refusal_or_in_an_emergency(status: str) -> None:
    answer = make_answer(status=status, understanding=Understanding(substances=("magnesium",)))
    assert next_questions(answer, CATALOG) == ()


def test_the_lists_name_what_documents_speak_of() -> None:
    assert named_substances(CATALOG) == ["magnesium", "zinc"]
    assert named_groups(CATALOG) == ["liver", "sleep"]
