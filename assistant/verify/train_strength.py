"""Learn claim strength: `python -m assistant.verify.train_strength --bench FOLDER`.

Two models come out, both small: weights for the cues of a sentence, and corrections to the packaged
MiniLM. Without `--bench` only our own sentences are used. With `--resume FILE` the corrections of
an earlier version are learnt on from, which takes a third of the time. Seeds are fixed; the last digits of the
weights still depend on the processor.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import yaml
from numpy.typing import NDArray
from torch import Tensor, nn

from assistant.chunk import split_sentences
from assistant.verify.reader import ADAPTER
from assistant.verify.strength import BUCKETS, CUE_WEIGHTS, STEPS, buckets
from assistant.verify.train_reader import Network, load_tokenizer, pieces

DATA = Path(__file__).parent / "data"
SEED = 0
Arrays = dict[str, NDArray[Any]]
FILLINGS = 4
"""Sentences made of each template."""
FIELDS = ("claim_text", "source_text", "long_answer", "abstract")
"""Where the sets keep their texts, or lists of sentences."""
HEADING = re.compile(
    r"^(?:CONCLUSIONS?|INTERPRETATION|DISCUSSION|SIGNIFICANCE)(?:(?:/| AND )[A-Z]+)*[ :.]+",
    re.IGNORECASE,
)
"""What stands before the conclusion of a structured abstract."""
SPLIT = frozenset({"missciplus", "pubmedqa", "spin_abstracts"})
"""Sets whose longer texts were cut into sentences before they were labelled."""
FILES = {"pubmedqa": "pubmedqa/pqal.dev.jsonl.gz", "scifact": "scifact/corpus.jsonl.gz"}
"""Where a set lies, if not in `overclaim`."""
LOOSENESS = 10.0
"""How little the cue weights are held near zero."""
EPOCHS = 6
EPOCHS_MORE = 2
"""Passes over the data where the corrections of an earlier version are learnt on from."""
BATCH = 16
RATE = 1e-3
RATE_MORE = 4e-4


class Example(NamedTuple):
    """A sentence, its strength, and where it is from."""

    sentence: str
    strength: int
    source: str


def own_sentences(folder: Path = DATA) -> list[Example]:
    """Read the sentences that were written for this."""
    lines = (folder / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [Example(sentence, int(strength), source) for strength, source, sentence in rows]


def filled_templates(folder: Path = DATA, fillings: int = FILLINGS) -> list[Example]:
    """Fill each template with words of its slots, by chance but always the same."""
    read = yaml.safe_load((folder / "templates.yaml").read_text(encoding="utf-8"))
    chance = random.Random(SEED)  # noqa: S311  # nothing secret is drawn
    found = {}
    for strength, templates in read["templates"].items():
        for template in templates * fillings:
            filled = re.sub(
                r"\{(\w+)\}", lambda slot: chance.choice(read["slots"][slot[1]]), template
            ).strip()
            sentence = filled[0].upper() + filled[1:]
            found[sentence] = Example(sentence, int(strength), "templates")
    return list(found.values())


def labelled_by_hash(bench: Path, folder: Path = DATA) -> list[Example]:
    """Find the sentences of other people's sets that carry a label of ours; see `data/README.md`.

    Raises:
        ValueError: a set lacks sentences that are labelled.
    """
    wanted: dict[str, dict[str, int]] = {}
    for line in (folder / "labels.tsv").read_text(encoding="utf-8").splitlines():
        strength, source, key = line.split("\t")
        wanted.setdefault(source, {})[key] = int(strength)
    found = {}
    for source, labels in wanted.items():
        for sentence in sentences_of(bench, source):
            key = sentence_key(sentence)
            if key in labels:
                found[source, key] = Example(sentence, labels[key], source)
    missing = sum(map(len, wanted.values())) - len(found)
    if missing:
        raise ValueError(f"{missing} labelled sentences are not in {bench}")
    return list(found.values())


def sentences_of(bench: Path, source: str) -> Iterator[str]:
    """The texts of a set, and their sentences where it is cut."""
    file = bench / FILES.get(source, f"overclaim/{source}.dev.jsonl.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for text in (row[field] for field in FIELDS if field in row):
                if isinstance(text, list):
                    yield from (HEADING.sub("", sentence).strip() for sentence in text)
                    continue
                yield text
                if source in SPLIT:
                    yield from (text[start:end] for start, end in split_sentences(text))


def sentence_key(sentence: str) -> str:
    """A short hash of a sentence, blind to its white space."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()[:16]


