"""Other settings that name the auth user by its label.

What it does: finds the label `auth.User` in other settings, as key or value: in
`ABSOLUTE_URL_OVERRIDES` and in those of packages in common use (social-auth, jazzmin, unfold,
cacheops, auditlog, import-export, …).

Why it breaks: the label means no model any more after the swap, and nothing says so.

What is edited: the app of the label, in settings that are known to take labels.

What is reported: a label in a setting that is not known to take them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from transformer.codemod.rules import Example, Rule, diff
from transformer.edits import Splice
from transformer.findings import Level
from transformer.formats.python.syntax import parse
from transformer.formats.python.text import Text
from transformer.passes.settings.variants import SettingsModules
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US103",
    "setting-naming-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/settings/#absolute-url-overrides",
    examples=(
        diff(
            """\
                  INSTALLED_APPS = ["django.contrib.auth", "users"]
                  AUTH_USER_MODEL = "users.User"
                - SOCIAL_AUTH_USER_MODEL = "auth.User"
                - ABSOLUTE_URL_OVERRIDES = {"auth.user": lambda user: f"/people/{user.pk}/"}
                - JAZZMIN_SETTINGS = {"search_model": ["auth.User", "auth.Group"]}
                + SOCIAL_AUTH_USER_MODEL = "users.User"
                + ABSOLUTE_URL_OVERRIDES = {"users.user": lambda user: f"/people/{user.pk}/"}
                + JAZZMIN_SETTINGS = {"search_model": ["users.User", "auth.Group"]}
                """,
            title="keys and values that are labels",
            path="mysite/settings.py",
        ),
        Example(
            title="labels of other models",
            path="mysite/settings.py",
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "users"]
                AUTH_USER_MODEL = "users.User"
                ABSOLUTE_URL_OVERRIDES = {"auth.group": lambda group: f"/groups/{group.pk}/"}
                """,
        ),
        Example(
            title="a setting that nobody knows",
            path="mysite/settings.py",
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "users"]
                AUTH_USER_MODEL = "users.User"
                OUR_EVENTS = {"auth.user": "topic"}
                """,
            reports=("US103",),
        ),
    ),
)

_TAKE_LABELS = re.compile(
    r"ABSOLUTE_URL_OVERRIDES$|.*_USER_MODEL$|JAZZMIN_|UNFOLD$|CACHEOPS$|AUDITLOG_|IMPORT_EXPORT_"
    r"|JET_|SUIT_CONFIG$|GRAPPELLI_|BATON$|GRAPH_MODELS$|SIMPLEUI_|ADMIN_REORDER$|EASYAUDIT_"
    r"|DJANGO_EASY_AUDIT_|EASY_AUDIT_|ACTSTREAM_SETTINGS$|WATSON_|HAYSTACK_|MODELTRANSLATION_"
    r"|ROLEPERMISSIONS_|DBBACKUP_|ADMIN_INTERFACE_|AJAX_LOOKUP_|SHELL_PLUS_"
)


@rule.on(SettingsModules)
def relabel(settings: SettingsModules) -> None:
    """Change the labels of known settings, and report those of the others."""
    if not settings.options.swaps:
        return
    draft = settings.draft
    app = settings.options.app
    files = {path for one in draft.evaluations for path in one.read if ".py" in path}
    for path in sorted(files):
        content = draft.read(path)
        if b"auth" not in content.lower():
            continue
        try:
            tree = parse(content).tree
        except (SyntaxError, ValueError, RecursionError):
            continue
        text = Text(content)
        splices: list[Splice] = []
        for name, node in _settings(tree.body):
            if name == "AUTH_USER_MODEL":
                continue
            for constant in _labels(node):
                if _TAKE_LABELS.match(name):
                    splices.append(_splice(text, constant, app))
                else:
                    settings.report(
                        rule,
                        path,
                        f"The setting {name} holds {constant.value!r}.",
                        f"If it names the user model, write {app}.{str(constant.value)[5:]}.",
                        line=constant.lineno,
                        column=constant.col_offset + 1,
                    )
        if splices:
            draft = draft.plus(path, *splices)
    settings.draft = draft


def _settings(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    """Every assignment to an upper-case name, in conditions and classes too."""
    for node in body:
        match node:
            case ast.Assign([ast.Name(name), *_]) if name.isupper():
                yield name, node
            case ast.Assign([ast.Subscript(ast.Name(name)), *_]) if name.isupper():
                yield name, node
            case ast.AugAssign(ast.Name(name)) | ast.AnnAssign(ast.Name(name)) if name.isupper():
                yield name, node
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), _))) if name.isupper():
                yield name, node
            case ast.If() | ast.Try() | ast.With() | ast.ClassDef():
                for part in ("body", "orelse", "finalbody"):
                    yield from _settings(getattr(node, part, []))
                for handler in getattr(node, "handlers", []):
                    yield from _settings(handler.body)


def _labels(node: ast.stmt) -> Iterator[ast.Constant]:
    for inner in ast.walk(node):
        match inner:
            case ast.Constant(str(text)) if is_label(text):
                yield inner


def _splice(text: Text, constant: ast.Constant, app: str) -> Splice:
    """The label's first half replaced: ``auth.User`` and ``auth.user`` keep the second."""
    at = text.content.lower().index(b"auth.", text.start(constant))
    return text.splice(at, at + len(b"auth"), app, rule.code)
