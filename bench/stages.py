"""What each stage of the search is worth: `python -m bench.stages FOLDER [--part PART] [--every N]`.

Each row leaves one stage out, or all but one; the difference to the whole search is paired by query.
`--float32` adds a row for passages embedded in float32, which takes twice as long to build.
A run on all queries, or on every second one of a set of claims, goes into `bench/README.md`; one on
fewer is printed alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.embed import SentenceTransformerEmbedder
from assistant.index import PassageIndex, build_index
from assistant.load import stream_sources
from assistant.retrieve import PassageSearch, Stages
from bench.report import write_results, write_table
from bench.sets import TestSet, bootstrap, ndcg, read_outside

STAGES = {
    "the whole search": Stages(),
    "without feedback": Stages(feedback=False),
    "without late interaction": Stages(late=False),
    "fusion alone": Stages(feedback=False, late=False),
    "vectors alone": Stages(lexical=False, feedback=False, late=False),
    "words alone": Stages(dense=False, feedback=False, late=False),
}
MOST_LEFT_OUT = 2
"""Queries of which one is taken at most where the figures are kept."""
TABLES = {"nfcorpus dev": "stages, nfcorpus dev", "scifact train": "stages, scifact train"}


def main() -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m bench.stages", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--every", type=int, default=1, help="take every n-th query")
    parser.add_argument("--float32", action="store_true")
    parser.add_argument("--index", type=Path, help="where the index is kept for the next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        work = Path(folder)
        tested = read_outside(options.folder, options.part, work, 0, 0)
        tested = tested._replace(queries=dict(list(tested.queries.items())[:: options.every]))
        scores = {}
        with built(tested, options.index or work / "index", SentenceTransformerEmbedder()) as parts:
            for name, stages in STAGES.items():
                scores[name] = score(tested, PassageSearch(*parts, stages))
        if options.float32:
            exact = SentenceTransformerEmbedder(precision="float32")
            with built(tested, work / "float32", exact) as parts:
                scores["passages embedded in float32"] = score(tested, PassageSearch(*parts))
    whole = next(iter(scores.values()))
    rows = {
        name: (bootstrap(row), bootstrap([a - b for a, b in zip(row, whole, strict=True)]))
        for name, row in scores.items()
    }
    lines = [f"| {tested.name}, n = {len(whole)} | nDCG@10 | difference |", "|---|---|---|"]
    lines += [f"| {name} | {mean} | {apart} |" for name, (mean, apart) in rows.items()]
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if options.every <= MOST_LEFT_OUT:
        write_results(f"stages-{tested.name.replace(' ', '-')}", rows)
        if tested.name in TABLES:
            write_table(TABLES[tested.name], text)


@contextmanager
def built(
    tested: TestSet, place: Path, embedder: SentenceTransformerEmbedder
) -> Iterator[tuple[PassageIndex, SentenceTransformerEmbedder]]:
    """An index of the set's documents, open, and what embeds its queries."""
    build_index(place, stream_sources(tested.paths), embedder)
    index = PassageIndex(place, embedder.name)
    yield index, embedder
    index.close()


def score(tested: TestSet, search: PassageSearch) -> list[float]:
    """nDCG@10 of each query."""
    return [
        ndcg([found for found, _ in search.search_sources(query, 10)], tested.qrels[key])
        for key, query in tested.queries.items()
    ]


if __name__ == "__main__":
    main()
