"""The rules of triage, read from `rules/*.yaml`: one file a language, patterns over plain sentences.

A pattern is a regular expression with three shorthands: `{name}` is one of a class of words, ` .. ` at
most four words, ` ... ` anything short within the sentence, and `word*` takes any ending. A rule holds
where one of its patterns stands in a sentence that no setting sets aside (a trial, the past, fiction, a
question in general) and that does not deny it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, get_args

from assistant.load import load_yaml

FOLDER = files("assistant.triage") / "rules"
LANGUAGES = ("en", "nl", "de", "es", "fr")
Kind = Literal["acute", "poisoning", "liver", "animal", "shop", "other"]
"""What a message is about, by which what is said to it is chosen."""
Section = Literal["crisis", "urgent", "declined", "pets", "out_of_scope"]
GAP = r"(?: \S+){0,4}? "
ANYTHING = r"\b.{0,80}?(?:\b|(?<=\s))"
SENTENCE_END = re.compile(r"[!?;]+|\.(?!\d)")
MIN_REPAIRED = 5
"""Letters of the words whose misspelling must not hide an emergency."""


class Setting(NamedTuple):
    """What makes a sentence no report of something that happens here and now."""

    holds: re.Pattern[str] | None
    begins: re.Pattern[str] | None
    without: re.Pattern[str] | None

    def applies(self, sentence: str) -> bool:
        """Whether it sets a sentence aside."""
        if self.without and self.without.search(sentence):
            return False
        begins = self.begins is not None and self.begins.match(sentence)
        return bool(begins or (self.holds and self.holds.search(sentence)))


class Rule(NamedTuple):
    """A named rule; its name goes into the log, people's words never do."""

    name: str
    says: re.Pattern[str] | None
    """Found in one sentence."""
    both: tuple[re.Pattern[str], ...]
    """Each found somewhere in the message."""
    several: re.Pattern[str] | None
    """Found in so many different words of the message."""
    least: int
    unless: tuple[str, ...]
    kind: Kind


class Rulebook(NamedTuple):
    """All rules of one language."""

    rules: dict[Section, tuple[Rule, ...]]
    settings: dict[str, Setting]
    denied: re.Pattern[str]
    words: frozenset[str]
    """Words that the rules hold, spelt right."""

    def find(self, section: Section, text: str) -> Rule | None:
        """Find the first rule of a section that a plain text meets."""
        sentences = [part.strip() for part in SENTENCE_END.split(text) if part.strip()]
        aside: dict[str, list[bool]] = {}
        for name, setting in self.settings.items():
            aside[name] = [setting.applies(sentence) for sentence in sentences]
        for rule in self.rules.get(section, ()):
            heard = [
                sentence
                for i, sentence in enumerate(sentences)
                if not any(aside[name][i] for name in rule.unless)
            ]
            if heard and self._is_met(rule, heard):
                return rule
        return None

    def _is_met(self, rule: Rule, heard: Sequence[str]) -> bool:
        if rule.says:
            return any(self._said(rule.says, sentence, rule) for sentence in heard)
        if rule.several:
            found = {m.group() for s in heard for m in rule.several.finditer(s)}
            if len(found) < rule.least:
                return False
        return all(any(self._said(p, s, rule) for s in heard) for p in rule.both)

    def _said(self, pattern: re.Pattern[str], sentence: str, rule: Rule) -> bool:
        for match in pattern.finditer(sentence):
            if not (rule.unless and self.denied.search(sentence[: match.start()])):
                return True
        return False


@cache
def rulebook(language: str) -> Rulebook:
    """Read the rules of one language."""
    read: dict[str, Any] = load_yaml((FOLDER / f"{language}.yaml").read_text("utf-8"))
    classes: dict[str, str] = {}
    for name, members in read["words"].items():
        classes[name] = f"(?:{'|'.join(members)})"

    def compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
        alternatives = "|".join(patterns)
        return re.compile(expand(alternatives, classes)) if alternatives else None

    def rule(row: dict[str, Any], section: Section) -> Rule:
        return Rule(
            row["id"],
            compiled(row.get("says", ())),
            tuple(filter(None, (compiled([pattern]) for pattern in row.get("both", ())))),
            compiled([row["several"]] if "several" in row else ()),
            row.get("least", 2),
            tuple(row.get("unless", ())),
            row.get("kind", "acute" if section == "urgent" else "other"),
        )

    sections = get_args(Section)
    danger = str([read["words"], *(read.get(s, ()) for s in sections[:2])])
    words = frozenset(re.findall(rf"(?<![\\\w])[a-z]{{{MIN_REPAIRED},}}(?![\w*(?])", danger))
    return Rulebook(
        {section: tuple(rule(row, section) for row in read.get(section, ())) for section in sections},
        {
            name: Setting(
                compiled(row.get("holds", ())), compiled(row.get("begins", ())), compiled(row.get("without", ()))
            )
            for name, row in read.get("settings", {}).items()
        },
        re.compile(rf"(?<!\w)(?:{'|'.join(read['denied'])})(?: [^\s,:]+){{0,2}} ?$"),
        words,
    )  # fmt: skip


def expand(pattern: str, classes: dict[str, str]) -> str:
    """Write the shorthands of a pattern out; it then stands for whole words only."""
    while found := re.search(r"\{([a-z_]+)\}", pattern):
        pattern = pattern.replace(found.group(), classes[found.group(1)])
    pattern = re.sub(r"(?<=(?<!\\)[a-z])\*", r"\\w*", pattern)
    pattern = pattern.replace(" ... ", ANYTHING).replace(" .. ", GAP)
    return rf"(?<!\w)(?:{pattern})(?!\w)"
