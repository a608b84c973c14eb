"""Coverage-guided fuzzing of everything that reads what strangers wrote: `python -m soak.fuzz load`.

atheris changes the input so that more of our code is reached. Seeds and findings lie in
`soak/corpus/TARGET`; what a run finds beyond them stays in a temporary folder.
"""

from __future__ import annotations

import argparse
import sys
import tempfile

import atheris

with atheris.instrument_imports(include=["assistant"]):
    from soak.targets import CORPUS, TARGETS


def main() -> None:
    """Fuzz one target for some seconds; a finding ends the run with a traceback and its input."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as found:
        arguments = [
            sys.argv[0],
            found,
            str(CORPUS / options.target),
            f"-max_total_time={options.seconds}",
            "-timeout=10",
            "-rss_limit_mb=4096",
            "-print_final_stats=1",
            f"-artifact_prefix={CORPUS / options.target}/finding-",
        ]
        atheris.Setup(arguments, TARGETS[options.target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
