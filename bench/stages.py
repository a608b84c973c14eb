"""What each stage of the search is worth: `python -m bench.stages FOLDER --part PART [--index DIR]`.

Each row leaves one stage out, or all but one; the difference to the whole search is paired by query.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from assistant.embed import SentenceTransformerEmbedder
from assistant.index import PassageIndex, build_index
from assistant.load import load_sources
from assistant.retrieve import PassageSearch, Stages
from bench.sets import bootstrap, ndcg, read_outside

STAGES = {
    "all": Stages(),
    "without feedback": Stages(feedback=False),
    "without late interaction": Stages(late=False),
    "fusion alone": Stages(feedback=False, late=False),
    "dense alone": Stages(lexical=False, feedback=False, late=False),
    "lexical alone": Stages(dense=False, feedback=False, late=False),
}


def main() -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m bench.stages", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--queries", type=int, default=0)
    parser.add_argument("--index", type=Path, help="where the index is kept for the next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        work = Path(folder)
        tested = read_outside(options.folder, options.part, work, 0, options.queries)
        embedder = SentenceTransformerEmbedder()
        place = options.index or work / "index"
        build_index(place, load_sources(tested.paths), embedder)
        index = PassageIndex(place, embedder.name)
        whole: list[float] = []
        sys.stdout.write(f"| {tested.name}, n = {len(tested.queries)} | nDCG@10 | difference |\n")
        sys.stdout.write("|---|---|---|\n")
        for name, stages in STAGES.items():
            search = PassageSearch(index, embedder, stages).search_sources
            scores = [
                ndcg([found for found, _ in search(query, 10)], tested.qrels[key])
                for key, query in tested.queries.items()
            ]
            whole = whole or scores
            apart = bootstrap([score - best for score, best in zip(scores, whole, strict=True)])
            sys.stdout.write(f"| {name} | {bootstrap(scores)} | {apart} |\n")
        index.close()


if __name__ == "__main__":
    main()
