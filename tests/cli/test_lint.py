from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.called import FILES, git_project, usershift
from tests.delivery.shapes import repository, snapshot


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return git_project(tmp_path / "project")


def test_references_have_place_code_and_remedy(project: Path) -> None:
    before = snapshot(project)
    done = usershift(project, "lint")
    assert done.returncode == 1, done.stderr
    (line,) = [text for text in done.stdout.splitlines() if "US310" in text]
    assert line.startswith("blog/models.py:6:32: US310 ")
    assert "Relation to auth user: `ForeignKey(User)` and" in line
    written = "Write `settings.AUTH_USER_MODEL`, with `from django.conf import settings`."
    assert line.endswith(written)
    assert snapshot(project) == before


def test_only_what_was_asked_for(project: Path) -> None:
    assert usershift(project, "lint", "site1").returncode == 0
    assert usershift(project, "lint", "site1", "blog/models.py").returncode == 1


def test_a_comment_switches_a_rule_off(tmp_path: Path) -> None:
    line = b"from django.contrib.auth.models import User"
    views = {"blog/a.py": line + b"  # usershift: ignore[US301]\n", "blog/b.py": line + b"\n"}
    project = repository(tmp_path / "project", {**FILES, **views})
    assert usershift(project, "lint", "blog/a.py").stdout == ""
    assert "US301" in usershift(project, "lint", "blog/b.py").stdout


IMPORT = b"from django.contrib.auth.models import User"


def test_code_of_other_people_that_nothing_uses_is_named_and_fails_nothing(tmp_path: Path) -> None:
    shipped = {
        "vendor/used/__init__.py": IMPORT + b"\nUser.objects\n",
        "vendor/other/__init__.py": IMPORT + b"\nUser.objects\n",
        "vendor/notes/__init__.py": b"x = 1\n",
        "site1/tools.py": b"import vendor.used\n",
    }
    project = repository(tmp_path / "project", {**FILES, **shipped})
    left = usershift(project, "lint", "vendor/other", "vendor/notes")
    assert left.returncode == 0
    assert left.stdout.startswith("vendor/other: US908 ")
    assert len(left.stdout.splitlines()) == 1
    used = usershift(project, "lint", "vendor/used")
    assert used.returncode == 1
    assert "US908" not in used.stdout


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("blog/a.py", IMPORT + b"  # usershift: ignore[US301]\nUser.objects\n", None),
        ("blog/a.py", IMPORT + b"  # usershift: ignore\nUser.objects\n", None),
        ("blog/a.py", b"X = {'auth.User': 1}  # usershift: ignore[US349]\n", None),
        (
            "blog/a.py",
            b"import os  # usershift: ignore[US301]\n",
            "1:14: US909 This comment for US301",
        ),
        (
            "blog/a.py",
            b"import os  # usershift: ignore\n",
            "1:14: US909 This comment keeps no rule",
        ),
        (
            "blog/a.py",
            IMPORT + b"  # usershift: ignore[US301, US310]\nUser.objects\n",
            "1:48: US909 This comment for US310 keeps no rule away from its line. Take the code",
        ),
        (
            "blog/a.py",
            IMPORT + b"  # usershift: ignore[US301, US3010]\nUser.objects\n",
            "1:48: US910 No rule has the code US3010. `usershift rules` lists",
        ),
        ("blog/a.py", b"X = 'usershift: ignore[US301]'\n", None),
        # Settings and deploys are not looked at.
        ("blog/a.py", b"import os  # usershift: ignore[US101]\n", None),
        ("up.sh", b"python manage.py migrate  # usershift: ignore\n", None),
        (
            "blog/templates/a.html",
            b"{% if perms.auth.add_user %}{# usershift: ignore #}{% endif %}",
            None,
        ),
        (
            "blog/templates/a.html",
            b"<p>\n{# usershift: ignore[US601] #}</p>",
            "2:4: US909 This comment for US601",
        ),
    ],
)
def test_a_comment_that_does_nothing_is_named(
    tmp_path: Path, path: str, text: bytes, said: str | None
) -> None:
    files = {**FILES, path: text}
    found = usershift(repository(tmp_path / "project", files), "lint", path).stdout
    if said is None:
        assert "US909" not in found
        assert "US910" not in found
    else:
        (line,) = [one for one in found.splitlines() if "US909" in one or "US910" in one]
        assert line.startswith(f"{path}:{said}")


