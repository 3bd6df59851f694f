"""The report for a reviewer: one page that needs nothing else, with the diff and its reasons."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from transformer import __version__
from transformer.findings import Level
from transformer.printable import shown_text
from transformer.registry import all_rules
from transformer.report import diffview
from transformer.report.model import Report
from transformer.report.text import place
from transformer.resources import template_folders

_HEADINGS = {
    Level.BLOCKER: "Blockers",
    Level.TODO: "To do by hand",
    Level.REVIEW: "Done, worth a look",
    Level.NOTE: "Good to know",
}


def render(report: Report, patch: bytes) -> str:
    """The page. Everything that comes from the project is escaped."""
    environment = Environment(
        loader=FileSystemLoader(template_folders()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters["with_code"] = with_code
    rules = all_rules()
    counted = report.counted()
    levels = [
        (level.value, heading, [f for f in report.findings if f.level is level])
        for level, heading in _HEADINGS.items()
    ]
    return environment.get_template("report.html.jinja").render(
        report=report,
        version=__version__,
        levels=[found for found in levels if found[2]],
        place=place,
        files=diffview.files(patch, report.edits, report.prefix),
        rules=[(code, rules.get(code), count) for code, count in counted.items()],
        summaries={code: rule.summary for code, rule in rules.items()},
    )


def _shown(value: object) -> object:
    if isinstance(value, Markup):
        return Markup(shown_text(str(value)))
    return shown_text(value) if isinstance(value, str) else value


def with_code(text: str) -> Markup:
    """Escaped, with what stands between backquotes as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    marked = (
        Markup("<code>{}</code>").format(p) if i % 2 else escape(p) for i, p in enumerate(parts)
    )
    return Markup("").join(marked)
