"""Faults of answers: each a function from an answer's JSON to a faulty one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from eval.corpus import Corpus
from eval.mutants.frame import AnswerMutant, Plant

Answer = dict[str, Any]


def reworded(pattern: str, replacement: str, flags: int = re.I) -> Plant:
    """A fault of wording, the same in the text shown and in the claims and caveats."""
    regex = re.compile(pattern, flags)

    def plant(answer: Answer, corpus: Corpus) -> Answer | None:
        return rewrite(answer, lambda text: regex.sub(replacement, text))

    return plant


def refound(pattern: str, replacement: str) -> Plant:
    """A fault of wording in findings alone."""
    regex = re.compile(pattern, re.I)

    def plant(answer: Answer, corpus: Corpus) -> Answer | None:
        planted = False
        for claim in answer["claims"]:
            changed = regex.sub(replacement, claim["text"])
            if claim["kind"] == "finding" and changed != claim["text"]:
                answer["answer"] = answer["answer"].replace(claim["text"], changed)
                claim["text"] = changed
                planted = True
        return answer if planted else None

    return plant


def rewrite(answer: Answer, change: Callable[[str], str]) -> Answer | None:
    """Change the text shown and every claim and caveat; None when the answer stays as it was."""
    if answer["status"] != "answered":
        return None
    before = answer["answer"]
    answer["answer"] = change(before)
    for part in (*answer["claims"], *answer["caveats"]):
        part["text"] = change(part["text"])
    return answer if answer["answer"] != before else None


def without_caveats(*kinds: str) -> Plant:
    """Drop caveats of these kinds (all, if none is named) from the text and the list."""

    def plant(answer: Answer, corpus: Corpus) -> Answer | None:
        gone = [c for c in answer["caveats"] if not kinds or c["kind"] in kinds]
        if not gone:
            return None
        answer["caveats"] = [c for c in answer["caveats"] if c not in gone]
        texts = [caveat["text"] for caveat in gone]
        lines = answer["answer"].split("\n")
        answer["answer"] = "\n".join(
            line for line in lines if not any(text in line for text in texts)
        )
        return answer

    return plant


def without_claims(pattern: str) -> Plant:
    """Drop the claims that match, with their markers."""
    regex = re.compile(pattern, re.I)

    def plant(answer: Answer, corpus: Corpus) -> Answer | None:
        gone = [c for c in answer["claims"] if regex.search(c["text"]) and c["kind"] == "finding"]
        if not gone:
            return None
        answer["claims"] = [c for c in answer["claims"] if c not in gone]
        for claim in gone:
            markers = re.escape(claim["text"]) + r"(?:\s*\[\d+\])*\s*"
            answer["answer"] = re.sub(markers, "", answer["answer"])
        return answer

    return plant


def evidence_set(**values: str) -> Plant:
    """State another level or direction."""

    def plant(answer: Answer, corpus: Corpus) -> Answer | None:
        if not answer["evidence"] or answer["evidence"]["level"] == "not_applicable":
            return None
        answer["evidence"] = {**answer["evidence"], **values}
        return answer

    return plant


def shifted_quotes(by: int) -> Plant:
    """Offsets that point beside the quote."""

    def plant(answer: Answer, corpus: Corpus) -> Answer | None:
        for citation in answer["citations"][:1]:
            citation["start"] += by
            citation["end"] += by
        return answer if answer["citations"] else None

    return plant


def edited_quote(answer: Answer, corpus: Corpus) -> Answer | None:
    """A word of a quote is changed."""
    for citation in answer["citations"]:
        changed = re.sub(r"\b(?:no|not|in|was)\b", "indeed", citation["quote"], count=1)
        if changed != citation["quote"]:
            citation["quote"] = changed
            return answer
    return None


def swapped_citations(answer: Answer, corpus: Corpus) -> Answer | None:
    """Two citations of different documents trade their numbers."""
    first = answer["citations"][0] if answer["citations"] else None
    for other in answer["citations"]:
        if first and other["source_id"] != first["source_id"]:
            first["number"], other["number"] = other["number"], first["number"]
            return answer
    return None


def swapped_markers(answer: Answer, corpus: Corpus) -> Answer | None:
    """Two markers of the text are swapped; the claims keep theirs."""
    numbers = re.findall(r"\[(\d+)\]", answer["answer"])
    if len(set(numbers)) < 2:
        return None
    left, right = numbers[0], numbers[-1]
    swap = {left: right, right: left}
    answer["answer"] = re.sub(r"\[(\d+)\]", lambda m: f"[{swap.get(m[1], m[1])}]", answer["answer"])
    return answer if left != right else None


def outside_source(answer: Answer, corpus: Corpus) -> Answer | None:
    """A study that the corpus does not hold."""
    if not answer["citations"]:
        return None
    number = max(c["number"] for c in answer["citations"]) + 1
    invented = {**answer["citations"][0], "number": number, "source_id": "smith-2030-great-trial"}
    invented["quote"] = "In 5,000 adults the supplement improved every outcome."
    answer["citations"].append(invented)
    return with_claim(answer, invented["quote"], [number])


def uncited_claim(answer: Answer, corpus: Corpus) -> Answer | None:
    """A sentence from the model's own memory, without a passage."""
    if answer["status"] != "answered":
        return None
    return with_claim(answer, "It is also known to protect the heart and to slow ageing.", [])


def with_claim(answer: Answer, text: str, numbers: list[int]) -> Answer:
    """Add a finding at the end of the text and of the claims."""
    answer["claims"].append(
        {
            "text": text, "kind": "finding", "citations": numbers, "design": "rct",
            "attributed": False, "strength": 3, "operands": None, "query": None,
        }
    )  # fmt: skip
    answer["answer"] += f"\n\n- {text} " + " ".join(f"[{number}]" for number in numbers)
    return answer


