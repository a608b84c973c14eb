"""A conversation as a file: Markdown with its references, BibTeX, or CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.render import escape_markdown, references_of, words
from assistant.render.turn import ReadSource
from assistant.schema import Abstract, Answer, Article, Citation, Source

BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def answer_markdown(answer: Answer) -> str:
    """One answer with its question and its references."""
    parts = [f"## {escape_markdown(one_line(answer.question))}", answer.answer]
    if answer.citations:
        parts.append(references_markdown(answer.citations))
    return "\n\n".join(parts)


def references_markdown(citations: Iterable[Citation]) -> str:
    """Passages with the addresses of their documents; nothing that a document wrote acts as markup."""
    lines = []
    for citation in citations:
        address = f"    {escape_markdown(one_line(citation.url))}" if citation.url else None
        marker = f"[{citation.number}] "
        passage = one_line(references_of([citation.model_copy(update={"url": None})]))
        lines += [f"{marker}{escape_markdown(passage.removeprefix(marker))}", address]
    return "\n".join(f"{line}  " for line in lines if line)


def conversation_markdown(answers: Iterable[Answer]) -> str:
    """A whole conversation, each answer with its own references."""
    parts = [f"# {words.TITLE}", f"*{words.DISCLAIMER}*", *map(answer_markdown, answers)]
    return "\n\n".join(parts) + "\n"


def one_line(text: str) -> str:
    """A text without line breaks, so that it stays one heading."""
    return " ".join(text.split())


def cited_sources(answers: Iterable[Answer], read_source: ReadSource) -> list[Source]:
    """The documents that a conversation cites and that are still here, each once."""
    ids = dict.fromkeys(citation.source_id for answer in answers for citation in answer.citations)
    return [source for source_id in ids if (source := read_source(source_id))]


def csl_item(source: Source) -> dict[str, Any]:
    """A document as an item of CSL-JSON (citationstyles.org, schema 1.0.2)."""
    facts = source.facts
    item: dict[str, Any] = {"id": source.source_id, "title": source.title}
    if isinstance(facts, Abstract):
        item["type"] = "article-journal" if facts.journal else "document"
        item |= {"container-title": facts.journal, "DOI": facts.doi, "PMID": facts.pmid}
    else:
        item["type"] = "webpage" if isinstance(facts, Article) else "document"
    if facts is not None:
        item["author"] = authors(facts)
        item["issued"] = {"date-parts": [[facts.year]]} if facts.year else None
        item["URL"] = facts.url
    return {key: value for key, value in item.items() if value}


def authors(facts: Abstract | Article) -> list[dict[str, str]]:
    """Names as CSL has them: family and given initials, else a body as it is written."""
    names = []
    for part in re.split(r",\s*|;\s*", facts.authors or ""):
        if re.fullmatch(r"et al\.?", part) or not part:
            continue
        person = re.fullmatch(r"(.+?) ([A-Z]{1,4})", part)
        if person:
            initials = " ".join(f"{letter}." for letter in person.group(2))
            names.append({"family": person.group(1), "given": initials})
        else:
            names.append({"literal": part})
    return names


def csl_json(answers: Iterable[Answer], read_source: ReadSource) -> str:
    """The cited documents as CSL-JSON."""
    items = [csl_item(source) for source in cited_sources(answers, read_source)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def bibtex_entry(source: Source) -> str:
    """A document as an entry of BibTeX; what BibTeX would read as markup is escaped."""
    item = csl_item(source)
    kind = "article" if item["type"] == "article-journal" else "misc"
    names = [
        f"{name['family']}, {name['given']}" if "family" in name else f"{{{name['literal']}}}"
        for name in item.get("author", ())
    ]
    if source.facts and re.search(r"\bet al\b", source.facts.authors or ""):
        names.append("others")  # BibTeX's own word for et al.
    issued = item.get("issued", {}).get("date-parts", [[None]])[0][0]
    fields = {
        "title": escape_bibtex(item["title"]),
        "author": " and ".join(map(escape_names, names)),
        "journal": escape_bibtex(item.get("container-title", "")),
        "year": str(issued or ""),
        "doi": item.get("DOI", ""),
        "url": item.get("URL", ""),
        "note": f"PMID {item['PMID']}" if "PMID" in item else "",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{re.sub(r'[^A-Za-z0-9:.-]', '-', source.source_id)},\n{lines}\n}}\n"


def escape_bibtex(text: str) -> str:
    """Text that BibTeX and LaTeX take as it is written."""
    return "".join(BIBTEX_SPECIAL.get(sign, sign) for sign in text)


def escape_names(text: str) -> str:
    """A name, whose outer braces keep a body's name whole."""
    if text.startswith("{"):
        return f"{{{escape_bibtex(text[1:-1])}}}"
    return escape_bibtex(text)


def bibtex(answers: Iterable[Answer], read_source: ReadSource) -> str:
    """The cited documents as BibTeX."""
    return "\n".join(map(bibtex_entry, cited_sources(answers, read_source)))


def export_file(answers: Sequence[Answer], kind: str, read_source: ReadSource) -> dict[str, str]:
    """A conversation as a file for the browser to save: its name, type and text."""
    if kind == "bibtex":
        return {
            "name": "references.bib",
            "type": "text/x-bibtex",
            "text": bibtex(answers, read_source),
        }
    if kind == "csl":
        text = csl_json(answers, read_source)
        return {"name": "references.json", "type": "application/json", "text": text}
    text = conversation_markdown(answers)
    return {"name": "conversation.md", "type": "text/markdown", "text": text}
