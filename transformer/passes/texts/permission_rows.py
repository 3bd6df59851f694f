"""Permissions and content types of the user in rows of data: `["add_user", "auth", "user"]`.

What it does: looks for lists, objects and lines of a table that name a permission of the user by
app, model and codename, or the user's content type by app and model.

Why it breaks: the content type of the user moves to the users app, and its permissions with it.
Whatever looks them up by such a row finds nothing, or raises `DoesNotExist`.

What is edited: in JSON, YAML and CSV the app in a row that names a permission. A list that holds
app and model alone is only edited with `--suggested`.

What is reported: such a list, and a list of codenames of the user under the key of its app.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.formats import json_nodes, yaml_nodes
from transformer.formats.kinds import Kind
from transformer.formats.nodes import Items, Mapping, Node, Scalar, Unparsable
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings.content_type import app_in_key, app_in_permission_row

rule = Rule(
    __name__,
    "US812",
    "permission-row-in-data",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/serialization/#natural-keys",
    examples=(
        Example(
            '[["add_user", "auth", "user", "Can add user"],\n ["add_group", "auth", "group"]]\n',
            '[["add_user", "users", "user", "Can add user"],\n ["add_group", "auth", "group"]]\n',
            path="blog/data/rows.json",
        ),
        Example(
            "staff:\n- [auth, user, change_user]\n- {a: auth, m: user, c: add_user}\n"
            "- - add_user\n  - auth\n  - user\n",
            "staff:\n- [users, user, change_user]\n- {a: users, m: user, c: add_user}\n"
            "- - add_user\n  - users\n  - user\n",
            path="blog/data/roles.yaml",
        ),
        Example(
            'codename,app,model,name\nadd_user,auth,user,"Can add user"\nadd_group,auth,group,x\n',
            'codename,app,model,name\nadd_user,users,user,"Can add user"\nadd_group,auth,group,x\n',
            path="blog/data/rows.csv",
        ),
        Example('{"kind": ["auth", "user"]}\n', path="blog/data/kind.json", reports=("US812",)),
        Example(
            '{"kind": ["auth", "user"]}\n',
            '{"kind": ["users", "user"]}\n',
            path="blog/data/kind.json",
            reports=("US812",),
            options={"suggested": True},
        ),
        Example(
            "editors:\n  auth: [add_user, add_group]\n  blog: [add_post]\n",
            path="blog/data/roles.yaml",
            reports=("US812",),
        ),
        Example(
            '{"roles": {"auth": ["add_group"], "blog": ["add_user"]}}\n',
            path="blog/data/roles.json",
        ),
        Example(
            '[["auth", "user", "session"], {"auth": "add_user", "user": "ann"}]\n',
            path="blog/data/words.json",
        ),
    ),
)

_LARGE = 64 << 20
_REACH = 160
_AUTH = re.compile(rb"auth(?<![\w.@/=-]auth)(?=[\"'\s,;:\]}])")
_CODENAME = re.compile(rb"\w_user(?![\w.@/-])")
_PAIR = re.compile(rb"(?i)auth[\"']?\s*[,\n]\s*(?:-\s*)?[\"']?user(?![\w.@/-])")
_CELL = re.compile(r'[^,;\t"\r\n]+')
_FORMATS = {".json", ".jsonl", ".yaml", ".yml"}
_TABLES = {".csv", ".tsv"}


@rule.on(PlainText, words=("auth",), priority=1)
def rows(file: PlainText) -> None:
    suffix = PurePosixPath(file.path).suffix.lower()
    if file.kind is Kind.FIXTURE or file.is_record or len(file.view) > _LARGE:
        return
    if not _are_near(file):
        return
    if suffix in _TABLES:
        _table(file)
    elif suffix in _FORMATS:
        try:
            if suffix in {".json", ".jsonl"}:
                nodes = list(json_nodes.values(file.view, lines=suffix == ".jsonl"))
            else:
                nodes = list(yaml_nodes.values(file.view))
        except Unparsable:
            return
        for node in nodes:
            _walk(file, node)


def _are_near(file: PlainText) -> bool:
    """Whether the two words stand close together anywhere: only then the file is parsed."""
    for found in _AUTH.finditer(file.view):
        around = file.view[max(0, found.start() - _REACH) : found.end() + _REACH]
        if _CODENAME.search(around) or _PAIR.search(around):
            return True
    return False


def _walk(file: PlainText, node: Node) -> None:
    parts = node.items if isinstance(node, Items) else ()
    if isinstance(node, Mapping):
        parts = tuple(value for _, value in node.pairs)
        for key, value in node.pairs:
            if key.value == "auth" and isinstance(value, Items):
                _listed(file, key, value)
    words = [part.value if isinstance(part, Scalar) else None for part in parts]
    at = app_in_permission_row(words, file.facts)
    if at is not None:
        _report(file, parts[at], Safe(file.options.app))
    elif isinstance(node, Items) and len(words) == 2:
        at = app_in_key(words, file.facts)
        if at is not None:
            _report(file, parts[at], Suggested(file.options.app))
    for part in parts:
        _walk(file, part)


def _listed(file: PlainText, key: Scalar, codenames: Items) -> None:
    """``auth: [add_user, add_group]``: some may stay, so that nobody but a person can tell."""
    words = {item.value for item in codenames.items if isinstance(item, Scalar)}
    if file.facts.codenames & words:
        message = "These are permissions of the user, by its old app."
        remedy = f"Move them to an entry for {file.options.app}."
        file.report(rule, key.start, key.end, message, remedy)


def _report(file: PlainText, app: Node, edit: Safe) -> None:
    assert isinstance(app, Scalar)
    message = "These words name the user's content type, or a permission of it, by its old app."
    remedy = f"Write {file.options.app} for auth if they do."
    can = app.editable and file.view[app.start : app.end] == b"auth"
    file.report(rule, app.start, app.end, message, remedy, edit=edit if can else None)


def _table(file: PlainText) -> None:
    for start, line in _lines(file.content):
        cells = list(_CELL.finditer(line))
        at = app_in_permission_row([cell[0].strip() for cell in cells], file.facts)
        if at is not None:
            first = start + len(line[: cells[at].start()].encode("utf-8", "surrogateescape"))
            first += len(cells[at][0]) - len(cells[at][0].lstrip())
            file.report(rule, first, first + len("auth"), edit=Safe(file.options.app))


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    start = 0
    for line in content.splitlines(keepends=True):
        if b"auth" in line:
            yield start, line.decode("utf-8", "surrogateescape")
        start += len(line)
