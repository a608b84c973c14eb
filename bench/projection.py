"""Makes `assistant/embed/projection.npy`: the directions in which the words of the corpus differ most.

Principal components (not centred, since cosines are not) of the vectors of all words of the shipped
corpus. They serve other texts as well: on two outside sets, directions of either set's own words
were no better. Run: `python -m bench.projection`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

import assistant.embed
from assistant.chunk import embedded_text, split_source
from assistant.embed.network import Network
from assistant.embed.packaged import PackagedModel
from assistant.embed.words import WORD_DIMENSION
from assistant.load import load_sources, shipped_documents

FILE = Path(assistant.embed.__file__).parent / "projection.npy"


def main() -> None:
    """Write the file anew."""
    model = PackagedModel()
    network = Network(model.read_weights())
    products = np.float32(0)
    for source in load_sources(shipped_documents()).sources:
        for passage in split_source(source):
            encoding = model.tokenizer.encode(embedded_text(source.title, passage))
            _, words = model.word_reader.average(encoding, network.read(encoding))
            products = products + words.T @ words
    _, directions = np.linalg.eigh(products)  # in ascending order
    np.save(FILE, directions[:, ::-1][:, :WORD_DIMENSION].astype(np.float16))


if __name__ == "__main__":
    main()
