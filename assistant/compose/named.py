"""The sentences and results of documents that name the medicines of a question, or what these do to people."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.compose.medicines import AskedMedicine, names_drug, single_of, words_of
from assistant.compose.parts import sentence_item, study_item
from assistant.compose.sentences import names_others, statements
from assistant.retrieve import Catalog
from assistant.schema import Abstract, Item, Outcome, StatementTopic, StudyResult

MAX_SAFETY = 3
ON_USE: tuple[StatementTopic, ...] = (
    "interaction",
    "safety",
    "advice",
    "timing",
    "dose",
    "upper_level",
)
"""Topics under which a statement that names a medicine is one on taking both."""
MAX_BESIDE = 1
"""Interactions with other medicines shown beside those with the one that was asked about."""


def told_of(
    catalog: Catalog, near: Sequence[str], medicines: Sequence[AskedMedicine]
) -> list[tuple[Abstract, str]]:
    """What documents say of taking a substance with the asked medicines, and one line on others.

    Where they say nothing of those, all that they say of medicines.
    """
    words = words_of(medicines)
    told = [(f, s.text) for f, s in statements(catalog, near, {"interaction"})]
    told += [said for said in sentences_naming(catalog, near, words) if said not in told]
    on_it = [said for said in told if names_drug(said[1], words)]
    single = single_of(medicines)
    on_it.sort(key=lambda said: not names_drug(said[1], single))
    return [*on_it, *[s for s in told if s not in on_it][: MAX_BESIDE if on_it else None]]


def effect_items(
    catalog: Catalog,
    near: Sequence[str],
    medicines: Sequence[AskedMedicine],
    told: Collection[tuple[Abstract, str]],
) -> list[Item]:
    """Show what is said of what the asked medicines do to people, such as bleeding, without naming them."""
    words = {word for asked in medicines for word in asked.effects}
    said = [s for s in sentences_naming(catalog, near, words) if s not in told]
    return [sentence_item(catalog, *pair) for pair in said[:MAX_SAFETY]]


def sentences_naming(
    catalog: Catalog, near: Collection[str], words: Collection[str]
) -> list[tuple[Abstract, str]]:
    """The statements, limits and harms of documents on a substance that hold one of some words.

    What limits a comparison with a medicine says nothing on taking both.
    """
    found = [
        (facts, said.text)
        for facts, said in statements(catalog, near, ON_USE)
        if names_drug(said.text, words)
    ]
    for facts, _ in catalog.standing(near):
        said_of = [facts.harms]
        if facts.comparator_kind != "active":
            said_of += [limit.text for limit in facts.limits]
        found += [
            (facts, text)
            for text in said_of
            if names_drug(text, words) and not names_others(catalog, facts, text, near)
        ]
    return found


def closeness(outcome: Outcome, medicines: Sequence[AskedMedicine]) -> int:
    """How near a result is to the asked medicine: it names the very one (0), its class (1), neither (2)."""
    told = outcome.finding
    if names_drug(told, single_of(medicines)):
        return 0
    return 1 if names_drug(told, words_of(medicines)) else 2


def interaction_item(
    catalog: Catalog, result: StudyResult, medicines: Sequence[AskedMedicine]
) -> Item:
    """Show a study of an interaction: its results on the very medicines first, one on each in turn."""
    ordered = sorted(result.outcomes, key=lambda o: closeness(o, medicines))
    firsts = [
        next((o for o in ordered if names_drug(o.finding, asked.words)), None)
        for asked in medicines
    ]
    ordered = list(dict.fromkeys([*(o for o in firsts if o), *ordered]))
    chosen = result.model_copy(update={"outcomes": tuple(ordered[:3])})
    return study_item(catalog, chosen, "limited")
