"""What may be said where a claim fails: the sentence that it rests on, under the name of its source.

So the hedge comes back, the model is named and whoever speaks is named; nothing is worded anew.
"""

from __future__ import annotations

from assistant.compose.parts import finding, reported, study_label
from assistant.errors import CorpusError
from assistant.retrieve import Catalog
from assistant.schema import DraftClaim, FindingClaim, Quote, ReportedClaim


def allowed_wording(catalog: Catalog, claim: DraftClaim) -> DraftClaim | None:
    """The claim as its last quote says it; None where that is no whole sentence or can't be named.

    A retracted study is not given the word again (R12).
    """
    if not isinstance(claim, FindingClaim | ReportedClaim) or not is_whole(claim.quotes[-1]):
        return None
    quote = claim.quotes[-1]
    facts = catalog.abstracts.get(quote.source_id)
    article = catalog.articles.get(quote.source_id)
    try:
        if facts is not None and not facts.is_retracted:
            return finding(catalog, facts, quote.text, "limited", study_label(facts))
        return reported(catalog, article, quote.text) if article is not None else None
    except CorpusError:
        return None


def is_whole(quote: Quote) -> bool:
    """Whether a quote is whole sentences: a part of one could lack its "not"."""
    return quote.text[:1].isupper() and quote.text.rstrip().endswith((".", "!"))
