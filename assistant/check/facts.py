"""A claim that isn't about an effect, or about none that the vocabulary knows, against near sentences.

Doses, contents, definitions, interactions, mechanisms: the sentences of the documents that are nearest
in meaning are taken together as one source, and the claim is held against them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from assistant.check.judgement import Judgement
from assistant.check.reading import Reading
from assistant.compose.parts import quote_sentence
from assistant.embed import Embedder, Vectors
from assistant.index import tokenize
from assistant.retrieve import Catalog
from assistant.schema import Article, ArticleClaim, CheckVerdict, Quote, ScoredPassage
from assistant.verify import denying
from assistant.verify.against import ClaimVerdict, judge_claim
from assistant.verify.text import is_quantity_in, quantities

Search = Callable[[str, int], list[ScoredPassage]]
PASSAGES = 30
"""Passages whose sentences are compared by meaning, whatever their words."""
CANDIDATES = 12
"""Sentences that share most words with a claim and are compared by meaning."""
NEAREST = 3
"""Sentences that are taken together as the source."""
NEAR = 0.55
"""Cosine similarity below which no sentence speaks of the same thing."""
SAME = 0.6
"""Cosine similarity from which a claim with the numbers of a known error is that error."""
COVERED = 0.6
"""Share of a claim's words of content that its source must hold to bear it out, unless it is"""
ALIKE = 0.7
"""so near in meaning."""
ALMOST_THE_SAME = 0.9


OF_FACTS = frozenset(
    {
        "direction",
        "swapped",
        "comparator",
        "combination_to_ingredient",
        "other_form",
        "broader_population",
    }
)
"""Kinds of difference that matter to a plain fact; hedges and caveats are for effects."""
MASSES = frozenset({"mg", "g", "mcg", "iu"})
"""Units of doses: found anywhere on a substance they bear a dose out; a percentage may be of anything."""
INTERACTION = re.compile(
    r"\b(?:interact\w*|interfer\w*|absor\w+|bind\w*|combin\w+|together|apart|levels?|weaken\w*|lower\w*|reduc\w+|"
    r"rais\w+|increas\w*|bleeding|serotonin|hours)\b",
    re.I,
)
"""Words by which a sentence speaks of what two things do together."""


SOLE = re.compile(
    r"\b(?:the only|only one|no other|always|exactly|never|every single|unlike any)\b", re.I
)
"""Words by which a sentence rules everything else out."""


class Near(NamedTuple):
    """A sentence of a document and how near it is in meaning, -1 to 1."""

    quote: Quote
    similarity: float


