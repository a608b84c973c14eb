"""What an official body says: a regulator, an institute or a society that a question calls by its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from assistant.compose.fitting import ASKING
from assistant.compose.official import LIMIT
from assistant.compose.parts import Question, as_lead, sentence_item, stems
from assistant.compose.sentences import NOT_APPLICABLE, by_overlap, names_others, scope
from assistant.compose.units import AMOUNT
from assistant.retrieve import Catalog
from assistant.schema import Abstract, Coverage, CoverageClaim, Draft, Section
from assistant.triage import is_english
from assistant.understand import WORD

HEADING = "What {} says"
MAX_SAID = 5
ORGANISATION = re.compile(
    r"\b[A-Z][\w-]+ (?:(?:[A-Z][\w-]+|of|and|on|for) ){0,6}?"
    r"(?:(?:Academy|Association|Committee|Society|College|Institutes?|Office)(?: (?:of|on|for)(?: [A-Z]\w+){1,2})?|"
    r"Administration|Authority|Agency|Organi[sz]ation|Panel|Task Force)\b"
)
"""A body by its full name."""
SMALL = frozenset({"of", "and", "on", "for", "the", "to", "in"})
ACRONYM = re.compile(r"\b[A-Z]{3,6}\b")
SAYS = r"(?:say|says|said|claim|claims|write|writes|recommend|recommends|advise|advises|think|thinks|conclude|state|states|report|warn)"
KIND_OF_PAGE = (
    r"(?:\s+(?:page|article|site|website|webpage|blog|guideline|fact ?sheet|post|guide|notice))?"
)
FRAMES = (
    re.compile(
        rf"\b(?:does|do|did|has)\s+(?:the\s+)?(?P<name>\S+(?:\s\S+){{0,3}}?){KIND_OF_PAGE}\s+(?:really\s+|actually\s+)?{SAYS}\b",
        re.I,
    ),
    re.compile(
        rf"\baccording to\s+(?:the\s+)?(?P<name>\S+?(?:\s[A-Z]\S*){{0,3}}?){KIND_OF_PAGE}(?=[,?.]|\s+(?:is|does|do|how|what|can|should)\b|$)"
    ),
)
"""How people ask what somebody says."""
NOBODY = re.compile(
    r"\b(?:it|its|they|he|she|you|we|i|one|people|anyone|anybody|someone|doctors?|experts?|scientists?|researchers?|authors?|science|research|"
    r"evidence|data|literature|stud(?:y|ies)|trials?|papers?|reviews?|meta-analys\w+|documents?|sources?|articles?|pages?|sites?|websites?|"
    r"blogs?|shops?|sellers?|suppliers?|stores?|explainers?|guides?|guidelines?|labels?|ads?|adverts?|company|companies|makers?|this|that|these|"
    r"those|your|my|corpus|abstracts?|cochrane)\b",
    re.I,
)
"""Words that make a name none of one body."""


def known_bodies(catalog: Catalog) -> dict[str, frozenset[str]]:
    """The ids of guidelines and fact sheets by the short and full names of the bodies behind them."""
    found: dict[str, set[str]] = {}
    for facts in catalog.abstracts.values():
        for name in names_of_body(facts):
            found.setdefault(name, set()).add(facts.id)
    return {name: frozenset(ids) for name, ids in found.items()}


def names_of_body(facts: Abstract) -> Iterator[str]:
    """The names of the bodies behind a document, in lower case: in full, and by their initials."""
    from_body = facts.kind.value in {"guideline", "fact_sheet"}
    if not from_body:
        return
    shorts = ACRONYM.findall(facts.authors or "")
    yield from (short.lower() for short in shorts)
    for full in ORGANISATION.findall(" ".join(facts.sentences())):
        if initials(full) in shorts:
            yield full.lower().removeprefix("the ")
    for full in ORGANISATION.findall(f"{facts.authors or ''}; {facts.title}"):
        words = [word for word in WORD.findall(full) if word.lower() not in SMALL]
        yield full.lower()
        for start in range(len(words) - 2):
            yield "".join(w if w.isupper() else w[0] for w in words[start:]).lower()


def initials(full: str) -> str:
    """The initials of a name's words; small words and a leading article have none."""
    words = [word for word in WORD.findall(full) if word.lower() not in SMALL]
    return "".join(word[0] for word in words)


