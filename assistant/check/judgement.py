"""What the verdict on a claim is: how grave it is, why, and the sentences that it rests on."""

from __future__ import annotations

from typing import NamedTuple

from assistant.check.evidence import Support
from assistant.check.reading import Reading
from assistant.retrieve import Catalog
from assistant.schema import CheckVerdict, Quote

ORDER: tuple[CheckVerdict, ...] = (
    "contradicted", "overclaims", "unsupported", "understates", "supported", "not_checkable",
)  # fmt: skip
"""From grave to harmless."""
FIRM = ("moderate", "strong")


class Judgement(NamedTuple):
    """A verdict, why, and the sentences of documents that it rests on."""

    verdict: CheckVerdict
    reason: str
    quotes: tuple[Quote, ...] = ()


def nothing_here(catalog: Catalog, reading: Reading, support: Support) -> Judgement:
    """No study has the substance or a relative with this outcome."""
    known = any(catalog.standing(set(catalog.forms(support.substance))))
    what = f"tests {support.substance} on {support.label}"
    reason = f"No document here {what}."
    if not known:
        reason = f"No document here is about {support.substance}."
    elif support.articles:
        reason = f"Only web articles say so; no study here {what}."
    return Judgement(
        "supported" if known and reading.stance == "not_known" else "unsupported", reason
    )
