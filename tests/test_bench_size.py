"""Stand-ins do all that the program asks of an embedder, so that a measurement runs to its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.chunk import embedded_text, split_source
from assistant.config import Settings
from assistant.embed import SentenceTransformerEmbedder
from assistant.index import PassageIndex, build_index
from assistant.load import Loaded, load_sources, shipped_documents
from bench.size import StandIns, stand_ins


@pytest.mark.slow
def test_a_question_is_answered_from_real_documents_among_stand_ins(tmp_path: Path) -> None:
    found = load_sources(shipped_documents()).sources
    sources = [source for source in found if "magnesium" in source.source_id][:4]
    assert len(sources) == 4
    texts = [embedded_text(s.title, passage) for s in sources for passage in split_source(s)]
    embedder = StandIns(SentenceTransformerEmbedder(), texts)
    report = build_index(tmp_path, Loaded((*sources, *stand_ins(30, sources)), ()), embedder)
    assert report.passages == len(texts) + 30
    index = PassageIndex(tmp_path, embedder.name)
    settings = Settings(index=tmp_path, remembered_answers=0)
    answer = Assistant(settings, index, embedder).invoke("Does magnesium help with sleep?")
    index.close()
    assert answer.status == "answered"
    assert {c.source_id for c in answer.citations} & {source.source_id for source in sources}