def asked_body(catalog: Catalog, text: str) -> str | None:
    """The name of a body of these documents that a question holds, as it is typed."""
    lowered = text.lower()
    known = catalog.derive(known_bodies)
    full = [name for name in known if " " in name and name in lowered]
    if full:
        start = lowered.index(max(full, key=len))
        return text[start : start + len(max(full, key=len))]
    short = [w for w in WORD.findall(text) if w.lower() in known]
    return next((w for w in short if w.isupper() or not is_english(w.lower())), None)


def named_source(text: str) -> str | None:
    """Whoever a question asks about what they say, as it is typed; None for nobody in particular."""
    for frame in FRAMES:
        if (found := frame.search(text)) and not NOBODY.search(found["name"]):
            name: str = found["name"].strip(" ,'\"")
            if frame is FRAMES[0] or name[:1].isupper():  # Hearsay is "according to reddit".
                return name
    return None


def answer_body(catalog: Catalog, question: Question, body: str) -> Draft | None:
    """What the documents of a body say on a substance, the sentences closest to the question first."""
    near = {n for name in question.understanding.substances for n in scope(catalog, name)}
    ids = catalog.derive(known_bodies)[body.lower()]
    documents = [catalog.abstracts[i] for i in sorted(ids)]
    said = list(sentences_of(catalog, documents, near)) or list(mentions_of(catalog, body, near))
    if not said:
        return None
    names = stems(f"{' '.join(question.understanding.substances)} {body}")
    asked = " ".join(stems(question.text) - names - ASKING)
    order = by_overlap(asked, [s for _, s in said])
    order += [i for i in range(len(said)) if i not in order]
    if "dose" in question.understanding.intents:
        limits = upper_levels(documents) if LIMIT.search(question.text) else set()
        order.sort(key=lambda i: (said[i][1] not in limits, not AMOUNT.search(said[i][1])))
    items = tuple(sentence_item(catalog, *said[i]) for i in order[:MAX_SAID])
    heading = HEADING.format(body if " " in body else body.upper())
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=(as_lead(catalog, items[0].claims[0]),),
        sections=(Section(heading=heading, items=items),),
    )


def upper_levels(documents: Collection[Abstract]) -> set[str]:
    """The statements of some documents on how much is too much."""
    return {s.text for facts in documents for s in facts.statements if s.topic == "upper_level"}


def sentences_of(
    catalog: Catalog, documents: Collection[Abstract], near: Collection[str]
) -> Iterator[tuple[Abstract, str]]:
    """What documents state: their results and statements on some substances."""
    for facts in documents:
        if set(facts.substances) & set(near) and not facts.is_retracted:
            for said in (*(o.finding for o in facts.outcomes), *(s.text for s in facts.statements)):
                if not names_others(catalog, facts, said, near):
                    yield facts, said


def mentions_of(
    catalog: Catalog, body: str, near: Collection[str]
) -> Iterator[tuple[Abstract, str]]:
    """What other documents on some substances tell of a body."""
    names = [
        name
        for name, ids in catalog.derive(known_bodies).items()
        if ids == catalog.derive(known_bodies)[body.lower()]
    ]
    for facts in catalog.abstracts.values():
        if set(facts.substances) & set(near) and not facts.is_retracted:
            for said in facts.sentences():
                if any(re.search(rf"\b{re.escape(name)}\b", said.lower()) for name in names):
                    yield facts, said


def not_here(catalog: Catalog, name: str) -> CoverageClaim | None:
    """Say that no document is from whoever a question names, if none of them names it."""
    query = Coverage(substances=(), words=(name.lower(),), expected=0)
    if catalog.count(query):
        return None
    return CoverageClaim(text=f"No document here is from {name}.", query=query)


def is_speaker(name: str, catalog: Catalog) -> bool:
    """Whether a name is that of an article's speaker."""
    return any(
        stems(name) <= stems(f"{a.speaker} {a.title} {a.authors or ''}")
        for a in catalog.articles.values()
    )


def mentions_any(catalog: Catalog, question: Question, name: str) -> bool:
    """Whether a name is only what the question is about, and not whoever speaks."""
    words = stems(name)
    topics = " ".join((*question.understanding.substances, *question.understanding.outcomes))
    known = stems(topics) | {
        s
        for n in question.understanding.substances
        for s in stems(" ".join(catalog.substances[n].phrases))
    }
    return not words or bool(words & known)
