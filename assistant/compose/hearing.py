"""Which documents of the user's own are heard for a question, and which of their sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.compose.fitting import Fitting, leans
from assistant.compose.parts import Question
from assistant.compose.signs import WHO
from assistant.compose.speakers import Speaking, sells
from assistant.compose.statements import Candidate, candidates
from assistant.compose.subjects import names_asked
from assistant.retrieve import Catalog
from assistant.schema import Coverage, Design, Draft, ScoredPassage, Source
from assistant.understand.naming import without_hyphens
from assistant.understand.phrases import split_words

SELLER_WEIGHT = 3.0
"""Puts sellers first where a question is on who speaks."""
MOST_READ = 12
"""Documents that are read for naming what was asked about, beside those that search found."""
CLOSE, FAIR = 0.5, 0.4
"""A sentence's share of the best score, in its document and of all, from which it is quoted."""
STUDIES = frozenset(Design) - {
    Design.ARTICLE, Design.FACT_SHEET, Design.GUIDELINE, Design.NARRATIVE_REVIEW,
}  # fmt: skip
"""Kinds of document that tell of work of their own."""
ReadSource = Callable[[str], Source | None]


def read_own(
    catalog: Catalog,
    draft: Draft,
    question: Question,
    passages: Sequence[ScoredPassage],
    read_source: ReadSource,
) -> dict[Source, list[Candidate]]:
    """The documents without facts that name what was asked about, each with its sentences.

    Search may miss one that names it; a document that holds the name is always read.
    """
    names = names_asked(question)
    forms = tuple(form for name in names for form in catalog.forms(name))
    naming = catalog.naming(Coverage(substances=forms, expected=0), MOST_READ)
    found = [*(scored.passage for scored in passages), *naming]
    own = [passage for passage in found if is_unheard(catalog, draft, passage.source_id)]
    read = {}
    for source_id in dict.fromkeys(passage.source_id for passage in own):
        source = read_source(source_id)
        if source and speaks_of(catalog, names, source):
            parts = {p.start: p for p in own if p.source_id == source_id}
            read[source] = candidates(source, list(parts.values()))
    return read


def is_unheard(catalog: Catalog, draft: Draft, source_id: str) -> bool:
    """Whether a document has no facts of its own and is not in the answer as a detected study."""
    facts = catalog.abstracts.get(source_id)
    if source_id not in catalog.texts:
        return True
    claims = [*draft.lead, *(c for s in draft.sections for i in s.items for c in i.claims)]
    cited = {quote.source_id for claim in claims for quote in claim.quotes}
    is_left = draft.status != "answered" or source_id not in cited
    return facts is not None and not facts.is_checked and is_left


def speaks_of(catalog: Catalog, substances: Sequence[str], source: Source) -> bool:
    """Whether a document names one of some substances anywhere; of no substance, any document does."""
    return not substances or any(mentions(catalog, name, source.text) for name in substances)


def mentions(catalog: Catalog, substance: str, text: str) -> bool:
    """Whether a text names a substance, by any of its names in the vocabulary."""
    words = f" {' '.join(split_words(text))} "
    keys = [split_words(name) for name in catalog.phrases(substance)]
    return any(f" {' '.join(k)} " in words for key in keys for k in (key, without_hyphens(key)))


def find_speaking(
    catalog: Catalog,
    question: Question,
    read: Mapping[Source, Sequence[Candidate]],
    most: int,
    sentences: int,
) -> list[Speaking]:
    """The documents that speak of the question, best first, with what they say of it.

    A sentence that fits much worse than the best of its document, or of all, is left out: it shares
    a word with the question and answers nothing.
    """
    fitting = Fitting(catalog, question, [said for told in read.values() for said in told])
    scores = {
        source: fitting.scores(source.title, told, result_places(source), is_study=is_study(source))
        for source, told in read.items()
    }
    least = FAIR * max((score for found in scores.values() for score in found), default=0.0)
    asks_who = WHO.asks.search(question.text) is not None
    ranked = []
    for source, told in read.items():
        scored = sorted(zip(scores[source], told, strict=True), key=lambda pair: -pair[0])
        best = scored[0][0] if scored else 0.0
        kept = [said for score, said in scored if score > 0 and score >= max(least, CLOSE * best)]
        if kept:
            kept = kept[:sentences]
            whole = [said for said in kept if not leans(said)] or kept
            in_order = tuple(sorted(kept, key=lambda said: said.start))
            weight = best + SELLER_WEIGHT * (asks_who and sells(source))
            ranked.append((weight, Speaking(source, in_order, whole[0])))
    ranked.sort(key=lambda pair: -pair[0])
    return [speaking for _, speaking in ranked[:most]]


def is_study(source: Source) -> bool:
    """Whether a document surely tells of work of its own."""
    kind = source.detected.kind if source.detected else None
    return bool(kind and kind.is_sure and kind.value in STUDIES)


def result_places(source: Source) -> frozenset[int]:
    """Where the sentences of a document start that were read as its results."""
    return frozenset(o.start for o in source.detected.outcomes) if source.detected else frozenset()
