"""The scripts that measure growth, at sizes that take a moment."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from soak import export
from soak.growth import measure
from soak.like_real import LikeReal, draw_texts

DIMENSION = 24


@pytest.fixture
def real() -> np.ndarray:
    vectors = np.random.default_rng(0).normal(size=(50, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_stand_ins_hang_on_their_text_alone_and_planted_texts_keep_their_vectors(
    real: np.ndarray,
) -> None:
    texts = list(draw_texts(1_000, seed=1))
    embedder = LikeReal(real, {texts[3]: real[7]})
    vectors = np.vstack(list(embedder.embed_passages(texts)))
    assert np.array_equal(vectors[3], real[7])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert np.allclose(vectors[700], embedder.embed_query(texts[700]), atol=1e-6)
    assert len({row.tobytes() for row in vectors}) == 1_000


def test_a_size_is_built_in_two_goes_asked_and_removed(tmp_path: Path, real: np.ndarray) -> None:
    (tmp_path / "real.pickle").write_bytes(pickle.dumps((real, {}, {})))
    row = measure(tmp_path, 600, True)
    assert (row["passages"], row["embedded"], row["recall@10"]) == (600, 600 - 512, 1.0)
    assert [file.name for file in tmp_path.iterdir()] == ["real.pickle"]


def test_memory_of_a_build_is_stated_by_record() -> None:
    found = export.build_exports((20, 60))
    assert [row["records"] for row in found["sizes"]] == [20, 60]
    (first, second) = (row["peak_mib"] for row in found["sizes"])
    assert found["peak_kib_a_record"] == pytest.approx((second - first) / 40 * 1024, abs=0.01)
