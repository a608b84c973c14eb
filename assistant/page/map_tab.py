"""The tab that maps the evidence on a substance, as a plot and as a table."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.library import Library
from assistant.page.chat_tab import Chat
from assistant.page.conversation import read_answers
from assistant.page.parts import QUIET, Shell, clicked_number
from assistant.page.shelf import shelf_of
from assistant.render import words
from assistant.render.map import find_marks, map_figure, map_table, rows_of
from assistant.render.suggest import named_substances

if TYPE_CHECKING:
    from assistant.retrieve import Catalog

FIRST = "magnesium L-threonate"


def build_map_tab(library: Library, shell: Shell, tab: gr.Tab, chat: Chat) -> None:
    """Lay the tab out; it shows what is ticked in the chat, and is filled when it is first seen."""
    names = named_substances(library.assistant().catalog)
    first = first_of(names)
    gr.Markdown(words.MAP_INTRO, elem_classes="intro")
    with gr.Row(elem_classes="filters"):
        substance = gr.Dropdown(
            names, value=first, label=words.MAP_SUBSTANCE, elem_id="map-substance"
        )
        outcome = gr.Dropdown(
            outcome_choices(library.assistant().catalog, first),
            value="",
            label=words.MAP_OUTCOME,
            elem_id="map-outcome",
        )
    plot = gr.Plot(show_label=False, elem_id="map-plot", container=False)
    table = gr.HTML("", elem_id="map-table", apply_default_css=False)

    def catalog_of(chosen: list[str], request: gr.Request) -> Catalog:
        return shelf_of(library, request).standing(chosen).catalog

    def draw(catalog: Catalog, name: str | None, group: str | None) -> tuple[Any, str]:
        marks = find_marks(catalog, [name] if name else [], [group] if group else [])
        title = words.MAP_TITLE.format(name or "")
        return (map_figure(marks, title) if marks else None), map_table(marks, title)

    def change_substance(
        name: str | None, chosen: list[str], request: gr.Request
    ) -> tuple[Any, Any, str]:
        catalog = catalog_of(chosen, request)
        choices = gr.Dropdown(outcome_choices(catalog, name), value="")
        return choices, *draw(catalog, name, "")

    def change_outcome(
        name: str | None, group: str | None, chosen: list[str], request: gr.Request
    ) -> tuple[Any, str]:
        return draw(catalog_of(chosen, request), name, group)

    def from_answer(
        kept: list[dict[str, Any]], chosen: list[str], click: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        answers, turn = read_answers(kept), clicked_number(click, "turn")
        if not 0 <= turn < len(answers):
            return (gr.skip(),) * 5
        seen, catalog = answers[turn].understanding, catalog_of(chosen, request)
        names = named_substances(catalog)
        name = next((one for one in seen.substances if one in names), first_of(names))
        groups = {group for _, group in outcome_choices(catalog, name)}
        group = next((one for one in catalog.groups(seen.outcomes) if one in groups), "")
        box = gr.Dropdown(outcome_choices(catalog, name), value=group)
        return (
            gr.Tabs(selected="map"),
            gr.Dropdown(names, value=name),
            box,
            *draw(catalog, name, group),
        )

    def look(
        name: str | None, group: str | None, chosen: list[str], request: gr.Request
    ) -> tuple[Any, Any, Any, Any]:
        catalog = catalog_of(chosen, request)
        known = named_substances(catalog)
        name = name if name in known else first_of(known)
        choices = outcome_choices(catalog, name)
        group = group if group in dict(choices).values() else ""
        menus = gr.Dropdown(known, value=name), gr.Dropdown(choices, value=group)
        return *menus, *draw(catalog, name, group)

    menus, drawn = [substance, outcome], [plot, table]
    tab.select(look, [*menus, chat.chosen], [*menus, *drawn], queue=False, **QUIET)
    substance.input(
        change_substance, [substance, chat.chosen], [outcome, *drawn], queue=False, **QUIET
    )
    outcome.input(change_outcome, [*menus, chat.chosen], drawn, queue=False, **QUIET)
    shell.panel.apply(
        from_answer, [chat.turns, chat.chosen], [shell.tabs, *menus, *drawn], queue=False, **QUIET
    )


def first_of(names: Collection[str]) -> str | None:
    """The substance that the map begins with."""
    return FIRST if FIRST in names else next(iter(names), None)


def outcome_choices(catalog: Catalog, substance: str | None) -> list[tuple[str, str]]:
    """The groups of outcomes that documents have with a substance, best studied first."""
    marks = find_marks(catalog, [substance]) if substance else ()
    return [(words.ANY_OUTCOME, ""), *((group, group) for group in rows_of(marks))]
