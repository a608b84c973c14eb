"""Faults of answers, planted by someone who hasn't seen the graders, and harmless rewordings.

A mutant plants one misleading statement; most are slips of a word that a hurried editor, a careless
model or a seller would make. Its twin rewords the same kind of sentence and stays true, so that a
suite which merely compares strings can't pass for one that reads. What adds to an answer, or breaks
what stands around the words, has no twin.
"""

from __future__ import annotations

import re

from eval.corpus import Corpus
from eval.mutants.blind_findings import OF_FINDINGS
from eval.mutants.blind_sureness import OF_SURENESS
from eval.mutants.blind_voices import OF_VOICES
from eval.mutants.frame import AnswerMutant, Plant
from eval.mutants.wordings import NUMBER, Answer, reword, rewrite


def with_study_names_swapped(answer: Answer, corpus: Corpus) -> Answer | None:
    """Credit the findings of one study to another one, and the other way round."""
    label = r"(?:trial|analysis|study|review|reports)\b[^:]*(\([A-Z][^()]*\):)"
    found = [re.match(rf".{{0,40}}?{label}", claim["text"]) for claim in answer["claims"]]
    names = list(dict.fromkeys(match[1] for match in found if match))
    if len(names) < 2:
        return None
    first, second = names[:2]
    rewrite(answer, first, "(other):")
    rewrite(answer, second, first)
    return rewrite(answer, "(other):", second)


OUTCOMES = (
    ("self-rated sleep-related impairment", "sleep measured by an Oura ring"),
    ("the time to fall asleep", "total sleep time"),
    ("heart attacks, a secondary", "death from any cause, a secondary"),
    ("the overall sleep architecture recorded", "the time to sleep onset measured"),
    ("the balance between growing and resting hairs", "hair density"),
    ("the time to walk 4 metres, a secondary", "a stepping test, the primary"),
    (
        "overall improvement, the primary endpoint",
        "the rate of complete spontaneous bowel movements",
    ),
    ("492 adults, memory", "492 adults, overall cognitive scores"),
    ("symptoms, muscle pain", "symptoms, creatine kinase"),
    ("heart failure, deaths", "heart failure, functional class (NYHA)"),
    ("total body fat mass", "body weight"),
    ("satisfaction with sleep", "the Hamilton anxiety score"),
)
"""Two outcomes of one study each, of which one alone went well."""


def with_outcomes_swapped(answer: Answer, corpus: Corpus) -> Answer | None:
    """Give the null outcome of a study the benefit of its other one, and the other way round."""
    for one, other in OUTCOMES:
        if one in answer["answer"] and other in answer["answer"]:
            rewrite(answer, one, "(other)")
            rewrite(answer, other, one)
            return rewrite(answer, "(other)", other)
    return None


def added(sentence: str, pattern: str) -> Plant:
    """Add a sentence to the first finding that fits, so that it seems to share its source."""

    def plant(answer: Answer, corpus: Corpus) -> Answer | None:
        for claim in answer["claims"]:
            match = re.search(pattern, claim["text"])
            if claim["kind"] == "finding" and match:
                return rewrite(answer, claim["text"], f"{claim['text']} {match.expand(sentence)}")
        return None

    return plant


def with_quote_cut_short(answer: Answer, corpus: Corpus) -> Answer | None:
    """End the quote of the first finding before its result."""
    for claim in answer["claims"]:
        if claim["kind"] != "finding":
            continue
        quotes = [part for part in answer["citations"] if part["number"] in claim["citations"]]
        for citation in reversed(quotes):
            head = citation["quote"].split(", ")[0]
            if head != citation["quote"]:
                citation.update(quote=head, end=citation["start"] + len(head))
                return answer
    return None


def with_mixed_as_benefit(answer: Answer, corpus: Corpus) -> Answer | None:
    """Call results that differ a benefit, in the line on the evidence and in its fields."""
    line = "evidence, with results that differ.*"
    if line not in answer["answer"]:
        return None
    answer["answer"] = answer["answer"].replace(line, "evidence, pointing to a benefit.*")
    answer["evidence"]["direction"] = "benefit"
    return answer


WORDINGS = (*OF_FINDINGS, *OF_VOICES, *OF_SURENESS)

STUDY_NAMES = (
    AnswerMutant("study-names-swapped", "two studies change names", with_study_names_swapped),
    AnswerMutant(
        "study-names-swapped-twin",
        "the name of a study is called that of its first author",
        reword(
            (
                (
                    r"^((?:Randomised trial|Meta-analysis|Observational study|Systematic review)\b"
                    r"[^:]*\([A-Z][\w'’-]+)\):",
                    r"\1, first author):",
                ),
            )
        ),
    ),
)
OUTCOME_NAMES = (
    AnswerMutant(
        "null-and-benefit-swapped",
        "the null outcome of a study and its other outcome change places",
        with_outcomes_swapped,
    ),
    AnswerMutant(
        "null-and-benefit-swapped-twin",
        "'unchanged' and 'no change' stand for a null outcome",
        reword(
            (
                (r"did not change significantly with", "showed no significant change with"),
                (r"did not change with", "was unchanged with"),
                (r"did not differ between", "was no different between"),
                (r"were not reduced with", "were no lower with"),
            )
        ),
    ),
)
ADDITIONS = (
    AnswerMutant(
        "personal-dose",
        "the reader is told what to take",
        added(r"You should take \1 a day.", rf"\b({NUMBER} (?:mg|g|IU))\b(?= (?:a day|of|before bed)\b)"),
    ),
    AnswerMutant(
        "unsourced-sentence",
        "a plausible sentence of no source is added to a finding",
        added("The effect builds up over the first weeks of use.", r"\.$"),
    ),
    AnswerMutant(
        "quote-cut-short", "the quote under a finding ends before its result", with_quote_cut_short
    ),
    AnswerMutant("mixed-as-benefit", "results that differ are called a benefit", with_mixed_as_benefit),
)  # fmt: skip

BLIND_MUTANTS: tuple[AnswerMutant, ...] = (
    *(wording.mutant() for wording in WORDINGS),
    STUDY_NAMES[0],
    OUTCOME_NAMES[0],
    *ADDITIONS,
)
HEDGED_TWINS: tuple[AnswerMutant, ...] = (
    *(wording.hedged() for wording in WORDINGS),
    STUDY_NAMES[1],
    OUTCOME_NAMES[1],
)
