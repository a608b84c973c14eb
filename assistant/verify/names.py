"""Who and what a claim names: substances, outcomes, and whose words it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.retrieve import Catalog
from assistant.schema import Abstract, Quote
from assistant.verify.faults import all_quantities
from assistant.verify.text import is_quantity_in, quantities

WORD = re.compile(r"[^\W_]+")
LABEL_TEXT = (
    "meta analysis systematic review randomised trial without randomisation absorption or level study "
    "observational an case report reports animal rats mice cell guideline regulator fact sheet narrative article "
    "against placebo no treatment another dose a control group before after compiled from several "
    "sources the document page of a seller s says adds by its words unchecked according to beside this digest "
    "of notes note on our article with other medicines"
)
LABEL_WORDS = frozenset(WORD.findall(LABEL_TEXT))
"""Words by which a source is named in front of its own sentence; they assert nothing of it."""


class Names:
    """Finds in a claim what the documents of an index name."""

    def __init__(self, catalog: Catalog) -> None:
        """Take the facts."""
        self._catalog = catalog

    def substances_in(self, text: str) -> set[str]:
        """The substances that a text names in full; of names within names only the longest."""
        text = text.lower()
        for term in self._catalog.outcomes.values():
            text = text.replace(term.label.lower(), " ").replace(term.name, " ")
        named = {name for name in self._catalog.substances if name.lower() in text}
        return {n for n in named if not any(n != m and n.lower() in m.lower() for m in named)}

    def groups_in(self, text: str) -> set[str]:
        """The groups of the outcomes that a text names by name, label or group."""
        text = f" {' '.join(WORD.findall(text.lower()))} "
        return {
            term.group
            for term in self._catalog.outcomes.values()
            for name in (term.name, term.label, term.group)
            if f" {' '.join(WORD.findall(name.lower()))} " in text
        }

    def people(self, source_id: str) -> list[int]:
        """The numbers of people that a study gives."""
        facts = self._catalog.abstracts.get(source_id)
        return [n for n in (facts.n_analysed, facts.n_randomised) if n] if facts else []

    def without_names(self, text: str) -> str:
        """A text without the names of substances, which may hold digits."""
        for name in self._catalog.substances:
            text = text.replace(name, "")
        return text

    def is_labelled_quote(self, text: str, quotes: Iterable[Quote]) -> bool:
        """Whether a text is whole quotes with nothing before them but the name of their source."""
        rest = text
        known = set(LABEL_WORDS)
        for quote in quotes:
            rest = rest.replace(quote.text, " ")
            named = f"{self.speaker(quote.source_id)} {quote.source_id}"
            known |= set(WORD.findall(named.lower()))
            facts = self._catalog.abstracts.get(quote.source_id)
            known |= set(WORD.findall((facts.duration or "").lower())) if facts else set()
        amounts = quantities(rest)
        return (
            rest != text
            and set(WORD.findall(rest.lower())) <= known
            and all(is_quantity_in(q, all_quantities(quotes)) for q in amounts)
        )

    def speaker(self, source_id: str) -> str:
        """The words by which a document's authors, journal or speaker are named."""
        facts = self._catalog.abstracts.get(source_id) or self._catalog.articles.get(source_id)
        if facts is None:
            return source_id
        if isinstance(facts, Abstract):
            return f"{facts.authors or ''} {facts.journal or ''}"
        return f"{facts.authors or ''} {facts.speaker}"

    def names_speaker(self, text: str, source_id: str) -> bool:
        """Whether a report says whose it is; our own note on an article needs no speaker."""
        article = self._catalog.articles.get(source_id)
        if article and any(claim.note and claim.note in text for claim in article.claims):
            return True
        if re.search(rf"\b(document|page) {re.escape(source_id)}(?![\w-])", text):
            return True
        speaker = {w for w in WORD.findall(self.speaker(source_id).lower()) if len(w) > 2}
        return bool(
            (speaker | {"guideline", "regulator", "sheet"}) & set(WORD.findall(text.lower()))
        ) or (not speaker and "review" in text.lower())
