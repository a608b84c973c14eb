"""The tab that lists the documents, searched and filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.compose.parts import DESIGN_WORDS
from assistant.library import Library
from assistant.page.parts import QUIET
from assistant.page.shelf import shelf_of
from assistant.render import words
from assistant.render.library import Filters, find_sources, library_html
from assistant.render.suggest import named_groups, named_substances

if TYPE_CHECKING:
    from assistant.retrieve import Catalog

Choices = tuple[list[str | int | tuple[str, str]], ...]


def build_library_tab(library: Library, tab: gr.Tab, chosen: gr.CheckboxGroup) -> None:
    """Lay the tab out; the list, of what is ticked in the chat, is made when it is first seen."""
    text = gr.Textbox(
        label=words.LIBRARY_SEARCH, lines=1, max_lines=1, elem_id="library-search", max_length=200
    )
    labels = (
        words.LIBRARY_SUBSTANCE, words.LIBRARY_OUTCOME, words.LIBRARY_DESIGN,
        words.LIBRARY_FUNDING, words.LIBRARY_FROM, words.LIBRARY_TO,
    )  # fmt: skip
    first = choices_in(library.assistant().catalog)
    with gr.Row(elem_classes="filters"):
        menus = [
            gr.Dropdown(options, value="", label=label)
            for label, options in zip(labels, first, strict=True)
        ]
    shelf = gr.HTML("", elem_id="shelf", apply_default_css=False)

    def find(request: gr.Request, *values: Any) -> str:
        names, words_typed, substance, outcome, design, paid, first, last = values
        filters = Filters(
            text=words_typed or "", substance=substance or "", outcome=outcome or "",
            design=design or "", funding=paid or "", first_year=first or None,
            last_year=last or None,
        )  # fmt: skip
        sources = shelf_of(library, request).standing(names or ()).index.sources()
        return library_html(find_sources(sources, filters), len(sources))

    def renew(names: list[str], request: gr.Request) -> list[Any]:
        choices = choices_in(shelf_of(library, request).standing(names).catalog)
        return [gr.Dropdown(new) for new in choices]

    tab.select(renew, chosen, menus, queue=False, **QUIET)
    inputs = [chosen, text, *menus]
    events = [tab.select, text.change, *(menu.input for menu in menus)]
    gr.on(events, find, inputs, shelf, trigger_mode="always_last", **QUIET)


def choices_in(catalog: Catalog) -> Choices:
    """What can be chosen in each menu: substance, outcome, design, funding, first and last year."""
    any_one = (words.LIBRARY_ANY, "")
    return (
        [any_one, *named_substances(catalog)],
        [any_one, *named_groups(catalog)],
        [any_one, *((name, design.value) for design, name in DESIGN_WORDS.items())],
        [any_one, *((name, key) for key, name in words.FUNDING_WORDS.items())],
        [any_one, *known_years(catalog)],
        [any_one, *known_years(catalog)],
    )


def known_years(catalog: Catalog) -> list[int]:
    """The years in which the documents came out, newest first."""
    studies, articles = catalog.abstracts.values(), catalog.articles.values()
    years = [*(facts.year for facts in studies), *(facts.year for facts in articles)]
    return sorted({year for year in years if year}, reverse=True)
