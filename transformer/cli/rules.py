"""``usershift rules``: the list of them, from the same source as their pages."""

from __future__ import annotations

import enum
import json
import sys
from textwrap import dedent
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transformer.cli.boundary import report_errors
from transformer.cli.output import Output
from transformer.codemod.rules import Rule
from transformer.registry import all_rules


class RuleFormat(str, enum.Enum):
    text = "text"
    json = "json"


FormatName = Annotated[RuleFormat, typer.Option("--format", metavar="NAME", help="text or json.")]


def rules(format_: FormatName = RuleFormat.text) -> None:
    with report_errors("rules", Output()):
        if format_ is RuleFormat.json:
            print_json([document(rule) for rule in all_rules().values()])
            return
        table = Table(box=None, pad_edge=False, header_style="dim")
        for heading in ("code", "level", "pass"):
            table.add_column(heading, no_wrap=True)
        table.add_column("what it is about")
        for rule in all_rules().values():
            table.add_row(rule.code, rule.level.value, rule.pass_name, Text(rule.summary))
        stdout().print(table)


def document(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "level": rule.level.value,
        "pass": rule.pass_name,
        "neutral": rule.neutral,
        "summary": rule.summary,
        "page": rule.page,
        "link": rule.link,
        "examples": [
            {
                "path": example.path,
                "title": example.title,
                "before": dedent(example.before),
                "after": None if example.after is None else dedent(example.after),
            }
            for example in rule.examples
        ],
    }


def print_json(document: object) -> None:
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


def stdout() -> Console:
    return Console(highlight=False, markup=False, emoji=False)
