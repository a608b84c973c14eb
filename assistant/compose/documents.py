"""Documents of the user's own that carry no facts: what they say, attributed and never weighed.

Each is named for what it seems to be; a page that sells is named as one. Of each, the sentences are
quoted that fit the question, in the order of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.compose.fitting import Candidate, Fitting, candidates, leans
from assistant.compose.parts import Question, stems
from assistant.compose.selection import outcome_label
from assistant.compose.speakers import (
    Speaking,
    going_on,
    is_retracted,
    no_study_caveat,
    quote_of,
    retraction_caveats,
    seller_caveats,
    sells,
    speaker,
    with_unchecked,
)
from assistant.compose.verdict import UNKNOWN
from assistant.retrieve import Catalog
from assistant.schema import (
    Coverage,
    CoverageClaim,
    Design,
    Draft,
    DraftClaim,
    Evidence,
    Item,
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
SELLER_WEIGHT = 3.0
"""Puts sellers first where a question is on who speaks."""
NAMED_WEIGHT = 10.0
"""Puts a document first that the question calls by its name."""
ReadSource = Callable[[str], Source | None]


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
    read = read_own(catalog, draft, question, passages, read_source)
    retracted = [source for source in read if is_retracted(source)]
    standing = {source: told for source, told in read.items() if source not in retracted}
    draft = draft.model_copy(update={"caveats": (*draft.caveats, *retraction_caveats(retracted))})
    speaking = find_speaking(catalog, question, standing, *(ALONE if is_alone else BESIDE))
    if not speaking:
        return with_unchecked(catalog, nearby(catalog, draft, question, standing))
    if is_alone:
        return by_documents(catalog, draft, question, speaking)
    section = Section(heading=HEADING, items=document_items(speaking))
    update = {
        "sections": (*draft.sections, section),
        "caveats": (*draft.caveats, *seller_caveats(speaking)),
    }
    return with_unchecked(catalog, draft.model_copy(update=update))


def by_documents(
    catalog: Catalog, draft: Draft, question: Question, speaking: Sequence[Speaking]
) -> Draft:
    """An answer by what documents without facts say, where nothing else here answers."""
    first, rest = first_said(speaking)
    items = document_items(rest)
    return Draft(
        status="answered",
        evidence=ANECDOTAL,
        lead=(*nothing_tested(catalog, question), *document_claims(first.source, first.said)),
        sections=(Section(heading=HEADING, items=items),) if items else (),
        caveats=(*draft.caveats, *seller_caveats(speaking), no_study_caveat(speaking)),
    )


def first_said(speaking: Sequence[Speaking]) -> tuple[Speaking, list[Speaking]]:
    """Take the best sentence of the best document for the first line, and leave the rest."""
    best = speaking[0]
    rest = tuple(said for said in best.said if said != best.best)
    left = [best._replace(said=rest)] if rest else []
    return best._replace(said=(best.best,)), [*left, *speaking[1:]]


def is_unheard(catalog: Catalog, draft: Draft, source_id: str) -> bool:
    """Whether a document has no facts of its own and is not in the answer as a detected study."""
    facts = catalog.abstracts.get(source_id)
    if source_id not in catalog.texts:
        return True
    claims = [*draft.lead, *(c for s in draft.sections for i in s.items for c in i.claims)]
    cited = {quote.source_id for claim in claims for quote in claim.quotes}
    is_left = draft.status != "answered" or source_id not in cited
    return facts is not None and not facts.is_checked and is_left


def read_own(
    catalog: Catalog,
    draft: Draft,
    question: Question,
    passages: Sequence[ScoredPassage],
    read_source: ReadSource,
) -> dict[Source, list[Candidate]]:
    """The documents without facts that name the substance, each with its sentences."""
    own = [p.passage for p in passages if is_unheard(catalog, draft, p.passage.source_id)]
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
        results = {o.start for o in source.detected.outcomes} if source.detected else set()
        scored = [(fitting.score(said, said.start in results), said) for said in told]
        best = sorted(scored, key=lambda pair: -pair[0])
        kept = [said for score, said in best if score > 0][:sentences]
        if kept:
            whole = [said for said in kept if not leans(said)] or kept
            in_order = tuple(sorted(kept, key=lambda said: said.start))
            asks_who = bool({"source", "funding"} & set(question.understanding.intents))
            score = best[0][0] + NAMED_WEIGHT * is_named(source, question)
            score += SELLER_WEIGHT * (asks_who and sells(source))
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
    update: dict[str, Any] = {"sections": (*draft.sections, section)}
    if draft.reason == "substance_absent":
        update |= {"reason": "outcome_absent", "lead": no_study(catalog, question) or draft.lead}
    return draft.model_copy(update=update)


def is_named(source: Source, question: Question) -> bool:
    """Whether a question about what a source says has a word of its name."""
    seen = question.understanding
    words = stems(source.source_id.replace("-", " ")) - stems(" ".join(seen.outcomes))
    return "source" in seen.intents and bool(words & stems(question.text))


def speaks_of(catalog: Catalog, substances: Sequence[str], source: Source) -> bool:
    """Whether a document names one of some substances anywhere; of no substance, any document does."""
    return not substances or any(mentions(catalog, name, source.text) for name in substances)


def document_claims(source: Source, said: Sequence[Candidate]) -> tuple[ReportedClaim, ...]:
    """Each sentence as what the document says: none of them may read as the assistant's own."""
    return tuple(
        ReportedClaim(
            text=f"{speaker(source) if i == 0 else going_on(source)} {sentence.text}",
            quotes=(quote_of(source, sentence),),
            design=Design.ARTICLE,
        )
        for i, sentence in enumerate(said)
    )


def document_items(speaking: Sequence[Speaking]) -> tuple[Item, ...]:
    """One bullet a document."""
    return tuple(Item(claims=document_claims(s.source, s.said)) for s in speaking)


def nothing_tested(catalog: Catalog, question: Question) -> tuple[DraftClaim, ...]:
    """Before what pages say: that no document here is known to be a study of it in people."""
    seen = question.understanding
    groups = catalog.groups(seen.outcomes)
    if not groups or "efficacy" not in seen.intents:
        return ()
    return no_study(catalog, question)


def no_study(catalog: Catalog, question: Question) -> tuple[DraftClaim, ...]:
    """The search that finds no study of the substance, on the outcome where one was asked for."""
    seen = question.understanding
    groups = catalog.groups(seen.outcomes)[:1]
    if not seen.substances:
        return ()
    name = seen.substances[0]
    query = Coverage(
        substances=catalog.forms(name), outcome_groups=groups, scope="people_direct", expected=0
    )
    if catalog.count(query):
        return ()
    label = f" and {outcome_label(catalog, groups[0], seen.outcomes)}" if groups else ""
    text = f"{UNKNOWN}: no document here is known to be a study of {name}{label} in people."
    return (CoverageClaim(text=text, query=query),)


def mentions(catalog: Catalog, substance: str, text: str) -> bool:
    """Whether a text names a substance, by any of its names in the vocabulary."""
    item = catalog.substances[substance]
    words = f" {' '.join(WORD.findall(plain(text)))} "
    names = (item.name, *item.synonyms, *item.brands)
    return any(f" {' '.join(WORD.findall(plain(name)))} " in words for name in names)
