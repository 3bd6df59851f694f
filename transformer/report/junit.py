"""Findings as JUnit's XML, which every CI shows: one test per file, one failure per finding.

https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

from collections import defaultdict
from xml.etree import ElementTree

from transformer.findings import Finding, Level
from transformer.printable import shown, shown_text
from transformer.report.model import Report
from transformer.report.text import place

# What asks for work fails; the rest is told beside it.
_FAILING = (Level.BLOCKER, Level.TODO)


def render(report: Report) -> str:
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_file[finding.path].append(finding)
    suite = ElementTree.Element("testsuite", name=f"usershift {report.command}")
    for path, findings in sorted(by_file.items()):
        name = shown(report.prefix + path) if path else "the project"
        case = ElementTree.SubElement(suite, "testcase", name=name, classname="usershift")
        failing = [finding for finding in findings if finding.level in _FAILING]
        for finding in failing:
            said = ElementTree.SubElement(
                case, "failure", type=finding.code, message=_printable(finding.message)
            )
            said.text = _printable(f"{place(finding)}: {finding.said}")
        told = [finding for finding in findings if finding not in failing]
        if told:
            out = ElementTree.SubElement(case, "system-out")
            out.text = "\n".join(_printable(f"{place(f)}: {f.code} {f.said}") for f in told)
    if report.error is not None and not report.findings:
        case = ElementTree.SubElement(suite, "testcase", name="the project", classname="usershift")
        error = ElementTree.SubElement(
            case, "error", type=report.error.code.value, message=_printable(report.error.message)
        )
        error.text = _printable(report.error.remedy)
    if not len(suite):
        ElementTree.SubElement(suite, "testcase", name="the project", classname="usershift")
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ElementTree.tostring(suites, 'unicode')}\n"


def _printable(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(c for c in shown_text(text) if c in "\n\t" or c >= " ")
