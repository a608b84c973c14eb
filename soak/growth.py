"""How builds and queries grow: up to a million stand-in passages, built and asked by the very code.

    python -m soak.growth [--sizes 10000 100000 ...] [--planted FOLDER] [--work FOLDER]

Each size is built, killed with SIGKILL when half of it is embedded, and built on. Then it is opened
in a process of its own and asked; the nearest passages are compared with those of an exact search.
With an outside set planted among the stand-ins, its dev queries tell what they do to quality.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from assistant.embed import SentenceTransformerEmbedder, Vectors
from assistant.index import PassageIndex, build_index
from assistant.index.documents import read_batches
from assistant.load import shipped_documents, stream_sources
from assistant.retrieve import PassageSearch
from soak.killed_builds import APART, run_apart
from soak.like_real import LikeReal, draw_texts, embed_documents, write_stand_ins
from soak.memory import resident_mib

T = TypeVar("T")
SIZES = (10_000, 100_000, 300_000, 1_000_000)
QUERIES = 200
QUERY_WORDS = 8
NEAREST = 10
CANDIDATES = 100
"""What the search takes from each side."""


class Asking(LikeReal):
    """Stand-ins for what was built, and MiniLM itself for what is asked."""

    def __init__(self, known: LikeReal) -> None:
        """Take what built the index."""
        self._model = SentenceTransformerEmbedder()

    def embed_query(self, text: str) -> Vectors:
        """Embed a real query."""
        return self._model.embed_query(text)


def prepare(place: Path, planted: Path | None) -> None:
    """Embed by MiniLM what stand-ins scatter around, and what is planted."""
    if (place / "real.pickle").exists():
        return
    real = np.stack(list(embed_documents(shipped_documents()).values()))
    vectors, asked = {}, {}
    if planted:
        from bench.sets import read_outside

        tested = read_outside(planted, "dev", place, 1_000_000, 0)
        vectors = embed_documents(tested.paths)
        asked = {query: (tested.queries[query], tested.qrels[query]) for query in tested.queries}
    (place / "real.pickle").write_bytes(pickle.dumps((real, vectors, asked)))


def read_prepared(place: Path) -> tuple[LikeReal, dict[str, Any]]:
    """What `prepare` left: the embedder, and the planted queries with their grades."""
    real, planted, asked = pickle.loads((place / "real.pickle").read_bytes())  # our own
    return LikeReal(real, planted), asked


def build(place: Path, count: int, ends_at: float = 2.0) -> dict[str, float]:
    """Build one size in this process, which ends itself when that share of it is embedded."""

    def on_progress(done: int, total: int) -> None:
        if done >= ends_at * total:
            os.kill(os.getpid(), signal.SIGKILL)

    embedder, asked = read_prepared(place)
    started, worked = time.perf_counter(), time.process_time()
    paths = [place / f"{count}.jsonl", *([place / "corpus.jsonl"] if asked else [])]
    loaded = stream_sources(paths)
    read = time.perf_counter() - started
    report = build_index(place / str(count), loaded, embedder, on_progress)
    return {
        "passages": report.passages, "embedded": report.embedded, "read_s": round(read),
        "build_s": round(time.perf_counter() - started),
        "build_cpu_s": round(time.process_time() - worked),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip


def build_and_die(place: Path, count: int) -> None:
    """Build one size up to its half."""
    process = APART.Process(target=build, args=(place, count, 0.5))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL, process.exitcode


def ask(place: Path, count: int) -> dict[str, Any]:
    """Open one size in this process, as the page would, and ask it."""
    embedder, asked = read_prepared(place)
    before = resident_mib(os.getpid())
    folder = place / str(count)
    index, opened = timed(PassageIndex, folder, embedder.name)
    vectors = np.stack([embedder.embed_query(f"query {i}") for i in range(QUERIES)])
    _, first = timed(index.search_dense, vectors[0], CANDIDATES)
    dense = [timed(index.search_dense, vector, CANDIDATES)[1] for vector in vectors]
    texts = draw_texts(QUERIES, seed=2, length=QUERY_WORDS)
    lexical = [timed(index.search_lexical, text, CANDIDATES)[1] for text in texts]
    held = resident_mib(os.getpid()) - before
    found = {
        "open_ms": round(opened), "first_dense_ms": round(first),
        **spread("dense", dense), **spread("lexical", lexical), "serving_mib": round(held),
        "recall@10": recall(index, embedder, vectors),
    }  # fmt: skip
    if asked:
        found |= ask_planted(index, embedder, asked)
    for part in ("sources.sqlite", "lexical", "chroma"):
        found[f"{part.split('.')[0]}_mib"] = round(size_mib(index.version / part))
    index.close()
    return found


def ask_planted(index: PassageIndex, embedder: LikeReal, asked: dict[str, Any]) -> dict[str, Any]:
    """What the dev queries of the planted set find, and how their vectors fare."""
    from bench.sets import bootstrap, ndcg

    asking = Asking(embedder)
    search = PassageSearch(index, asking)
    scores, waits = [], []
    for text, grades in asked.values():
        hits, wait = timed(search.search_sources, text, NEAREST)
        scores.append(ndcg([source for source, _ in hits], grades))
        waits.append(wait)
    vectors = np.stack([asking.embed_query(text) for text, _ in asked.values()])
    return {
        "planted_queries": len(asked), "planted_ndcg@10": str(bootstrap(scores)),
        **spread("planted_search", waits),
        "planted_recall@10": recall(index, embedder, vectors),
    }  # fmt: skip


def recall(index: PassageIndex, embedder: LikeReal, queries: Vectors) -> float:
    """The part of the ten nearest passages, by exact search, that HNSW finds."""
    scores = np.full((len(queries), NEAREST), -2, np.float32)
    nearest = np.zeros((len(queries), NEAREST), np.int64)
    for positions, vectors in stored(index, embedder):
        both = np.hstack([scores, queries @ vectors.T])
        ids = np.hstack([nearest, np.tile(positions, (len(queries), 1))])
        best = np.argpartition(-both, NEAREST, axis=1)[:, :NEAREST]
        scores, nearest = (np.take_along_axis(a, best, axis=1) for a in (both, ids))
    shares = [
        len({hit.position for hit in index.search_dense(query, NEAREST)} & set(row.tolist()))
        / NEAREST
        for query, row in zip(queries, nearest, strict=True)
    ]
    return round(float(np.mean(shares)), 4)


def stored(index: PassageIndex, embedder: LikeReal) -> Iterator[tuple[Vectors, Vectors]]:
    """Positions and vectors of all passages, drawn again: what the index should hold."""
    for rows in read_batches(index._database):
        vectors = np.vstack(list(embedder.embed_passages([row.text for row in rows])))
        yield np.array([row.position for row in rows]), vectors


def timed(act: Callable[..., T], *given: Any) -> tuple[T, float]:
    """Do something and tell how many milliseconds it took."""
    started = time.perf_counter()
    found = act(*given)
    return found, (time.perf_counter() - started) * 1000


def spread(name: str, times: list[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {
        f"{name}_p50_ms": round(float(np.percentile(times, 50)), 1),
        f"{name}_p95_ms": round(float(np.percentile(times, 95)), 1),
    }


def size_mib(path: Path) -> float:
    """What a file, or all files of a folder, take."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 2**20


