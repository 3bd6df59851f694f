from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent

import pytest

from tests.projects import project_at, write_files
from transformer.codemod.file import File
from transformer.codemod.passed_on import destinations
from transformer.options import Options
from transformer.semantics import References
from transformer.tree import Tree

HELPERS = """\
    from functools import partial


    def direct(code, other=None):
        target(code, word=other)


    def many(*codes):
        for code in codes:
            target(code)


    def deco(code):
        def wrap(view):
            def inner(request):
                return request.user.target(code)
            return inner
        return wrap


    class Base:
        def method(self, code):
            target(code)

        @staticmethod
        def static(code):
            target(code)


    class Made:
        def __init__(self, code):
            target(code)


    class Row:
        name: str
        code: str


    def unrelated(code):
        target("something", len(code))
        return code


    short = partial(direct, other=1)
    spelled = lambda code: target(code)
    """


def named(root: Path, source: str) -> set[str]:
    """What becomes of the string "X": names of functions, and of parameters with a colon."""
    files = {"blog/__init__.py": "", "blog/helpers.py": HELPERS, "blog/views.py": source}
    write_files(root, files)
    project = project_at(root)
    references = References(project, Tree(root, project.files, project.contents))
    file = File(references.module("blog/views.py"), references, references.resolver, Options())
    found: set[str] = set()
    for call in (node for node in file.places() if isinstance(node, ast.Call)):
        for value in (*call.args, *call.keywords):
            inner = value.value if isinstance(value, ast.keyword) else value
            if isinstance(inner, ast.Constant) and inner.value == "X":
                for place in destinations(file, call, value):
                    found |= place.names | {f":{place.parameter}"}
    return found - {":"}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('direct("X")', {"target", ":code"}),
        ('direct(1, "X")', {"target", ":other", ":word"}),
        ('direct(other="X")', {"target", ":other", ":word"}),
        ('helpers.many("Y", "X")', {"target", ":codes"}),
        ('deco("X")', {"target", ":code"}),
        ('Made("X")', {"target", ":code"}),
        ('Row("Y", "X")', {":code"}),
        ('helpers.Base.static("X")', {"target", ":code"}),
        ('short("X")', {"direct", "target", ":code"}),
        ('spelled("X")', {"target", ":code"}),
        ('unrelated("X")', {"len", ":code"}),
        ('print("X")', set()),
        ('nothing("X")', set()),
        ('helpers.nowhere("X")', set()),
        ('direct(*["X"])', set()),
    ],
)
def test_where_an_argument_ends_up(tmp_path: Path, call: str, expected: set[str]) -> None:
    source = f"""\
        from blog import helpers
        from blog.helpers import *
        from blog.other import nothing

        {call}
        """
    assert named(tmp_path, source) == expected


def test_a_method_of_a_class_above(tmp_path: Path) -> None:
    source = """\
        from blog.helpers import Base


        class Mine(Base):
            def run(self):
                self.method("X")
                self.other("X")
        """
    assert named(tmp_path, dedent(source)) == {"target", ":code"}


def test_functions_that_call_each_other_end(tmp_path: Path) -> None:
    source = """\
        def one(code):
            two(code)


        def two(code):
            one(code)


        one("X")
        """
    assert named(tmp_path, dedent(source)) == {"one", "two", ":code"}
