"""Many conversations at once in one process: each gets what it would get alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import assistant.chain
from assistant.chain import Assistant
from assistant.config import Settings
from assistant.index import PassageIndex
from assistant.schema import Turn
from tests.builders import (
    VOCABULARY,
    WordEmbedder,
    build_small_index,
    outcome,
    plain_source,
    source,
    study,
)

FIRST = ("Does magnesium improve sleep?", "Does zinc help sleep?", "Does rhodiola help runners?")
NEXT = (None, "And in pregnancy?", "I take warfarin. Is it safe?", "Who paid for those?")
CONVERSATIONS = [(first, then) for first in FIRST for then in NEXT]
THREADS = 8
ROUNDS = 5


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    sources = [
        source(study("good", outcome("benefit"), substances=("magnesium",))),
        source(study("null", outcome("unclear"), substances=("zinc",), funding_class="maker")),
        plain_source(
            "club", "Rhodiola was tried by the club.\n\nRhodiola did not help 12 runners."
        ),
    ]
    folder = build_small_index(tmp_path_factory.mktemp("many") / "index", sources)
    index = PassageIndex(folder, WordEmbedder.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assistant.chain, "load_vocabulary", lambda: VOCABULARY)
        settings = Settings(index=folder, remembered_answers=0)
        built = Assistant(settings, index, WordEmbedder())  # type: ignore[arg-type]
    yield built
    index.close()


def ask(chain: Assistant, conversation: tuple[str, str | None]) -> dict[str, Any]:
    first, then = conversation
    asked: Any = {"question": first, "history": []}
    if then is not None:
        asked = {"question": then, "history": [Turn(role="user", text=first)]}
    return chain.invoke(asked).model_dump(exclude={"timings_ms"})


def test_conversations_at_once_do_not_mix(chain: Assistant) -> None:
    alone = [ask(chain, conversation) for conversation in CONVERSATIONS]
    assert len({str(answer) for answer in alone}) == len(CONVERSATIONS)
    order = list(range(len(CONVERSATIONS))) * ROUNDS
    random.Random(1).shuffle(order)
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda i: ask(chain, CONVERSATIONS[i]), order))
    assert found == [alone[i] for i in order]
