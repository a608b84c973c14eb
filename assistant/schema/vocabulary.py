"""The names by which people speak of substances, outcomes, medicines and ways to take something."""

from __future__ import annotations

from pydantic import Field

from assistant.schema.record import Record


class Substance(Record):
    """A substance of the vocabulary. A form (a salt) names its element in `form_of`."""

    name: str
    synonyms: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()
    translations: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Names in other languages, by ISO 639-1 code."""
    form_of: str | None = None
    is_mixture: bool = False
    """Whether the name itself stands for a mixture, so that a study of the mixture is direct."""
    relatives: tuple[str, ...] = ()
    """Declared relatives: what was tested on them is shown, and never counts as direct."""
    ask_back: tuple[str, ...] = ()
    """Look-alike words that mean another substance and are never silently corrected."""
    is_a: str | None = None
    """One noun phrase for what it is."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every English name that people type for it."""
        return (self.name, *self.synonyms, *self.brands, *self.misspellings)


class OutcomePart(Record):
    """A part of an outcome that people name by itself and that not every study of the outcome measured.

    Testosterone is one of the hormones: it is asked about only where it was measured.
    """

    phrases: tuple[str, ...]
    """What people type for it, in any language."""
    words: tuple[str, ...]
    """Stems by which documents speak of it."""


class OutcomeTerm(Record):
    """An outcome of the vocabulary and the group in which its evidence is weighed (R1)."""

    name: str
    group: str
    label: str
    """How an answer names it, e.g. "memory"."""
    examples: tuple[str, ...] = ()
    """How people tell of it without naming it, for the search by meaning alone."""
    synonyms: tuple[str, ...] = ()
    translations: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    surrogate: bool = False
    """A marker rather than something that a person feels or lives (rule R7)."""
    is_prevention: bool = False
    """Getting the condition at all, as against its course in those who have it."""
    is_topic: bool = False
    """A topic of documents rather than an outcome; never guessed from other words."""
    parts: tuple[OutcomePart, ...] = ()
    near: tuple[str, ...] = ()
    """Groups that speak to this condition when its own was not measured in people who have it."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every English phrase that people type for it."""
        return (self.name, self.label, *self.synonyms)


class Medicine(Record):
    """A class of medicines of the vocabulary."""

    name: str
    members: tuple[str, ...] = ()
    """Names of the class, as people type them."""
    generics: tuple[str, ...] = ()
    """Generic names of its single medicines."""
    brands: dict[str, str] = Field(default_factory=dict)
    """Trade names, each with the generic name of what is sold under it."""
    words: tuple[str, ...]
    """Stems by which documents speak of the class."""
    effects: tuple[str, ...] = ()
    """Words for what the class does to people; a sentence with one is near the class and doesn't name it."""
    treats: tuple[str, ...] = ()
    """Outcomes of the vocabulary for which the class is taken."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which people speak of the class or of one of its medicines."""
        return (*self.members, *self.generics, *self.brands)


class Way(Record):
    """A way in which something is taken, or what it comes in: by injection, in food, as an acetate."""

    name: str
    kind: str
    """What it is a way of; two of one kind can be set against each other."""
    words: tuple[str, ...]
    """Beginnings of words by which documents speak of it; the first stands for the lay ones."""
    lay: tuple[str, ...] = ()
    """What people type for it and no document says."""
