"""A project that has configured isort has its imports in the sections that isort is told of."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import isort
import pytest

from tests.codemod.rewriting import rewritten
from tests.projects import write_files
from transformer.options import Options
from transformer.project.import_sections import import_sections

DIRECT = """\
import json

from django.contrib.auth.models import User
from environ import Env

from shared.models import Base

print(json, User, Env, Base)
"""
RELATION = """\
import json

from mptt.fields import TreeForeignKey
from wagtail.models import Page


class Event(Page):
    host = TreeForeignKey("auth.User", data=json)
"""
SHARED = {
    ".isort.cfg": "[settings]\nknown_first_party = shared\n",
    "pyproject.toml": '[tool.isort]\nprofile = "black"\nknown_first_party = ["shar*"]\n',
    "setup.cfg": "[isort]\ndefault_section = FIRSTPARTY\nknown_third_party = environ,django\n",
    "tox.ini": "[isort]\nknown_first_party =\n  base\n  shared\n",
    ".editorconfig": "root = true\n[*.py]\nknown_first_party = shared\n",
}
DJANGO = {
    "setup.cfg": "[tool:isort]\nknown_django = django\n"
    "sections = FUTURE,STDLIB,DJANGO,THIRDPARTY,FIRSTPARTY,LOCALFOLDER\n"
}


def imports(
    root: Path, files: dict[str, str], before: str, options: Options | None = None
) -> list[str]:
    """The lines above the code after the pass; where isort is configured, it agrees with them."""
    write_files(root, {**files, "users/__init__.py": ""})
    after = rewritten(root, before.encode(), options=options).decode()
    if files:
        assert isort.check_code(after, config=isort.Config(settings_path=root), show_diff=True)
    return after.partition("\n\n\n")[0].partition("\nprint")[0].splitlines()


@pytest.mark.parametrize("name", SHARED)
def test_a_package_that_isort_is_told_of_is_the_projects_own(name: str, tmp_path: Path) -> None:
    found = imports(tmp_path, {name: SHARED[name]}, DIRECT, Options(style="direct"))
    assert found[-2:] == ["from shared.models import Base", "from users.models import User"]


def test_without_isort_it_is_somebody_elses(tmp_path: Path) -> None:
    found = imports(tmp_path, {}, DIRECT, Options(style="direct"))
    assert found[-3:] == ["from shared.models import Base", "", "from users.models import User"]


def test_sections_have_the_order_that_the_project_gives_them(tmp_path: Path) -> None:
    found = imports(tmp_path, DJANGO, RELATION)
    assert found == [
        "import json",
        "",
        "from django.conf import settings",
        "",
        "from mptt.fields import TreeForeignKey",
        "from wagtail.models import Page",
    ]


def test_without_sections_names_alone_decide(tmp_path: Path) -> None:
    files = {"pyproject.toml": "[tool.isort]\nno_sections = true\n"}
    found = imports(tmp_path, files, RELATION.replace("json\n\n", "json\n", 1))
    assert found[:2] == ["import json", "from django.conf import settings"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[tool.black]\nline-length = 100\n",
        "[tool.ruff.lint.isort]\nknown-first-party = ['shared']\n",
        "[project.optional-dependencies]\ndev = ['isort']\n",
        "[tool.isort]\nprofile = 'nobody'\n",
        "[tool.isort]\nknown_first_party = ['(a+)+b']\n",
        "[tool.isort]\nno_such_option = 1\n",
        "[tool.isort\n",
    ],
)
def test_what_does_not_configure_isort_changes_nothing(content: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(dedent(content))
    assert import_sections(tmp_path, None) is None


def test_the_configuration_is_the_repositorys(tmp_path: Path) -> None:
    files = {".isort.cfg": "[settings]\nknown_first_party = shared\n", "top/web/manage.py": ""}
    write_files(tmp_path, files)
    web = tmp_path / "top" / "web"
    assert import_sections(web, tmp_path) is not None
    assert import_sections(web, tmp_path / "top") is None
    assert import_sections(web, None) is None
