"""Claim strength: what the cues and the reader make of sentences that neither has learnt from."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.errors import ConfigurationError
from assistant.verify.cues import features, tokenize
from assistant.verify.reader import ADAPTER, MADE_OF, SentenceReader
from assistant.verify.strength import (
    CUE_WEIGHTS,
    CueModel,
    claim_strength,
    claim_strengths,
    strength_probabilities,
)
from assistant.verify.train_reader import Network, train_reader
from assistant.verify.train_strength import SEALED, Read, train_cues
from assistant.verify.training_data import (
    DATA,
    Example,
    filled_templates,
    fingerprint,
    keys_in,
    labelled_by_hash,
    own_sentences,
    sentence_key,
    sentences_of,
    unlabelled,
)

UNSEEN = [
    (3, "Peppermint oil relieves bloating."),
    (3, "The tax reduced the number of plastic bags on beaches."),
    (3, "In conclusion, morning light improves mood in night-shift workers."),
    (3, "Blocking the channel stopped the seizures in zebrafish."),
    (2, "Peppermint oil may relieve bloating."),
    (2, "Longer school breaks could reduce bullying."),
    (2, "Cycling to work might help prevent depression, researchers suggest."),
    (2, "The compound has the potential to slow the growth of kidney cysts."),
    (1, "Owners of cats had a higher risk of asthma."),
    (1, "Plasma copper was inversely associated with grip strength."),
    (1, "Late bedtimes are linked to lower marks."),
    (1, "The score predicted readmission within 30 days."),
    (0, "Peppermint oil did not relieve bloating."),
    (0, "Further trials are needed to find out whether cycling improves mood."),
    (0, "Plasma copper was not associated with grip strength."),
    (0, "A third of the pupils skipped breakfast."),
    (0, "We measured lung function in 200 bakers."),
    (0, "Doctors should ask older patients about falls."),
]
HARDER = [
    (3, "Selenium supplements lower thyroid antibodies in people with thyroiditis."),
    (2, "Maca is believed to have beneficial effects on energy."),
    (2, "Perhaps it is the fibre in oats that keeps blood sugar steady."),
    (1, "Children of smokers did worse at reading, even when income was taken into account."),
    (0, "Magnesium was no better than placebo at preventing leg cramps."),
]


@pytest.fixture(scope="module")
def reader() -> SentenceReader:
    """The shipped reader."""
    return SentenceReader()


@pytest.fixture(scope="module")
def learnt() -> set[str]:
    """The sentences of ours that were learnt from."""
    return {example.sentence for example in own_sentences()}


def test_the_sentences_of_these_tests_were_not_learnt_from(learnt: set[str]) -> None:
    assert not learnt & {sentence for _, sentence in [*UNSEEN, *HARDER]}


@pytest.mark.parametrize(("strength", "sentence"), UNSEEN)
def test_cues_alone_read_plain_sentences(strength: int, sentence: str) -> None:
    assert claim_strength(sentence) == strength


@pytest.mark.parametrize(("strength", "sentence"), [*UNSEEN, *HARDER])
def test_with_the_reader_harder_sentences_are_read_too(
    strength: int, sentence: str, reader: SentenceReader
) -> None:
    assert claim_strength(sentence, reader) == strength


def test_many_sentences_are_read_as_each_alone(reader: SentenceReader) -> None:
    sentences = [sentence for _, sentence in [*UNSEEN, *HARDER]]
    alone = [claim_strength(sentence, reader) for sentence in sentences]
    assert claim_strengths(sentences, reader) == alone
    assert claim_strengths([], reader) == []


def test_probabilities_of_a_sentence_sum_to_one(reader: SentenceReader) -> None:
    weighed = strength_probabilities(["Zinc may help.", "", "?"], reader)
    assert weighed.shape == (3, 4)
    assert np.allclose(weighed.sum(axis=1), 1)


def test_reading_is_what_was_trained(reader: SentenceReader) -> None:
    sentences = [sentence for _, sentence in UNSEEN[:6]]
    network = Network().eval()
    with np.load(ADAPTER) as stored:
        names = set(stored.files) - MADE_OF
        learnt = {name: torch.from_numpy(np.float32(stored[name])) for name in names}
    assert set(learnt) == set(network.learnt())
    network.load_state_dict(learnt, strict=False)
    with torch.inference_mode():
        trained = network(network.read_below(sentences)).softmax(dim=1).numpy()
    assert np.allclose(reader(sentences), trained, atol=1e-3)


def test_many_sentences_at_once_are_read_as_one(reader: SentenceReader) -> None:
    sentences = [sentence for _, sentence in [*UNSEEN, *HARDER]]
    one = np.concatenate([reader([sentence]) for sentence in sentences])
    assert np.allclose(reader(sentences), one, atol=1e-6)


def test_reading_needs_no_pytorch() -> None:
    code = (
        "import sys\nfrom assistant.verify.reader import open_reader\n"
        "open_reader()(['Zinc may help.'] * 50)\nassert 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_adapter_of_another_shape_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "adapter.npz"
    np.savez(file, **{"no.such.layer": np.zeros(3, np.float16)})
    with pytest.raises(ConfigurationError, match=r"no\.such\.layer"):
        SentenceReader(file)


# --- cues ------------------------------------------------------------------------------------


def test_a_cue_knows_what_governs_it() -> None:
    assert "c cause may" in features("Zinc may reduce colds.")
    assert "c cause no" in features("Zinc did not reduce colds.")
    assert "c cause plain" in features("Zinc reduced colds.")
    assert "c cause aim" in features("We tested whether zinc reduces colds.")
    assert "c cause plain" in features("Zinc did not help, but iron reduced fatigue.")


def test_words_are_known_by_kind_in_every_form() -> None:
    kinds = {token.word: (token.kind, token.ending) for token in tokenize("stops stopping stopped")}
    assert kinds == {
        "stops": ("cause", "s"), "stopping": ("cause", "ing"), "stopped": ("cause", "ed"),
    }  # fmt: skip


# --- data and training -----------------------------------------------------------------------


def test_both_artifacts_are_made_of_the_data_beside_them() -> None:
    for artifact in (CUE_WEIGHTS, ADAPTER):
        with np.load(artifact) as stored:
            assert str(stored["fingerprint"]) == fingerprint(), f"train again: {artifact.name}"


def test_labels_of_other_peoples_sentences_hold_no_text() -> None:
    files = [DATA / "labels.tsv", *SEALED.rglob("labels.tsv")]
    assert len(files) == 3
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            assert re.fullmatch(r"[0-3]\t[a-z_]+\t[0-9a-f]{16}", line)


def test_sealed_sentences_are_not_learnt_from() -> None:
    conclusions, endings = keys_in(SEALED / "labels.tsv"), keys_in(SEALED / "endings/labels.tsv")
    ours = {sentence_key(example.sentence) for example in own_sentences(SEALED)}
    assert [len(keys) for keys in (conclusions, endings, ours)] == [276, 78, 65]
    learnt = {sentence_key(e.sentence) for e in [*own_sentences(), *filled_templates()]}
    assert not (conclusions | endings | ours) & (keys_in(DATA / "labels.tsv") | learnt)


def test_sentences_without_a_label_are_drawn_by_hash_and_none_with_a_label(tmp_path: Path) -> None:
    abstract = [f"Tea was given to group {number} for a month." for number in range(9)]
    contexts = ["We asked 200 nurses about their sleep. Too short."]
    for name, row in (
        ("scifact/corpus", {"abstract": ["Outside the ending of the abstract it stands.", *abstract]}),
        ("pubmedqa/pqal.dev", {"contexts": contexts}),
    ):  # fmt: skip
        file = tmp_path / f"{name}.jsonl.gz"
        file.parent.mkdir()
        with gzip.open(file, "wt") as written:
            written.write(json.dumps(row))
    drawn = unlabelled(tmp_path, {sentence_key(abstract[-1])})
    wanted = [*abstract[-4:-1], "We asked 200 nurses about their sleep."]
    assert drawn == sorted(wanted, key=sentence_key)
    assert (
        unlabelled(tmp_path, set(), most=2) == sorted([*wanted, abstract[-1]], key=sentence_key)[:2]
    )


def test_no_sentence_of_ours_is_written_twice() -> None:
    sentences = [example.sentence for example in own_sentences()]
    assert len(set(sentences)) == len(sentences)


def test_conclusions_lose_the_heading_of_their_abstract(tmp_path: Path) -> None:
    (tmp_path / "scifact").mkdir()
    row = {
        "abstract": [
            "BACKGROUND Tea is drunk.",
            "CONCLUSIONS AND RELEVANCE: Tea may improve sleep.",
        ]
    }
    with gzip.open(tmp_path / "scifact" / "corpus.jsonl.gz", "wt") as file:
        file.write(json.dumps(row))
    found = list(sentences_of(tmp_path, "scifact"))
    assert found == ["BACKGROUND Tea is drunk.", "Tea may improve sleep."]


def test_a_reader_learns_what_it_is_shown() -> None:
    verbs = ("did not change", "was linked to", "may improve", "improves")
    examples = [
        Example(f"Tea {verb} sleep in {who}.", step, "test")
        for step, verb in enumerate(verbs)
        for who in ("adults", "nurses", "runners", "children", "farmers", "students") * 4
    ]
    network = train_reader(examples).eval()
    with torch.inference_mode():
        found = network(network.read_below([f"Tea {verb} sleep in sailors." for verb in verbs]))
    assert found.argmax(dim=1).tolist() == [0, 1, 2, 3]


def test_every_source_is_named_in_the_data_statement() -> None:
    statement = (DATA / "README.md").read_text(encoding="utf-8")
    with np.load(CUE_WEIGHTS) as stored:
        sources = set(stored["sources"].tolist())
    of_others = {
        line.split("\t")[1]
        for line in (DATA / "labels.tsv").read_text(encoding="utf-8").splitlines()
    }
    ours = {example.source for example in own_sentences()} | {"templates"}
    assert sources == of_others | ours
    assert all(f"`{source}`" in statement for source in of_others)


def test_templates_give_the_same_sentences_each_time() -> None:
    assert filled_templates() == filled_templates()
    assert not [e for e in filled_templates() if "{" in e.sentence]


def test_training_learns_what_it_is_shown() -> None:
    examples = [
        Example(f"Tea {verb} sleep in {who}.", strength, "test")
        for strength, verb in ((0, "did not change"), (1, "was linked to"), (2, "may improve"), (3, "improves"))
        for who in ("adults", "nurses", "runners", "children")
    ]  # fmt: skip
    learnt = train_cues(examples)
    model = CueModel(learnt["weights"].astype(np.float32), learnt["bias"])
    found = model.probabilities([f"Tea {verb} sleep in sailors." for verb in
                                 ("did not change", "was linked to", "may improve", "improves")])  # fmt: skip
    assert found.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_cues_learn_from_what_the_reader_makes_of_sentences_without_a_label() -> None:
    examples = [
        Example(f"Tea {verb} sleep in {who}.", strength, "test")
        for strength, verb in ((0, "did not change"), (1, "was linked to"), (2, "may improve"), (3, "improves"))
        for who in ("adults", "nurses", "runners", "children")
    ]  # fmt: skip
    read = Read(["Tea blorps sleep in nurses."] * 4, np.eye(4)[[3] * 4])
    steps = []
    for learnt in (train_cues(examples), train_cues(examples, read)):
        model = CueModel(learnt["weights"].astype(np.float32), learnt["bias"])
        steps.append(model.probabilities(["Wine blorps sleep in sailors."])[0, 3])
    assert steps[1] > 2 * steps[0]


def test_a_label_without_its_sentence_is_an_error(tmp_path: Path) -> None:
    bench, folder = tmp_path / "bench", tmp_path / "data"
    (bench / "overclaim").mkdir(parents=True)
    folder.mkdir()
    rows = [{"claim_text": "Tea helps.", "source_text": "Tea may help."}]
    with gzip.open(bench / "overclaim" / "toy.dev.jsonl.gz", "wt") as file:
        file.write("\n".join(map(json.dumps, rows)))
    labels = folder / "labels.tsv"
    labels.write_text(f"3\ttoy\t{sentence_key('Tea helps.')}\n")
    assert labelled_by_hash(bench, folder) == [Example("Tea helps.", 3, "toy")]
    labels.write_text("2\ttoy\t0123456789abcdef\n")
    with pytest.raises(ValueError, match="1 labelled"):
        labelled_by_hash(bench, folder)
