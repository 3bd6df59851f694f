"""A permission of the user in data: `permissions: ["auth.change_user"]`.

What it does: looks for permissions of the user in data: lists of roles, menus and feature flags
name permissions by app and codename.

Why it breaks: with the old label the check is silently false for everybody but superusers.

What is edited: in JSON, YAML and TOML the value of a key that speaks of permissions; in JSON and
YAML also a list of several strings that all have the form of a permission. Elsewhere, also in
front-end code, it is only edited with `--suggested`.

What is reported: what is not edited; in texts for people and in files that record the past as a
`note`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.formats import json_nodes, yaml_nodes
from transformer.formats.kinds import Kind
from transformer.formats.nodes import Items, Mapping, Node, Scalar, Unparsable, scalars, texts
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings import Mention, permission, read
from transformer.spellings.permission import looks_like_permission, speaks_of_permissions

rule = Rule(
    __name__,
    "US803",
    "permission-string-in-data",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/default/#permissions",
    examples=(
        Example(
            '{"editors": {"permissions": ["auth.change_user", "auth.add_group"]}}\n',
            '{"editors": {"permissions": ["users.change_user", "auth.add_group"]}}\n',
            path="blog/roles.json",
        ),
        Example(
            "editors:\n  perms:\n    - auth.view_user  # look only\n  motto: auth.view_user\n",
            "editors:\n  perms:\n    - users.view_user  # look only\n  motto: auth.view_user\n",
            path="blog/roles.yml",
            reports=("US803",),
        ),
        Example(
            '{"staff": ["auth.view_user", "blog.add_post"], "motto": ["auth.view_user", "so"]}\n',
            '{"staff": ["users.view_user", "blog.add_post"], "motto": ["auth.view_user", "so"]}\n',
            path="blog/roles.json",
            reports=("US803",),
            title="a list of permissions",
        ),
        Example(
            'required_permission = "auth.delete_user"\n',
            'required_permission = "users.delete_user"\n',
            path="menu.toml",
        ),
        Example(
            '{"permissions": ["auth.pose_user"], "messages": {"auth.no_user": "auth.no_user"}}\n',
            '{"permissions": ["users.pose_user"], "messages": {"auth.no_user": "auth.no_user"}}\n',
            path="blog/roles.json",
            title="named like the user's",
        ),
        Example("if (can('auth.change_user')) {}\n", path="static/menu.js", reports=("US803",)),
        Example("go(perms['auth']['add_user'])\n", path="static/menu.js", reports=("US803",)),
        Example("go(perms['auth']['add_group'])\n", path="static/menu.js"),
        Example(
            "if (can('auth.change_user')) {}\n",
            "if (can('users.change_user')) {}\n",
            path="static/menu.js",
            options={"suggested": True},
            reports=("US803",),
        ),
        Example(
            '[{"model": "menu.item", "fields": {"permission": "auth.change_user"}}]\n',
            path="blog/fixtures/menu.json",
            title="data of a table, which the databases hold, too",
            reports=("US803",),
        ),
        Example("auth.change_username\n", path="notes.txt"),
    ),
)

_LARGE = 64 << 20
_ASSIGNED = re.compile(rb"^\s*[\"']?(?P<key>[\w.-]*)[\"']?\s*[=:]\s*[\[\"'\w., -]*$")


@rule.on(PlainText, words=("auth.", "auth']", 'auth"]'))
def permissions(file: PlainText) -> None:
    known = list(permission.find(file.view, file.facts))
    alike = list(permission.find_alike(file.view, file.facts))
    asked_for = _in_permissions(file, known + alike) if known or alike else frozenset[int]()
    for mention in (*known, *(each for each in alike if each.at in asked_for)):
        message = f"{mention.text} names a permission of the user by its old label."
        remedy = f"If it is a permission, write {mention.rewritten(file.options)}."
        start, end, app = mention.at, mention.at + len(mention.old), file.options.app
        if start in asked_for:
            file.report(rule, start, end, edit=Safe(app))
        elif file.kind is Kind.FIXTURE:
            file.report(rule, start, end, message, remedy, edit=Suggested(app))
        else:
            file.tell(rule, mention, message, remedy)


def _in_permissions(file: PlainText, found: Iterable[Mention]) -> frozenset[int]:
    """Where the strings start that are values of a key that speaks of permissions."""
    if file.kind is Kind.FIXTURE or len(file.view) > _LARGE:
        return frozenset()  # of a fixture the databases hold the rows, too
    suffix = PurePosixPath(file.path).suffix.lower()
    try:
        if suffix in {".json", ".jsonl"}:
            nodes = list(json_nodes.values(file.view, lines=suffix == ".jsonl"))
        elif suffix in {".yaml", ".yml"}:
            nodes = list(yaml_nodes.values(file.view))
        elif suffix in {".toml", ".ini", ".cfg"}:
            keys = ((m.at, _ASSIGNED.match(file.before(m.at, 400))) for m in found)
            return frozenset(
                at for at, key in keys if key and speaks_of_permissions(read(key["key"]))
            )
        else:
            return frozenset()
    except Unparsable:
        return frozenset()
    return frozenset(
        scalar.start
        for node in nodes
        for keys, scalar in scalars(node)
        if scalar.editable and any(map(speaks_of_permissions, keys))
    ) | frozenset(start for node in nodes for start in _in_lists(node))


def _in_lists(node: Node) -> Iterator[int]:
    """Where the strings start of lists that hold permissions and nothing else."""
    if isinstance(node, Mapping):
        for _, value in node.pairs:
            yield from _in_lists(value)
    elif isinstance(node, Items):
        codes = texts(node)
        if codes is None:
            for item in node.items:
                yield from _in_lists(item)
        elif len(codes) > 1 and all(looks_like_permission(code or "") for code in codes):
            yield from (item.start for item in node.items if isinstance(item, Scalar))
