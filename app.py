"""The web page: Gradio and nothing else. It calls the chain and shows what render makes."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr

import assistant.render as render
from assistant.chain import Stage
from assistant.cli import assistant_for
from assistant.config import Settings, read_settings
from assistant.errors import AssistantError
from assistant.render.html import answer_panel, chat_markdown, empty_panel, source_panel
from assistant.schema import Answer, Turn

if TYPE_CHECKING:
    from assistant.chain import Assistant

LOG = logging.getLogger("assistant.web")
TITLE = "Supplement evidence assistant"
INTRO = (
    f"# {TITLE}\n\n"
    "Ask what has been tested about a dietary supplement. Answers come only from the documents "
    "collected here, and each statement shows its passage. **This is not medical advice:** talk "
    "to a doctor or pharmacist before you start, stop or combine anything."
)
EXAMPLES = (
    "Does magnesium L-threonate help with hair loss?",
    "Does NMN make people live longer?",
    "Does vitamin C prevent colds?",
    "Is saw palmetto as good as finasteride for hair loss?",
    "Is magnesium safe with kidney disease?",
    "What does the supplier's page say about patents?",
)
APOLOGY = "Sorry, something went wrong here and there is no answer. Please try again."
STYLE = Path(render.__file__).with_name("style.css")
THEME = gr.themes.Default(
    primary_hue="teal", neutral_hue="slate",
    font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"],
)  # fmt: skip
HEAD = (
    # The browser itself refuses whatever would load from, or send to, another host.
    '<meta http-equiv="Content-Security-Policy" content="'
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "form-action 'none'; object-src 'none'; frame-src 'none'\">"
    '<meta name="referrer" content="no-referrer">'
)
OPEN_PLACES = """
let opener = null;
const goBack = () => {
  const goal = opener && opener.isConnected ? opener : document.querySelector('#question textarea');
  goal.scrollIntoView({block: 'center'});
  goal.focus({preventScroll: true});
};
document.addEventListener('click', (event) => {
  if (event.target.closest('#panel [data-back]')) return goBack();
  const from = event.target.closest('#panel [data-cite], #chat a[href*="#cite-"]');
  if (!from) return;
  event.preventDefault();
  if (from.closest('#chat')) opener = from;
  const place = from.dataset.cite || from.getAttribute('href').split('#cite-')[1];
  trigger('select', {place: place});
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && event.target.closest('#panel')) goBack();
});
"""
"""One listener for the links in the chat and the buttons in the panel; Escape leads back."""
SCROLL = """() => setTimeout(() => {
  const show = (item, box, gap) => {
    if (box.scrollHeight > box.clientHeight && getComputedStyle(box).overflowY === 'auto')
      box.scrollTop += item.getBoundingClientRect().top - box.getBoundingClientRect().top - gap;
    else item.scrollIntoView({block: gap > 50 ? 'center' : 'start'});
  };
  TASK
}, 60)"""
PASSAGE = """
  const box = document.getElementById('panel');
  const top = document.getElementById('panel-top');
  const mark = box.querySelector('mark');
  if (mark) show(mark, box, box.clientHeight / 3); else show(top, box, 20);
  top.focus({preventScroll: true});
"""
QUESTION = """
  const asked = document.querySelectorAll('#chat .user');
  const box = document.querySelector('#chat .bubble-wrap');
  if (asked.length) show(asked[asked.length - 1], box, 16);
