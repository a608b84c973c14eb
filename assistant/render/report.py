"""A report of the claim check as lines for a terminal: verdict in words first, then why, then where."""

from __future__ import annotations

from collections.abc import Iterator

from rich.padding import Padding
from rich.text import Text

from assistant.schema import CheckedClaim, CheckReport, CheckVerdict, Citation, MarkKind

VERDICT_LABELS: dict[CheckVerdict, str] = {
    "supported": "Supported",
    "overclaims": "Says more than the documents",
    "understates": "Says less than the documents",
    "contradicted": "Contradicted",
    "unsupported": "Nothing here to bear it out",
    "not_checkable": "Not checkable",
}
STYLES: dict[CheckVerdict, str] = {
    "supported": "bold green", "overclaims": "bold yellow", "understates": "bold cyan",
    "contradicted": "bold red", "unsupported": "bold magenta", "not_checkable": "dim",
}  # fmt: skip
"""Colour comes beside the words and never instead of them."""
MARK_LABELS: dict[MarkKind, str] = {
    "disease_claim": "disease claim",
    "testimonial": "personal story",
    "clinically_proven": "claims proof",
    "authority": "leans on authority",
    "detox": "detox language",
    "absolute_promise": "promise",
    "total_safety": "claims total safety",
    "tradition_or_nature": "tradition or nature as proof",
    "urgency": "sales pressure",
}
INDENT = 4


def report_lines(report: CheckReport) -> Iterator[Text | Padding]:
    """Write a report: the summary, then each sentence with its verdict, and the passages at the end."""
    yield Text(report.summary.text, style="bold")
    for claim in report.claims:
        yield Text()
        yield from claim_lines(claim)
    cited = {c.number: c for claim in report.claims for c in claim.citations}
    if cited:
        yield Text()
        yield Text("Passages", style="bold")
        for number in sorted(cited):
            yield Padding(citation_line(cited[number]), (0, 0, 0, 2))


def claim_lines(claim: CheckedClaim) -> Iterator[Text | Padding]:
    """Write one sentence: the sentence, its verdict and reason, and its marks."""
    yield Text(claim.text)
    numbers = "".join(f" [{citation.number}]" for citation in claim.citations)
    verdict = Text(f"{VERDICT_LABELS[claim.verdict]}: ", style=STYLES[claim.verdict])
    verdict.append(f"{claim.reason}{numbers}", style="not bold default")
    yield Padding(verdict, (0, 0, 0, INDENT))
    for mark in claim.marks:
        line = Text(f"! {MARK_LABELS[mark.kind]} “{mark.text}”: {mark.note}", style="italic")
        yield Padding(line, (0, 0, 0, INDENT))


def citation_line(citation: Citation) -> Text:
    """Write one passage with its source."""
    source = f"{citation.source_id}, {citation.design.value.replace('_', ' ')}"
    return Text(f"[{citation.number}] {citation.quote} ({source})", style="dim")
