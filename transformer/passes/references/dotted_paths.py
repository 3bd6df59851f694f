"""The dotted path of the class where it is imported: `mock.patch("….User.save")`.

What it does: rewrites a string that is exactly the dotted path of Django's class, with or without
attributes, where something imports it.

Why it breaks: `mock.patch` puts its patch on a class that nobody uses any more, `import_string`
gives the swapped class, and nothing says so.

What is edited: the path becomes that of the class in the users app: in `mock.patch`,
`import_string` and other functions whose names say that they import or load what they are given,
in functions of the project that pass it on to one of these, and in settings that name a class.

What is reported: a patch of the class as a whole, which code that asks `get_user_model()` does not
meet. A path of which nothing shows that it is imported may be the name of something on the wire, or
the key of stored data: US349 names it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from transformer.codemod.file import File, string
from transformer.codemod.literals import in_f_string, is_docstring, last_name, literals
from transformer.codemod.passed_on import destinations, names_of
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.options import Style
from transformer.passes.references.imported import is_annotation
from transformer.spellings.dotted_path import CLASSES, find

rule = Rule(
    __name__,
    "US322",
    "dotted-path-to-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        diff(
            """\
                  from unittest import mock


                - @mock.patch("django.contrib.auth.models.User.email_user")
                + @mock.patch("users.models.User.email_user")
                  def test_mail(email_user):
                -     with mock.patch('django.contrib.auth.models.User.objects.get', autospec=True):
                +     with mock.patch('users.models.User.objects.get', autospec=True):
                          pass
                """,
            path="blog/tests.py",
        ),
        diff(
            """\
                  from django.utils.module_loading import import_string

                - User = import_string("django.contrib.auth.models.User")
                + User = import_string("shop.people.models.User")
                """,
            title="where the project keeps its apps",
            options={"app": "people", "app_module": "shop.people", "app_path": "shop/people"},
        ),
        diff(
            """\
                  from pkgutil import resolve_name

                  from django.conf import settings
                  from django.utils.module_loading import import_string

                  from blog.helpers import plain, swap

                - PATH = "django.contrib.auth.models.User"
                + PATH = "users.models.User"
                  User = import_string(PATH)
                - Same = import_string(getattr(settings, "ME", "django.contrib.auth.models.User"))
                - Other = resolve_name("django.contrib.auth.models:User")
                + Same = import_string(getattr(settings, "ME", "users.models.User"))
                + Other = resolve_name("users.models:User")


                  def test_swap(monkeypatch):
                -     swap("django.contrib.auth.models.User.save")
                -     monkeypatch.setattr("django.contrib.auth.models.User.save", print)
                +     swap("users.models.User.save")
                +     monkeypatch.setattr("users.models.User.save", print)
                      plain("django.contrib.auth.models.User")
                      client.patch("/kind/", "django.contrib.auth.models.User")
                """,
            title="what gets to a function that imports it",
            files={
                "blog/__init__.py": "",
                "blog/helpers.py": """\
                    from unittest import mock


                    def swap(target):
                        return mock.patch(target)


                    def plain(word):
                        print(word)
                    """,
            },
            reports=("US349", "US349"),
        ),
        diff(
            """\
                  from unittest import mock


                - @mock.patch("django.contrib.auth.models.User")
                + @mock.patch("users.models.User")
                  def test_created(model):
                      pass
                """,
            title="a patch of the class as a whole",
            path="blog/tests.py",
            reports=("US322",),
        ),
        Example(
            title="a name on the wire, and a key of stored data",
            before="""\
                KIND = "django.contrib.auth.models.User"
                KEYS = {"django.contrib.auth.models.User": "people"}
                """,
            reports=("US349", "US349"),
        ),
        Example(
            title="other classes of the module",
            before="""\
                from unittest import mock

                mock.patch("django.contrib.auth.models.UserManager.create_user")
                mock.patch("django.contrib.auth.models.Group.save")
                """,
        ),
    ),
)


_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_IMPORTING = frozenset({"import", "locate", "resolve"})
_LOADING = frozenset({"load", "get", "symbol"})
_LOADED = frozenset({"class", "object", "obj", "model", "backend", "name", "callable", "path"})
# These take the path first, and a value after it.
_PUTTING = frozenset({"patch", "multiple", "setattr", "delattr"})
# What stands between a path and the call that imports it: a setting and its default, a choice.
_AROUND = (ast.BoolOp, ast.IfExp, ast.Call)
# Settings whose value is a class that Django, or a package, imports.
_NAMES_CLASS = re.compile(r"(?i)\w*(?:class|model|factory|user)")


def imports(names: Iterable[str], first: bool) -> bool:
    """Whether a function of one of these names imports its argument, the ``first`` of the call.

    >>> imports(["import_string"], True), imports(["patch"], False), imports(["upload"], True)
    (True, False, False)
    """
    for name in names:
        words = {word.lower() for word in _WORD.findall(name)}
        if words & _IMPORTING or (words & _LOADING and words & _LOADED):
            return True
        if first and name in _PUTTING:
            return True
    return False


@rule.on(ast.Call, words=("models.User", "models:User"))
def imported(call: ast.Call, file: File) -> None:
    for value in (*call.args, *call.keywords):
        inner = value.value if isinstance(value, ast.keyword) else value
        found = [node for node in literals(file, inner) if is_path(node, file)]
        if found and (takes_path(file, call, value) or passes_on(file, call, value)):
            for node in found:
                edit(node, file)


@rule.on(ast.Constant, words=("models.User", "models:User"))
def nested(node: ast.Constant, file: File) -> None:
    """``import_string(getattr(settings, "USER", "django.contrib…"))``."""
    if is_path(node, file):
        child: ast.AST = node
        for parent in file.ancestors(node):
            if not isinstance(parent, _AROUND):
                return
            if isinstance(parent, ast.Call) and last_name(parent.func) not in ("getattr", "get"):
                if takes_path(file, parent, child):
                    edit(node, file)
                return
            child = parent


def takes_path(file: File, call: ast.Call, value: ast.AST) -> bool:
    """Whether a call imports ``value``, an argument or a keyword of it."""
    named = isinstance(value, ast.keyword) and value.arg == "target"
    return imports(names_of(file, call.func), named or value in call.args[:1])


def passes_on(file: File, call: ast.Call, value: ast.AST) -> bool:
    """Whether a function of the project hands ``value`` to one that imports it."""
    return any(
        imports(place.names, place.position == 0 or place.parameter == "target")
        for place in destinations(file, call, value)
    )


@rule.on(ast.Assign, ast.Dict, words=("models.User", "models:User"))
def setting(node: ast.Assign | ast.Dict, file: File) -> None:
    if file.path not in {module.path for module in file.project.settings}:
        return
    if isinstance(node, ast.Assign):
        pairs = [(target, node.value) for target in node.targets]
    else:
        pairs = [(k, v) for k, v in zip(node.keys, node.values, strict=True) if k is not None]
    for name, value in pairs:
        text = name.id if isinstance(name, ast.Name) else string(name)
        if is_path(value, file) and _NAMES_CLASS.fullmatch(text or ""):
            edit(value, file)


def is_path(node: ast.AST, file: File) -> bool:
    """Whether a literal is the path of the class, and no type that a checker reads."""
    text = string(node) or ""
    if not text.startswith("django.") or in_f_string(file, node) or is_docstring(file, node):
        return False
    found = next(find(text, file.index), None)
    whole = found is not None and found.text == text and found.old in CLASSES
    return whole and not is_annotation(file, node)


def edit(node: ast.expr, file: File) -> None:
    path = next(find(string(node) or "", file.index))
    if not file.report(rule, node, edit=Safe(path.new(file.options), part=path.old)):
        return
    if path.text == path.old and is_patched(file, node) and file.options.style != Style.direct:
        file.report(
            rule,
            node,
            "This puts something else in the place of the class. Code that asks get_user_model() "
            "goes on with the class itself.",
            "Patch get_user_model where the code under test has it, or attributes of the class.",
        )


def is_patched(file: File, node: ast.expr) -> bool:
    """Whether a call puts something in the place of what a literal names."""
    call = file.parent(node)
    if isinstance(call, ast.keyword):
        call = file.parent(call)
    return isinstance(call, ast.Call) and last_name(call.func) in _PUTTING
