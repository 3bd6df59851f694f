from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline import pass_named
from tests.projects import project_at, write_files
from transformer import pipeline
from transformer.options import Options
from transformer.semantics import References
from transformer.tree import Tree

IMPORT = "from django.contrib.auth.models import User\n"
USES = "from blog.people import User\n\nprint(User.objects.count())\n"


def keeps(root: Path, source: str, **others: str) -> bool:
    files = {"blog/__init__.py": "", "blog/people.py": source}
    write_files(root, files | {f"blog/{name}.py": text for name, text in others.items()})
    project = project_at(root)
    references = References(project, Tree(root, project.files, project.contents))
    return references.keeps("blog.people", "User")


@pytest.mark.parametrize(
    "source",
    [
        f'{IMPORT}__all__ = ["User"]\n',
        "from django.contrib.auth.models import *\n",
        "from django.contrib.auth.models import User as User\n",
        "from django.contrib.auth.models import User  # noqa: F401\n",
        "import django.contrib.auth.models as m\n\nUser = m.User\n",
    ],
)
def test_what_says_that_a_name_is_for_others(tmp_path: Path, source: str) -> None:
    assert keeps(tmp_path, source)


@pytest.mark.parametrize(
    "source",
    [
        IMPORT,
        f"{IMPORT}print(User)\n",
        f"if True:\n    {IMPORT}",
        f"try:\n    {IMPORT}except ImportError:\n    User = None\n",
        "from django.contrib.auth.models import User  # noqa  # usershift: ignore\n",
        "class User:\n    pass\n",
    ],
)
def test_what_does_not(tmp_path: Path, source: str) -> None:
    assert not keeps(tmp_path, source)


def test_a_name_that_others_take_is_kept_where_no_model_waits_for_it(tmp_path: Path) -> None:
    reads = f"{IMPORT}print(User)\n"
    assert keeps(tmp_path / "a", reads, views=USES)
    assert keeps(tmp_path / "b", reads, views="from blog import people\n\nprint(people.User)\n")
    assert not keeps(tmp_path / "c", reads, views="from blog import people\n\nprint(people)\n")
    assert not keeps(tmp_path / "d", reads, views=USES, models="from .people import User\n")


def test_modules_that_take_a_name_from_each_other_keep_none(tmp_path: Path) -> None:
    assert not keeps(tmp_path, "from blog.two import User\n", two="from blog.people import User\n")


def test_importers_of_a_file_that_is_left_get_a_name_of_their_own(tmp_path: Path) -> None:
    files = {"blog/__init__.py": "", "blog/people.py": IMPORT, "blog/views.py": USES}
    write_files(tmp_path, files)
    for exclude, changed in (((), "blog/people.py"), (["blog/people.py"], "blog/views.py")):
        passes = [pass_named("references")]
        done = pipeline.run(project_at(tmp_path), Options(), passes, exclude)
        assert [change.path for change in done.changes] == [changed]
