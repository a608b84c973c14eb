"""What the fuzzer was seeded with and what it found runs through the same targets without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soak.targets import CORPUS, KINDS, TARGETS

CASES = [
    pytest.param(folder.name, file, id=f"{folder.name}-{file.name}")
    for folder in sorted(CORPUS.iterdir())
    for file in sorted(folder.iterdir())
]


def test_every_target_has_seeds() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == set(TARGETS)
    kinds = {file.read_bytes()[0] % len(KINDS) for file in (CORPUS / "load").iterdir()}
    assert kinds == set(range(len(KINDS)))


@pytest.mark.parametrize(("target", "file"), CASES)
def test_the_kept_corpus_passes(target: str, file: Path) -> None:
    TARGETS[target](file.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_pass(target: str, data: bytes) -> None:
    TARGETS[target](data)
