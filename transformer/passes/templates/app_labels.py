"""A template that compares the app label with `auth`: `{% if opts.app_label == 'auth' %}`.

What it does: looks at comparisons of the app label with `auth`, as overridden admin templates make
them to treat the pages of the user differently; at tags that give a label this value, such as
`{% with app="auth" %}`; and at comparisons with the app's module, or with its name in the admin.

Why it breaks: the comparison is false for the user and still true for groups, and nothing says so.

What is edited: the label, where the same tag also compares the model with `user`. Otherwise it is
only edited with `--suggested`.

What is reported: what is not edited, since the groups may be meant, too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.passes.templates.lexing import Piece
from transformer.passes.templates.template import Template

rule = Rule(
    __name__,
    "US609",
    "app-label-in-template",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#overriding-admin-templates",
    examples=(
        Example(
            "{% if opts.app_label == 'auth' and opts.model_name == 'user' %}x{% endif %}\n",
            "{% if opts.app_label == 'users' and opts.model_name == 'user' %}x{% endif %}\n",
            path="templates/admin/change_form.html",
        ),
        Example(
            '{% if app.app_label == "auth" %}x{% endif %}\n',
            path="templates/admin/index.html",
            reports=("US609",),
        ),
        Example(
            '{% with app="auth" %}{% if opts.app_label == app %}x{% endif %}{% endwith %}\n'
            '{% ifequal app.app_label "auth" %}x{% endifequal %}\n'
            '{% with opts.app_label as kind %}\n{% if kind == "auth" %}x{% endif %}{% endwith %}\n'
            '{% include "tile.html" with app_label="auth" %}\n'
            '{% if app.label in "auth blog" or app|lower == "auth" %}x{% endif %}\n'
            '{% if config.name == "django.contrib.auth" %}x{% endif %}\n'
            '{% if app.name == "Authentication and Authorization" %}x{% endif %}\n',
            path="templates/admin/index.html",
            title="labels in variables, the module and the name",
            reports=("US609",) * 7,
        ),
        Example(
            '{% with section="auth" %}{% if section == "auth" %}x{% endif %}{% endwith %}\n'
            '{% include "icon.html" with icon="auth" %}\n'
            '{% if "django.contrib.auth" in settings.INSTALLED_APPS %}x{% endif %}\n',
            path="templates/base.html",
            title="other things called auth",
        ),
        Example('{% if page.section == "auth" %}x{% endif %}\n', path="templates/base.html"),
    ),
)

_OTHERWISE = re.compile(rb"\b(or|not)\b|!=")
_MODEL = re.compile(rb"\b(?:model_name|object_name|model)\s*==\s*(['\"])[uU]ser\1")
_LABELS = rb"(?:[\w.]+\.)?app_?label|app|(?:[\w.]+\.)?(?:app|app_config|config)\.label"
_AUTH = rb"(?:'auth'|\"auth\")"
# What else only the app of the user is called: its module, and its name in the admin.
_OTHER = rb"""(["'])(?:django\.contrib\.auth(?:\.models)?|Authentication and Authorization)\%d"""
_COMPARED = re.compile(rb"[!=]=\s*" + _OTHER % 1 + rb"|" + _OTHER % 2 + rb"\s*[!=]=")
_OTHERS = ("django.contrib.auth", "django.contrib.auth.models", "Authentication and Authorization")
# `{% with opts.app_label as app %}`, `{% with app=opts.app_label %}`, `{% set app = … %}`
_ALIAS = re.compile(rb"[\w.]*\bapp_label(?:\|\w+)*\s+as\s+(\w+)|(\w+)\s*=\s*[\w.]*\bapp_label\b")
_GIVEN = re.compile(
    rb"\b(?:app|app_?label)\s*=\s*%(auth)s|%(auth)s\s+as\s+(?:app|app_?label)\b" % {b"auth": _AUTH}
)


@rule.on(Piece, spelled=True)
def comparison(piece: Piece, file: Template) -> None:
    source = piece.source
    if not piece.is_code:
        return
    app = file.options.app
    if _COMPARED.search(source):
        for string in (string for string in piece.strings if string.value in _OTHERS):
            file.report(
                rule,
                string.start,
                string.end,
                f"This compares with '{string.value}', and the user is no longer in that app.",
                f"Compare with the module or the name of `{app}` as well if users are meant.",
            )
    labels = [string for string in piece.strings if string.value == "auth"]
    if not labels:
        return
    compared = compares(source, names_of_labels(file.content))
    if not compared and not _GIVEN.search(source):
        return
    of_user = len(labels) == 1 and _MODEL.search(source) and not _OTHERWISE.search(piece.code)
    what = "compares an app label with" if compared else "gives an app label the value"
    for string in labels:
        file.report(
            rule,
            string.start,
            string.end,
            f"This {what} 'auth', which the user no longer has.",
            f"Compare with '{app}' where users are meant, with both where any are.",
            edit=Safe(app) if compared and of_user else Suggested(app),
        )


@lru_cache(maxsize=4)
def names_of_labels(content: bytes) -> frozenset[bytes]:
    """The names that a template gives the label of an app."""
    return frozenset(name for found in _ALIAS.findall(content) for name in found if name)


def compares(source: bytes, aliases: frozenset[bytes]) -> bool:
    """Whether a tag compares what holds a label with ``auth``."""
    name = rb"(?<![\w.\"'])(?:%s)(?:\|\w+)*(?![\w.])" % b"|".join([_LABELS, *sorted(aliases)])
    shapes = (
        rb"%(name)s\s*(?:==|!=|\bin\b|\bnot\s+in\b)[^%%}]*?%(auth)s",
        rb"%(auth)s\s*[!=]=\s*%(name)s",
        rb"\{%%\s*if(?:not)?equal\s+(?:%(name)s\s+%(auth)s|%(auth)s\s+%(name)s)",
    )
    return any(re.search(shape % {b"name": name, b"auth": _AUTH}, source) for shape in shapes)
