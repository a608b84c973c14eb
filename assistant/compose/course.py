"""What happens over time: how soon something was seen, for how long it was tested, and what came after stopping."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal

from assistant.compose.absence import is_held
from assistant.compose.lengths import LENGTH, length_item, trials_lasting
from assistant.compose.medicines import count_others
from assistant.compose.mentioned import names_outcome
from assistant.compose.parts import (
    HARM_GROUPS,
    Question,
    as_lead,
    author_name,
    join_words,
    quote_sentence,
    sentence_item,
)
from assistant.compose.people import people_lead, special_pairs, special_people
from assistant.compose.selection import outcome_label
from assistant.compose.sentences import MAX_ITEMS, NOT_APPLICABLE, names_others, scope, statements
from assistant.compose.tested import with_names
from assistant.compose.unknown import UNKNOWN
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Draft,
    DraftClaim,
    Operands,
    Section,
    StatementTopic,
)
from assistant.understand import plain
from assistant.weigh import SYNTHESES

Kind = Literal["stopping", "long use", "onset"]
LONG_USE: Kind = "long use"
ASKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "onset",
        re.compile(
            r"\b(until|till|before|how (fast|soon|quick\w*)|kick\w* in|notic\w+|to (start )?work\w*|overnight|immediately|right away)\b"
        ),
    ),
    ("long use", re.compile(r"\b(stops? working|wears? off|used to|tolerance)\b")),
    (
        "stopping",
        re.compile(
            r"\b(stop\w*|quit\w*|com(e|ing) off|go(ing)? off|get(ting)? off|withdraw\w*|rebound|taper\w*|wean\w*|discontinu\w*|"
            r"cold turkey)\b"
        ),
    ),
    (
        "long use",
        re.compile(
            r"\b(long[- ]?term|for (many |several )?(years|life|ever)|years|forever|indefinitely|permanent\w*|lifelong|every day|"
            r"breaks?|cycl\w+|keep taking|how long (can|may|should|is it)|for how long|over time)\b"
        ),
    ),
)
"""How people ask about the course, the surest words first; all else asks how soon."""
TELLS: dict[Kind, re.Pattern[str]] = {
    "stopping": re.compile(
        r"\bafter (\w+ ){0,3}stopp(ed|ing)\b|\b(rebound|withdrawal symptoms|returned (\w+ )?after)\b", re.I
    ),
    "long use": re.compile(
        r"\blong-term (?!proton|steroid|users? of prescription)|\blong(er)? use\b|\blonger-term\b|\bmany years of use\b|\bwear off\b|, for long\b", re.I
    ),
    "onset": re.compile(
        r"\b(appeared|seen|grew|clearer)\b[^.]*\b(within|after|over) (\w+ ){0,3}(days|weeks|months)\b|\bshorter or longer than\b|"
        r"\bnot from single doses\b|\bwear off\b", re.I
    ),
}  # fmt: skip
"""What a sentence has that tells of it."""
STOP_WORDS = ("after stopping", "supplement stopped", "withdrawal symptom", "rebound")
"""Words of which a document on stopping holds one."""
HEADINGS: dict[Kind, str] = {
    "stopping": "After stopping",
    "long use": "On long use",
    "onset": "How soon something was seen",
}
LASTED_HEADING = "How long it was tested"
MAX_TOLD, MAX_LASTED, MAX_NAMED = 4, 5, 3


def answer_course(catalog: Catalog, question: Question) -> Draft | None:
    """What documents say of the time that it takes, of long use or of stopping, and how long trials lasted."""
    seen = question.understanding
    substance = seen.substances[0]
    if not is_held(catalog, substance):
        return None
    near = tuple(scope(catalog, substance))
    kind = asked_kind(question.text)
    groups = set(catalog.groups(seen.outcomes))
    told = said_of(catalog, near, kind, groups)
    lasting = trials_lasting(catalog, catalog.forms(substance), groups)
    items = [sentence_item(catalog, *said) for said in told[:MAX_TOLD]]
    shown = items[: 2 if kind == "stopping" else 1]
    lead: list[DraftClaim] = [as_lead(catalog, item.claims[0]) for item in shown]
    if kind == "stopping" and not told:
        query = Coverage(substances=near, words=STOP_WORDS, expected=0)
        if catalog.count(query) == 0:
            said = f"{UNKNOWN}: no document here says what happens when {substance} is stopped."
            lead.append(CoverageClaim(text=said, query=query))
    if kind != "stopping" or not told:
        lead += lasted(catalog, substance, lasting, kind, is_told=bool(told))
    if not lead:
        lead += untimed(catalog, question, substance, groups)
    if not lead:
        return None
    if special_people(question):
        topics: tuple[StatementTopic, ...] = ("safety", "advice")
        special = special_pairs(question, statements(catalog, near, topics))
        lead = [*people_lead(catalog, question, substance, special, is_known=False), *lead]
    sections = [Section(heading=HEADINGS[kind], items=tuple(items))] if items else []
    lengths = tuple(length_item(catalog, facts) for facts, _ in lasting[:MAX_ITEMS])
    sections += [Section(heading=LASTED_HEADING, items=lengths)] if lengths else []
    if not sections and all(claim.kind == "coverage" for claim in lead):
        return Draft(status="no_evidence", reason="outcome_absent", lead=tuple(lead))
    return Draft(
        status="answered", evidence=NOT_APPLICABLE, lead=tuple(lead), sections=tuple(sections)
    )


def asked_kind(text: str) -> Kind:
    """What of the course a question is after."""
    lowered = plain(text)
    return next((kind for kind, asks in ASKS if asks.search(lowered)), "onset")


def untimed(
    catalog: Catalog, question: Question, substance: str, groups: Collection[str]
) -> list[DraftClaim]:
    """Say that no trial tested it, so that nothing tells how long it takes, if a search shows that."""
    query = Coverage(
        substances=tuple(scope(catalog, substance)),
        outcome_groups=tuple(groups),
        scope="people_trials",
        expected=0,
    )
    if catalog.count(query) or any(
        match.facts.kind in SYNTHESES for match in catalog.standing(query.substances, groups)
    ):
        return []
    label = (
        outcome_label(catalog, next(iter(groups)), question.understanding.outcomes)
        if groups
        else ""
    )
    on = f" on {label}" if label else ""
    text = f"{UNKNOWN}: no trial here tested {substance}{on}, so no trial tells how long it takes."
    return [CoverageClaim(text=text, query=query)]


def said_of(
    catalog: Catalog, near: Sequence[str], kind: Kind, groups: set[str]
) -> list[tuple[Abstract, str]]:
    """The sentences on people that tell of the course, those from studies of what was asked about first.

    How soon a harm came is no answer to how soon something works.
    """
    found = [
        (facts, sentence)
        for facts, _ in catalog.standing(near)
        if facts.species == "human"
        for sentence in dict.fromkeys(facts.sentences())
        if TELLS[kind].search(sentence)
        and sentence != facts.funding
        and not names_others(catalog, facts, sentence, near)
        and (kind != "onset" or not names_outcome(catalog, sentence, HARM_GROUPS))
        and (kind != LONG_USE or not count_others(catalog, sentence, ()))
    ]
    on_asked = [
        (facts, text)
        for facts, text in found
        if groups & {outcome.group for outcome in facts.outcomes}
        and (kind != "onset" or not names_others_than(catalog, text, groups))
    ]
    results = {o.finding for facts, _ in found for o in facts.outcomes}
    is_narrow = bool(groups - HARM_GROUPS) and (kind == "onset" or bool(on_asked))
    chosen = on_asked if is_narrow else found
    is_of_safety = kind == LONG_USE
    return sorted(
        chosen, key=lambda said: (is_of_safety and "safety" not in said[1], said[1] not in results)
    )


def names_others_than(catalog: Catalog, text: str, groups: Collection[str]) -> bool:
    """Whether a sentence names outcomes, and none of some groups among them."""
    named = catalog.groups(found.name for found in catalog.names.find_outcomes(text))
    return bool(named) and not set(named) & set(groups)


def lasted(
    catalog: Catalog,
    substance: str,
    lasting: Sequence[tuple[Abstract, str]],
    kind: Kind,
    *,
    is_told: bool,
) -> list[DraftClaim]:
    """Say how long the trials lasted, the shortest first; of long use, the longest alone."""
    if not lasting:
        return []
    only_longest = kind == LONG_USE
    by_length: dict[str, list[Abstract]] = {}
    for facts, length in lasting[:1] if only_longest else reversed(lasting):
        by_length.setdefault(length, []).append(facts)
    chosen = {length: by_length[length][:MAX_NAMED] for length in list(by_length)[:MAX_LASTED]}
    lengths = [with_names(length, map(author_name, found)) for length, found in chosen.items()]
    begins = "The trials here lasted" if len(lasting) > 1 else "The one trial here lasted"
    if all(facts.kind in SYNTHESES for facts, _ in lasting):
        begins = "The pooled trials lasted"
    elif only_longest:
        begins = f"The longest trial of {substance} here lasted"
    if kind == "onset" and not is_told:
        begins = f"How soon is not told here; {begins[0].lower()}{begins[1:]}"
    matches = [LENGTH.match(length) for length in chosen]
    values = [float(n) for m in matches if m for n in (m["number"], m["most"]) if n]
    trials = [facts for found in chosen.values() for facts in found]
    return [
        DerivedClaim(
            text=f"{begins} {join_words(lengths)}.",
            quotes=tuple(quote_sentence(catalog, f.id, f.design) for f in trials),
            operands=Operands(
                operation="list", values=tuple(values), source_ids=tuple(f.id for f in trials)
            ),
            design=trials[0].kind,
        )
    ]
