"""Code of other people in the repository: what of it is used, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.trees import in_git, plain
from transformer.findings import Level
from transformer.options import Options
from transformer.pipeline import Migration, chosen_passes, run
from transformer.project import discover
from transformer.project.vendored import vendored_path
from transformer.resolve import resolve_options

PASSES = ("references", "templates", "texts")
PAY = {
    "third_party/__init__.py": "",
    "third_party/pay/__init__.py": "",
    "third_party/pay/rights.py": """\
        def may_pay(user):
            return user.has_perm("auth.change_user")
        """,
    "third_party/pay/templates/pay/users.html": "{% if perms.auth.change_user %}x{% endif %}\n",
    "third_party/pay/static/pay/users.js": 'fetch("/admin/auth/user/");\n',
}


def migrated(root: Path, files: dict[str, str]) -> Migration:
    project = discover(in_git(root, {**plain(), **files}))
    resolved = resolve_options(project, Options(), None, chosen_passes(PASSES))
    return run(project, resolved.options, resolved.passes)


def changed(done: Migration) -> set[str]:
    return {c.path for c in done.changes if "pay" in c.path}


@pytest.mark.parametrize(
    "files",
    [
        {"blog/views.py": "from third_party.pay.rights import may_pay\n"},
        {"blog/views.py": "from third_party import pay\n"},
        {"blog/views.py": "def view():\n    import third_party.pay.rights as r\n"},
        {
            "blog/views.py": "from ._vendor.pay import rights\n",
            **{path.replace("third_party", "blog/_vendor"): text for path, text in PAY.items()},
        },
        {"mysite/urls.py": "urlpatterns = [path('', include('third_party.pay.urls'))]\n"},
        {"mysite/settings.py": "INSTALLED_APPS = ['django.contrib.auth', 'third_party.pay']\n"},
        {
            "mysite/settings.py": """\
                import os, sys
                HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
                sys.path.insert(0, os.path.join(HERE, "third_party"))
                INSTALLED_APPS = ["django.contrib.auth", "blog"]
                """,
            "blog/views.py": "from pay.rights import may_pay\n",
        },
        {
            "blog/views.py": "from third_party.shop import sell\n",
            "third_party/shop/__init__.py": "",
            "third_party/shop/sell.py": "from third_party.pay import rights\n",
        },
    ],
    ids=["from", "package", "in function", "relative", "string", "app", "on the path", "through"],
)
def test_what_the_project_uses_is_edited_in_every_kind_of_file(
    files: dict[str, str], tmp_path: Path
) -> None:
    at = "blog/_vendor/pay" if "blog/_vendor/pay/rights.py" in files else "third_party/pay"
    done = migrated(tmp_path, files if "blog/_vendor" in at else PAY | files)
    edited = [f"{at}/rights.py", f"{at}/static/pay/users.js", f"{at}/templates/pay/users.html"]
    assert sorted(changed(done)) == edited
    [finding] = [f for f in done.findings if f.code == "US908" and f.path == at]
    assert (finding.level, "which the project uses" in finding.message) == (Level.REVIEW, True)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"blog/views.py": "import pay\n"},
        {"blog/views.py": "from third_party.other import rights\n"},
        {"blog/views.py": "NAME = 'pay'\n"},
        {"third_party/more/__init__.py": "from third_party.pay import rights\n"},
    ],
)
def test_what_nothing_uses_keeps_its_bytes_and_is_named(
    files: dict[str, str], tmp_path: Path
) -> None:
    done = migrated(tmp_path, PAY | files)
    assert changed(done) == set()
    [finding] = [f for f in done.findings if f.path.startswith("third_party")]
    assert (finding.code, finding.path, finding.level) == ("US908", "third_party/pay", Level.REVIEW)
    assert "third_party/pay/rights.py" in finding.message


def test_what_does_not_speak_of_the_user_is_not_named(tmp_path: Path) -> None:
    done = migrated(tmp_path, {"static/vendor/jq/jq.js": "go()\n", "vendor/a/__init__.py": ""})
    assert [f for f in done.findings if f.code == "US908"] == []


def test_scripts_of_the_page_are_left_with_a_note(tmp_path: Path) -> None:
    done = migrated(tmp_path, {"static/vendor/pay/x.js": 'fetch("/admin/auth/user/");\n'})
    assert changed(done) == set()
    [finding] = [f for f in done.findings if f.code == "US908"]
    assert (finding.path, finding.level) == ("static/vendor/pay", Level.NOTE)


def test_an_app_of_that_name_is_the_projects(tmp_path: Path) -> None:
    page = "{% if perms.auth.change_user %}x{% endif %}\n"
    files = {
        "mysite/settings.py": "INSTALLED_APPS = ['django.contrib.auth', 'vendor']\n",
        "vendor/__init__.py": "",
        "vendor/models.py": "",
        "vendor/rights.py": "def f(user):\n    return user.has_perm('auth.change_user')\n",
        "templates/vendor/pay.html": page,
        "static/vendor/pay.js": 'fetch("/admin/auth/user/");\n',
    }
    done = migrated(tmp_path, files)
    edited = {c.path for c in done.changes}
    assert {"vendor/rights.py", "templates/vendor/pay.html", "static/vendor/pay.js"} <= edited
    assert [f for f in done.findings if f.code == "US908"] == []


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("shop/_vendor/pay/urls.py", "shop/_vendor/pay"),
        ("vendor/six.py", "vendor/six.py"),
        ("third-party/pay-1.2/pay/x.py", "third-party/pay-1.2"),
        ("templates/vendor/pay/page.html", ""),
        ("shop/vendor.py", ""),
        ("vendoring/x.py", ""),
        ("vendor/__init__.py", ""),
    ],
)
def test_the_folder_is_told_by_its_name(path: str, unit: str) -> None:
    assert vendored_path(path) == unit
