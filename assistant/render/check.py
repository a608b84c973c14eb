"""A checked text as HTML and as Markdown: each sentence with its verdict, the reason, the passages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.render import escape_markdown, words
from assistant.render.export import references_markdown
from assistant.render.icons import icon
from assistant.render.markup import cite_button
from assistant.render.report import MARK_LABELS, VERDICT_LABELS
from assistant.schema import CheckedClaim, CheckReport, CheckVerdict, Citation

ORDER: tuple[CheckVerdict, ...] = (
    "contradicted", "overclaims", "understates", "unsupported", "supported", "not_checkable",
)  # fmt: skip
"""The gravest first."""


def verdict_html(verdict: CheckVerdict) -> str:
    """A verdict as a sign and a word."""
    name = VERDICT_LABELS[verdict]
    return f'<span class="verdict">{icon(f"verdict-{verdict}")}{escape(name)}</span>'


def claim_html(claim: CheckedClaim) -> str:
    """One sentence of the text, what the documents say to it, and its conspicuous wording."""
    cites = "".join(cite_button(citation) for citation in claim.citations)
    marks = "".join(
        f"<li><b>“{escape(mark.text)}”</b> {escape(MARK_LABELS[mark.kind])}. "
        f'<span class="quiet">{escape(mark.note)}</span></li>'
        for mark in claim.marks
    )
    wording = f'<ul class="wording">{marks}</ul>' if marks else ""
    return (
        f'<li class="checked verdict-{claim.verdict}"><p class="told">{escape(claim.text)}</p>'
        f"<p>{verdict_html(claim.verdict)} {escape(claim.reason)}{cites}</p>{wording}</li>"
    )


def report_html(report: CheckReport) -> str:
    """A whole report: what it comes to, then sentence by sentence."""
    counts = "".join(
        f'<li class="verdict-{verdict}">{verdict_html(verdict)} <b>{number}</b></li>'
        for verdict in ORDER
        if (number := report.summary.verdicts.get(verdict, 0))
    )
    items = "".join(map(claim_html, report.claims))
    return (
        f'<section class="report"><h3 id="report-top" tabindex="-1">{escape(report.summary.text)}'
        f'</h3><ul class="tally">{counts}</ul><label class="only"><input type="checkbox"> '
        f'{words.ONLY_CHECKABLE}</label><ol class="claims">{items}</ol></section>'
    )


def progress_html(done: int, total: int) -> str:
    """How far the check has come."""
    line = words.CHECKING.format(done, total) if total else words.CHECK_READING
    return (
        f'<p class="stage" role="status">{line}</p>'
        f'<progress max="{max(total, 1)}" value="{done}" aria-label="{words.CHECK_PROGRESS}"></progress>'
    )


def report_markdown(report: CheckReport) -> str:
    """A report to keep: summary, every sentence with its verdict, and the references."""
    parts = [f"# {words.REPORT_TITLE}", report.summary.text, f"*{words.DISCLAIMER}*"]
    for claim in report.claims:
        marks = "".join(f" [{citation.number}]" for citation in claim.citations)
        lines = [
            f"> {escape_markdown(claim.text)}",
            f"**{VERDICT_LABELS[claim.verdict]}.** {escape_markdown(claim.reason)}{marks}",
        ]
        lines += [
            f"- “{escape_markdown(mark.text)}”: {escape_markdown(mark.note)}"
            for mark in claim.marks
        ]
        parts.append("\n\n".join(lines))
    if cited := cited_once(report.claims):
        parts.append(references_markdown(cited))
    return "\n\n".join(parts) + "\n"


def cited_once(claims: Sequence[CheckedClaim]) -> tuple[Citation, ...]:
    """Every citation of a report once, by its number."""
    cited = {citation.number: citation for claim in claims for citation in claim.citations}
    return tuple(cited[number] for number in sorted(cited))
