"""A web page: its main text by trafilatura, its author and date where the page states them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import SourceFormatError
from assistant.load.furniture import drop_furniture
from assistant.load.limits import MAX_TEXT_BYTES
from assistant.load.text import find_year, name_title, normalize_text, read_bytes, slugify, squeeze
from assistant.schema import Source, Stated

if TYPE_CHECKING:
    from trafilatura.settings import Document


def read_html(path: Path, name: str) -> Iterator[Source]:
    """Read the main text of one web page, without comments, menus and links."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    data = read_bytes(path, name, MAX_TEXT_BYTES)
    page = bare_extraction(
        data, with_metadata=True, include_comments=False, include_formatting=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    if not isinstance(page, Document):
        raise SourceFormatError(f"{name}: no main text found; save the page with its text")
    text = drop_furniture(normalize_text("\n\n".join(blocks(page.body))))
    title = squeeze(page.title or "") or name_title(path)
    yield Source(
        source_id=slugify(path.stem), title=normalize_text(title), text=text, stated=stated_by(page)
    )


def stated_by(page: Document) -> Stated:
    """What the page's own metadata state."""
    return Stated(
        authors=squeeze(page.author or "") or None,
        year=find_year(page.date or ""),
        url=page.url or None,
        journal=squeeze(page.sitename or "") or None,
    )


def blocks(body: Any) -> Iterator[str]:
    """Write the elements of trafilatura's tree as Markdown blocks."""
    for element in body:
        if element.tag == "head":
            text = words_of(element)
            if text:
                yield f"## {text}"
        elif element.tag in {"list", "table"}:
            rows = [words_of(row, " | ") for row in element if words_of(row)]
            mark = "- " if element.tag == "list" else ""
            if rows:
                yield "\n".join(mark + row for row in rows)
        elif element.tag in {"quote", "div"} and len(element):
            yield from blocks(element)
        elif words_of(element):
            yield words_of(element)


def words_of(element: Any, between: str = "") -> str:
    """The text of an element in one line; cells of a row are kept apart."""
    if element.tag == "row":
        return between.join(squeeze("".join(cell.itertext())) for cell in element)
    return squeeze("".join(element.itertext()))
