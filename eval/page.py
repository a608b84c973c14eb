"""The run as one HTML page that needs nothing else: no script, no font, no link to load."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from eval.contrast import Contrast
from eval.results import Run, difference, family_rows, passed
from eval.table import beside, interval, percent, verdict
from eval.tasks import Answered

STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #b3261e; --good: #1b7f3b; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #7bd88f; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 0 0 1.5rem; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .7rem; text-align: left;
  vertical-align: top; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; border-left: 3px solid
  var(--line); padding-left: .8rem; }
.bad { color: var(--bad); } .good { color: var(--good); } .quiet { opacity: .75; }
"""


def mark(good: bool | None, text: str) -> str:
    """A verdict in a word and a colour."""
    kind = {True: "good", False: "bad", None: "quiet"}[good]
    return f'<span class="{kind}">{escape(text)}</span>'


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table; the cells are HTML already."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def case_html(item: Answered, baseline: Mapping[str, Any]) -> str:
    """One case: question, answer, citations, checks with their reasons, difference."""
    case, answer = item.case, item.answer
    good = passed(item)
    waits = f" · waits for {case.waits_for}" if case.waits_for else ""
    changed = difference(item, baseline)
    checks = [
        [
            escape(name),
            mark(None if check.unscored else check.passed,
                 "unscored" if check.unscored else f"{check.hits:g} of {check.total:g}"),
            escape(check.reason),
        ]
        for name, check in sorted(item.checks.items(), key=lambda pair: pair[1].passed)
    ]  # fmt: skip
    citations = [
        [
            f"[{c['number']}]", escape(f"{c['source_id']} ({c['design']}, {c['year']})"),
            escape(c["quote"]),
        ]
        for c in answer["citations"]
    ]  # fmt: skip
    evidence = answer["evidence"] or {}
    verdict_line = " · ".join(
        str(part)
        for part in (answer["status"], answer["reason"], evidence.get("level"),
                     evidence.get("direction"))
        if part
    )  # fmt: skip
    return (
        f'<details id="{escape(case.id)}"{"" if good else " open"}><summary>'
        f"{mark(good, 'pass' if good else 'fail')} <b>{escape(case.id)}</b> "
        f"{escape(' → '.join(case.turns))} <span class='quiet'>{escape(case.split + waits)}"
        f"{' · ' + escape(changed) if changed else ''}</span></summary>"
        f"<p>{escape(verdict_line)}</p><pre>{escape(answer['answer'])}</pre>"
        f"{table(['check', 'verdict', 'reason'], checks)}"
        f"<details><summary>{len(citations)} citations</summary>"
        f"{table(['', 'source', 'quote'], citations)}</details></details>"
    )


def contrast_html(contrast: Contrast) -> list[str]:
    """Ours beside the plain assistants; what is as good as ours is marked."""
    rows = [
        [
            escape(row["gate"]), escape(beside(row["ours"])),
            *(
                mark(True if held["as_good"] else None, beside(held))
                for held in (row["others"][name] for name in contrast["names"])
            ),
        ]
        for row in contrast["rows"]
    ]  # fmt: skip
    return [
        "<h2>Contrast</h2>",
        table(["gate", "ours", *contrast["names"]], rows),
        *(f"<p>{escape(line)}</p>" for line in contrast["words"]),
    ]


def write_page(run: Run, path: Path) -> None:
    """Write the page, failing cases first within each family."""
    rows = family_rows(run.answered)
    families = [
        [
            f'<a href="#family-{row.family}">{row.family}</a>', str(row.estimate.n),
            percent(row.estimate.share), interval(row.estimate), str(row.unscored),
            str(row.waiting),
        ]
        for row in rows
    ]  # fmt: skip
    gates = [
        [
            escape(gate.rule.name), str(gate.estimate.n), percent(gate.estimate.share),
            interval(gate.estimate), str(gate.faults), str(gate.unscored),
            escape(gate.threshold), mark(gate.met, verdict(gate)),
        ]
        for gate in run.gates
    ]  # fmt: skip
    mutants = [
        [
            escape(m["name"]), mark(m["killed"], "killed" if m["killed"] else "survives"),
            f"{m['caught']} of {m['planted']}", escape(m["by"]), escape(m["fault"]),
        ]
        for m in run.mutants
    ]  # fmt: skip
    record = " · ".join(f"{key} {value}" for key, value in run.record.items())
    parts = [
        f"<p>{mark(not run.failed, 'All gates are met' if not run.failed else 'A gate is not met')}"
        f" <span class='quiet'>{escape(record)}</span></p>",
        "<h2>Families</h2>",
        table(["family", "n", "pass", "95 % interval", "unscored", "waiting"], families),
        "<h2>Gates</h2>",
        table(["gate", "cases", "hits", "95 % interval", "faults", "unscored", "threshold", ""],
              gates),
    ]  # fmt: skip
    if run.contrast:
        parts += contrast_html(run.contrast)
    if mutants:
        parts += [
            "<h2>Mutants</h2>",
            table(["mutant", "", "answers caught", "by", "planted fault"], mutants),
        ]
    for row in rows:
        items = [item for item in run.answered if item.case.family == row.family]
        parts.append(f'<h2 id="family-{row.family}">{row.family}</h2>')
        parts += [case_html(i, run.baseline) for i in sorted(items, key=passed)]
    title = f"Eval {escape(run.stamp)}"
    path.write_text(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><h1>{title}</h1>{''.join(parts)}</body></html>\n",
        encoding="utf-8",
    )
