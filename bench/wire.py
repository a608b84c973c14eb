"""What a chat model can get past the checks: overclaims that reach the reader, sound claims that survive.

    python bench/wire.py [--index DIR] [--questions 100] [--control] [--json FILE]

A server on this machine plays the model, and the real client talks to it. To each question it gives an
answer that overclaims throughout, one that fabricates throughout and one that does so on every other
passage, and does it again when told of the faults; then one that is sound. What is said badly is
looked for in the answer; besides, every claim that is neither sound nor the extractive answer's own
counts as reaching the reader. The sound sentences are rewordings, by kind; none is a plain copy where
another can be made.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import assistant.verify  # noqa: E402
from assistant.chain import Assistant  # noqa: E402
from assistant.config import Settings  # noqa: E402
from assistant.llm import open_model  # noqa: E402
from assistant.schema import Answer  # noqa: E402
from tests import wire_server  # noqa: E402
from tests.wire_server import Behaviour, Said, WireServer  # noqa: E402
from tests.wire_texts import COPIED, SOUND  # noqa: E402

BAD: dict[str, Behaviour] = {
    "overclaims throughout": wire_server.overclaiming,
    "fabricates throughout": wire_server.fabricating,
    "overclaims on every other passage": wire_server.mixed,
}
FATES = ("as worded", "in the passage's own words", "lost")


class Leak(NamedTuple):
    """Something bad that a reader was told."""

    question: str
    kind: str
    text: str


class Volume(NamedTuple):
    """What the whole run counted."""

    questions: int
    bad_answers: int
    bad_completions: int
    bad_claims: Counter[str]
    leaks: list[Leak]
    sound_answers: int
    in_models_words: int
    """Answers to sound completions that hold the model's words."""
    sound_claims: Counter[tuple[str, str]]
    """By kind of rewording and by what became of it: as worded, in the passage's own words, lost."""


def with_model(assistant: Assistant, server: WireServer) -> Assistant:
    """The same assistant with the server as its chat model."""
    settings = Settings(model="openai:wire", model_url=server.url, model_retries=0)
    return Assistant(settings, assistant.index, assistant._embedder, open_model(settings))


def measure(assistant: Assistant, questions: Sequence[str]) -> Volume:
    """Ask every question of every behaviour; `questions` must be ones that are answered."""
    bad_claims: Counter[str] = Counter()
    sound_claims: Counter[tuple[str, str]] = Counter()
    leaks: list[Leak] = []
    completions = in_models_words = 0
    plain = {question: assistant.invoke(question) for question in questions}
    for behaviour in BAD.values():
        with WireServer(behaviour) as server:
            talking = with_model(assistant, server)
            for server.turn, question in enumerate(questions):
                server.said.clear()
                answer = talking.invoke(question)
                bad_claims.update(s.kind for s in server.said if is_bad(s))
                leaks += find_leaks(question, answer, plain[question], server.said)
            completions += len(server.requests)
    with WireServer(wire_server.honest) as server:
        talking = with_model(assistant, server)
        for server.turn, question in enumerate(questions):
            server.said.clear()
            before = len(server.requests)
            answer = talking.invoke(question)
            in_models_words += answer.generator != "extractive"
            first = server.said[: len(server.said) // max(1, len(server.requests) - before)]
            sound_claims.update((s.kind, fate(s, answer)) for s in first)
    return Volume(
        len(questions), len(BAD) * len(questions), completions, bad_claims, leaks,
        len(questions), in_models_words, sound_claims,
    )  # fmt: skip


def is_bad(said: Said) -> bool:
    """Whether a claim of the server was none of the sound ones."""
    return said.kind not in {*SOUND, COPIED}


def find_leaks(question: str, answer: Answer, plain: Answer, said: Sequence[Said]) -> list[Leak]:
    """What of a bad completion stands in the answer, found in two ways.

    What the answer cites whole is put aside first: a sentence that lost its end stands in the one that
    it was cut from. Then each claim must be one of the extractive answer, a passage or a sound rewording.
    """
    sound = {bare(s.text) for s in said if not is_bad(s)}
    known = {bare(claim.text) for claim in plain.claims}
    known |= {bare(citation.quote) for citation in answer.citations} | sound
    rest = bare(answer.answer)
    for text in sorted(known, key=len, reverse=True):
        rest = rest.replace(text, " ")
    leaks = [Leak(question, s.kind, s.text) for s in said if is_bad(s) and bare(s.text) in rest]
    for claim in answer.claims:
        text = bare(claim.text)
        is_label = claim.kind == "derived" and text.endswith(":")
        if not is_label and not any(text == k or text.endswith(f": {k}") for k in known):
            leaks.append(Leak(question, "no known sentence", claim.text))
    return leaks


def fate(said: Said, answer: Answer) -> str:
    """What became of one sound claim."""
    texts = [bare(claim.text) for claim in answer.claims]
    if any(text == bare(said.text) or text.endswith(f": {bare(said.text)}") for text in texts):
        return "as worded"
    return "in the passage's own words" if bare(said.source) in bare(answer.answer) else "lost"


def bare(text: str) -> str:
    """A text without citation marks, escapes and differences of space."""
    text = re.sub(r"(?<!\\)\[\d+\]", "", text.replace("\\", ""))
    return re.sub(r"\s+", " ", text).strip().lower().rstrip(".")


def report(volume: Volume) -> dict[str, Any]:
    """The figures as JSON."""
    kinds = sorted({kind for kind, _ in volume.sound_claims})
    fates = {
        name: sum(n for (kind, f), n in volume.sound_claims.items() if f == name and kind != COPIED)
        for name in FATES
    }
    total = sum(fates.values())
    return {
        "questions": volume.questions,
        "bad": {
            "answers": volume.bad_answers,
            "completions": volume.bad_completions,
            "claims": sum(volume.bad_claims.values()),
            "by_kind": dict(volume.bad_claims.most_common()),
            "reached_the_reader": len(volume.leaks),
            "leaks": [leak._asdict() for leak in volume.leaks],
        },
        "sound": {
            "completions": volume.sound_answers,
            "answers_in_the_models_words": volume.in_models_words,
            "reworded_claims": total,
            **{name: round(n / max(1, total), 4) for name, n in fates.items()},
            "by_kind": {
                kind: {name: volume.sound_claims[kind, name] for name in FATES} for kind in kinds
            },
        },
    }


def answered_questions(assistant: Assistant, wanted: int) -> list[str]:
    """Questions of the eval cases that are answered, evenly over the files."""
    texts: list[str] = []
    for file in sorted((ROOT / "eval" / "cases").glob("*.yaml")):
        cases = yaml.safe_load(file.read_text(encoding="utf-8"))
        texts += [case["turns"][0] for case in cases if len(case["turns"]) == 1]
    texts = list(dict.fromkeys(texts))
    found: list[str] = []
    for text in texts[:: max(1, len(texts) // (2 * wanted))]:
        if len(found) < wanted and assistant.invoke(text).status == "answered":
            found.append(text)
    return found


def main() -> None:
    """Run the whole and print it."""
    from assistant.cli import open_assistant

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--index", type=Path)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if arguments.control:
        assistant.verify.departure = lambda text, source: None
    opened = open_assistant(arguments.index)
    questions = answered_questions(opened, arguments.questions)
    text = json.dumps(report(measure(opened, questions)), indent=2, ensure_ascii=False)
    if arguments.json:
        arguments.json.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
