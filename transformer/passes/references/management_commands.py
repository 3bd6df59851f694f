"""Arguments of management commands: `call_command("dumpdata", "auth.user")`.

What it does: rewrites the label of the user in arguments of management commands: in `call_command`,
`execute_from_command_line`, in lists that run `manage.py`, and in shell lines with it; and in calls
of the project's own functions that pass their arguments on to these.

Why it breaks: `dumpdata auth.user` ends in `CommandError: Unable to serialize database`, and an
`exclude` of `auth.user` no longer keeps the users out of a dump.

What is edited: the app of the label. Where `dumpdata` or `sqlsequencereset` take the whole app
`auth`, included or excluded, the users app is added, as in shell scripts.

What is reported: a command that takes the whole app where nothing can be added.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from transformer.codemod.file import File, string, text_of
from transformer.codemod.literals import in_f_string, is_docstring, last_name, literals
from transformer.codemod.passed_on import destinations, handed_over
from transformer.codemod.rules import Example, Rule, Safe, Suggested, diff
from transformer.findings import Level
from transformer.formats.commands import PROGRAM
from transformer.passes.references.both_apps import in_call, in_list
from transformer.spellings import command as spelled

rule = Rule(
    __name__,
    "US321",
    "auth-user-in-command",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/django-admin/#dumpdata",
    also=("migrations",),
    examples=(
        diff(
            """\
                  import os
                  import subprocess

                  from django.core.management import call_command

                - call_command("dumpdata", "auth.user", "blog", exclude=["auth.User"])
                - call_command("dumpdata", "--exclude=auth.user", "-e", 'auth.user', indent=2)
                - subprocess.run(["python", "manage.py", "dumpdata", "auth.User"])
                - subprocess.run(["python", "-m", "django", "dumpdata", "auth.User"])
                - os.system("python manage.py dumpdata auth.user > users.json")
                - os.system("%s dumpdata auth.user" % MANAGE)
                - call_command(*"dumpdata auth.user".split())
                + call_command("dumpdata", "users.user", "blog", exclude=["users.User"])
                + call_command("dumpdata", "--exclude=users.user", "-e", 'users.user', indent=2)
                + subprocess.run(["python", "manage.py", "dumpdata", "users.User"])
                + subprocess.run(["python", "-m", "django", "dumpdata", "users.User"])
                + os.system("python manage.py dumpdata users.user > users.json")
                + os.system("%s dumpdata users.user" % MANAGE)
                + call_command(*"dumpdata users.user".split())
                """,
        ),
        diff(
            """\
                  from django.core.management import call_command

                - call_command("dumpdata", "auth", exclude=["contenttypes"])
                - call_command("dumpdata", exclude=["auth", "contenttypes"])
                - os.system("manage.py dumpdata auth shop > x.json")
                - subprocess.run(["./manage.py", "dumpdata", "auth", "shop"])
                + call_command("dumpdata", "auth", "users", exclude=["contenttypes"])
                + call_command("dumpdata", exclude=["auth", "users", "contenttypes"])
                + os.system("manage.py dumpdata auth users shop > x.json")
                - execute_from_command_line(["./manage.py", "dumpdata", "auth"])
                + subprocess.run(["./manage.py", "dumpdata", "auth", "users", "shop"])
                + execute_from_command_line(["./manage.py", "dumpdata", "auth", "users"])
                """,
            title="a dump of the whole app",
        ),
        Example(
            title="where nothing can be added",
            before="""\
                from django.core.management import call_command

                call_command("dumpdata", "--exclude", "auth")
                TEXT = "manage.py dumpdata auth"
                """,
            reports=("US321", "US321"),
        ),
        diff(
            """\
                  from functools import partial
                  from threading import Thread

                  from django.core.management import call_command

                  from blog.helpers import Case, call

                  dump = partial(call_command, "dumpdata", indent=2)
                - later = partial(call_command, "dumpdata", "auth.user")
                - Thread(target=call_command, args=("dumpdata", "auth.user")).start()
                - call("dumpdata", "auth.user", exclude=["auth.User", "auth.group"])
                - dump("auth.user")
                + later = partial(call_command, "dumpdata", "users.user")
                + Thread(target=call_command, args=("dumpdata", "users.user")).start()
                + call("dumpdata", "users.user", exclude=["users.User", "auth.group"])
                + dump("users.user")


                  class DumpTests(Case):
                      def test_dump(self):
                -         self.dump("auth.user")
                +         self.dump("users.user")
                """,
            title="functions of the project that call commands",
            path="blog/dumps.py",
            files={
                "blog/__init__.py": "",
                "blog/helpers.py": """\
                    from django.core import management
                    from django.test import TestCase


                    def call(name, *args, **options):
                        return run(name, *args, **options)


                    def run(*args, **options):
                        management.call_command(*args, **options)


                    class Case(TestCase):
                        def dump(self, *labels):
                            args = ["dumpdata"] + list(labels)
                            management.call_command(*args)
                    """,
            },
        ),
        Example(
            title="the whole app, and functions that do something else",
            before="""\
                from blog.helpers import call, greet

                call("dumpdata", "-e", "auth", "blog")
                call("migrate", "auth")
                greet("auth.user", "auth")
                """,
            path="blog/dumps.py",
            files={
                "blog/__init__.py": "",
                "blog/helpers.py": """\
                    from django.core.management import call_command


                    def call(name, *args):
                        call_command(name, *args)


                    def greet(name, app):
                        print(name, app)
                    """,
            },
            reports=("US321", "US349"),
        ),
        Example(
            title="groups, and migrations of auth",
            before="""\
                from django.core.management import call_command

                call_command("dumpdata", "auth.group")
                call_command("migrate", "auth", "0012")
                """,
        ),
    ),
)

COMMANDS = ("call_command", "execute_from_command_line")
STARTS_DJANGO = re.compile(rf"(?:^|[\s/])(?:{PROGRAM}|-m django)(?=\s|$)")
OF_APP = (
    "The users are no longer in the app `auth`: this dump loses them, or gains them where `auth` "
    "is left out."
)


@rule.on(ast.Call, words=("'auth", '"auth', "=auth", "auth.user", "auth.User"))
def command(call: ast.Call, file: File) -> None:
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    found = [literal for value in values for literal in literals(file, value)]
    words = [text_of(literal) or "" for literal in found]
    if not any(spelled.names_label(word) or spelled.is_app(word) for word in words):
        return
    if last_name(call.func) in COMMANDS or not handed_over(file, call).isdisjoint(COMMANDS):
        arguments(file, found, spelled.takes_apps(words))
        return
    for value in (*call.args, *call.keywords):
        for place in destinations(file, call, value):
            if place.call is not None and not place.names.isdisjoint(COMMANDS):
                # The name of the command may stand in the function that is called.
                given = [*words, *(string(part) or "" for part in place.call.args)]
                inner = value.value if isinstance(value, ast.keyword) else value
                own = list(literals(file, inner))
                arguments(file, own, spelled.takes_apps(given), given)


@rule.on(ast.List, ast.Tuple)
def program(node: ast.List | ast.Tuple, file: File) -> None:
    if STARTS_DJANGO.search(" ".join(string(part) or "?" for part in node.elts)):
        found = list(literals(file, node))
        arguments(file, found, spelled.takes_apps(string(part) or "" for part in found))


@rule.on(ast.Constant, ast.JoinedStr)
def line(node: ast.Constant | ast.JoinedStr, file: File) -> None:
    text = text_of(node)
    if text is None or "auth" not in text:
        return
    if in_f_string(file, node) or is_docstring(file, node):
        return
    options = file.options
    labels = {mention.text: mention for mention in spelled.find(text, file.index)}
    for label, mention in labels.items() if len(labels) == 1 else ():
        file.report(rule, node, edit=Safe(mention.rewritten(options) or "", part=label))
    for command in spelled.find_apps(text, options.app):
        new = None if labels else command.rewritten(options)
        sure = is_run(file, node) and options.strategy != "graft"
        edit = None if new is None else (Safe if sure else Suggested)(new, part=command.text)
        file.report(rule, node, OF_APP, f"Name `{options.app}` as well.", edit=edit)


def arguments(
    file: File, found: list[ast.expr], takes_apps: bool, given: Sequence[str] = ()
) -> None:
    """What is done to the arguments ``found`` of a command, which has all of ``given``."""
    known = [*given, *(text_of(literal) or "" for literal in found)]
    for literal in found:
        text = text_of(literal) or ""
        if spelled.names_label(text):
            file.report(rule, literal, edit=Safe(f"{file.options.app}.", part="auth."))
            continue
        is_new = takes_apps and spelled.is_app(text) and file.options.app not in known
        if is_new and not file.claimed(literal) and not named_beside(file, literal):
            file.report(rule, literal, OF_APP, f"Name `{file.options.app}` as well.")


def named_beside(file: File, literal: ast.expr) -> bool:
    """Put the users app beside ``"auth"``, unless it is the value of an option before it."""
    parent = file.parent(literal)
    places = parent.args if isinstance(parent, ast.Call) else getattr(parent, "elts", [])
    if literal not in places or file.options.strategy == "graft":
        return False
    before = string(places[places.index(literal) - 1]) if places.index(literal) else None
    if (before or "").startswith("-"):
        return False
    if isinstance(parent, ast.Call):
        return in_call(file, rule, parent)
    return isinstance(parent, ast.expr) and in_list(file, rule, parent)


RUNS = re.compile(r"(?i)\w*(?:system|popen|run|call|output|local|sudo|shell|execute|cmd|command)")


def is_run(file: File, node: ast.expr) -> bool:
    """Whether a call runs a command line, whole or split into words."""
    for parent in file.ancestors(node):
        if isinstance(parent, ast.Call):
            if last_name(parent.func) not in ("split", "format"):
                return RUNS.fullmatch(last_name(parent.func)) is not None
        elif not isinstance(parent, ast.Attribute | ast.BinOp | ast.Starred):
            return False
    return False