def class_weights(strengths: Sequence[int]) -> Tensor:
    """Weigh the steps so that each counts the same."""
    counts = np.bincount(strengths, minlength=STEPS)
    return torch.tensor(len(strengths) / (STEPS * counts), dtype=torch.float32)


def train_cues(examples: Sequence[Example]) -> Arrays:
    """Fit a regularised logistic regression to the features' buckets."""
    rows, columns, values = [], [], []
    for at, example in enumerate(examples):
        found = buckets(example.sentence)
        rows += [at] * len(found)
        columns += found
        values += [len(found) ** -0.5] * len(found)
    shape = (len(examples), BUCKETS)
    places = torch.tensor([rows, columns])
    matrix = torch.sparse_coo_tensor(places, torch.tensor(values), shape, check_invariants=True)
    wanted = torch.tensor([example.strength for example in examples])
    lose = nn.CrossEntropyLoss(class_weights(wanted.tolist()), reduction="sum")
    weights = torch.zeros(BUCKETS, STEPS, requires_grad=True)
    bias = torch.zeros(STEPS, requires_grad=True)
    search = torch.optim.LBFGS([weights, bias], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        search.zero_grad()
        scores = torch.sparse.mm(matrix, weights) + bias
        value: Tensor = LOOSENESS * lose(scores, wanted) + weights.square().sum() / 2
        value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        return value

    search.step(loss)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return {"weights": weights.detach().numpy().astype(np.float16), "bias": bias.detach().numpy()}


def train_reader(examples: Sequence[Example], resume: Path | None = None) -> Arrays:
    """Fit the corrections to the packaged model, from none or from those of a file."""
    torch.manual_seed(SEED)
    network, tokenizer = Network().train(), load_tokenizer()
    epochs, highest = (EPOCHS_MORE, RATE_MORE) if resume else (EPOCHS, RATE)
    if resume:
        with np.load(resume) as stored:
            before = {name: torch.from_numpy(np.float32(stored[name])) for name in stored.files}
        network.load_state_dict(before, strict=False)
    lose = nn.CrossEntropyLoss(class_weights([example.strength for example in examples]))
    steps = epochs * (len(examples) // BATCH + 1)
    learnt = [p for p in network.parameters() if p.requires_grad]
    search = torch.optim.AdamW(learnt, lr=highest, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.OneCycleLR(search, highest, total_steps=steps)
    for _ in range(epochs):
        for batch in batches(examples):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(pieces(tokenizer, [example.sentence for example in batch]))
            value = lose(scores.float(), torch.tensor([example.strength for example in batch]))
            search.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(learnt, 1.0)
            search.step()
            rate.step()
    return dict(network.learnt())


def batches(examples: Sequence[Example]) -> Iterator[list[Example]]:
    """Shuffle examples into batches of about one length, in a new order."""
    order = torch.randperm(len(examples)).tolist()
    reach = BATCH * 16
    groups = []
    for start in range(0, len(order), reach):
        near = [examples[at] for at in order[start : start + reach]]
        near.sort(key=lambda example: len(example.sentence))
        groups += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    for at in torch.randperm(len(groups)).tolist():
        yield groups[at]


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, help="folder of the outside sets")
    parser.add_argument("--leave-out", nargs="*", default=[], help="sources not to learn from")
    parser.add_argument("--resume", type=Path, help="corrections to learn on from")
    parser.add_argument("--out", type=Path, default=DATA, help="folder for the two models")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train both models and write them."""
    chosen = read_arguments(arguments)
    examples = own_sentences() + filled_templates()
    if chosen.bench:
        examples += labelled_by_hash(chosen.bench)
    examples = [example for example in examples if example.source not in chosen.leave_out]
    sources = np.array(sorted({example.source for example in examples}))
    chosen.out.mkdir(parents=True, exist_ok=True)
    cues = train_cues(examples)
    reader = train_reader(examples, chosen.resume)
    cue_file, reader_file = chosen.out / CUE_WEIGHTS.name, chosen.out / ADAPTER.name
    np.savez_compressed(cue_file, allow_pickle=False, sources=sources, **cues)
    np.savez_compressed(reader_file, allow_pickle=False, **reader)


if __name__ == "__main__":
    main()
