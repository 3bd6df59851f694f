"""The name of a template that moves, in a tag: `{% extends "auth/user_form.html" %}`.

What it does: rewrites the names of templates that move (US606) in the tags of other templates.

Why it breaks: whatever names a template that moved no longer finds it.

What is edited: a string of a tag that is exactly the old name. A template that extends its own name
means the next one on the loaders' list; it is left alone unless that one moves, too.

What is reported: nothing.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule, Safe
from transformer.findings import Level
from transformer.passes.templates.lexing import Quoted
from transformer.passes.templates.template import Template

rule = Rule(
    __name__,
    "US607",
    "moved-template-in-tag",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/templates/builtins/#extends",
    examples=(
        Example(
            "{% extends \"auth/user_form.html\" %}{% include 'auth/user_menu.html' %}\n",
            "{% extends \"users/user_form.html\" %}{% include 'auth/user_menu.html' %}\n",
            path="templates/blog/edit.html",
            files={"templates/auth/user_form.html": "x\n"},
        ),
        Example(
            '{% extends "admin/auth/user/change_form.html" %}\n',
            path="templates/blog/edit.html",
            title="not a file of this project",
        ),
        Example(
            '{% extends "admin/auth/user/change_form.html" %}\n',
            path="templates/admin/users/user/change_form.html",
            title="extends the page of an installed package",
        ),
    ),
)


@rule.on(Quoted, spelled=True)
def name(string: Quoted, file: Template) -> None:
    new = file.facts.moved.get(string.value)
    extends = string.piece.tag == "extends"
    if extends and file.path.endswith(f"/{new}"):
        return  # what it extends is a package's: it would extend itself
    own = extends and file.path.endswith("/" + string.value)
    if new is not None and not (own and string.value not in file.facts.moved_twice):
        file.report(rule, string.start, string.end, edit=Safe(new))