def bold_lead(answer: Answer, corpus: Corpus) -> Answer | None:
    """The first line says yes in our own voice."""
    named = answer["understanding"].get("substances") or ()
    if answer["status"] != "answered" or not named:
        return None
    answer["answer"] = f"Yes: {named[0]} works and improves this.\n\n" + answer["answer"]
    return answer


def seller_own_voice(answer: Answer, corpus: Corpus) -> Answer | None:
    """What an article says loses its speaker."""
    speaker = re.compile(
        r"The (?:\w[\w' -]*?) (?:says|writes|states|reports|claims|explains|adds)(?: [^.]{0,60}?)? that "
    )
    return rewrite(answer, lambda text: speaker.sub("", text))


def silence(answer: Answer, corpus: Corpus) -> Answer | None:
    """Nothing is known, whatever the documents hold."""
    if answer["status"] != "answered":
        return None
    return {
        **answer, "status": "no_evidence", "reason": "outcome_absent", "evidence": None,
        "answer": "Not known: no document here addresses this.", "claims": [], "caveats": [],
        "citations": [],
    }  # fmt: skip


def answered_anyway(answer: Answer, corpus: Corpus) -> Answer | None:
    """An answer where silence, a refusal or an emergency message was due."""
    if answer["status"] == "answered":
        return None
    return {**answer, "status": "answered", "reason": None}


def other_design(answer: Answer, corpus: Corpus) -> Answer | None:
    """Animal and cell studies pass as randomised trials."""
    found = [c for c in answer["citations"] if c["design"] in {"animal", "in_vitro"}]
    for citation in found:
        citation["design"] = "rct"
    return answer if found else None


ANSWER_MUTANTS: tuple[AnswerMutant, ...] = (
    AnswerMutant("rats-to-adults", "rats and mice become adults", refound(
        r"\b(?:rats?|mice|mouse|animals?)\b", "adults")),
    AnswerMutant("cells-to-people", "cells in a dish become people", refound(
        r"\b(?:cells?|cultured?|co-culture|dish|neurons|papilla)\b", "people")),
    AnswerMutant("may-to-does", "a source's “may” is dropped", reworded(
        r"\b(?:may|might|could) (?!not)(\w+)", r"clearly \1s")),
    AnswerMutant("report-to-general", "one trial becomes a general truth", reworded(
        r"\b(?:improved|was better|were better) more\b|\bimproved\b", "improves")),
    AnswerMutant("mg-to-g", "mg become g", reworded(r"(\d) mg\b", r"\1 g")),
    AnswerMutant("mcg-to-mg", "micrograms become mg", reworded(r"(\d) (?:micrograms|mcg)\b", r"\1 mg")),
    AnswerMutant("weeks-to-months", "weeks become months", reworded(r"\bweeks\b", "months")),
    AnswerMutant("percent-to-fold", "percent become times", reworded(r"(\d)%", r"\1 times")),
    AnswerMutant("ten-times-more-people", "44 adults become 440", reworded(
        r"\b(\d\d+) (adults|people|patients|women|men)\b", r"\g<1>0 \2")),
    AnswerMutant("minus-lost", "the sign of an effect is turned", reworded(
        r"(?<=[ (])-(\d)", r"+\1")),
    AnswerMutant("null-to-benefit", "no difference becomes a benefit", reworded(
        r"\bno (?:significant )?difference\b", "a clear improvement")),
    AnswerMutant("not-dropped", "“did not differ” becomes “differed”", reworded(
        r"\b(did|was|were|is|does|could) not (?:significantly )?", r"\1 ")),
    AnswerMutant("null-to-does-not", "“did not differ” becomes “does not work”", reworded(
        r"\bdid not differ\b", "shows that it does not work and does not differ")),
    AnswerMutant("nulls-left-out", "null results are not told", without_claims(
        r"\bno (?:significant )?difference\b|\bdid not\b|\bcould not be determined\b")),
    AnswerMutant("harms-left-out", "harms are not told", without_claims(
        r"\b(?:harm|liver|toxic|bleeding|hypermagn|more frequent|higher risk|deaths?)\b")),
    AnswerMutant("no-caveats", "every caveat is dropped", without_caveats()),
    AnswerMutant("no-funding", "who paid is not said", without_caveats("funding", "vendor_source")),
    AnswerMutant("no-co-ingredient", "the mixture is not named as one", without_caveats("combination_product")),
    AnswerMutant("no-form-caveat", "another form passes for the form asked", without_caveats("different_form")),
    AnswerMutant("no-correction", "corrections and retractions are hidden", without_caveats("correction", "retracted")),
    AnswerMutant("level-up", "every body of evidence is strong", evidence_set(level="strong")),
    AnswerMutant("all-benefit", "every direction is a benefit", evidence_set(direction="benefit")),
    AnswerMutant("quote-off-by-one", "offsets are one too high", shifted_quotes(1)),
    AnswerMutant("quote-edited", "a word of a quote is changed", edited_quote),
    AnswerMutant("citations-swapped", "two citations trade their numbers", swapped_citations),
    AnswerMutant("markers-swapped", "two markers of the text are swapped", swapped_markers),
    AnswerMutant("outside-source", "a study from outside the corpus", outside_source),
    AnswerMutant("uncited-claim", "a claim without a passage", uncited_claim),
    AnswerMutant("design-hidden", "animals and cells pass as trials", other_design),
    AnswerMutant("bold-lead", "the first line says yes", bold_lead),
    AnswerMutant("seller-own-voice", "an article's claim loses its speaker", seller_own_voice),
    AnswerMutant("silence", "nothing is known", silence),
    AnswerMutant("answered-anyway", "an answer where none was due", answered_anyway),
)  # fmt: skip
