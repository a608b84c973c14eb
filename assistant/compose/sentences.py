"""The sentences of documents that fit a question: by topic, by substance, by shared words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from assistant.compose.efficacy import ARTICLES_HEADING
from assistant.compose.parts import (
    Question,
    article_item,
    sentence_item,
)
from assistant.index import tokenize
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    Design,
    DraftClaim,
    Evidence,
    Item,
    Section,
    Statement,
    StatementTopic,
)

MAX_ITEMS = 6
MAX_OF_ONE = 2
"""Statements shown of one document."""
NOT_APPLICABLE = Evidence(
    level="not_applicable",
    direction="not_applicable",
    strongest_design=None,
    human_trials=0,
    participants=None,
    null_results=0,
)


@lru_cache(maxsize=50_000)
def stems(text: str) -> frozenset[str]:
    """The content words of a text, stemmed."""
    return frozenset(tokenize([text])[0])


def by_overlap(question: str, texts: Sequence[str]) -> list[int]:
    """Order texts by how many of the question's rarer words they share; those sharing none are out."""
    wanted = stems(question)
    bags = [stems(text) for text in texts]
    weight = {word: 1 / (1 + sum(word in bag for bag in bags)) for word in wanted}
    scores = [sum(weight[word] for word in wanted & bag) for bag in bags]
    return sorted((i for i, s in enumerate(scores) if s > 0), key=lambda i: (-scores[i], i))


def statements(
    catalog: Catalog, substances: Collection[str], topics: Collection[StatementTopic]
) -> list[tuple[Abstract, Statement]]:
    """Find the statements of some topics on some substances; fact sheets and guidelines first."""
    found = [
        (facts, statement)
        for facts in catalog.abstracts.values()
        if set(facts.substances) & set(substances) and not facts.is_retracted
        for statement in facts.statements
        if statement.topic in topics
    ]
    first = {Design.GUIDELINE, Design.FACT_SHEET}
    found.sort(key=lambda pair: (pair[0].kind not in first, pair[0].id))
    return found


def scope(catalog: Catalog, substance: str) -> list[str]:
    """The substance, its forms, and the element that it is a form of."""
    item = catalog.substances.get(substance)
    names = list(catalog.forms(substance))
    return names + ([item.form_of] if item and item.form_of else [])


def statement_items(
    catalog: Catalog, question: Question, pairs: Sequence[tuple[Abstract, Statement]], limit: int
) -> list[Item]:
    """Show the statements that fit the question best, one document in turn."""
    names = stems(" ".join(question.understanding.substances))
    asked = " ".join(stems(question.text) - names)
    order = by_overlap(asked, [s.text for _, s in pairs])
    order += [i for i in range(len(pairs)) if i not in order]
    chosen: list[tuple[Abstract, Statement]] = []
    for i in order:
        same = [facts for facts, _ in chosen if facts.id == pairs[i][0].id]
        if len(same) < MAX_OF_ONE and len(chosen) < limit:
            chosen.append(pairs[i])
    return [sentence_item(catalog, facts, statement.text) for facts, statement in chosen]


def article_section(
    catalog: Catalog,
    substances: Collection[str],
    topics: Collection[str],
    limit: int = 3,
    beside: Callable[[Abstract], str | None] = lambda facts: None,
) -> list[Section]:
    """Show what articles claim on a topic, one claim an article, errors and steps up first."""
    found = [(a, c) for a, c in catalog.claims(substances) if c.topic in topics]
    found.sort(
        key=lambda pair: (pair[1].is_error, bool(pair[1].step_up), bool(pair[1].note)), reverse=True
    )
    items: list[Item] = []
    used: set[str] = set()
    for article, claim in found:
        if article.id not in used and len(items) < limit:
            used.add(article.id)
            items.append(article_item(catalog, article, claim, set(), beside))
    return [Section(heading=ARTICLES_HEADING, items=tuple(items))] if items else []


def first_as_lead(items: Sequence[Item]) -> tuple[DraftClaim, ...]:
    """Use the first bullet's first claim as the first line of the answer."""
    return items[0].claims[:1] if items else ()
