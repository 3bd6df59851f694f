from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.trees import MANAGE, SETTINGS, in_git, on_disk, plain
from transformer.errors import Refused, UsageError
from transformer.project import App, discover
from transformer.project.app_choice import choose_app
from transformer.project.files import is_environment


def test_manage_at_the_top(tmp_path: Path) -> None:
    project = discover(in_git(tmp_path, plain()))
    assert (project.root, project.manage, project.source_roots) == (tmp_path, "manage.py", ("",))
    assert [s.module for s in project.settings] == ["mysite.settings"]
    assert project.apps == (App("blog", "blog", "blog"),)


def test_from_a_folder_inside(tmp_path: Path) -> None:
    in_git(tmp_path, plain())
    assert discover(tmp_path / "blog").root == tmp_path


def test_manage_in_a_sub_folder_keeps_the_repository_as_root(tmp_path: Path) -> None:
    in_git(tmp_path, {**plain("backend"), "Dockerfile": "FROM python\n"})
    for start in (tmp_path, tmp_path / "backend" / "mysite"):
        project = discover(start)
        assert (project.root, project.manage) == (tmp_path, "backend/manage.py")
        assert "Dockerfile" in project.files
        assert project.modules["blog.models"] == "backend/blog/models.py"


def test_ignored_files_and_environments_are_no_sources(tmp_path: Path) -> None:
    files = {
        **plain(),
        ".gitignore": "secret.py\n/local/\n",
        "secret.py": "",
        "local/x.py": "",
        "env/pyvenv.cfg": "",
        "env/lib/python3.12/site-packages/x.py": "",
        "node_modules/x/manage.py": MANAGE,
    }
    for root in (in_git(tmp_path / "git", files), on_disk(tmp_path / "plain", files)):
        assert set(discover(root).files) == {*plain(), ".gitignore"}


def test_untracked_files_are_sources(tmp_path: Path) -> None:
    in_git(tmp_path, plain())
    on_disk(tmp_path, {"blog/new.py": ""})
    assert "blog/new.py" in discover(tmp_path).files


def test_excluded_files_are_no_sources(tmp_path: Path) -> None:
    in_git(tmp_path, {**plain(), "vendor/x.py": ""})
    assert "vendor/x.py" not in discover(tmp_path, exclude=["vendor/"]).files


def test_several_projects_are_listed(tmp_path: Path) -> None:
    in_git(tmp_path, {**plain("one"), **plain("two")})
    with pytest.raises(Refused, match=r"one/manage\.py, two/manage\.py") as refused:
        discover(tmp_path)
    assert refused.value.exit_code == 3


def test_many_projects_are_not_all_listed(tmp_path: Path) -> None:
    in_git(tmp_path, {path: text for n in range(1, 8) for path, text in plain(f"p{n}").items()})
    with pytest.raises(Refused, match=r"p5/manage\.py and 2 more\."):
        discover(tmp_path)


def test_several_projects_chosen_by_path(tmp_path: Path) -> None:
    in_git(tmp_path, {**plain("one"), **plain("two")})
    project = discover(tmp_path / "two" / "blog")
    assert project.root == tmp_path / "two"
    assert set(project.files) == set(plain())


def test_several_projects_chosen_by_settings(tmp_path: Path) -> None:
    second = {k.replace("mysite", "other"): v for k, v in plain("two").items()}
    in_git(tmp_path, {**plain("one"), **second})
    assert discover(tmp_path, settings=["other.settings"]).root == tmp_path / "two"


def test_a_project_whose_apps_lie_outside_its_folder(tmp_path: Path) -> None:
    manage = """\
        import os, sys
        sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "apps"))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
        from django.core.management import execute_from_command_line
        """
    files = {
        "one/manage.py": manage,
        "one/mysite/settings.py": SETTINGS,
        "apps/blog/models.py": "",
        **plain("two"),
    }
    project = discover(in_git(tmp_path, files) / "one")
    assert project.root == tmp_path
    assert project.source_roots == ("one", "apps")
    assert project.apps == (App("blog", "blog", "apps/blog"),)
    assert "two/manage.py" not in project.files
    assert project.others == ("two",)


def test_no_project(tmp_path: Path) -> None:
    in_git(tmp_path, {"main.py": "print()\n"})
    with pytest.raises(Refused, match="no Django project"):
        discover(tmp_path)


def test_a_manage_of_another_framework(tmp_path: Path) -> None:
    in_git(tmp_path, {"manage.py": "from flask_script import Manager\n"})
    with pytest.raises(Refused, match="no Django project"):
        discover(tmp_path)


def test_a_module_of_the_project_that_is_called_manage(tmp_path: Path) -> None:
    views = "from django.contrib.auth.models import User\n\n\ndef manage(request):\n    pass\n"
    project = discover(in_git(tmp_path, {**plain(), "blog/views/manage.py": views}))
    assert (project.manage, project.others) == ("manage.py", ())
    assert "blog/views/manage.py" in project.files


def test_no_such_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        discover(tmp_path / "nowhere")


