"""Write the pages of the documentation that are made from the code.

    python -m docs.generate         (or `make docs`)

One page per rule and their index, what the commands of a page print, and the regions of
hand-written pages that stand between `<!-- made by docs/generate.py: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

from docs import console, structure
from transformer.cli.app import COMMANDS, load
from transformer.cli.options import KEYS
from transformer.codemod.rules import Example, Rule
from transformer.delivery.diff import diff as git_diff
from transformer.errors import ErrorCode
from transformer.findings import Level
from transformer.fleet import wanted
from transformer.fleet.states import State
from transformer.options import Options
from transformer.pipeline import all_passes, run
from transformer.project import discover
from transformer.registry import all_rules

CHECKOUT = Path(__file__).resolve().parents[1]
RULES = "docs/rules"
RESULTS = CHECKOUT / "docs/results"
WITH_REGIONS = (
    "README.md",
    "docs/command-line.md",
    "docs/fleet.md",
    "docs/how-it-works.md",
    "docs/json.md",
    "docs/reliability.md",
)
WITH_OUTPUT = ("docs/strategies.md", "docs/tutorial.md")
REGION = re.compile(
    r"(<!-- made by docs/generate\.py: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL
)
LANGUAGES = {
    "py": "python",
    "html": "html+django",
    "json": "json",
    "jsonl": "json",
    "yaml": "yaml",
    "yml": "yaml",
    "toml": "toml",
    "sh": "sh",
    "sql": "sql",
    "xml": "xml",
}
# Lines of a file beside an example that a page shows; only generated files are longer.
LONGEST = 40
WORDS = {
    str: "a string",
    int: "a number",
    bool: "`true` or `false`",
    list: "a list of strings",
    tuple: "a list of strings",
    dict: "a table: a list of codes for each pattern of files",
}


def main() -> None:
    wanted = pages()
    for path in CHECKOUT.glob(f"{RULES}/*.md"):
        if path.relative_to(CHECKOUT).as_posix() not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (CHECKOUT / name).parent.mkdir(parents=True, exist_ok=True)
        (CHECKOUT / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Path below the checkout -> its whole text, for every page that is made or has a region."""
    made = {f"{RULES}/{rule.code}.md": rule_page(rule) for rule in all_rules().values()}
    made[f"{RULES}/README.md"] = rules_index()
    for name in WITH_REGIONS:
        made[name] = filled((CHECKOUT / name).read_text(encoding="utf-8"))
    for name in WITH_OUTPUT:
        made[name] = console.filled((CHECKOUT / name).read_text(encoding="utf-8"))
    return made


def filled(written: str) -> str:
    """A page with its regions made anew."""
    return REGION.sub(lambda m: f"{m[1]}\n{REGIONS[m['name']]()}\n{m[3]}", written)


# Rules


def rule_page(rule: Rule) -> str:
    facts = f"pass `{rule.pass_name}` · level `{rule.level.value}` · stage `{stage(rule)}`"
    parts = [
        f"# {rule.code}: {rule.name}",
        f"{facts} · [all rules](README.md)",
        rule.summary,
    ]
    for heading, text in rule.sections.items():
        parts += [f"## {heading}", text[:1].upper() + text[1:]]
    if rule.link:
        parts.append(f"See also: <{rule.link}>")
    if rule.examples:
        parts.append("## Example")
        parts += [part for example in rule.examples for part in example_parts(rule, example)]
    return "\n\n".join(parts) + "\n"


def stage(rule: Rule) -> str:
    """When the rule's edits are delivered."""
    return "prepare" if rule.neutral else "switch"


