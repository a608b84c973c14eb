"""PubMed's exports, record by record: MEDLINE text (.nbib) and PubMed XML.

Publication types, MeSH headings and the places of retraction notices are handed on as stated. A
structured abstract keeps its parts as sections. The authors' statement of their interests is part
of the text, so that it can be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from assistant.errors import SourceFormatError
from assistant.load.found import Found, Note, counted
from assistant.load.limits import MAX_EXPORT_BYTES, MAX_RECORD_CHARACTERS, MAX_XML_DEPTH
from assistant.load.lines import read_lines
from assistant.load.text import (
    check_size,
    find_doi,
    find_year,
    normalize_text,
    slugify,
    squeeze,
)
from assistant.schema import Source, Stated, StatedNotice

NoticeKind = Literal["retraction", "expression_of_concern", "correction"]
TAG = re.compile(r"^([A-Z]{1,4}) *- ?(.*)$")
LABEL = re.compile(r"(?:^|(?<=[.!?)\]] ))([A-Z][A-Z /,&'()-]{3,60}):\s+(?=\S)")
NBIB_NOTICES: dict[str, NoticeKind] = {
    "RIN": "retraction", "ECI": "expression_of_concern", "EIN": "correction", "CRI": "correction",
}  # fmt: skip
"""Retraction in, expression of concern in, erratum in, corrected and republished in."""
XML_NOTICES: dict[str, NoticeKind] = {
    "RetractionIn": "retraction",
    "ExpressionOfConcernIn": "expression_of_concern",
    "ErratumIn": "correction",
    "CorrectedandRepublishedIn": "correction",
}


def make_record(
    name: str, title: str, parts: Sequence[tuple[str, str]], interests: str, stated: Stated
) -> Source | None:
    """Make a source of a record: its title as heading, then its abstract by parts.

    Returns None for a record without an abstract: a title alone supports nothing.
    """
    if not any(text for _, text in parts):
        return None
    title = squeeze(title) or stated.pmid or name
    blocks = [f"# {title}"]
    for label, text in parts:
        if label and text:
            blocks.append(f"## {label[:1]}{label[1:].lower()}")
        if text:
            blocks.append(text)
    if interests:
        blocks += ["## Conflict of interest", interests]
    return Source(
        source_id=identity_of(stated, title),
        title=normalize_text(title),
        text=normalize_text("\n\n".join(blocks)),
        stated=stated,
    )


def identity_of(stated: Stated, title: str) -> str:
    """The id of a bibliographic record: its PubMed number, else its DOI, else its title."""
    if stated.pmid:
        return f"pmid-{stated.pmid}"
    if stated.doi:
        return slugify(f"doi-{stated.doi}")
    return slugify(title[:80])


def left_out(count: int) -> Iterator[Note]:
    """Say how many records had no abstract."""
    if count:
        yield Note(f"{counted(count, 'record')} without an abstract left out")


# --- MEDLINE text ----------------------------------------------------------------------------


def read_nbib(path: Path, name: str) -> Iterator[Found]:
    """Read a MEDLINE export: records apart by blank lines, tags of four letters, indented rests."""
    without = total = 0
    for fields in nbib_records(read_lines(path, name, MAX_EXPORT_BYTES), name):
        total += 1
        source = nbib_source(fields, name)
        if source:
            yield source
        without += source is None
    if not total:
        raise SourceFormatError(f"{name}: no record of PubMed in it")
    yield from left_out(without)


def nbib_records(lines: Iterable[str], name: str) -> Iterator[dict[str, list[str]]]:
    """Split an export into records: tag to its values."""
    fields: dict[str, list[list[str]]] = {}
    last: list[str] = []
    size = 0
    for line in chain(lines, [""]):
        if not line.strip():
            if "PMID" in fields:
                yield {tag: [" ".join(v) for v in values] for tag, values in fields.items()}
            fields, last, size = {}, [], 0
            continue
        size += len(line)
        if size > MAX_RECORD_CHARACTERS:
            raise SourceFormatError(f"{name}: a record that does not end; leave the file out")
        tag = TAG.match(line)
        if tag and not line.startswith(" "):
            last = [tag.group(2).strip()]
            fields.setdefault(tag.group(1), []).append(last)
        else:
            last.append(line.strip())


def nbib_source(fields: Mapping[str, list[str]], name: str) -> Source | None:
    """Make a source of one MEDLINE record."""

    def first(*tags: str) -> str | None:
        return next((fields[tag][0] for tag in tags if fields.get(tag)), None)

    doi = next(
        (find_doi(value) for tag in ("LID", "AID")
         for value in fields.get(tag, ()) if value.endswith("[doi]")), None,
    )  # fmt: skip
    pmid = first("PMID")
    stated = Stated(
        authors=", ".join(fields.get("AU") or fields.get("CN") or ()) or None,
        year=find_year(first("DP") or ""),
        journal=first("JT", "TA"),
        doi=doi,
        pmid=pmid if pmid and pmid.isdigit() else None,
        language=first("LA"),
        publication_types=tuple(fields.get("PT", ())),
        mesh_terms=headings(fields.get("MH", ())),
        keywords=tuple(value.lstrip("*") for value in fields.get("OT", ())),
        grants=tuple(fields.get("GR", ())),
        notices=tuple(
            StatedNotice(kind=kind, text=value)
            for tag, kind in NBIB_NOTICES.items()
            for value in fields.get(tag, ())
        ),
    )
    abstract = squeeze(first("AB") or "")
    return make_record(
        name,
        first("TI", "BTI", "TT") or "",
        labelled(abstract),
        squeeze(first("COIS") or ""),
        stated,
    )


def headings(values: Iterable[str]) -> tuple[str, ...]:
    """MeSH headings without qualifiers and the asterisk of major topics, each once."""
    return tuple(dict.fromkeys(value.split("/")[0].strip().lstrip("*") for value in values))


def labelled(abstract: str) -> list[tuple[str, str]]:
    """Split a structured abstract at its labels in capitals: (label or "", text)."""
    pieces = LABEL.split(abstract)
    parts = [("", pieces[0].strip())]
    parts += [
        (label.strip(), text.strip())
        for label, text in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    return [part for part in parts if part[1]]


# --- PubMed XML ------------------------------------------------------------------------------


def read_pubmed_xml(path: Path, name: str) -> Iterator[Found]:
    """Read PubMed XML, one article at a time; entities of the file's own are refused."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    check_size(path, name, MAX_EXPORT_BYTES)
    without = total = 0
    open_elements: list[Any] = []
    try:
        for event, element in iterparse(path, events=("start", "end")):
            if event == "start":
                open_elements.append(element)
                if len(open_elements) == 1 and element.tag not in ROOTS:
                    raise SourceFormatError(f"{name}: XML, but not of PubMed ({element.tag[:40]})")
                if len(open_elements) > MAX_XML_DEPTH:
                    raise SourceFormatError(f"{name}: nested deeper than any record of PubMed")
                continue
            open_elements.pop()
            if element.tag in ARTICLES:
                total += 1
                source = xml_source(element, name)
                if source:
                    yield source
                without += source is None
                for above in open_elements:
                    above.clear()  # so that memory stays that of one record
    except DefusedXmlException as error:
        raise SourceFormatError(
            f"{name}: declares entities of its own, which are not read; leave it out"
        ) from error
    except ParseError as error:
        raise SourceFormatError(f"{name}: not whole XML: {error}") from error
    if not total:
        raise SourceFormatError(f"{name}: no record of PubMed in it")
    yield from left_out(without)


