"""The medicines that a question names, and the words by which documents speak of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from assistant.compose.parts import join_words
from assistant.retrieve import Catalog
from assistant.schema import Medicine, Understanding

MIN_STEM = 5
"""Letters from which a stem is looked for inside words ("statin" in "atorvastatin"), shorter ones at their beginning."""
IN_GENERAL = "prescription medicines"
"""The class that stands for medicines of any kind."""


class AskedMedicine(NamedTuple):
    """A class of medicines that a question names, by itself or by one of its medicines."""

    named: str
    """How an answer names what was typed: a brand with its generic name."""
    single: tuple[str, ...]
    """Generic names, and brands as typed, of the single medicines that were named."""
    words: tuple[str, ...]
    """These, and the stems by which documents speak of the class."""
    effects: tuple[str, ...]
    """Words for what the class does to people."""


def asked_medicines(catalog: Catalog, seen: Understanding) -> tuple[AskedMedicine, ...]:
    """Find the words for the medicines that a question names, in its order."""
    classes = {item.name: item for item in catalog.vocabulary.medicines}
    return tuple(
        asked_medicine(classes[name], seen.medicines_as_typed, is_alone=len(seen.medicines) == 1)
        for name in seen.medicines
        if name in classes
    )


def asked_medicine(item: Medicine, typed: Sequence[str], *, is_alone: bool) -> AskedMedicine:
    """Tell which typed names are of a class; a misspelt one is, where no other class was named."""
    generics = {name.lower() for name in item.generics}
    brands = {name.lower(): name for name in item.brands}
    own = {name.lower() for name in item.names}
    single: list[str] = []
    named: list[str] = []
    for name in typed:
        if name in brands:
            generic = item.brands[brands[name]]
            single += [generic.lower(), name]
            named.append(f"{brands[name]} ({generic})")
        elif name in own or is_alone:
            single += [name] if name in generics else []
            named.append(name)
    return AskedMedicine(
        named=join_words(named) or item.name,
        single=tuple(single),
        words=tuple(dict.fromkeys((*single, *item.words))),
        effects=item.effects,
    )


def words_of(medicines: Sequence[AskedMedicine]) -> tuple[str, ...]:
    """The words by which documents may speak of any of some medicines."""
    return tuple(dict.fromkeys(word for asked in medicines for word in asked.words))


def single_of(medicines: Sequence[AskedMedicine]) -> tuple[str, ...]:
    """The names of the single medicines among some."""
    return tuple(dict.fromkeys(name for asked in medicines for name in asked.single))


def names_drug(text: str, words: Collection[str]) -> bool:
    """Whether a sentence names one of some medicines, by its stem."""
    lowered = text.lower()
    return any(
        word.lower() in lowered
        if len(word) >= MIN_STEM
        else re.search(rf"\b{re.escape(word.lower())}", lowered) is not None
        for word in words
    )


def count_others(catalog: Catalog, text: str, words: Collection[str]) -> int:
    """How many classes of medicines a sentence names beside those that go by some words."""
    return sum(
        names_drug(text, (*item.words, *item.generics))
        for item in catalog.vocabulary.medicines
        if item.name != IN_GENERAL and not set(item.words) & set(words)
    )
