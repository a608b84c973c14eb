"""Documents of the user's own that carry no facts: what they say, attributed and never weighed.

Each is named for what it seems to be; a page that sells is named as one. Of each, the sentences are
quoted that fit the question, in the order of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from assistant.compose.fitting import Candidate, Fitting, candidates, leans
from assistant.compose.parts import DESIGN_WORDS, Question, join_words
from assistant.compose.selection import outcome_label
from assistant.compose.sentences import stems
from assistant.compose.verdict import UNKNOWN
from assistant.retrieve import Catalog
from assistant.schema import (
    CaveatKind,
    Coverage,
    CoverageClaim,
    Design,
    Detected,
    Draft,
    DraftCaveat,
    DraftClaim,
    Evidence,
    Item,
    Quote,
    ReportedClaim,
    ScoredPassage,
    Section,
    Source,
)
from assistant.understand import WORD, plain

HEADING = "Other documents here"
NEARBY_HEADING = "Nearby, but not an answer"
ALONE, BESIDE = (5, 3), (3, 2)
"""Documents, and sentences of each, where they are all there is, and beside an answer."""
ANECDOTAL = Evidence(
    level="anecdotal",
    direction="unclear",
    strongest_design=Design.ARTICLE,
    human_trials=0,
    participants=None,
    null_results=0,
)
NAMED_WEIGHT = 10.0
"""Puts a document first that the question calls by its name."""
ReadSource = Callable[[str], Source | None]


class Speaking(NamedTuple):
    """A document and the sentences of it that fit the question, in their order."""

    source: Source
    said: tuple[Candidate, ...]
    best: Candidate


def with_documents(
    catalog: Catalog,
    draft: Draft,
    question: Question,
    passages: Sequence[ScoredPassage],
    read_source: ReadSource,
) -> Draft:
    """Add what documents without facts say, attributed; alone, they make an answer by articles."""
    if draft.status not in {"answered", "no_evidence", "out_of_scope"}:
        return draft
    is_alone = draft.status != "answered"
    read = read_own(catalog, question, passages, read_source)
    speaking = find_speaking(catalog, question, read, *(ALONE if is_alone else BESIDE))
    retracted = [s for s in speaking if is_retracted(s.source)]
    speaking = [s for s in speaking if not is_retracted(s.source)]
    caveats = (*draft.caveats, *page_caveats(speaking), *retraction_caveats(retracted))
    if not speaking:
        standing = {source: told for source, told in read.items() if not is_retracted(source)}
        return nearby(catalog, draft.model_copy(update={"caveats": caveats}), question, standing)
    if not is_alone:
        section = Section(heading=HEADING, items=document_items(speaking))
        return draft.model_copy(update={"sections": (*draft.sections, section), "caveats": caveats})
    first, rest = first_said(speaking)
    items = document_items(rest)
    return Draft(
        status="answered",
        evidence=ANECDOTAL,
        lead=(*nothing_tested(catalog, question), document_claim(first.source, first.said)),
        sections=(Section(heading=HEADING, items=items),) if items else (),
        caveats=caveats,
    )


def first_said(speaking: Sequence[Speaking]) -> tuple[Speaking, list[Speaking]]:
    """Take the best sentence of the best document for the first line, and leave the rest."""
    best = speaking[0]
    rest = tuple(said for said in best.said if said != best.best)
    left = [best._replace(said=rest)] if rest else []
    return best._replace(said=(best.best,)), [*left, *speaking[1:]]


def read_own(
    catalog: Catalog,
    question: Question,
    passages: Sequence[ScoredPassage],
    read_source: ReadSource,
) -> dict[Source, list[Candidate]]:
    """The documents without facts that name the substance, each with its sentences."""
    own = [p.passage for p in passages if p.passage.source_id not in catalog.texts]
    read = {}
    for source_id in dict.fromkeys(passage.source_id for passage in own):
        source = read_source(source_id)
        if source and speaks_of(catalog, question.understanding.substances, source):
            found = [passage for passage in own if passage.source_id == source_id]
            read[source] = candidates(source, found)
    return read


def find_speaking(
    catalog: Catalog,
    question: Question,
    read: Mapping[Source, Sequence[Candidate]],
    most: int,
    sentences: int,
) -> list[Speaking]:
    """The documents that speak of the question, best first, with what they say of it."""
    fitting = Fitting(catalog, question, [said for told in read.values() for said in told])
    ranked = []
    for source, told in read.items():
        best = sorted(((fitting.score(said), said) for said in told), key=lambda pair: -pair[0])
        kept = [said for score, said in best if score > 0][:sentences]
        if kept:
            whole = [said for said in kept if not leans(said)] or kept
            in_order = tuple(sorted(kept, key=lambda said: said.start))
            score = best[0][0] + NAMED_WEIGHT * is_named(source, question)
            ranked.append((score, Speaking(source, in_order, whole[0])))
    ranked.sort(key=lambda pair: -pair[0])
    return [speaking for _, speaking in ranked[:most]]


def nearby(
    catalog: Catalog, draft: Draft, question: Question, read: Mapping[Source, Sequence[Candidate]]
) -> Draft:
    """Where documents name the substance and say nothing that fits: that, and one sentence of each."""
    names = question.understanding.substances
    if draft.status != "no_evidence" or not names:
        return draft
    found = [
        Speaking(source, (said,), said)
        for source, told in read.items()
        for said in [s for s in told if any(mentions(catalog, n, s.text) for n in names)][:1]
    ]
    if not found:
        return draft
    section = Section(heading=NEARBY_HEADING, items=document_items(found[: BESIDE[0]]))
    reason = "outcome_absent" if draft.reason == "substance_absent" else draft.reason
    sections = (*draft.sections, section)
    return draft.model_copy(update={"sections": sections, "reason": reason})


def is_named(source: Source, question: Question) -> bool:
    """Whether a question about what a source says has a word of its name."""
    seen = question.understanding
    words = stems(source.source_id.replace("-", " ")) - stems(" ".join(seen.outcomes))
    return "source" in seen.intents and bool(words & stems(question.text))


def speaks_of(catalog: Catalog, substances: Sequence[str], source: Source) -> bool:
    """Whether a document names one of some substances anywhere; of no substance, any document does."""
    return not substances or any(mentions(catalog, name, source.text) for name in substances)


def document_claim(source: Source, said: Sequence[Candidate]) -> ReportedClaim:
    """Who speaks, then the sentences; what lies between two of them is marked as left out."""
    text, end = speaker(source), None
    for sentence in said:
        gap = " " if end is None or not source.text[end : sentence.start].strip() else " … "
        text, end = f"{text}{gap}{sentence.text}", sentence.end
    return ReportedClaim(
        text=text, quotes=tuple(quote_of(source, s) for s in said), design=Design.ARTICLE
    )


def document_items(speaking: Sequence[Speaking]) -> tuple[Item, ...]:
    """One bullet a document."""
    return tuple(Item(claims=(document_claim(s.source, s.said),)) for s in speaking)


def quote_of(source: Source, said: Candidate) -> Quote:
    """A sentence as a quote."""
    return Quote(source_id=source.source_id, start=said.start, end=said.end, text=said.text)


def speaker(source: Source) -> str:
    """Who speaks, as a sentence begins: the document by its name, and what it seems to be."""
    detected = source.detected or Detected()
    if sells(source):
        return f"The seller's page {source.source_id} says:"
    if detected.kind is None or not detected.kind.is_sure:
        return f"The document {source.source_id} says:"
    if detected.kind.value is Design.ARTICLE:
        return f"The page {source.source_id} says:"
    what = DESIGN_WORDS[detected.kind.value].lower()
    return f"The document {source.source_id}, by its words a {what}, unchecked, says:"


def is_retracted(source: Source) -> bool:
    """Whether the document or its record says that it was retracted (R12)."""
    return bool(source.detected and source.detected.is_retracted)


def nothing_tested(catalog: Catalog, question: Question) -> tuple[DraftClaim, ...]:
    """Before what pages say: that no document here is a study of it in people."""
    seen = question.understanding
    groups = catalog.groups(seen.outcomes)
    if not seen.substances or not groups or "efficacy" not in seen.intents:
        return ()
    name = seen.substances[0]
    label = outcome_label(catalog, groups[0], seen.outcomes)
    query = Coverage(
        substances=catalog.forms(name),
        outcome_groups=groups[:1],
        scope="people_direct",
        expected=0,
    )
    if catalog.count(query):
        return ()
    text = f"{UNKNOWN}: no document here is a study of {name} and {label} in people."
    return (CoverageClaim(text=text, query=query),)


def page_caveats(speaking: Sequence[Speaking]) -> list[DraftCaveat]:
    """What a reader must know of these speakers: that they sell, and that they are no study."""
    if not speaking:
        return []
    sellers = [s.source for s in speaking if sells(s.source)]
    caveats = []
    if sellers:
        names = join_words([source.source_id for source in sellers])
        caveats.append(
            DraftCaveat(
                kind=CaveatKind.VENDOR_SOURCE,
                text=f"Signs of a seller stand on {names}.",
                quotes=tuple(quote for source in sellers for quote in sign_of_sale(source)),
            )
        )
    first = tuple(quote_of(s.source, s.best) for s in speaking)
    are_pages = all(is_page(s.source) for s in speaking)
    text = (
        "These documents are pages that speak of the subject; none is a study."
        if are_pages
        else "What kind of study these documents are isn't known for sure, so they count as articles."
    )
    caveats.append(DraftCaveat(kind=CaveatKind.NO_HUMAN_EVIDENCE, text=text, quotes=first))
    return caveats


def sells(source: Source) -> bool:
    """Whether a page shows for sure that it sells."""
    seller = source.detected.seller if source.detected else None
    return bool(seller and seller.value and seller.is_sure)


def is_page(source: Source) -> bool:
    """Whether a document is an article for sure."""
    kind = source.detected.kind if source.detected else None
    return sells(source) or bool(kind and kind.value is Design.ARTICLE and kind.is_sure)


def sign_of_sale(source: Source) -> tuple[Quote, ...]:
    """The plainest sign by which a page gives away that it sells; none where the user said so."""
    sign = source.detected.seller if source.detected else None
    if sign is None or sign.basis != "text":
        return ()
    return (Quote(source_id=source.source_id, start=sign.start, end=sign.end, text=sign.quote),)


def retraction_caveats(retracted: Sequence[Speaking]) -> list[DraftCaveat]:
    """R12: a retracted document is not heard; its notice is."""
    caveats = []
    for source in (s.source for s in retracted):
        notice = source.detected.notice if source.detected else None
        quotes: tuple[Quote, ...] = ()
        if notice and notice.basis == "text":
            quotes = (
                Quote(
                    source_id=source.source_id,
                    start=notice.start,
                    end=notice.end,
                    text=notice.quote,
                ),
            )
        caveats.append(
            DraftCaveat(
                kind=CaveatKind.RETRACTED,
                text=f"The document {source.source_id} was retracted and is left out.",
                quotes=quotes,
            )
        )
    return caveats


def mentions(catalog: Catalog, substance: str, text: str) -> bool:
    """Whether a text names a substance, by any of its names in the vocabulary."""
    item = catalog.substances[substance]
    words = f" {' '.join(WORD.findall(plain(text)))} "
    names = (item.name, *item.synonyms, *item.brands)
    return any(f" {' '.join(WORD.findall(plain(name)))} " in words for name in names)