ROOTS = {"PubmedArticleSet", "PubmedArticle"}
ARTICLES = {"PubmedArticle", "PubmedBookArticle"}


def text_of(element: Any) -> str:
    """All text of an element in one line, markup such as subscripts dropped."""
    return squeeze("".join(element.itertext())) if element is not None else ""


def texts(parent: Any, path: str) -> tuple[str, ...]:
    """The texts of all elements at a path, the empty ones left out."""
    return tuple(text for text in map(text_of, parent.iterfind(path)) if text)


def first_text(parent: Any, *paths: str) -> str | None:
    """The first text that one of the paths leads to."""
    return next((found[0] for path in paths if (found := texts(parent, path))), None)


def xml_authors(article: Any) -> str | None:
    """Names as PubMed writes them: last name and initials, or the name of a group."""
    names = []
    for author in article.iterfind(".//AuthorList/Author"):
        parts = (first_text(author, "LastName"), first_text(author, "Initials"))
        own = " ".join(part for part in parts if part) or first_text(author, "CollectiveName")
        if own:
            names.append(own)
    return ", ".join(names) or None


def xml_source(article: Any, name: str) -> Source | None:
    """Make a source of one PubmedArticle element."""
    date = first_text(
        article, ".//JournalIssue/PubDate/Year", ".//JournalIssue/PubDate/MedlineDate",
        ".//ArticleDate/Year", ".//Book/PubDate/Year",
    )  # fmt: skip
    pmid = first_text(article, "MedlineCitation/PMID", "BookDocument/PMID")
    stated = Stated(
        authors=xml_authors(article),
        year=find_year(date or ""),
        journal=first_text(article, ".//Journal/Title", ".//MedlineTA", ".//Book/BookTitle"),
        doi=find_doi(first_text(
            article, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']",
            ".//ELocationID[@EIdType='doi']",
        ) or ""),
        pmid=pmid if pmid and pmid.isdigit() else None,
        language=first_text(article, ".//Article/Language", ".//BookDocument/Language"),
        publication_types=texts(article, ".//PublicationType"),
        mesh_terms=texts(article, ".//MeshHeading/DescriptorName"),
        keywords=texts(article, ".//KeywordList/Keyword"),
        grants=tuple(
            " ".join(filter(None, (first_text(grant, "GrantID"), first_text(grant, "Agency"))))
            for grant in article.iterfind(".//GrantList/Grant")
        ),
        notices=tuple(
            StatedNotice(kind=XML_NOTICES[kind], text=first_text(item, "RefSource") or "PubMed")
            for item in article.iterfind(".//CommentsCorrections")
            if (kind := item.get("RefType", "")) in XML_NOTICES
        ),
    )  # fmt: skip
    parts = [
        ((item.get("Label") or "").strip(), text_of(item))
        for item in article.iterfind(".//Abstract/AbstractText")
    ]
    if len(parts) == 1 and not parts[0][0]:
        parts = labelled(parts[0][1])
    title = first_text(article, ".//ArticleTitle", ".//BookTitle", ".//VernacularTitle") or ""
    return make_record(name, title, parts, first_text(article, ".//CoiStatement") or "", stated)
