"""Which expressions mean the auth user: by scope, by import, across modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import project_at, write_files
from transformer.semantics import References, auth_users
from transformer.tree import Tree


def found(tmp_path: Path, source: str, path: str = "blog/views.py", **files: str) -> list[int]:
    """The lines of ``source`` with a reference; other files by dotted name."""
    others = {name.replace("__", "/") + ".py": text for name, text in files.items()}
    write_files(tmp_path, {"blog/__init__.py": "", **others, path: source})
    project = project_at(tmp_path)
    references = References(project, Tree(tmp_path, project.files))
    module = references.module(path)
    return [node.lineno for node in auth_users(module, references.resolver, references.names)]


@pytest.mark.parametrize(
    "source",
    [
        "from django.contrib.auth.models import User\nprint(User)",
        "from django.contrib.auth.models import User as U\nprint(U)",
        "from django.contrib.auth import models\nprint(models.User)",
        "from django.contrib.auth import models as m\nprint(m.User.objects)",
        "import django.contrib.auth.models\nprint(django.contrib.auth.models.User)",
        "import django.contrib.auth.models as m\nprint(m.User)",
        "from django.contrib import auth\nprint(auth.models.User)",
        "from django.contrib.auth.models import *\nprint(User)",
        "from django.contrib.auth.admin import User\nprint(User)",
        "from django.contrib.auth.forms import User\nprint(User)",
        "from django.contrib.auth.models import User\ndef f(): return User",
        "from django.contrib.auth.models import User\ndef f(x=User): pass",
        "from django.contrib.auth.models import User\nf = lambda: User",
        "from django.contrib.auth.models import User\n[x for x in User.objects.all()]",
        "from django.contrib.auth.models import User\n[User for x in y]",
        "from django.contrib.auth.models import User\nclass A(User): pass",
    ],
)
def test_names_that_mean_the_auth_user(tmp_path: Path, source: str) -> None:
    assert found(tmp_path, source) == [2]


@pytest.mark.parametrize(
    "source",
    [
        "from blog.people import User\nprint(User)",
        "class User: pass\nprint(User)",
        "from django.contrib.auth.models import Group\nprint(Group)",
        "from django.contrib.auth import get_user_model\nUser = get_user_model()\nprint(User)",
        "from django.contrib.auth.models import User\ndef f(User): return User",
        "from django.contrib.auth.models import User\nf = lambda User: User",
        "from django.contrib.auth.models import User\n[User for User in y]",
        "from django.contrib.auth.models import User\nUser = 3\nprint(User)",
        "from django.contrib.auth.models import User\ndef f():\n    User = 3\n    return User",
        "from django.contrib.auth.models import User\nfor User in y:\n    print(User)",
        "from django.contrib.auth.models import User\ntry: pass\nexcept E as User: print(User)",
        "from django.contrib.auth.models import User\ndel User\nfrom x import User\nprint(User)",
        "from django.contrib.auth.models import AnonymousUser as User\nprint(User)",
        "from django.contrib.auth import models\ndef f(models): return models.User",
        "print(User)",
    ],
)
def test_names_that_do_not(tmp_path: Path, source: str) -> None:
    assert found(tmp_path, source, blog__people="class User: pass") == []


def test_a_name_bound_in_one_branch_may_mean_it(tmp_path: Path) -> None:
    source = """\
        try:
            from blog.people import User
        except ImportError:
            from django.contrib.auth.models import User
        print(User)
        """
    assert found(tmp_path, source, blog__people="class User: pass") == [5]


def test_a_class_body_reads_the_module_and_methods_do_not_read_the_class(tmp_path: Path) -> None:
    source = """\
        from django.contrib.auth.models import User
        class A:
            model = User
            User = 3
            x = User
            def f(self):
                return User
        """
    assert found(tmp_path, source) == [3, 7]


def test_reexport_through_a_package_and_an_alias(tmp_path: Path) -> None:
    lines = found(
        tmp_path,
        "from blog.compat import Account\nfrom blog import compat\nprint(Account, compat.Account)",
        blog__compat="from blog.base import User as Account",
        blog__base="from django.contrib.auth.models import User",
    )
    assert lines == [3, 3]


def test_reexport_through_stars(tmp_path: Path) -> None:
    lines = found(
        tmp_path,
        "from .base import *\nprint(User)",
        blog__base="from .deep import *",
        blog__deep="from django.contrib.auth.models import User",
    )
    assert lines == [2]


def test_modules_that_import_each_other_end(tmp_path: Path) -> None:
    lines = found(
        tmp_path,
        "from .one import User\nprint(User)",
        blog__one="from .two import User",
        blog__two="from .one import User",
    )
    assert lines == []


def test_an_assignment_carries_the_meaning(tmp_path: Path) -> None:
    source = "from django.contrib.auth.models import User\nOwner = User\nprint(Owner)"
    assert found(tmp_path, source) == [2, 3]


def test_global_and_nonlocal(tmp_path: Path) -> None:
    source = """\
        def load():
            global User
            from django.contrib.auth.models import User
        def use():
            return User
        """
    assert found(tmp_path, source) == [5]


def test_deeply_nested_code_is_read(tmp_path: Path) -> None:
    chain = "x" + ".filter()" * 400
    source = f"from django.contrib.auth.models import User\ny = {chain}\nprint(User)"
    assert found(tmp_path, source) == [3]


def test_a_name_bound_anew_in_many_branches_is_followed_once(tmp_path: Path) -> None:
    """Each value names the one before it: following every way would take 2 to the power of 60."""
    branches = "".join(
        f"    if x == {n}:\n        User = User.a({n})\n    else:\n        User = User.b({n})\n"
        for n in range(60)
    )
    source = f"from django.contrib.auth.models import User\ndef f(x, User):\n{branches}    User.c\n"
    assert found(tmp_path, source + "User") == [4 + 60 * 4]


def test_candidates_hold_auth_or_name_a_module_that_does(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "a/compat.py": "from django.contrib.auth.models import User as Person",
            "a/far.py": "from a.compat import Person\nprint(Person)",
            "a/other.py": "print('nothing')",
            "a/own.py": "class User: pass",
        },
    )
    project = project_at(tmp_path)
    references = References(project, Tree(tmp_path, project.files))
    assert set(references.candidates) >= {"a/compat.py", "a/far.py"}
    assert "a/other.py" not in references.candidates
    assert "a/own.py" not in references.candidates