"""
SHOW_PASSAGE, SHOW_QUESTION = SCROLL.replace("TASK", PASSAGE), SCROLL.replace("TASK", QUESTION)
MARKS = re.compile(r"([\\`*_\[\]|#])")
ESCAPED = re.compile(r"\\([\\`*_\[\]|#])")
CITED = re.compile(r"&nbsp;\[(\d+)\]\(#cite-[^)]*\)")
SHOWN = re.compile(r"\n\n\[Show [^\]]*\]\(#cite-[^)]*\)\Z")
PLACE = re.compile(r"(\d{1,6})-(\d{1,6})")
KEEP = gr.skip()
Message = dict[str, Any]
Update = tuple[Any, Any, Any, Any]
"""What changes: the question box, the chat, the answers so far, the panel."""


def say(role: str, text: str) -> Message:
    """One message of the chat."""
    return {"role": role, "content": text}


def as_typed(text: str) -> str:
    """Markdown that shows a text as it was typed: no image, form or link comes of it."""
    return escape(MARKS.sub(r"\\\1", text), quote=False)


def message_text(content: Any) -> str:
    """The text of a message, which Gradio hands over as a string or as a list of parts."""
    parts = content if isinstance(content, list) else [content]
    texts = (part.get("text", "") if isinstance(part, dict) else part for part in parts)
    return "\n".join(text for text in texts if isinstance(text, str))


def read_history(history: Sequence[Message]) -> tuple[Turn, ...]:
    """The conversation as the chain takes it; what was escaped to be shown is as it was typed."""
    turns = []
    for message in history:
        text = message_text(message["content"])
        if message["role"] == "user":
            turns.append(Turn(role="user", text=ESCAPED.sub(r"\1", unescape(text))))
        else:
            text = CITED.sub(r" [\1]", SHOWN.sub("", text))
            turns.append(Turn(role="assistant", text=unescape(text)))
    return tuple(turns)


@contextmanager
def plain_errors() -> Iterator[list[str]]:
    """Turn a failure into one plain sentence; the log gets its type and none of the words."""
    sentences: list[str] = []
    try:
        yield sentences
    except AssistantError as error:
        sentences.append(str(error))
    except Exception as error:
        LOG.error("Failed with %s", type(error).__name__)
        sentences.append(APOLOGY)


def stage_line(stage: Stage) -> str:
    """What the assistant is doing, as one line."""
    detail = f": {stage.detail}" if stage.detail else ""
    return f"*{stage.name.capitalize()}{detail} …*"


def converse(
    chain: Assistant, asked: str, history: list[Message], answers: tuple[Answer, ...]
) -> Iterator[Update]:
    """Answer one question: the question at once, the stages, then the answer and its panel."""
    if not asked.strip():
        yield KEEP, KEEP, KEEP, KEEP
        return
    chat = [*history, say("user", as_typed(asked.strip()))]
    yield "", [*chat, say("assistant", "*One moment …*")], KEEP, KEEP
    with plain_errors() as problems:
        for event in chain.stream({"question": asked, "history": read_history(history)}):
            if isinstance(event, Stage):
                line = say("assistant", stage_line(event))
                yield KEEP, [*chat, line], KEEP, KEEP
            else:
                turn = len(answers)
                reply = say("assistant", chat_markdown(event, turn))
                panel = answer_panel(event, turn, chain.read_source)
                yield KEEP, [*chat, reply], (*answers, event), panel
    for problem in problems:
        yield KEEP, [*chat, say("assistant", as_typed(problem))], KEEP, KEEP


def open_place(chain: Assistant, place: str, answers: tuple[Answer, ...]) -> str:
    """The panel for a place that was clicked: an answer's evidence (number 0) or a passage."""
    match = PLACE.fullmatch(place)
    if not match or int(match.group(1)) >= len(answers):
        return empty_panel()
    turn, number = int(match.group(1)), int(match.group(2))
    with plain_errors() as problems:
        if number == 0:
            return answer_panel(answers[turn], turn, chain.read_source)
        return source_panel(answers[turn], turn, number, chain.read_source)
    return f"<p>{escape(problems[0])}</p>"


def build_page(assistant: Assistant) -> gr.Blocks:
    """Lay the page out."""
    page: gr.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        gr.Markdown(INTRO, elem_id="intro")
        build_chat_tab(assistant)
    return page


def build_chat_tab(chain: Assistant) -> None:
    """The conversation on the left, what stands behind it on the right."""
    answers = gr.State(())
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="chat-side"):
            chat = make_chatbot()
            with gr.Row(elem_id="ask-row"):
                box = gr.Textbox(
                    placeholder="Ask about a supplement", label="Your question", show_label=False,
                    container=False, scale=1, max_length=4000, lines=1, max_lines=4,
                    elem_id="question",
                )  # fmt: skip
                ask = gr.Button("Ask", variant="primary", scale=0)
        with gr.Column(elem_id="panel-side"):
            panel = gr.HTML(
                empty_panel(), js_on_load=OPEN_PLACES, elem_id="panel", apply_default_css=False
            )
    shown = [box, chat, answers, panel]

    def answer(asked: str, history: list[Message], before: tuple[Answer, ...]) -> Iterator[Update]:
        yield from converse(chain, asked, history, before)

    def answer_example(
        history: list[Message], before: tuple[Answer, ...], chosen: gr.SelectData
    ) -> Iterator[Update]:
        yield from converse(chain, chosen.value["text"], history, before)

    def open_clicked(before: tuple[Answer, ...], click: gr.EventData) -> str:
        return open_place(chain, str(getattr(click, "place", "")), before)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on([box.submit, ask.click], answer, [box, chat, answers], shown, **quiet)
    chat.example_select(answer_example, [chat, answers], shown, **quiet)
    chat.change(None, js=SHOW_QUESTION)
    opened = panel.select(open_clicked, [answers], [panel], queue=False, **quiet)
    opened.then(None, js=SHOW_PASSAGE)
    chat.clear(lambda: ((), empty_panel()), None, [answers, panel], queue=False, **quiet)


def make_chatbot() -> gr.Chatbot:
    """An empty conversation that offers the example questions."""
    return gr.Chatbot(
        label="Conversation", show_label=False, container=True, elem_id="chat", autoscroll=False,
        examples=[{"text": question} for question in EXAMPLES], layout="bubble", buttons=[],
        placeholder="**What would you like to know?** Type a question below, or try one of these.",
        feedback_options=None, latex_delimiters=[], allow_tags=False,
    )  # fmt: skip


def launch(settings: Settings) -> None:
    """Serve the page until it is stopped.

    Raises:
        IndexMissingError: the named index is missing.
        IndexMismatchError: the index was built with another model or chunking.
    """
    chain = assistant_for(settings)
    chain.passage_search.search(TITLE, 1)  # loads the model before the first person asks
    page = build_page(chain)
    page.queue(default_concurrency_limit=2).launch(
        server_name=settings.host, server_port=settings.port, share=False, ssr_mode=False,
        show_error=False, run_history=False, pwa=False, mcp_server=False, footer_links=[],
        theme=THEME, css_paths=STYLE, head=HEAD,
    )  # fmt: skip


def main() -> None:
    """Run `python app.py`; a known error becomes one line and status 2."""
    try:
        launch(read_settings())
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
