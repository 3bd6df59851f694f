"""Where the statement that names the user model can go in a file of the settings. Not a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.edits import Splice
from transformer.formats.python.syntax import parse
from transformer.formats.python.text import Text
from transformer.passes.settings.anchors import (
    AUTHENTICATION,
    Anchor,
    above,
    anchors,
    at_end,
    below,
    is_in_another_group,
    sets_in_block,
)
from transformer.passes.settings.computed_model import SETTING
from transformer.passes.settings.variants import SettingsDraft


def attempts(draft: SettingsDraft, path: str, code: str) -> Iterator[SettingsDraft]:
    """The statement in one file, at each place that a person might choose, best first."""
    content = draft.read(path)
    if not path.endswith(".py") and ".py" not in path:
        yield from _in_data(draft, path, content, code)
        return
    try:
        tree = parse(content).tree
    except (SyntaxError, ValueError, RecursionError):
        return
    text = Text(content)
    if some_runs_set := sets_in_block(tree, SETTING):
        # Below it, the statement would undo what it sets.
        yield draft.plus(path, above(text, some_runs_set, _statement(draft, text.quote), code))
        return
    for anchor in _preferred(anchors(tree), text):
        line = _statement(draft, text.quote_of(anchor.node))
        yield draft.plus(path, below(text, anchor.last, line, code))
    if any(path == module.path for module in draft.project.settings):
        yield draft.plus(path, at_end(text, _statement(draft, text.quote), code))


def _statement(draft: SettingsDraft, quote: str) -> str:
    return f"AUTH_USER_MODEL = {quote}{draft.options.user_model}{quote}"


def _preferred(found: list[Anchor], text: Text) -> Iterator[Anchor]:
    """Behind the backends, else the last authentication setting, else the list of apps.

    A group of something else, which has one of them, comes last.
    """
    by_kind = (
        [a for a in found if "AUTHENTICATION_BACKENDS" in a.names],
        [a for a in found if AUTHENTICATION.intersection(a.names)],
        [a for a in found if "INSTALLED_APPS" in a.names],
    )
    others = []
    for kind in by_kind:
        for anchor in reversed(kind):
            if "INSTALLED_APPS" not in anchor.names and is_in_another_group(text, anchor):
                others.append(anchor)
            else:
                yield anchor
    yield from others


def _in_data(draft: SettingsDraft, path: str, content: bytes, code: str) -> Iterator[SettingsDraft]:
    """A line beside the ``INSTALLED_APPS`` of a TOML, YAML or JSON file."""
    for match in reversed(
        list(re.finditer(rb"^([ \t]*)(\"?)INSTALLED_APPS\2[ \t]*([=:])", content, re.M))
    ):
        indent, quote, sign = match[1], match[2], match[3]
        model = draft.options.user_model.encode()
        newline = b"\r\n" if b"\r\n" in content else b"\n"
        line = indent + quote + b"AUTH_USER_MODEL" + quote
        line += b' = "' if sign == b"=" else b': "'
        line += model + b'"' + (b"," if path.endswith(".json") else b"") + newline
        yield draft.plus(path, Splice(match.start(), match.start(), line, code))
