"""How long an answer takes from a large index: `python -m bench.size [--passages 100000]`.

The shipped corpus, and stand-ins around it up to the size: texts of the corpus's own words in random
order, with vectors near real ones, since embedding so many would measure the encoder alone. Questions
are the eval's, embedded for real. Each question is new to the program, and nothing is remembered. Beside
it stands the floor: one embedding and one look-up among as many vectors.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.chain import Assistant
from assistant.chunk import embedded_text, split_source
from assistant.config import Settings
from assistant.embed import EmbeddedPassages, QueryWords, SentenceTransformerEmbedder, Vectors
from assistant.index import PassageIndex, build_index
from assistant.load import Loaded, load_sources, load_vocabulary, shipped_documents
from assistant.schema import Source
from bench.__main__ import describe_machine
from bench.report import write_results, write_table
from bench.sets import read_shipped
from bench.sides import UNTIMED, time_each, time_floor

LENGTH = 90
"""Words of a stand-in, about as many as a passage of the corpus has."""
NOISE = 0.5
"""How far a stand-in's vector lies from a real one, as a share of its length."""
BATCH = 1024
AIM_MS = 60


class StandIns:
    """An embedder with real vectors for the shipped corpus and for queries, and others near real ones."""

    def __init__(self, real: SentenceTransformerEmbedder, texts: Sequence[str]) -> None:
        """Embed the texts that are real."""
        self._real = real
        self.name = f"{real.name} with stand-ins"
        self.precision = real.precision
        assert real.words
        runs = list(real.words.embed_passages_and_words(texts))
        self._vectors = np.concatenate([run.vectors for run in runs])
        self._words = [words for run in runs for words in run.words]
        self._places = {text: place for place, text in enumerate(texts)}
        self._draw = np.random.default_rng(0)

    @property
    def words(self) -> StandIns:
        """Gives vectors of words as well."""
        return self

    def embed_query(self, text: str) -> Vectors:
        """Embed one query for real."""
        return self._real.embed_query(text)

    def embed_query_words(self, text: str) -> QueryWords:
        """Embed the words of one query for real."""
        return self._real.embed_query_words(text)

    def word_places(self, texts: Sequence[str]) -> list[list[int]]:
        """Where the words of real texts begin; a stand-in has the words of another text, and none of its own."""
        assert self._real.words
        return self._real.words.word_places(texts)

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """Embed texts in their order."""
        return (embedded.vectors for embedded in self.embed_passages_and_words(texts))

    def embed_passages_and_words(self, texts: Sequence[str]) -> Iterator[EmbeddedPassages]:
        """Real vectors for real texts; for others those of a real one, moved, with its words."""
        count, size = self._vectors.shape
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            drawn = self._draw.integers(count, size=len(batch))
            places = np.array([self._places.get(text, -1) for text in batch])
            near = np.where(places < 0, drawn, places)
            noise = self._draw.normal(size=(len(batch), size)) * (NOISE / size**0.5)
            vectors = self._vectors[near] + noise * (places < 0)[:, None]
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            yield EmbeddedPassages(vectors.astype(np.float32), [self._words[i] for i in near])


def stand_ins(count: int, sources: Sequence[Source]) -> Iterator[Source]:
    """Documents of one passage each, of the corpus's words as often as they occur there."""
    words = np.array(" ".join(source.text for source in sources).split())
    draw = np.random.default_rng(1)
    for i in range(count):
        text = " ".join(words[draw.integers(len(words), size=LENGTH)])
        yield Source(source_id=f"stand-in-{i}", title=f"Stand-in {i}", text=text.replace("#", ""))


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.size", description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    sources = load_sources(shipped_documents()).sources
    texts = [embedded_text(s.title, passage) for s in sources for passage in split_source(s)]
    embedder = StandIns(SentenceTransformerEmbedder(), texts)
    more = tuple(stand_ins(max(0, options.passages - len(texts)), sources))
    queries = list(read_shipped(options.queries).queries.values())
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        loaded = Loaded((*sources, *more), ())
        terms = load_vocabulary().outcome_phrases
        report = build_index(Path(folder), loaded, embedder, terms=terms)
        index = PassageIndex(Path(folder), embedder.name)
        settings = Settings(index=Path(folder), remembered_answers=0)
        assistant = Assistant(settings, index, embedder)
        assistant.invoke(UNTIMED)
        figures = time_each("ask", assistant.invoke, queries)
        figures |= time_floor(index, SentenceTransformerEmbedder(), queries)
        index.close()
    lines = [
        f"{report.passages:,} passages, {len(queries)} questions; {describe_machine()}",
        "",
        "| | median ms | 95th percentile ms | median processor ms | aim |",
        "|---|---|---|---|---|",
    ]
    for label, name, aim in (
        ("`ask`", "ask", f"{AIM_MS} ms"),
        ("floor: one embedding and one HNSW look-up", "floor", ""),
    ):
        cells = [f"{figures[f'{name}_{key}']:.1f}" for key in ("ms", "p95_ms", "cpu_ms")]
        lines.append(f"| {' | '.join([label, *cells, aim])} |")
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if options.passages == parser.get_default("passages"):
        write_results(f"ask-{report.passages}", figures)
        write_table("ask at a size", text)


if __name__ == "__main__":
    main()