def test_settings_that_do_not_exist(tmp_path: Path) -> None:
    in_git(tmp_path, plain())
    with pytest.raises(Refused, match=r"mysite\.live"):
        discover(tmp_path, settings=["mysite.live"])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("mysite/wsgi.py", 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.conf")\n'),
        ("mysite/asgi.py", "os.environ['DJANGO_SETTINGS_MODULE'] = 'mysite.conf'\n"),
        ("pytest.ini", "[pytest]\nDJANGO_SETTINGS_MODULE = mysite.conf\n"),
        ("tox.ini", "[testenv]\nsetenv =\n    DJANGO_SETTINGS_MODULE=mysite.conf\n"),
        ("setup.cfg", "[tool:pytest]\nDJANGO_SETTINGS_MODULE = mysite.conf\n"),
        ("pyproject.toml", '[tool.pytest.ini_options]\nDJANGO_SETTINGS_MODULE = "mysite.conf"\n'),
        ("docker-compose.yml", "environment:\n  DJANGO_SETTINGS_MODULE: mysite.conf\n"),
        (".env", "DJANGO_SETTINGS_MODULE=mysite.conf\n"),
        ("Makefile", "test:\n\tpython manage.py test --settings=mysite.conf\n"),
    ],
)
def test_what_names_the_settings(path: str, text: str, tmp_path: Path) -> None:
    files = {"mysite/conf.py": SETTINGS, "blog/models.py": "", path: text}
    assert [s.module for s in discover(in_git(tmp_path, files)).settings] == ["mysite.conf"]


def test_src_layout(tmp_path: Path) -> None:
    files = {
        "manage.py": MANAGE.format("mysite.settings"),
        "pyproject.toml": '[tool.setuptools.packages.find]\nwhere = ["src"]\n',
        "src/mysite/settings.py": SETTINGS,
        "src/blog/models.py": "",
    }
    project = discover(in_git(tmp_path, files))
    assert project.source_roots == ("", "src")
    assert project.apps == (App("blog", "blog", "src/blog"),)


def test_labels_come_from_the_app_config(tmp_path: Path) -> None:
    files = {
        "manage.py": MANAGE.format("mysite.settings"),
        "mysite/settings.py": """\
            INSTALLED_APPS = ["one.apps.OneConfig", "two", "pkg.three", "pkg.four.Renamed"]
            """,
        "one/apps.py": "class OneConfig(AppConfig):\n    name = 'one'\n    label = 'first'\n",
        "two/apps.py": "class C(AppConfig):\n    name = 'two'\n    label = 'second'\n",
        "pkg/three/models.py": "",
        "pkg/four/__init__.py": "from .config import Renamed\n",
        "pkg/four/config.py": "class Renamed(AppConfig):\n    name = 'pkg.four'\n    label = 'f'\n",
    }
    project = discover(in_git(tmp_path, files))
    assert [(a.label, a.module) for a in project.apps] == [
        ("first", "one"),
        ("second", "two"),
        ("three", "pkg.three"),
        ("f", "pkg.four"),
    ]


def test_nothing_is_imported_or_run(tmp_path: Path) -> None:
    root, marker = tmp_path / "project", tmp_path / "marker"
    files = {**plain(), "mysite/extra.py": "", "mysite/wsgi.py": "", "setup.py": ""}
    files["mysite/settings.py"] = "from .extra import *\n" + SETTINGS.strip() + "\n"
    trap = f"open({str(marker)!r}, 'w').write(__file__)\n"
    in_git(root, {k: trap + v.replace("    ", "") for k, v in files.items() if k != "manage.py"})
    on_disk(root, {"manage.py": trap + 'DJANGO_SETTINGS_MODULE = "mysite.settings"\n'})
    assert discover(root).settings
    assert not marker.exists()


def test_a_folder_that_may_not_be_entered_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = on_disk(tmp_path, {**plain(), "secret/views.py": "print(1)\n"})
    scandir = os.scandir

    # What `chmod` would do, if the tests did not run as root.
    def refusing(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "secret":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)  # type: ignore[return-value]

    monkeypatch.setattr(os, "scandir", refusing)
    assert "secret" in discover(root).files


def test_no_file_is_named_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a folder that nobody may enter is a virtual environment cannot be known."""

    def refusing(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refusing)
    assert not is_environment(tmp_path)


def test_a_folder_of_apps_that_the_settings_put_on_the_path(tmp_path: Path) -> None:
    settings = """\
        import os
        import sys

        BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        sys.path.append(os.path.join(BASE_DIR, "apps"))
        INSTALLED_APPS = ["django.contrib.auth", "blog"]
        """
    files = {
        "manage.py": MANAGE.format("mysite.settings"),
        "mysite/__init__.py": "",
        "mysite/settings.py": settings,
        "apps/__init__.py": "",
        "apps/blog/__init__.py": "",
        "apps/blog/models.py": "",
    }
    project = discover(in_git(tmp_path, files))
    assert project.apps == (App("blog", "blog", "apps/blog"),)
    assert choose_app(project).app_path == "apps/users"
    assert choose_app(project).app_module == "users"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("try:\n    import local\nexcept ImportError as e:\n    print e.message\n", "line 4"),
        (
            "class Base:\n    @property\n    def INSTALLED_APPS(self):\n        return []\n",
            "line 3",
        ),
    ],
    ids=["Python 2", "properties of a class"],
)
@pytest.mark.parametrize("named", [(), ("mysite.settings",)], ids=["found", "named"])
def test_settings_that_cannot_be_read_are_named(
    settings: str, told: str, named: tuple[str, ...], tmp_path: Path
) -> None:
    files = {**plain(), "mysite/settings.py": settings}
    with pytest.raises(Refused, match=rf"mysite/settings\.py, {told}: "):
        discover(in_git(tmp_path, files), settings=named)
