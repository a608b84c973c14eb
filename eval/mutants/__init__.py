"""Planted faults: proof that the suite would notice.

A mutant is a fault of answers (a function from an answer's JSON to a faulty one) or of the
pipeline (a context manager that patches a part; the cases are then asked again). It is killed
when a gate that held no longer holds. Its twin is a rewording that stays true, and no gate may
notice that one.
"""

from __future__ import annotations

from eval.mutants.frame import AnswerMutants, MutantResult, run_pipeline_mutants

__all__ = ["AnswerMutants", "MutantResult", "run_pipeline_mutants"]
