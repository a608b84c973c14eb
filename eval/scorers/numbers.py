"""Every number with its unit stands in a passage cited right behind it, or is recomputed.

Statements without markers (the lead's level line, coverage sentences) may rest on the operands
of the claim that they show. An amount of an element is not an amount of its compound. The year of a cited source and the count of the sources cited right
behind a statement are allowed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from eval.cases import Case
from eval.quantities import Quantity, amounts, confused, quantities, unsupported
from eval.scorers.base import Answer, Check, World, citations_of, is_substantial, tally
from eval.text import Statement, plain, statements, without_markers


def operand_quantities(claims: Iterable[Mapping[str, Any]]) -> list[Quantity]:
    """What these claims computed, and from what; a unit is taken on trust, a value is not."""
    values: list[float] = []
    for claim in claims:
        operands = claim.get("operands") or {}
        values += [float(value) for value in operands.get("values") or ()]
        if operands.get("result") is not None:
            values.append(float(operands["result"]))
        query = claim.get("query") or {}
        if query.get("expected") is not None:
            values.append(float(query["expected"]))
        if operands.get("source_ids"):
            values.append(float(len(operands["source_ids"])))
    units = (None, "mg", "%", "IU", "week", "day", "year")
    return [Quantity(value, unit, str(value)) for value in values for unit in units]


def recomputed(operands: Mapping[str, Any]) -> float | None:
    """The result of a derived claim, computed again; None where there is none to compute."""
    values = [float(value) for value in operands.get("values") or ()]
    match operands.get("operation"):
        case "count":
            return float(len(operands.get("source_ids") or values))
        case "scale" if len(values) == 2:
            return values[0] * values[1] / 100
        case _:
            return None


def supported_numbers(case: Case, answer: Answer, world: World) -> Check | None:
    """No number and no unit comes from outside the passages and the operands."""
    if not is_substantial(answer):
        return None
    faults, total = [], 0
    for statement in statements(answer["answer"]):
        wanted = quantities(statement.text)
        if not wanted:
            continue
        total += len(wanted)
        lost = unsupported(wanted, held_by(statement, answer))
        faults += [f"“{q.written}” in “{around(statement.text, q.written)}”" for q in lost]
        quotes = " \n ".join(plain(c["quote"]) for c in citations_of(answer, statement.markers))
        faults += [
            f"“{amount.written}”: its sources give this of "
            + ("the element" if amount.of_compound else "a compound")
            for amount in confused(amounts(statement.text), amounts(quotes))
        ]
    for claim in answer["claims"]:
        operands = claim.get("operands") or {}
        again = recomputed(operands)
        if again is None or operands.get("result") is None:
            continue
        total += 1
        if not math.isclose(again, float(operands["result"]), rel_tol=0.005, abs_tol=0.01):
            faults.append(f"recomputed {again:g}, stated {operands['result']:g}")
    if not total:
        return None
    return tally("supported_numbers", faults, total, f"{total} numbers found")


def held_by(statement: Statement, answer: Answer) -> list[Quantity]:
    """The quantities on which a statement may rest."""
    cited = citations_of(answer, statement.markers)
    held = [q for citation in cited for q in quantities(plain(citation["quote"]))]
    held += [Quantity(float(c["year"]), None, str(c["year"])) for c in cited if c["year"]]
    sources = {citation["source_id"] for citation in cited}
    held.append(Quantity(float(len(sources)), None, f"{len(sources)} sources cited"))
    own = [c for c in answer["claims"] if plain(without_markers(c["text"])) in statement.text]
    held += operand_quantities(own)
    if not statement.markers:
        held += [q for claim in answer["claims"] for q in quantities(claim["text"])]
    return held


def around(text: str, part: str, width: int = 30) -> str:
    """A little text around a part of it."""
    at = max(0, text.find(part))
    return text[max(0, at - width) : at + len(part) + width]
