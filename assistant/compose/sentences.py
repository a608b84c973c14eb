"""The sentences of documents that fit a question: by topic, by substance, by shared words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from math import log

from assistant.compose.efficacy import ARTICLES_HEADING
from assistant.compose.parts import (
    Question,
    article_item,
    as_lead,
    sentence_item,
    stems,
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
from assistant.triage import is_english
from assistant.understand import WORD
from assistant.understand.phrases import split_words

MAX_ITEMS = 6
MIN_SHARED = 2
"""Content words, stemmed, that a sentence must share with a question for them to count."""
AMOUNT_AND_UNIT = re.compile(r"(\d)([a-z])")
MIN_UNKNOWN = 3
MIN_SENTENCES = 30
"""Sentences of studies from which a word that none of them holds is a foreign one."""
MIN_NAME = 4
REMEMBERED = 16384
"""Sentences and names whose words are kept: each is looked at for many questions."""
SUBJECT = re.compile(
    r"\b(does|do|is|are|can|will|would|could|taking|take|about|of|with)(\s+\w-?)?\s*$", re.I
)
"""What stands before the thing that a question is about."""
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


class SentenceRanks:
    """Every sentence of the studies, to be found by the rarer words of a question."""

    def __init__(self, catalog: Catalog) -> None:
        """Count in how many sentences each word stands."""
        studies = [f for f in catalog.abstracts.values() if not f.is_retracted]
        self._bags_of = {
            facts.id: [frozenset(words) for words in tokenize(facts.sentences())]
            for facts in studies
        }
        self._bags = [bag for bags in self._bags_of.values() for bag in bags]
        self._counts = Counter(word for bag in self._bags for word in bag)

    def rarity(self, word: str) -> float:
        """The natural logarithm of sentences by sentences that hold the word; 0 for unknown words."""
        count = self._counts[word]
        return log(len(self._bags) / count) if count else 0.0

    def _asked(self, question: str, substances: Collection[str]) -> frozenset[str]:
        """The content words of a question without the names of substances; "600mg" is two."""
        apart = AMOUNT_AND_UNIT.sub(r"\1 \2", question.lower())
        return stems(apart) - stems(" ".join(substances))

    def is_foreign(self, question: str, substances: Collection[str]) -> bool:
        """Whether most of what a question says stands in no document, so that it is of other things."""
        if len(self._bags) < MIN_SENTENCES:
            return False
        asked = self._asked(question, substances)
        unknown = [word for word in asked if not self._counts[word]]
        return len(unknown) >= MIN_UNKNOWN and 2 * len(unknown) >= len(asked)

    def unknown_names(self, question: str) -> tuple[str, ...]:
        """The words of a question that no study holds and that are no everyday words."""
        words = [word for word in WORD.findall(question) if len(word) >= MIN_NAME]
        unknown = [w for w in words if not any(self._counts[s] for s in stems(w)) and stems(w)]
        rare = [w for w in unknown if not is_english(w.lower())]
        asked = [w for w in unknown if SUBJECT.search(question[: question.index(w)])]
        return tuple(dict.fromkeys(rare or asked))

    def shared(self, question: str, facts: Abstract, substances: Collection[str]) -> list[float]:
        """For each sentence of a study the summed rarity of the words that a question shares with it.

        The names of the substances count nothing, and one word alone neither.
        """
        asked = self._asked(question, substances)
        common = [asked & bag for bag in self._bags_of[facts.id]]
        return [
            sum(map(self.rarity, words)) if len(words) >= MIN_SHARED else 0.0 for words in common
        ]


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
        and not names_others(catalog, facts, statement.text, substances)
    ]
    first = {Design.GUIDELINE, Design.FACT_SHEET}
    found.sort(key=lambda pair: (pair[0].kind not in first, pair[0].id))
    return found


def names_others(
    catalog: Catalog, facts: Abstract, sentence: str, substances: Collection[str]
) -> bool:
    """Whether a sentence of a source on several substances names only others than those asked about."""
    own = set(facts.substances) & set(substances)
    named = {name for name in facts.substances if mentions(catalog, name, sentence)}
    return bool(named) and not named & own


def mentions(catalog: Catalog, substance: str, text: str) -> bool:
    """Whether a text names a substance, by any of its names in the vocabulary."""
    words = spaced(text)
    item = catalog.substances.get(substance)
    names = (item.name, *item.synonyms, *item.brands) if item else (substance,)
    return any(spaced(name) in words for name in names)


@lru_cache(maxsize=REMEMBERED)
def spaced(text: str) -> str:
    """The plain words of a text with a space around each, so that one within another isn't found."""
    return f" {' '.join(split_words(text))} "


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


def first_as_lead(catalog: Catalog, items: Sequence[Item]) -> tuple[DraftClaim, ...]:
    """Use the first bullet's first claim as the first line of the answer, without its label."""
    return (as_lead(catalog, items[0].claims[0]),) if items else ()
