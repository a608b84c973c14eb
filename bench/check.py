"""How often the claim check agrees with our hand labels: `python bench/check.py [FOLDER]`.

The labels were set before the check ran on them. `data/check_claims.tsv`, `check_unseen.tsv`, `check_last.tsv` and `check_fourth.tsv` hold
sentences of our own, each checked as a text of its own, in the order in which they were written: the misses
of each served to mend the check afterwards, so that only first runs count (see README.md); `data/check_pages.tsv` labels sentences of saved pages by hash, which lie in FOLDER as text files
and are checked whole. Printed: accuracy with its interval, the confusion, each miss, and the largest class.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from assistant.chain import Assistant, build_assistant
from assistant.check import page_sentences
from assistant.check.judgement import ORDER
from assistant.cli import ensure_default_index
from assistant.config import read_settings
from assistant.load import normalize_text
from assistant.schema import CheckedClaim, CheckVerdict

DATA = Path(__file__).parent / "data"
VERDICTS: tuple[CheckVerdict, ...] = (
    "supported", "overclaims", "understates", "contradicted", "unsupported", "not_checkable",
)  # fmt: skip
Pair = tuple[str, CheckedClaim]


def emit(line: str) -> None:
    """Print one line."""
    sys.stdout.write(line + "\n")


def rows(name: str) -> list[list[str]]:
    """Read a table of labels."""
    return [line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def own_pairs(assistant: Assistant, name: str) -> list[Pair]:
    """Check our own sentences; what the check drops as furniture counts as not checkable."""
    pairs = []
    for verdict, sentence in rows(name):
        claims = assistant.check(sentence).claims
        dropped = CheckedClaim(
            text=sentence,
            start=0,
            end=len(sentence),
            verdict="not_checkable",
            reason="dropped",
            strength=0,
        )
        pairs.append((verdict, min(claims, key=lambda c: ORDER.index(c.verdict), default=dropped)))
    return pairs


def gravity(claim: CheckedClaim) -> int:
    """The place of a verdict from grave to harmless: a sentence has that of its gravest statement."""
    return ORDER.index(claim.verdict)


def page_pairs(assistant: Assistant, folder: Path) -> list[Pair]:
    """Check whole pages and pick the sentences that have a label."""
    labels = {(page, key): verdict for verdict, page, key in rows("check_pages.tsv")}
    pairs = []
    for page in sorted({page for page, _ in labels}):
        text = normalize_text((folder / f"{page}.txt").read_text(encoding="utf-8"))
        claims = assistant.check(text).claims
        for sentence in page_sentences(text):
            key = hashlib.sha256(" ".join(sentence.text.split()).encode()).hexdigest()[:16]
            own = [c for c in claims if sentence.start <= c.start and c.end <= sentence.end]
            if (page, key) in labels and own:
                pairs.append((labels[page, key], min(own, key=gravity)))
    return pairs


def report(name: str, pairs: list[Pair], seconds: float) -> None:
    """Print accuracy, confusion and misses."""
    wanted = np.array([VERDICTS.index(verdict) for verdict, _ in pairs])  # type: ignore[arg-type]
    found = np.array([VERDICTS.index(claim.verdict) for _, claim in pairs])
    right = wanted == found
    chance = np.random.default_rng(0)
    draws = [right[chance.integers(len(right), size=len(right))].mean() for _ in range(2000)]
    low, high = np.percentile(draws, [2.5, 97.5])
    largest = Counter(wanted.tolist()).most_common(1)[0][1] / len(wanted)
    emit(f"\n{name}: {right.mean():.3f} [{low:.3f}, {high:.3f}] of {len(right)}; "
          f"largest class {largest:.3f}; {1000 * seconds / len(right):.0f} ms a sentence")  # fmt: skip
    emit(f"{'hand / found':14}" + "".join(f"{v[:11]:>13}" for v in VERDICTS))
    for i, verdict in enumerate(VERDICTS):
        counts = [int(((wanted == i) & (found == j)).sum()) for j in range(len(VERDICTS))]
        emit(f"{verdict:14}" + "".join(f"{n:13}" for n in counts))
    for verdict, claim in pairs:
        if verdict != claim.verdict:
            emit(
                f"  {verdict} -> {claim.verdict} ({claim.strength}): {claim.text[:110]} | {claim.reason}"
            )


def main() -> None:
    """Measure both parts."""
    settings = read_settings()
    ensure_default_index(settings)
    assistant = build_assistant(settings)
    assistant.check("Magnesium helps.")
    start = time.perf_counter()
    pairs = own_pairs(assistant, "check_claims.tsv")
    report("own sentences of check_claims.tsv", pairs, time.perf_counter() - start)
    for name in ("check_unseen.tsv", "check_last.tsv", "check_fourth.tsv"):
        start = time.perf_counter()
        pairs = own_pairs(assistant, name)
        report(f"own sentences of {name}", pairs, time.perf_counter() - start)
    if len(sys.argv) > 1:
        start = time.perf_counter()
        report("pages", page_pairs(assistant, Path(sys.argv[1])), time.perf_counter() - start)


if __name__ == "__main__":
    main()
