"""The run as JUnit XML, for CI: a suite a family, a test a case."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from eval.cases import FAMILIES
from eval.results import Run, passed
from eval.scorers import ADVISORY
from eval.table import verdict

NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(run: Run, path: Path) -> None:
    """Write the cases and, as a suite of their own, the gates."""
    root = ET.Element("testsuites", name="eval")
    for family in FAMILIES:
        items = [item for item in run.answered if item.case.family == family]
        if not items:
            continue
        suite = ET.SubElement(root, "testsuite", name=family, tests=str(len(items)))
        failures = 0
        for item in items:
            case = ET.SubElement(suite, "testcase", classname=family, name=item.case.id)
            if passed(item):
                continue
            reasons = [
                f"{name}: {check.reason}"
                for name, check in item.checks.items()
                if not check.passed and name not in ADVISORY
            ]
            if item.case.waits_for:
                ET.SubElement(case, "skipped", message=f"waits for {item.case.waits_for}")
                continue
            failures += 1
            first = NOT_IN_XML.sub("", reasons[0])[:200]
            failure = ET.SubElement(case, "failure", message=first)
            failure.text = NOT_IN_XML.sub("", "\n".join(reasons))
        suite.set("failures", str(failures))
    suite = ET.SubElement(root, "testsuite", name="gates", tests=str(len(run.gates)))
    for gate in run.gates:
        case = ET.SubElement(suite, "testcase", classname="gates", name=gate.rule.name)
        if gate.fails_run:
            ET.SubElement(case, "failure", message=f"{gate.threshold}: {gate.faults} faults")
        elif not gate.met:
            ET.SubElement(case, "skipped", message=f"{gate.threshold}: {verdict(gate)}")
    suite.set("failures", str(sum(gate.fails_run for gate in run.gates)))
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
