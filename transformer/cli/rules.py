"""``usershift rules`` and ``usershift explain CODE``: from the same source as the pages."""

from __future__ import annotations

import enum
import json
import sys
from difflib import get_close_matches
from textwrap import dedent
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transformer.cli.boundary import reported
from transformer.cli.output import Output
from transformer.codemod.rules import Example, Rule
from transformer.errors import UsageError
from transformer.registry import all_rules


class Listing(str, enum.Enum):
    text = "text"
    json = "json"


FormatName = Annotated[Listing, typer.Option("--format", metavar="NAME", help="text or json.")]


def rules(format_: FormatName = Listing.text) -> None:
    """List the rules: code, level, pass, and what each is about."""
    with reported("rules", Output()):
        if format_ is Listing.json:
            _print_json([_document(rule) for rule in all_rules().values()])
            return
        table = Table(box=None, pad_edge=False, header_style="dim")
        for heading in ("code", "level", "pass"):
            table.add_column(heading, no_wrap=True)
        table.add_column("what it is about")
        for rule in all_rules().values():
            table.add_row(rule.code, rule.level.value, rule.pass_name, Text(rule.summary))
        _stdout().print(table)


def explain(
    code: Annotated[str, typer.Argument(help="The code of a rule, such as US301.")],
    format_: FormatName = Listing.text,
) -> None:
    """Show one rule: what breaks, what is done about it, examples."""
    with reported("explain", Output()):
        rule = all_rules().get(code.upper())
        if rule is None:
            close = get_close_matches(code.upper(), all_rules(), n=1)
            hint = f"Did you mean {close[0]}? " if close else ""
            raise UsageError(f"There is no rule `{code}`.", f"{hint}`usershift rules` lists them.")
        if format_ is Listing.json:
            _print_json(_document(rule))
            return
        console = _stdout()
        console.print(Text(f"{rule.code} {rule.name}", "bold"))
        console.print(Text(f"pass {rule.pass_name} · level {rule.level.value}", "dim"))
        console.print()
        console.print(Text(rule.page), soft_wrap=True)
        for example in rule.examples:
            _show(example, console)
        if rule.link:
            console.print()
            console.print(Text(rule.link), soft_wrap=True)


def _show(example: Example, console: Console) -> None:
    console.print()
    heading = f"{example.path}: {example.title}" if example.title else example.path
    console.print(Text(heading, "bold"))
    if example.after is None:
        _indented(console, "Stays as it is:", example.before)
    else:
        _indented(console, "Before:", example.before)
        _indented(console, "After:", example.after)


def _indented(console: Console, heading: str, code: str) -> None:
    console.print(Text(heading, "dim"))
    for line in dedent(code).splitlines():
        console.print(Text(f"    {line}".rstrip()), soft_wrap=True)


def _document(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "level": rule.level.value,
        "pass": rule.pass_name,
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


def _print_json(document: object) -> None:
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


def _stdout() -> Console:
    return Console(highlight=False, markup=False, emoji=False)
