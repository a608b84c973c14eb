"""The page as a whole: its head, its tabs, and the panel of sources beside them."""

from __future__ import annotations

from html import escape
from pathlib import Path

import gradio as gr

from assistant.library import Library
from assistant.page.api import add_endpoints
from assistant.page.chat_tab import build_chat_tab
from assistant.page.check_tab import build_check_tab
from assistant.page.library_tab import build_library_tab
from assistant.page.map_tab import build_map_tab
from assistant.page.own_tab import build_own_part
from assistant.page.parts import Shell, make_panel, wire_panel
from assistant.render import words
from assistant.render.icons import icon

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
THEME = gr.themes.Default(
    primary_hue="teal", neutral_hue="slate",
    font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"],
)  # fmt: skip
HEAD = (
    '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
    f"<style>{STYLE}</style>"
)
"""The style stands in the head as it is; handed to Gradio as CSS, its selectors would be rewritten."""

NOTICE = '<p role="status"></p><p id="told" class="hidden-text" aria-live="polite"></p>'
"""What was copied or saved, for all; and an answer's first line for those who listen."""


def header_html() -> str:
    """The name of the page, what it is not, and the switch between light and dark."""
    return (
        f'<a class="skip" href="#question">{words.SKIP}</a><div class="brand"><div>'
        f"<h1>{escape(words.TITLE)}</h1><p>{escape(words.PROMISE)}</p></div>"
        f'<p class="disclaimer">{escape(words.DISCLAIMER)}</p>'
        f'<button type="button" class="action" data-event="theme" '
        f'aria-label="{words.THEME_BUTTON}">{icon("theme")}<span>{words.THEME_BUTTON}</span></button></div>'
    )


def build_page(library: Library, ratings: Path) -> gr.Blocks:
    """Lay the page out.

    Args:
        library: the documents that are asked.
        ratings: the file in which ratings are kept.
    """
    page: gr.Blocks = gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True)
    with page:
        add_endpoints(library)  # first, so that no event of the page takes their names
        gr.HTML(header_html(), elem_id="head", apply_default_css=False)
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="main-side"):
                tabs = gr.Tabs(selected="chat", elem_id="tabs")
            with gr.Column(elem_id="panel-side"):
                panel = make_panel()
        shell = Shell(tabs, panel, gr.JSON(None, visible=False))
        gr.HTML(NOTICE, elem_id="notice", apply_default_css=False)
        with tabs:
            with gr.Tab(words.TABS["chat"], id="chat"):
                chat = build_chat_tab(page, library, shell, ratings)
            with gr.Tab(words.TABS["map"], id="map") as map_tab:
                build_map_tab(library, shell, map_tab, chat)
            with gr.Tab(words.TABS["check"], id="check"):
                build_check_tab(library, shell, chat)
            with gr.Tab(words.TABS["library"], id="library") as library_tab:
                build_own_part(library, shell, library_tab, chat)
                build_library_tab(library, library_tab, chat.chosen)
        wire_panel(library, shell)
    return page
