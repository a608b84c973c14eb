"""What a reader must do or know, in the words of a document: it stands before mechanisms and figures."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.compose.medicines import (
    AskedMedicine,
    count_others,
    names_drug,
    single_of,
    words_of,
)
from assistant.compose.mentioned import names_outcome
from assistant.compose.parts import Question
from assistant.compose.sentences import by_overlap, scope, statements
from assistant.retrieve import Catalog
from assistant.schema import Abstract, StatementTopic

TELLS = re.compile(
    r"\b(should (?:ask|tell|know|discuss|stop|not|have|see|be mentioned|in practice be)|(?:must|should) not\b|must be agreed|"
    r"not be combined|need (?:medical |individual )?advice|(?:seek|seeks|without medical) advice|"
    r"ask (?:a|their|your|his) (?:doctor|pharmacist|prescriber)|(?:tell|telling) (?:their|the|your)|deserves prompt|"
    r"do not use|avoid(?:ed)?|contraindicat\w*|reason to ask|asks? (?:people|doctors)|the advice of)\b|^caution\b",
    re.I,
)
"""Says what somebody who takes it, or wants to, is to do or to leave."""
IN_GENERAL = re.compile(
    r"\b((?:regular|other|any|prescri\w+) (?:\w+ )?medicines?|on (?:\w+ )?medicines|medicat\w+|drugs?|prescriber|drug interactions?)\b",
    re.I,
)
"""Speaks of medicines whichever they are."""
TOPICS: tuple[StatementTopic, ...] = ("interaction", "safety", "advice")


def advice_on_medicines(
    catalog: Catalog, near: Sequence[str], medicines: Sequence[AskedMedicine]
) -> list[tuple[Abstract, str]]:
    """The advice of documents on some substances to whoever takes the medicines that a question names.

    First what names the very medicine, then its class, then advice on medicines of any kind; what is
    for people on others is left out.
    """
    words, single = words_of(medicines), single_of(medicines)
    ranked: list[tuple[int, int, Abstract, str]] = []
    for facts, said in statements(catalog, near, TOPICS):
        if not TELLS.search(said.text):
            continue
        others = count_others(catalog, said.text, words)
        if names_drug(said.text, single):
            rank = 0
        elif names_drug(said.text, words):
            rank = 1
        elif IN_GENERAL.search(said.text) and not others:
            rank = 2
        else:
            continue
        ranked.append((rank, others, facts, said.text))
    ranked.sort(key=lambda found: found[:2])
    return [(facts, text) for _, _, facts, text in ranked]


def advice_on_harms(
    catalog: Catalog, question: Question, substance: str, groups: Collection[str]
) -> list[tuple[Abstract, str]]:
    """The advice on a substance to whoever may come to some harms, closest to the question first.

    Of named groups of harm, only what names one of them or stands in a document with a result on one;
    of harm in general, what stands in documents with a result on any.
    """
    found = [
        (facts, said.text, bool(groups) and names_outcome(catalog, said.text, groups))
        for facts, said in statements(catalog, scope(catalog, substance), ("safety", "advice"))
        if TELLS.search(said.text)
    ]
    found = [
        (facts, text, names)
        for facts, text, names in found
        if names
        or any(
            outcome.group in groups if groups else outcome.direction == "harm"
            for outcome in facts.outcomes
        )
    ]
    near = by_overlap(question.text, [text for _, text, _ in found])
    order = sorted(
        range(len(found)),
        key=lambda i: (not found[i][2], near.index(i) if i in near else len(near)),
    )
    return [found[i][:2] for i in order]
