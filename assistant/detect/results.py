"""On what a study was done and what its own sentences say came out; nothing beyond them."""

from __future__ import annotations

import re

from assistant.chunk import sentence_spans
from assistant.detect.spans import read_fact
from assistant.detect.stance import Stance, read_stance
from assistant.schema import (
    ComparatorKind,
    Design,
    DetectedFact,
    DetectedOutcome,
    OutcomeRole,
    OutcomeTerm,
)
from assistant.understand.naming import Names

MAX_OUTCOMES = 8
WITH_RESULTS = frozenset(
    {
        Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW, Design.RCT, Design.NONRANDOMIZED_TRIAL,
        Design.OBSERVATIONAL, Design.ANIMAL, Design.IN_VITRO,
    }
)  # fmt: skip
"""Kinds whose sentences report results of their own."""
WITHOUT_ARMS: dict[Design, ComparatorKind] = {Design.OBSERVATIONAL: "not_applicable"}
PURPOSE = re.compile(
    r"\b(?:to (?:test|determine|assess|evaluate|examine|investigate|see|compare|pool|study|explore)\b|whether|aim(?:ed|s)?\b|objectives?\b|"
    r"purpose\b|hypothes\w+|study protocol|will be\b|is (?:widely|commonly|often) used)",
    re.I,
)
"""What a study set out to find, and what was held before it."""
OF_OTHERS = re.compile(
    r"\b(?:previous|earlier|prior|other|recent|published|observational) (?:\w+ )?(?:trials?|studies|study|work|reports?|data|evidence)\b",
    re.I,
)
AT_START = re.compile(
    r"\bbaseline characteristics\b|\bat baseline\b|\bin terms of age\b|\bdemographic|\bage, (?:sex|gender|bmi|body)|\bdropouts?\b",
    re.I,
)
"""What tells the groups before anything was given."""
LOW = re.compile(
    r"\b(?:low|lower|lowest|below|deficien\w+|inadequate|insufficien\w+|deplet\w+|poor|intakes? less)\b",
    re.I,
)
SEVERAL = re.compile(
    r"\b(?:combination|combined with|together with|blend|mixture|formula\b|multi-?ingredient|co-?supplement\w*|plus)\b", re.I
)  # fmt: skip
"""Words by which a product of several ingredients gives itself away."""
PRIMARY = re.compile(r"\bprimary (?:outcome|end ?point|measure)", re.I)
SURE_NAME, ONE_OF_SEVERAL = 0.92, 0.5
GIVEN = re.compile(
    r"\b(?:received|took|taking|given|giving|supplement\w*|capsules?|tablets?|extracts?|powder|treated with|swallowed|\d ?(?:mg|g|iu|mcg|µg) (?:of )?(?:[\w-]+ )?)\W*(?:[\w-]+\W+){0,3}$",
    re.I,
)
"""What stands before a substance that was given to somebody."""
NOT_GIVEN = re.compile(
    r"^\W*(?:status|levels?|concentrations?|deficien\w+|depletion|excretion|absorption|metabolism)\b",
    re.I,
)
RULED_OUT = re.compile(r"\b(?:other than|except|without|instead of|not)\W+(?:\w+\W+)?$", re.I)


def find_studied(text: str, title: str, names: Names) -> tuple[DetectedFact[str], ...]:
    """The substances that a document is about: those of its title, else those that were given.

    One alone is sure; of several, or where the title speaks of a mixture, none is.
    """
    found = names.find_substances(text)
    titled = {
        named.name
        for named in names.find_substances(title)
        if not NOT_GIVEN.search(title, named.end) and not RULED_OUT.search(title[: named.start])
    }
    given = {n.name for n in found if GIVEN.search(text[max(0, n.start - 60) : n.start])}
    first = {named.name: named for named in reversed(found)}
    alone = given if len(first) == 1 else set()
    chosen = titled & set(first) or alone or set(first)
    is_sure = len(chosen) == 1 and chosen in (titled, alone) and not SEVERAL.search(title)
    return tuple(
        read_fact(
            text, name, first[name].start, first[name].end, SURE_NAME if is_sure else ONE_OF_SEVERAL
        )
        for name in first
        if name in chosen
    )


def find_results(
    text: str,
    kind: DetectedFact[Design] | None,
    substances: tuple[DetectedFact[str], ...],
    names: Names,
) -> tuple[DetectedOutcome, ...]:
    """Every outcome on which a sentence of a study says what came out, in the order of the text.

    Only of a study of one substance: of several, a sentence may be about any. Observers look at much
    at once, so that their sentence must name the substance, and a low intake turns its meaning round.
    """
    if kind is None or kind.value not in WITH_RESULTS:
        return ()
    if not any(substance.is_sure for substance in substances):
        return ()
    studied = {substance.value for substance in substances}
    is_observed = kind.value is Design.OBSERVATIONAL
    found: dict[tuple[str, str], DetectedOutcome] = {}
    for span in sentence_spans(text):
        sentence = text[span.start : span.end]
        if PURPOSE.search(sentence) or OF_OTHERS.search(sentence) or AT_START.search(sentence):
            continue
        if is_observed and (
            LOW.search(sentence)
            or not studied & {named.name for named in names.find_substances(sentence)}
        ):
            continue
        for named in names.find_outcomes(sentence):
            stance = read_stance(sentence, named.start, named.end)
            if stance is None:
                continue
            outcome = make_outcome(
                names.outcomes[named.name], stance, kind, sentence, span.start, span.end
            )
            key = (outcome.name, outcome.direction)
            if key not in found or found[key].confidence < outcome.confidence:
                found[key] = outcome
    best = sorted(found.values(), key=lambda outcome: (-outcome.confidence, outcome.start))
    return tuple(sorted(best[:MAX_OUTCOMES], key=lambda outcome: outcome.start))


def make_outcome(
    term: OutcomeTerm,
    stance: Stance,
    kind: DetectedFact[Design],
    sentence: str,
    start: int,
    end: int,
) -> DetectedOutcome:
    """One result with its sentence; no surer than that the text is a study at all."""
    role: OutcomeRole = "unstated"
    if stance.is_subgroup:
        role = "subgroup"
    elif term.surrogate:
        role = "surrogate"
    elif PRIMARY.search(sentence):
        role = "primary"
    return DetectedOutcome(
        name=term.name,
        group=term.group,
        direction=stance.direction,
        comparison=WITHOUT_ARMS.get(kind.value, stance.comparison),
        role=role,
        quote=sentence,
        start=start,
        end=end,
        confidence=min(stance.confidence, kind.confidence),
    )
