"""Two deliberately plain assistants that answer the same cases and are judged by the same scorers.

They show what the figures of the report are worth: a gate on which a plain program does as well
as ours says nothing in our favour. Neither reads anything of `assistant/`; neither ever gates.
"""

from __future__ import annotations

from eval.contrast.compare import Contrast, ContrastRow, Standing, compare, standing
from eval.contrast.run import run_contrast

__all__ = ["Contrast", "ContrastRow", "Standing", "compare", "run_contrast", "standing"]
