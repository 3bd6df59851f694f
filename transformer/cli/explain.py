"""``usershift explain CODE``: the page of one rule."""

from __future__ import annotations

from difflib import get_close_matches
from textwrap import dedent
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from transformer.cli.boundary import report_errors
from transformer.cli.output import Output
from transformer.cli.rules import FormatName, RuleFormat, document, print_json, stdout
from transformer.codemod.rules import Example
from transformer.errors import UsageError
from transformer.registry import all_rules


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of a rule, such as US301.")],
    format_: FormatName = RuleFormat.text,
) -> None:
    with report_errors("explain", Output()):
        rule = all_rules().get(code.upper())
        if rule is None:
            close = get_close_matches(code.upper(), all_rules(), n=1)
            hint = f"Did you mean {close[0]}? " if close else ""
            raise UsageError(f"There is no rule `{code}`.", f"{hint}`usershift rules` lists them.")
        if format_ is RuleFormat.json:
            print_json(document(rule))
            return
        console = stdout()
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
