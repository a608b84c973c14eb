"""The tab that lists the documents, searched and filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.compose.parts import DESIGN_WORDS
from assistant.page.parts import QUIET
from assistant.render import words
from assistant.render.library import Filters, find_sources, library_html
from assistant.render.suggest import named_groups, named_substances

if TYPE_CHECKING:
    from assistant.chain import Assistant


def build_library_tab(chain: Assistant, tab: gr.Tab) -> None:
    """Lay the tab out; the list is made when it is first seen."""
    any_one = (words.LIBRARY_ANY, "")
    designs = [(name, design.value) for design, name in DESIGN_WORDS.items()]
    funding = [(name, key) for key, name in words.FUNDING_WORDS.items()]
    text = gr.Textbox(
        label=words.LIBRARY_SEARCH, lines=1, max_lines=1, elem_id="library-search", max_length=200
    )
    with gr.Row(elem_classes="filters"):
        choices: tuple[tuple[str, list[str | int | tuple[str, str]]], ...] = (
            (words.LIBRARY_SUBSTANCE, [any_one, *named_substances(chain.catalog)]),
            (words.LIBRARY_OUTCOME, [any_one, *named_groups(chain.catalog)]),
            (words.LIBRARY_DESIGN, [any_one, *designs]),
            (words.LIBRARY_FUNDING, [any_one, *funding]),
            (words.LIBRARY_FROM, [any_one, *known_years(chain)]),
            (words.LIBRARY_TO, [any_one, *known_years(chain)]),
        )
        menus = [gr.Dropdown(options, value="", label=label) for label, options in choices]
    shelf = gr.HTML("", elem_id="shelf", apply_default_css=False)

    def find(*values: Any) -> str:
        words_typed, substance, outcome, design, paid, first, last = values
        filters = Filters(
            text=words_typed or "", substance=substance or "", outcome=outcome or "",
            design=design or "", funding=paid or "", first_year=first or None,
            last_year=last or None,
        )  # fmt: skip
        sources = chain.index.sources()
        return library_html(find_sources(sources, filters), len(sources))

    inputs = [text, *menus]
    events = [tab.select, text.change, *(menu.input for menu in menus)]
    gr.on(events, find, inputs, shelf, trigger_mode="always_last", **QUIET)


def known_years(chain: Assistant) -> list[int]:
    """The years in which the documents came out, newest first."""
    studies, articles = chain.catalog.abstracts.values(), chain.catalog.articles.values()
    years = [*(facts.year for facts in studies), *(facts.year for facts in articles)]
    return sorted({year for year in years if year}, reverse=True)
