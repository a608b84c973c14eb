"""What a reader could ask next, from what the documents hold: nothing that they can't answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assistant.compose.parts import HARM_GROUPS
from assistant.compose.selection import studied_groups
from assistant.retrieve import PEOPLE, Catalog
from assistant.schema import Abstract, Answer, Design

MOST = 4
GROUPS = 12


def next_questions(answer: Answer, catalog: Catalog) -> tuple[str, ...]:
    """Up to four questions on the answer's substance; none after a refusal or an emergency."""
    if answer.status not in {"answered", "no_evidence"} or not answer.understanding.substances:
        return ()
    substance = answer.understanding.substances[0]
    asked = answer.question.lower()
    found = (text for text in candidates(answer, catalog, substance) if text.lower() != asked)
    return tuple(text for text, _ in zip(dict.fromkeys(found), range(MOST), strict=False))


def candidates(answer: Answer, catalog: Catalog, substance: str) -> Iterator[str]:
    """Questions that records of this corpus speak to, the most telling first."""
    seen = answer.understanding
    compounds = set(catalog.forms(substance))
    asked = set(catalog.groups(seen.outcomes))
    groups = [g for g in studied_groups(catalog, substance, GROUPS) if g not in asked]
    effects = [name for group in groups if (name := outcome_name(catalog, compounds, group))]
    if "safety" not in seen.intents and has_harms(catalog, compounds):
        yield f"Is {substance} safe?"
    yield from (f"Does {substance} help with {name}?" for name in effects[:2])
    if "funding" not in seen.intents and cited_studies(answer):
        yield f"Who paid for the studies of {substance}?"
    if "dose" not in seen.intents and has_doses(catalog, compounds):
        yield f"How much {substance} was used in the studies?"
    yield from (f"Does {substance} help with {name}?" for name in effects[2:])


def outcome_name(catalog: Catalog, compounds: set[str], group: str) -> str | None:
    """How a question names what people were studied for in a group; None for harms and markers."""
    if group in HARM_GROUPS:
        return None
    names: Counter[str] = Counter()
    for match in catalog.standing(compounds, [group]):
        for outcome in match.outcomes:
            term = catalog.outcomes.get(outcome.name)
            is_of_people = match.facts.kind in PEOPLE and match.facts.species == "human"
            is_effect = outcome.role != "harm" and outcome.direction != "harm"
            if term and is_of_people and is_effect and not term.is_topic and not term.surrogate:
                names[term.label] += 1
    return min(names, key=lambda name: (-names[name], len(name))) if names else None


def has_harms(catalog: Catalog, compounds: set[str]) -> bool:
    """Whether a study reports on harms of one of these."""
    return any(match.facts.harms_reported for match in catalog.standing(compounds))


def has_doses(catalog: Catalog, compounds: set[str]) -> bool:
    """Whether a trial states its dose."""
    return any(
        match.facts.kind is Design.RCT and match.facts.dose_compound_mg_per_day is not None
        for match in catalog.standing(compounds)
    )


def cited_studies(answer: Answer) -> bool:
    """Whether the answer cites a study."""
    return any(citation.design is not Design.ARTICLE for citation in answer.citations)


def named_substances(catalog: Catalog) -> list[str]:
    """The substances of which some document speaks, by name."""
    named = {name for facts in catalog.abstracts.values() for name in facts.substances}
    named |= {name for article in catalog.articles.values() for name in article.substances}
    return sorted(named, key=str.lower)


def named_groups(catalog: Catalog, facts: Abstract | None = None) -> list[str]:
    """The groups of outcomes that studies report on."""
    studies = [facts] if facts else catalog.abstracts.values()
    return sorted({outcome.group for study in studies for outcome in study.outcomes})