def measure(place: Path, count: int, is_killed: bool) -> dict[str, Any]:
    """Build one size, by way of a kill where that is wanted, ask it, and remove it."""
    write_stand_ins(place / f"{count}.jsonl", count)
    if is_killed:
        build_and_die(place, count)
    row = {"stand_ins": count, "killed": is_killed, **run_apart(build, place, count)}
    sys.stderr.write(json.dumps(row) + "\n")
    row |= run_apart(ask, place, count)
    shutil.rmtree(place / str(count))
    (place / f"{count}.jsonl").unlink()
    return row


def grow(
    sizes: tuple[int, ...] = SIZES[:2], planted: Path | None = None, work: Path | None = None,
    is_killed: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """Measure each size."""
    with tempfile.TemporaryDirectory() as temporary:
        place = work or Path(temporary)
        place.mkdir(exist_ok=True)
        run_apart(prepare, place, planted)
        return {"sizes": [measure(place, size, is_killed) for size in sizes]}


def main() -> None:
    """Measure the sizes that are named, one line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--planted", type=Path, help="a folder laid out as BEIR's")
    parser.add_argument("--work", type=Path, help="where to build, and to keep real vectors")
    parser.add_argument("--whole", action="store_true", help="builds are not killed")
    options = parser.parse_args()
    for size in options.sizes:
        found = grow((size,), options.planted, options.work, not options.whole)
        sys.stdout.write(json.dumps(found["sizes"][0]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