def example_parts(rule: Rule, example: Example) -> Iterator[str]:
    """An example as Markdown: what goes and what comes as a diff, what stays as it is."""
    before = dedent(example.before)
    reported = rule.code in example.reports
    if example.after is not None:
        what = "rewritten, and reported" if reported else "rewritten"
    else:
        what = "reported" if reported else "left alone"
    title = f"{example.title}: {what}" if example.title else what
    options = "".join(f", with {name} `{value}`" for name, value in example.options.items())
    yield f"**{title[:1].upper()}{title[1:]}** (`{example.path}`{options})"
    yield fenced(example.path, before, example.after)
    others = {path: text for path, text in example.files.items() if ".dist-info/" not in path}
    for path, text in others.items():
        if 0 < text.count("\n") <= LONGEST:
            yield f"Beside it, `{path}`:"
            yield fenced(path, dedent(text), None)
    long = [f"`{path}`" for path, text in others.items() if text.count("\n") > LONGEST]
    if long:
        yield f"Beside it, as the templates make them: {', '.join(long)}."


def fenced(path: str, before: str, after: str | None) -> str:
    if after is None:
        ending = path.rpartition(".")[2]
        return f"````{LANGUAGES.get(ending, 'text')}\n{before.rstrip()}\n````"
    old, new = before.splitlines(), dedent(after).splitlines()
    lines = list(difflib.unified_diff(old, new, n=len(old), lineterm=""))[3:]
    return "````diff\n" + "\n".join(lines) + "\n````"


def rules_index() -> str:
    """Every rule by its pass, in the order in which the passes run."""
    titles = {each.name: each.title for each in all_passes()}
    by_pass: dict[str, list[Rule]] = {name: [] for name in titles}
    for rule in all_rules().values():
        by_pass.setdefault(rule.pass_name, []).append(rule)
    titles |= {
        "finalize": "Make the users app plain (`usershift finalize`)",
        "rename-table": "Rename the table (`usershift rename-table`)",
        "any": "Files that are left as they are, whichever pass meets them",
    }
    levels = [(f"`{level.value}`", meaning) for level, meaning in LEVELS.items()]
    parts = ["# Rules", INTRODUCTION, table(("level", "what it asks of you"), levels), IGNORING]
    for name, rules in by_pass.items():
        parts.append(f"## {name}")
        parts.append(f"{titles[name]}.")
        rows = [
            (f"[{r.code}]({r.code}.md)", f"`{r.name}`", r.level.value, r.summary) for r in rules
        ]
        parts.append(table(("code", "name", "level", "what it is about"), rows))
    return "\n\n".join(parts) + "\n"


INTRODUCTION = """\
A rule is what a pass does about one shape of reference to `auth.User`. `usershift explain CODE`
prints its page. Most rules edit, and report only what they cannot prove to be right. The level is
that of the findings which a rule may report:"""
IGNORING = """\
The comment `# usershift: ignore[CODE]` keeps a rule away from its line, and `# usershift: ignore`
keeps all of them away, in every kind of file in whatever its comments look like
([all of them](../command-line.md#leaving-a-line-alone)). `--select`
and `--ignore` take codes and beginnings of codes (`US3`), and `per-file-ignores` in
`[tool.usershift]` takes them by file, as ruff does. What makes the users app and its settings is
not left out by them."""
LEVELS = {
    Level.BLOCKER: "Nothing is written before this is solved.",
    Level.TODO: "It has to be done by hand.",
    Level.REVIEW: "It was done; look at it.",
    Level.NOTE: "Good to know; nothing to do.",
}


# Regions


def diff() -> str:
    """What a migration makes of a few files of the sample project."""
    project = discover(CHECKOUT / "sample_projects" / "blog")
    done = run(project, Options(), all_passes())
    shown = tuple(change for change in done.changes if change.path in SHOWN)
    lines = git_diff(project.root, shown, None).decode().splitlines()
    kept = [line for line in lines if not line.startswith(("diff ", "index "))]
    return "```diff\n" + "\n".join(kept) + "\n```"


def passes() -> str:
    """The passes, with what each does and its rules."""
    rows = []
    for each in all_passes():
        codes = [code for code, rule in all_rules().items() if rule.pass_name == each.name]
        links = [f"[{code}](docs/rules/{code}.md)" for code in dict.fromkeys((codes[0], codes[-1]))]
        rows.append((f"`{each.name}`", each.title, " to ".join(links)))
    return table(("pass", "what it does", "rules"), rows)


