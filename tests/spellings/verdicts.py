"""What usershift does about one string in every kind of file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.pipeline import Done, run_passes
from transformer.findings import Level
from transformer.options import Options

# A file of each kind, in which nothing says what the string is for.
FILES = {
    "python": ("shop/m{}.py", 'WORDS = ["{}"]\n'),
    "template": ("shop/templates/t{}.html", "{{% show '{}' %}}\n"),
    "yaml": ("conf/y{}.yaml", "word: {}\n"),
    "json": ("conf/j{}.json", '{{"word": "{}"}}\n'),
    "env": ("conf/e{}.env", "WORD={}\n"),
    "shell": ("bin/s{}.sh", "show {} now\n"),
    "markdown": ("docs/d{}.md", "It says {} here.\n"),
}


def verdicts(
    root: Path, strings: Iterable[str], files: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """For each string and kind of file: edited, suggested, todo, note or silent.

    ``suggested`` is what only ``--suggested`` edits, and is a ``todo`` otherwise; ``noted`` what it
    edits, and is a note otherwise.
    """
    places = {
        (string, kind): (path.format(number), text.format(string))
        for number, string in enumerate(strings)
        for kind, (path, text) in FILES.items()
    }
    before = {**files, **dict(places.values())}
    plain, eager = (
        run_passes(
            root / str(suggested),
            before,
            *("references", "templates", "fixtures", "texts"),
            options=Options(suggested=suggested),
        )
        for suggested in (False, True)
    )
    found: dict[str, dict[str, str]] = {}
    for (string, kind), (path, text) in places.items():
        found.setdefault(string, {})[kind] = _verdict(path, text, plain, eager)
    return found


def _verdict(path: str, text: str, plain: Done, eager: Done) -> str:
    if plain.text(path) != text:
        return "edited"
    levels = {finding.level for finding in plain.findings if finding.path == path}
    if eager.text(path) != text:
        return "suggested" if Level.TODO in levels else "noted"
    said = [level.value for level in Level if level in levels]
    return said[0] if said else "silent"
