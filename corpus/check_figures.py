"""Shows that the corpus lost nothing of the facts that it was written from.

    python corpus/check_figures.py FACTS [CORPUS]

FACTS is the folder of the facts files (YAML lists of records), CORPUS the folder of the Markdown
files, by default `abstracts` beside this script. Of each record, every figure must stand in its
corpus file, and the file must have no fewer nulls and limits and no less said on funding. Each
miss is a line; the exit status is 1 if there is one, 2 if the folders cannot be used.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FIELDS = (
    "population", "n", "intervention", "comparator", "outcomes", "adverse_events",
    "funding_or_conflict", "limitations", "summary",
)  # fmt: skip
NULLS = {"no_effect", "unclear"}
NO_FUNDING = "Who paid is not stated on the pages that were read."
FIGURE = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\w)\.\d+")
"""`1,200`, `0.05` or `.05`; signs and units are words around a figure and may be worded otherwise."""
ADDRESSES = {"id", "authors", "year", "journal", "doi", "pmid", "url", "team", "studies_reviewed"}
"""Fields of the front matter whose digits are no figures."""


class Report(NamedTuple):
    """What was compared, and a line for each miss."""

    records: int
    figures: int
    misses: tuple[str, ...]


def read_figures(text: str) -> set[Decimal]:
    """Read the values that a text writes in digits."""
    return {Decimal(match.replace(",", "")).normalize() for match in FIGURE.findall(text)}


def texts_of(value: Any) -> Iterator[str]:
    """Walk every text and number of a field, however deep."""
    if isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def read_facts(folder: Path) -> Iterator[dict[str, Any]]:
    """Read every record of the facts files; a file that is no list of records is none of them."""
    for file in sorted(folder.glob("*.yaml")):
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
        if isinstance(values, list):
            yield from (record for record in values if isinstance(record, dict) and "id" in record)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Split a corpus file into the values of its front matter and its body."""
    _, front, body = text.split("---\n", 2)
    return yaml.safe_load(front), body


def count_nulls(outcomes: list[dict[str, Any]]) -> int:
    """Count the outcomes that showed no effect or could not be judged."""
    return sum(outcome["direction"] in NULLS for outcome in outcomes)


def compare_figures(
    record: dict[str, Any], facts: dict[str, Any], body: str
) -> tuple[int, list[str]]:
    """Look up every figure of a record in its corpus file: how many, and a line for each miss."""
    values = {field: value for field, value in facts.items() if field not in ADDRESSES}
    found = read_figures(" ".join([body, *texts_of(values)]))
    looked_up = 0
    misses = []
    for field in FIELDS:
        for part in texts_of(record.get(field)):
            figures = read_figures(part)
            looked_up += len(figures)
            misses += [
                f"{record['id']}: {field}: {figure:f} is not in the file: {part[:100]!r}"
                for figure in sorted(figures - found)
            ]
    return looked_up, misses


def compare_rest(record: dict[str, Any], facts: dict[str, Any], body: str) -> Iterator[str]:
    """Tell what a corpus file lost of a record's nulls, funding and limits."""
    before, after = count_nulls(record["outcomes"] or []), count_nulls(facts["outcomes"])
    if after < before:
        yield f"{record['id']}: nulls: {before} outcomes without an effect became {after}"
    funding = str(facts["funding"])
    if record["funding_or_conflict"] and funding == NO_FUNDING:
        yield f"{record['id']}: funding: lost {record['funding_or_conflict'][:100]!r}"
    limits = facts["limits"]
    if len(limits) < len(record["limitations"] or []):
        yield f"{record['id']}: limits: {len(record['limitations'])} became {len(limits)}"
    sentences = [funding, *(str(limit["text"]) for limit in limits)]
    sentences += [str(outcome["finding"]) for outcome in facts["outcomes"]]
    for sentence in sentences:
        if sentence not in body:
            yield f"{record['id']}: body: lacks {sentence[:100]!r}"


def compare(facts: Path, corpus: Path) -> Report:
    """Compare every record of the facts files with its corpus file."""
    records = figures = 0
    misses: list[str] = []
    for record in read_facts(facts):
        records += 1
        file = corpus / f"{record['id']}.md"
        if not file.is_file():
            misses.append(f"{record['id']}: has no corpus file")
            continue
        values, body = split_front_matter(file.read_text(encoding="utf-8"))
        looked_up, missed = compare_figures(record, values, body)
        figures += looked_up
        misses += [*missed, *compare_rest(record, values, body)]
    return Report(records, figures, tuple(misses))


def main(arguments: list[str]) -> int:
    """Compare, tell each miss and the counts, and give the exit status."""
    if len(arguments) not in {1, 2}:
        sys.stderr.write("usage: check_figures.py FACTS [CORPUS]\n")
        return 2
    facts = Path(arguments[0])
    default = Path(__file__).resolve().parent / "abstracts"
    report = compare(facts, Path(arguments[1]) if arguments[1:] else default)
    if not report.records:
        sys.stderr.write(f"{facts}: no record here; name the folder of the facts files.\n")
        return 2
    for miss in report.misses:
        sys.stdout.write(f"{miss}\n")
    sys.stdout.write(
        f"{report.records} records, {report.figures} figures, {len(report.misses)} misses\n"
    )
    return 1 if report.misses else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