def commands() -> str:
    """The commands, with what each does."""
    rows = [
        (
            f"[`usershift {name}`](docs/command-line.md#usershift-{name.replace(' ', '-')})",
            first_paragraph(command),
        )
        for name, command in command_line()
    ]
    return table(("command", "what it does"), rows)


def options() -> str:
    """Every command with its options."""
    parts = []
    for name, command in command_line():
        usage = f"usershift {name} [OPTIONS]"
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        for argument in arguments:
            word = argument.name.upper() + ("..." if argument.nargs != 1 else "")
            usage += f" {word}" if argument.required else f" [{word}]"
        parts += [f"### usershift {name}", f"```text\n{usage}\n```", paragraphs(command.help)]
        rows = [
            (f"`{argument.name.upper()}`", argument.help or "")
            for argument in arguments
            if argument.help
        ]
        rows += [
            (option_names(p), p.help)
            for p in command.params
            if p.param_type_name == "option" and p.name != "help"
        ]
        parts.append(table(("option", "what it does"), rows))
    return "\n\n".join(parts)


def states() -> str:
    """How a repository of a batch ends."""
    rows = [(f"`{state.value}`", state.meaning) for state in State]
    return table(("state", "what it means"), rows)


def manifest() -> str:
    """The keys of a manifest in TOML or YAML."""
    helps = {
        (name, long): option.help
        for name, command in command_line()
        for option in command.params
        for long in option.opts
    }
    rows: list[tuple[str, ...]] = []
    for key, kind in wanted.KINDS.items():
        commands = wanted.COMMANDS.get(key, ())
        said = wanted.OWN.get(key) or helps[commands[0], f"--{key}"].removesuffix(" Repeatable.")
        rows.append((f"`{key}`", WORDS[kind], said, ", ".join(f"`{name}`" for name in commands)))
    return table(("key", "value", "what it says", "it is an option of"), rows)


def configuration() -> str:
    """The keys of ``[tool.usershift]``."""
    return table(("key", "value"), [(f"`{key}`", WORDS[kind]) for key, kind in KEYS.items()])


def error_codes() -> str:
    """Why commands end early, for programs."""
    return table(("code", "meaning"), [(f"`{code.value}`", code.meaning) for code in ErrorCode])


SHOWN = ("mysite/settings.py", "blog/signals.py", "templates/base.html")


def reliability() -> str:
    """What the long runs wrote down."""
    found = [json.loads(file.read_text()) for file in sorted(RESULTS.glob("*.json"))]
    found.sort(key=lambda each: (each["kind"], each["what"]))
    rows = [(e["kind"], e["what"], f"{e['tried']:,}", f"{e['survived']:,}") for e in found]
    return table(("", "what", "tried", "survived"), rows)


REGIONS: dict[str, Callable[[], str]] = {
    "reliability": reliability,
    "diff": diff,
    "passes": passes,
    "commands": commands,
    "options": options,
    "configuration": configuration,
    "manifest": manifest,
    "states": states,
    "error-codes": error_codes,
    "structure": structure.graph,
}


def command_line() -> Iterator[tuple[str, Any]]:
    """Each command's name and what Typer makes of it; `run` is what a group does by itself."""
    for name in COMMANDS:
        loaded = load(name)
        for inner, command in getattr(loaded, "commands", {"run": loaded}).items():
            yield name if inner == "run" else f"{name} {inner}", command


def option_names(option: Any) -> str:
    value = f" {option.metavar}" if option.metavar else ""
    return ", ".join(f"`{name}{value}`" for name in option.opts)


def first_paragraph(command: Any) -> str:
    return paragraphs(command.help).partition("\n\n")[0]


def paragraphs(text: str) -> str:
    """Each paragraph on one line."""
    return "\n\n".join(" ".join(p.split()) for p in dedent(text).strip().split("\n\n"))


def table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


if __name__ == "__main__":
    main()