class FactChecker:
    """Holds claims against the sentences of the documents' facts."""

    def __init__(self, catalog: Catalog, search: Search, embedder: Embedder) -> None:
        """Take the facts, the search of passages and the model of meaning."""
        self._catalog = catalog
        self._search = search
        self._quotes: dict[frozenset[str], tuple[Quote, ...]] = {}
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}

    def judge(self, reading: Reading) -> Judgement:
        """Judge a claim against the nearest sentences of the studies of its substances."""
        query = with_name(reading)
        about = " and ".join(reading.substances[:2])
        found = self._nearest(query, near_names(self._catalog, reading.substances))
        if not found:
            return Judgement("unsupported", f"No document here speaks of this and {about}.")
        quotes = tuple(near.quote for near in found)
        text = reading.text
        first = judge_claim(text, quotes[0].text)
        likeness = found[0].similarity
        if likeness < NEAR:
            return Judgement("unsupported", f"The documents on {about} don't speak of this.")
        # A name put in from the sentence before makes any two sentences on it alike.
        alike = likeness if text == query else 0.0
        says_only = SOLE.search(text)
        if says_only and not SOLE.search(" ".join(quote.text for quote in quotes)):
            reason = f"Says “{says_only.group().lower()}”, which no document here does."
            return Judgement("overclaims", reason, quotes[:1])
        if is_borne_out(first, alike):
            return Judgement("supported", "The documents say this.", quotes[:1])
        held = judge_claim(text, " ".join(quote.text for quote in quotes))
        if held.verdict == "not_checkable":
            return Judgement("not_checkable", "States nothing that a document could bear out.")
        if is_borne_out(held, alike):
            return Judgement("supported", "The documents say this.", quotes[:2])
        named = self._with_amounts(reading)
        if named:
            return Judgement("supported", "The documents name these amounts.", named)
        if held.kind == "number":
            reason = "The documents give another amount."
            return Judgement("contradicted", reason, quotes[:2])
        if reading.is_role:
            reason = (
                f"Says what {about} does in the body; the documents here don't say this, and it is "
                "no proof that taking more of it helps."
            )
            return Judgement("unsupported", reason)
        if held.verdict in {"supported", "unsupported"} or held.kind not in OF_FACTS:
            near = quotes[:1] if likeness >= ALIKE else ()
            return Judgement("unsupported", f"The documents on {about} don't say this.", near)
        reason = held.reason.replace("the source", "the document")
        return Judgement(held.verdict, f"{reason[:1].upper()}{reason[1:]}.", quotes[:2])

    def judge_interaction(self, reading: Reading) -> Judgement:
        """Judge a claim on a substance and a medicine by the sentences that name both."""
        classes = [m for m in self._catalog.vocabulary.medicines if m.name in reading.medicines]
        words = [word.lower() for medicine in classes for word in medicine.words]
        found = [
            quote
            for quote in self._sentences(near_names(self._catalog, reading.substances))
            if any(word in quote.text.lower() for word in words) and INTERACTION.search(quote.text)
        ]
        quotes = tuple(self._rank(reading.text, found)[:2])
        about = f"{reading.substances[0]} with {' or '.join(reading.medicines)}"
        if not quotes:
            return Judgement("unsupported", f"No document here speaks of {about}.")
        denied = denying.ANY_DENIAL.search(reading.text)
        if denied or reading.stance in {"safe", "no_effect"}:
            reason = f"Denies what the documents say of {about}."
            return Judgement("contradicted", reason, quotes)
        return Judgement("supported", f"The documents speak of {about}.", quotes)

    def _with_amounts(self, reading: Reading) -> tuple[Quote, ...]:
        """The sentences on the substance that hold the amounts of a claim, if they hold them all."""
        wanted = quantities(reading.text)
        quotes = [
            quote
            for quote in self._sentences(set(reading.substances))
            if any(is_quantity_in(amount, quantities(quote.text)) for amount in wanted)
        ]
        named = [amount for quote in quotes for amount in quantities(quote.text)]
        units = {amount.unit for amount in wanted} - {None}
        if not units or not units <= MASSES:
            return ()
        if not all(is_quantity_in(amount, named) for amount in wanted):
            return ()
        return tuple(self._rank(reading.text, quotes)[:2])

    def judge_known_error(self, reading: Reading) -> Judgement | None:
        """Find a wrong figure that the digest of an article notes: the same claim with its numbers."""
        said = quantities(reading.text)
        errors = [
            (article, claim)
            for article, claim in self._errors
            if set(claim.substances) & near_names(self._catalog, reading.substances)
            and all(is_quantity_in(amount, said) for amount in quantities(claim.text))
        ]
        if not errors:
            return None
        texts = [without_speaker(claim.text) for _, claim in errors]
        scores = self._embed(texts) @ self._embed([with_name(reading)])[0]
        best = int(np.argmax(scores))
        article, claim = errors[best]
        if scores[best] < SAME or claim.note is None:
            return None
        quote = quote_sentence(self._catalog, article.id, claim.note)
        verdict: CheckVerdict = "overclaims" if claim.step_up else "contradicted"
        return Judgement(verdict, f"A known error: {claim.note}", (quote,))

    @cached_property
    def _errors(self) -> tuple[tuple[Article, ArticleClaim], ...]:
        return tuple(
            (article, claim)
            for article in self._catalog.articles.values()
            for claim in article.claims
            if claim.is_error and claim.note and quantities(claim.text)
        )

    def _nearest(self, query: str, names: Collection[str]) -> list[Near]:
        """The sentences of studies on some substances nearest to a text, best first."""
        passages = {p.passage.passage_id: p.passage for p in self._search(query, PASSAGES)}.values()
        found = [
            quote
            for quote in self._sentences(names)
            if any(
                p.source_id == quote.source_id and p.start <= quote.start and quote.end <= p.end
                for p in passages
            )
        ]
        quotes = list(
            dict.fromkeys([*found, *self._rank(query, self._sentences(names))[:CANDIDATES]])
        )
        if not quotes:
            return []
        scores = self._embed([quote.text for quote in quotes]) @ self._embed([query])[0]
        order = np.argsort(-scores)[:NEAREST]
        return [Near(quotes[at], float(scores[at])) for at in order]

    def _sentences(self, names: Collection[str]) -> tuple[Quote, ...]:
        """Every sentence that may be quoted of the studies on some substances."""
        key = frozenset(names)
        if key not in self._quotes:
            self._quotes[key] = tuple(
                quote_sentence(self._catalog, match.facts.id, sentence)
                for match in self._catalog.standing(names)
                for sentence in match.facts.sentences()
            )
        return self._quotes[key]

    def _rank(self, text: str, quotes: Sequence[Quote]) -> list[Quote]:
        """Order sentences by the words that they share with a text, rare words first."""
        tokens = tokenize([text, *(quote.text for quote in quotes)])
        wanted = set(tokens[0])
        held = [wanted & set(found) for found in tokens[1:]]
        counts = {word: sum(word in found for found in held) for word in wanted}
        scores = [sum(1 / counts[word] for word in found) for found in held]
        order = sorted(range(len(quotes)), key=lambda at: -scores[at])
        return [quotes[at] for at in order if scores[at] > 0]

    def _embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, each once."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            rows = np.concatenate(list(self._embedder.embed_passages(new)))
            self._vectors.update(zip(new, rows, strict=True))
        vectors: Vectors = np.stack([self._vectors[text] for text in texts])
        return vectors


def is_borne_out(held: ClaimVerdict, likeness: float) -> bool:
    """Whether a source says what a claim says: its words, or the same in other words."""
    if likeness >= ALMOST_THE_SAME and held.kind == "broader_population":
        return True
    return held.verdict == "supported" and (held.coverage >= COVERED or likeness >= ALIKE)


def near_names(catalog: Catalog, substances: Sequence[str]) -> set[str]:
    """The substances themselves, their forms and their relatives."""
    return {
        name
        for substance in substances
        for name in (*catalog.forms(substance), *catalog.relatives(substance))
    }


def with_name(reading: Reading) -> str:
    """A claim that names its substance."""
    text = reading.text
    known = any(name.lower() in text.lower() for name in reading.substances)
    return text if known else f"{', '.join(reading.substances[:1])}: {text}"


def without_speaker(text: str) -> str:
    """What an article says, without who says it."""
    head, _, rest = text.partition(" that ")
    return rest if rest and len(head) < 80 else text