@pytest.mark.parametrize("chosen", [("--skip", "references"), ("--ignore", "US3")])
def test_a_comment_for_a_rule_that_did_not_run_is_not_named(
    tmp_path: Path, chosen: tuple[str, str]
) -> None:
    files = {
        **FILES,
        "blog/a.py": b"import os  # usershift: ignore[US301]\n\nos  # usershift: ignore\n",
    }
    done = usershift(repository(tmp_path / "project", files), "lint", "blog/a.py", *chosen)
    assert done.stdout == ""


def test_after_the_migration_nothing_is_left(project: Path) -> None:
    usershift(project, "migrate", "--commit")
    done = usershift(project, "lint")
    assert (done.returncode, done.stdout) == (0, "")


def test_for_programs(project: Path) -> None:
    document = json.loads(usershift(project, "lint", "--format", "json").stdout)
    assert document["exit_code"] == 1
    assert {f["path"] for f in document["findings"]} == {"blog/models.py"}


def test_annotations(project: Path) -> None:
    done = usershift(project, "lint", "--format", "github")
    assert "file=blog/models.py,line=6,col=32::" in done.stdout


SETTINGS = (
    b'SECRET_KEY = "x"\nINSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", '
    b'"people", "blog"]\n'
)
OWN = (
    b"from django.contrib.auth.models import AbstractUser\n\n\nclass %s(AbstractUser):\n    pass\n"
)


@pytest.mark.parametrize(
    ("model", "remedy"),
    [
        ("User", "Write `people.change_user`."),
        ("Person", "The user model here is people.Person."),
    ],
)
def test_the_label_of_the_user_model_that_is_there(model: str, remedy: str, tmp_path: Path) -> None:
    files = {
        **FILES,
        "site1/settings.py": SETTINGS + f'AUTH_USER_MODEL = "people.{model}"\n'.encode(),
        "people/__init__.py": b"",
        "people/models.py": OWN % model.encode(),
        "blog/models.py": b"",
        "blog/views.py": b'def may(user):\n    return user.has_perm("auth.change_user")\n',
        "deploy.sh": b"#!/bin/sh\npython manage.py migrate\n",
    }
    done = usershift(repository(tmp_path / "project", files), "lint")
    (line,) = done.stdout.splitlines()
    assert line.startswith("blog/views.py:2:")
    assert line.endswith(remedy)


def test_a_model_that_no_settings_name_yet(tmp_path: Path) -> None:
    files = {
        **FILES,
        "site1/settings.py": SETTINGS,
        "people/__init__.py": b"",
        "people/models.py": OWN % b"User",
    }
    done = usershift(repository(tmp_path / "project", files), "lint")
    assert done.returncode == 1
    assert done.stdout.startswith("blog/models.py:")


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        (
            "from django.contrib.auth.models import Permission, User\n\nprint(Permission, User)\n",
            (
                "Write `from django.contrib.auth.models import Permission` and "
                "`from django.contrib.auth import get_user_model` and `User = get_user_model()` "
                "in its place."
            ),
        ),
        (
            "try:\n    from django.contrib.auth.models import User\nfinally:\n    pass\n",
            "Delete it.",
        ),
    ],
)
def test_a_remedy_that_can_be_followed(source: str, remedy: str, tmp_path: Path) -> None:
    files = {**FILES, "blog/models.py": b"", "blog/views.py": source.encode()}
    done = usershift(repository(tmp_path / "project", files), "lint", "blog/views.py")
    (line,) = done.stdout.splitlines()
    assert line.endswith(remedy)


def test_a_statement_that_goes_is_named(tmp_path: Path) -> None:
    source = (
        b"from django.contrib import admin\nfrom django.contrib.auth import get_user_model\n\n"
        b"admin.site.unregister(get_user_model())\n"
    )
    files = {**FILES, "blog/models.py": b"", "blog/admin.py": source}
    done = usershift(repository(tmp_path / "project", files), "lint", "blog/admin.py")
    (line,) = done.stdout.splitlines()
    assert line.startswith("blog/admin.py:4:1: US401")
    assert line.endswith("Delete `admin.site.unregister(get_user_model())`.")
