"""Learn claim strength: `python -m assistant.verify.train_strength --bench FOLDER`.

Two models come out, both small. The reader, corrections to the packaged MiniLM, is learnt from
labelled sentences. The weights for the cues of a sentence are learnt from these, and then from these and
from what both together make of sentences without a label (distillation), which shows many more wordings.
Without `--bench` only our own sentences are used. All is done anew each time, with fixed seeds; the
last digits of the weights still depend on the processor.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from assistant.verify.reader import ADAPTER, SentenceReader
from assistant.verify.strength import (
    BUCKETS,
    CUE_WEIGHTS,
    STEPS,
    CueModel,
    Probabilities,
    buckets,
)
from assistant.verify.train_reader import class_weights, train_reader
from assistant.verify.training_data import (
    DATA,
    Example,
    filled_templates,
    fingerprint,
    keys_in,
    labelled_by_hash,
    own_sentences,
    sentence_key,
    unlabelled,
)

SEALED = Path(__file__).parents[2] / "bench" / "sealed"
"""Labels that serve for measuring alone; their sentences are not learnt from without their label either."""
LOOSENESS = 10.0
"""How little the cue weights are held near zero."""
SEARCHED = 120
"""Steps of the search for the cue weights."""
Arrays = dict[str, NDArray[Any]]


class Read(NamedTuple):
    """Sentences without a label, and what both models make of them."""

    sentences: Sequence[str]
    steps: Probabilities


NOTHING_READ = Read((), np.empty((0, STEPS)))


def train_cues(examples: Sequence[Example], read: Read = NOTHING_READ) -> Arrays:
    """Fit a regularised logistic regression to the features' buckets."""
    strengths = [example.strength for example in examples]
    matrix = feature_matrix([*(example.sentence for example in examples), *read.sentences])
    labelled = np.eye(STEPS)[strengths]
    shares = np.concatenate([labelled, read.steps]) * class_weights(strengths).numpy()
    wanted = torch.tensor(shares, dtype=torch.float32)
    weights = torch.zeros(BUCKETS, STEPS, requires_grad=True)
    bias = torch.zeros(STEPS, requires_grad=True)
    search = torch.optim.LBFGS([weights, bias], max_iter=SEARCHED, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        search.zero_grad()
        scores = torch.sparse.mm(matrix, weights) + bias
        missed = -(wanted * scores.log_softmax(1)).sum()
        value: Tensor = LOOSENESS * missed + weights.square().sum() / 2
        value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        return value

    search.step(loss)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return {"weights": weights.detach().numpy().astype(np.float16), "bias": bias.detach().numpy()}


def feature_matrix(sentences: Sequence[str]) -> Tensor:
    """One row a sentence, one column a bucket; each row is of length one."""
    rows, columns, values = [], [], []
    for at, sentence in enumerate(sentences):
        found = buckets(sentence)
        rows += [at] * len(found)
        columns += found
        values += [len(found) ** -0.5] * len(found)
    return torch.sparse_coo_tensor(
        torch.tensor([rows, columns]),
        torch.tensor(values),
        (len(sentences), BUCKETS),
        check_invariants=True,
    ).coalesce()


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, help="folder of the outside sets")
    parser.add_argument("--leave-out", nargs="*", default=[], help="sources not to learn from")
    parser.add_argument("--out", type=Path, default=DATA, help="folder for the two models")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train both models and write them."""
    chosen = read_arguments(arguments)
    examples = own_sentences() + filled_templates()
    without_label: list[str] = []
    if chosen.bench:
        examples += labelled_by_hash(chosen.bench)
        labelled = {sentence_key(example.sentence) for example in examples}
        measured = [keys_in(file) for file in sorted(SEALED.rglob("labels.tsv"))]
        without_label = unlabelled(chosen.bench, labelled.union(*measured))
    examples = [example for example in examples if example.source not in chosen.leave_out]
    made_of = {
        "sources": np.array(sorted({example.source for example in examples})),
        "fingerprint": np.array(fingerprint()),
    }
    chosen.out.mkdir(parents=True, exist_ok=True)
    cue_file, reader_file = chosen.out / CUE_WEIGHTS.name, chosen.out / ADAPTER.name
    save(reader_file, train_reader(examples).learnt() | made_of)
    cues = train_cues(examples)
    by_cues = CueModel(cues["weights"].astype(np.float32), cues["bias"])
    reader = SentenceReader(reader_file)
    steps = (reader(without_label) + by_cues.probabilities(without_label)) / 2
    save(cue_file, train_cues(examples, Read(without_label, steps)) | made_of)


def save(file: Path, arrays: Arrays) -> None:
    """Write arrays to a file."""
    np.savez_compressed(file, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
