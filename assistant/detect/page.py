"""Whether a text is a page of the web and whether it sells what it speaks of."""

from __future__ import annotations

import re

from assistant.detect.spans import read_fact
from assistant.schema import DetectedFact

SELLING = tuple(
    re.compile(pattern)
    for pattern in (
        r"\badd to (?:cart|basket|bag)\b|\bbuy (?:now|it|them|yours|here|our)\b|\border (?:now|one of|yours|today|here)\b|\bshop now\b|\bcheckout\b",
        r"\bfree (?:shipping|sample|delivery)\b|\b\d+ ?% off\b|\bsave \d+ ?%|\bdiscount (?:code|of|on)\b|\bmoney[- ]back\b|\bsubscribe and save\b|\bcoupon\b",
        r"\bour (?:own |premium |new |best[- ]selling )?(?:[\w-]+ ){0,3}?(?:capsules|tablets|powders?|gummies|supplements?|products?|shop|store|range|nmn|formula|bundle)\b",
        r"\b(?:in stock|out of stock|sold out)\b|(?:€|\$|£|\beur |\busd |\bgbp )\d|\bminimum order\b|\bfor a quote\b|\bsales team\b|\bbulk (?:powder|order|price)|\bwholesale\b|\bprice on request\b|\binquire now\b|\bmoq\b|\bcertificate of analysis\b|\bcoa on request\b",
        r"\bnot been evaluated by the food and drug|\bkeep out of reach of children\b|\bsuggested use\b|\bserving size\b|\bother ingredients\b",
        r"\bcustomers (?:love|also|say)\b|\bstars from\b|\bverified (?:buyer|purchase)|\bcustomer reviews\b",
        r"\baffiliate (?:links?|commission)|\bearn a commission\b|\buse my code\b|\bcheck the price\b",
        r"\bgmp[- ]certified\b|\b(?:decided not to|no longer|stopped|we) sell(?:ing)?\b|\bingredient supplier\b|\bas a (?:leading )?(?:\w+ )?(?:supplier|manufacturer)\b|\bwe (?:supply|manufacture|sell|purify|ship)\b|\bcontact us for (?:a |more )?(?:sample|price|order)",
    )
)
"""Signs of selling, one pattern a way of giving it away."""
SALE_CONFIDENCE = (0.0, 0.7, 0.92, 0.97)
"""By how many of the signs are there: a label's words alone may be quoted by anybody."""


def find_seller(text: str, lowered: str) -> DetectedFact[bool] | None:
    """Whether a page sells, with its plainest sign; None where nothing says so."""
    found = [match for pattern in SELLING if (match := pattern.search(lowered))]
    if not found:
        return None
    confidence = SALE_CONFIDENCE[min(len(found), len(SALE_CONFIDENCE) - 1)]
    return read_fact(text, True, *found[0].span(), confidence)
