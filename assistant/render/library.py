"""The library as HTML: every document that fits the filters, each with what it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from assistant.render import words
from assistant.render.badges import facts_line, opening_button
from assistant.schema import Abstract, Record, Source

SHOWN = 60


class Filters(Record):
    """What a reader looks for; empty means any."""

    text: str = ""
    substance: str = ""
    outcome: str = ""
    design: str = ""
    funding: str = ""
    first_year: int | None = None
    last_year: int | None = None


def fits(source: Source, filters: Filters) -> bool:
    """Whether a document fits every filter; one without the fact asked for does not."""
    facts = source.facts
    study = facts if isinstance(facts, Abstract) else None
    year = facts.year if facts else None
    wanted = filters.text.lower().split()
    if wanted:
        known = f"{source.title} {facts.authors if facts else ''} {source.text}".lower()
        if not all(word in known for word in wanted):
            return False
    if filters.substance and filters.substance not in (facts.substances if facts else ()):
        return False
    if filters.outcome and not (study and any(o.group == filters.outcome for o in study.outcomes)):
        return False
    if filters.design and source.design.value != filters.design:
        return False
    if filters.funding and not (study and study.funding_class == filters.funding):
        return False
    if filters.first_year is not None and (year is None or year < filters.first_year):
        return False
    return filters.last_year is None or (year is not None and year <= filters.last_year)


def find_sources(sources: Iterable[Source], filters: Filters) -> list[Source]:
    """The documents that fit, newest first, those without a year last."""
    found = [source for source in sources if fits(source, filters)]
    return sorted(
        found, key=lambda s: (-((s.facts.year if s.facts else None) or 0), s.title.lower())
    )


def library_html(found: Sequence[Source], total: int) -> str:
    """The list, with how many there are; of a long one the first part."""
    count = words.LIBRARY_COUNT.format(f"{len(found):,}", f"{total:,}")
    status = f'<p class="count" role="status">{count}</p>'
    if not found:
        return f'{status}<p class="quiet empty">{words.LIBRARY_NONE}</p>'
    items = "".join(
        f"<li>{opening_button(escape(source.title), source.source_id, kind='title')}"
        f"{facts_line(source)}</li>"
        for source in found[:SHOWN]
    )
    rest = ""
    if len(found) > SHOWN:
        rest = f'<p class="quiet">{words.LIBRARY_REST.format(f"{len(found) - SHOWN:,}")}</p>'
    return f'{status}<ol class="shelf">{items}</ol>{rest}'
