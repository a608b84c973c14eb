"""How well the reader of single sentences tells benefit from null, on labels from outside.

    python -m bench.detected_results DATA

DATA holds `supplement_facts/*.jsonl` (quotes of papers with the contributor's reading of each) and
`pubmedqa/*.jsonl.gz` (yes, no or maybe, from the conclusion of one abstract). The reader was not made for
the second: it says nothing where no sentence tells of better, worse or no difference, and a question may be
of anything. Beside each figure stands what the commonest answer alone would reach.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.chunk import split_sentences
from assistant.detect.stance import Stance, read_stance
from assistant.schema import SURE
from bench.study_type import interval

Row = dict[str, Any]
NO, YES, MAYBE, SILENT = "no", "yes", "maybe", "silent"


def read_rows(folder: Path, pattern: str) -> Iterator[Row]:
    """Read JSON Lines, packed or not."""
    for file in sorted(folder.glob(pattern)):
        data = file.read_bytes()
        for line in (gzip.decompress(data) if file.suffix == ".gz" else data).decode().split("\n"):
            if line.strip():
                yield json.loads(line)


def stances(text: str) -> list[Stance]:
    """What each sentence of a text tells."""
    spans = split_sentences(text)
    return [stance for a, b in spans if (stance := read_stance(text[a:b])) is not None]


def surest(found: Sequence[Stance]) -> Stance | None:
    """The stance that was read most surely."""
    return max(found, key=lambda stance: stance.confidence, default=None)


def judged_fact(row: Row) -> tuple[str, str, float]:
    """One claimed effect: the contributor's reading, what the quotes say, and how sure that is."""
    label = NO if row["kind"] == "neutral" else YES
    stance = surest([s for quote in row["quotes"] for s in stances(quote)])
    if stance is None:
        return label, SILENT, 0.0
    found = {"benefit": YES, "harm": YES, "mixed": MAYBE}.get(stance.direction, NO)
    return label, found, stance.confidence


def judged_question(row: Row) -> tuple[str, str, float]:
    """One yes-or-no question: its answer, what the conclusion says, and how sure that is."""
    stance = surest(stances(row["long_answer"]))
    if stance is None:
        return row["final_decision"], SILENT, 0.0
    found = {"benefit": YES, "harm": YES, "mixed": MAYBE}.get(stance.direction, NO)
    return row["final_decision"], found, stance.confidence


def report(name: str, rows: Sequence[tuple[str, str, float]]) -> None:
    """Print the figures of one set."""
    write = sys.stdout.write
    if not rows:
        return
    told = [row for row in rows if row[1] != SILENT]
    sure = [row for row in told if row[2] >= SURE]
    common = Counter(label for label, _, _ in rows).most_common(1)[0]
    write(
        f"\n{name}: {len(rows)}, the commonest answer ({common[0]}) {common[1] / len(rows):.1%}\n"
    )
    write(f"  says anything of {len(told)}, surely of {len(sure)}\n")
    write(f"  right where it says anything {interval([float(a == b) for a, b, _ in told])}\n")
    write(f"  right where sure             {interval([float(a == b) for a, b, _ in sure])}\n")
    for label in (NO, YES):
        said = [float(a == label) for a, b, _ in told if b == label]
        write(f"  said {label}: right {interval(said)}\n")
    for (label, found), count in sorted(Counter((a, b) for a, b, _ in rows).items()):
        write(f"    {label:6} found {found:7} {count}\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measures the reader of directions.")
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    facts = [r for r in read_rows(folder, "supplement_facts/*.jsonl") if r["type"] == "effects"]
    report("effects of supplements, by their quotes", [judged_fact(row) for row in facts])
    questions = read_rows(folder, "pubmedqa/*.jsonl.gz")
    report("PubMedQA, by the conclusion", [judged_question(row) for row in questions])


if __name__ == "__main__":
    main()
