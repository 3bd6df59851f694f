from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.project.trees import MANAGE, in_git, plain
from tests.projects import write_files
from transformer.errors import Refused, UsageError
from transformer.project import discover
from transformer.project.app_choice import AppChoice, choose_app
from transformer.project.own_user_model import begun_user_model

USER = """\
    from django.contrib.auth.models import AbstractUser

    class User(AbstractUser):
        class Meta(AbstractUser.Meta):
            db_table = "auth_user"
    """


def with_apps(*modules: str) -> dict[str, str]:
    files = {"manage.py": MANAGE.format("mysite.settings")}
    files["mysite/settings.py"] = f"INSTALLED_APPS = {['django.contrib.auth', *modules]!r}\n"
    return files | {f"{m.replace('.', '/')}/models.py": "" for m in modules}


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        (["blog"], "users"),
        ([], "users"),
        (["apps.blog", "apps.shop"], "apps.users"),
        (["apps.blog"], "apps.users"),
        (["site_.apps.blog", "site_.apps.shop", "site_.apps.shop.cart"], "site_.apps.users"),
        (["hc.api", "hc.front", "hc.parts.a", "hc.parts.b", "hc.parts.c"], "hc.users"),
        (["core.a", "core.b", "plugins.c"], "core.users"),
        (["portal", "apps.a", "apps.b"], "apps.users"),
    ],
)
def test_it_stands_where_the_apps_are(modules: list[str], expected: str, tmp_path: Path) -> None:
    choice = choose_app(discover(in_git(tmp_path, with_apps(*modules))))
    assert choice == AppChoice("users", expected, expected.replace(".", "/"))


def test_beside_manage_in_a_sub_folder(tmp_path: Path) -> None:
    choice = choose_app(discover(in_git(tmp_path, plain("backend"))))
    assert choice == AppChoice("users", "users", "backend/users")


@pytest.mark.parametrize(
    "files",
    [
        with_apps("users", "blog"),
        with_apps("blog") | {"users/notes.txt": ""},
        with_apps("blog") | {"users.py": ""},
        {
            **with_apps("blog"),
            "mysite/settings.py": "INSTALLED_APPS = ['blog', 'vendor.users']\n",
        },
    ],
    ids=["app", "folder", "module", "package"],
)
def test_a_taken_label_is_refused_with_one_that_works(
    files: dict[str, str], tmp_path: Path
) -> None:
    project = discover(in_git(tmp_path, files))
    with pytest.raises(Refused) as refused:
        choose_app(project)
    assert "--app accounts" in refused.value.remedy
    assert choose_app(project, "accounts").app == "accounts"
    assert choose_app(project, "auto").app == "accounts"


def with_package(entry: str, config: str | None) -> dict[str, str]:
    files = with_apps("blog")
    files["mysite/settings.py"] = f"INSTALLED_APPS = ['blog', {entry!r}]\n"
    packages = ".venv/lib/python3.11/site-packages"
    files |= {".venv/pyvenv.cfg": "", f"{packages}/Django-5.2.dist-info/METADATA": ""}
    if config is not None:
        files[f"{packages}/vendor/users/apps.py"] = config
    return files | {".gitignore": ".venv/\n"}


CONFIG = """\
from django.apps import AppConfig


class VendorConfig(AppConfig):
    name = "vendor.users"
    label = "vendorusers"
"""


@pytest.mark.parametrize(
    ("entry", "config", "free"),
    [
        ("vendor.users", None, False),
        ("vendor.users", "", False),
        ("vendor.users", CONFIG, True),
        ("vendor.users.apps.VendorConfig", CONFIG, True),
        ("vendor.users.apps.VendorConfig", CONFIG.replace("vendorusers", "users"), False),
        ("wagtail.users", None, True),
        ("wagtail.users.apps.WagtailUsersAppConfig", None, True),
    ],
)
def test_an_installed_package_may_have_another_label(
    entry: str, config: str | None, free: bool, tmp_path: Path
) -> None:
    project = discover(in_git(tmp_path, with_package(entry, config)))
    assert choose_app(project, "auto").app == ("users" if free else "accounts")


def test_a_folder_that_git_ignores_is_in_the_way(tmp_path: Path) -> None:
    in_git(tmp_path, {**plain(), ".gitignore": "users/\n", "users/x.txt": ""})
    with pytest.raises(Refused, match="users exists"):
        choose_app(discover(tmp_path))


def test_what_a_branch_left_behind_is_not_in_the_way(tmp_path: Path) -> None:
    """Python leaves bytecode in folders that git takes every file of."""
    in_git(tmp_path, plain())
    compiled = {"__pycache__/models.cpython-312.pyc": "", "migrations/__pycache__/x.pyc": ""}
    write_files(tmp_path / "users", compiled)
    assert choose_app(discover(tmp_path)).app == "users"
    (tmp_path / "users/migrations/notes.txt").touch()
    with pytest.raises(Refused, match="users exists"):
        choose_app(discover(tmp_path))


def test_the_app_of_a_first_run_is_taken_again(tmp_path: Path) -> None:
    files = {**with_apps("blog", "accounts"), "accounts/models.py": USER}
    project = discover(in_git(tmp_path, files))
    for requested in (None, "auto", "accounts"):
        assert choose_app(project, requested).app == "accounts"


def test_a_name_that_python_cannot_have(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        choose_app(discover(in_git(tmp_path, plain())), "my-users")


def test_a_module_of_python_itself_is_in_the_way(tmp_path: Path) -> None:
    project = discover(in_git(tmp_path, plain()))
    with pytest.raises(Refused, match="Python has a module of its own called types"):
        choose_app(project, "types")
    apps = discover(in_git(tmp_path / "inner", with_apps("apps.blog", "apps.shop")))
    assert choose_app(apps, "types").app_module == "apps.types"


FIRST = """\
    from django.db import migrations

    class Migration(migrations.Migration):
        dependencies = [{dependency}]
        operations = [{operation}]
    """


@pytest.mark.parametrize(
    ("dependency", "operation"),
    [("", ""), ('("auth", "0012_x")', "migrations.RunSQL('SELECT 1')")],
)
def test_an_app_without_models_is_not_the_users_app(
    dependency: str, operation: str, tmp_path: Path
) -> None:
    files = with_apps("core", "blog")
    files["core/migrations/0001_initial.py"] = FIRST.format(
        dependency=dependency, operation=operation
    )
    assert choose_app(discover(in_git(tmp_path, files))).app == "users"


def test_an_app_reserved_by_the_first_of_two_releases_is(tmp_path: Path) -> None:
    files = with_apps("core", "blog")
    files["core/migrations/0001_initial.py"] = FIRST.format(
        dependency='("auth", "0012_x"), ', operation=""
    )
    assert choose_app(discover(in_git(tmp_path, files))).app == "core"


PLAIN = "from django.contrib.auth.models import AbstractUser\nclass User(AbstractUser): pass\n"
MAKES = "operations = [migrations.CreateModel(name='User', fields=[])]\n"


def begun(files: dict[str, str], model: str = "people.User") -> dict[str, str]:
    base = with_apps("people")
    base["mysite/settings.py"] += f"AUTH_USER_MODEL = {model!r}\n" if model else ""
    return base | files


@pytest.mark.parametrize(
    ("models", "table"),
    [
        (PLAIN, ""),
        (f"# not auth_user\n{PLAIN}", ""),
        (PLAIN.replace("pass", "Meta = None"), ""),
        (dedent(USER).replace("auth_user", "staff"), "staff"),
    ],
)
def test_a_model_in_a_table_of_its_own_is_begun(models: str, table: str, tmp_path: Path) -> None:
    project = discover(in_git(tmp_path, begun({"people/models.py": models})))
    own = begun_user_model(project)
    assert own is not None
    assert own.table == table
    assert choose_app(project, "accounts").app == "people"


@pytest.mark.parametrize(
    "files",
    [
        {"people/models.py": dedent(USER)},
        {"people/models.py": dedent(USER).replace('"auth_user"', "TABLE") + 'TABLE = "auth_user"'},
        {"people/models/__init__.py": "", "people/models/user.py": dedent(USER)},
        {"people/models.py": "class User: pass\n"},
        {"people/models.py": PLAIN.replace("pass", "\n    class Meta:\n        abstract = True")},
    ],
)
def test_a_model_that_keeps_the_table_is_not(files: dict[str, str], tmp_path: Path) -> None:
    assert begun_user_model(discover(in_git(tmp_path, begun(files)))) is None


def test_a_class_that_no_settings_name_yet(tmp_path: Path) -> None:
    files = begun({"people/models.py": PLAIN, "people/migrations/0001_initial.py": MAKES}, "")
    project = discover(in_git(tmp_path, files))
    with pytest.raises(Refused, match=r"people/models\.py, line 2: a user model has been begun"):
        choose_app(project)
    assert choose_app(project, "accounts").app == "accounts"
    with pytest.raises(Refused) as refused:
        choose_app(project, "people")
    assert "delete people/migrations/0001_initial.py; 3. run" in refused.value.remedy


def test_a_class_in_an_app_that_has_a_history(tmp_path: Path) -> None:
    files = {
        "people/models.py": PLAIN,
        "people/migrations/0001_initial.py": "",
        "people/migrations/0002_user.py": MAKES,
    }
    with pytest.raises(Refused) as refused:
        choose_app(discover(in_git(tmp_path, begun(files, ""))))
    assert "delete people/migrations/0002_user.py" in refused.value.remedy
    assert "--strategy graft --app people" in refused.value.remedy


@pytest.mark.parametrize(
    ("requested", "expected"),
    [
        ("apps.members", AppChoice("members", "apps.members", "apps/members")),
        ("plugins.shop.people", AppChoice("people", "plugins.shop.people", "plugins/shop/people")),
    ],
)
def test_a_dotted_path_says_where_it_stands(
    requested: str, expected: AppChoice, tmp_path: Path
) -> None:
    files = with_apps("core.a", "core.b", "apps.blog") | {"plugins/shop/cart/views.py": ""}
    assert choose_app(discover(in_git(tmp_path, files)), requested) == expected


def test_a_dotted_path_below_no_package_is_wrong(tmp_path: Path) -> None:
    project = discover(in_git(tmp_path, with_apps("apps.blog")))
    with pytest.raises(UsageError, match="no package nowhere"):
        choose_app(project, "nowhere.people")
    with pytest.raises(Refused, match="is taken"):
        choose_app(project, "apps.blog")


def test_a_second_run_finds_the_app_by_its_dotted_path(tmp_path: Path) -> None:
    files = with_apps("blog", "apps.members") | {"apps/members/models.py": USER}
    project = discover(in_git(tmp_path, files))
    assert choose_app(project, "apps.members") == choose_app(project)


LIBRARY = {
    "manage.py": MANAGE.format("tests.settings"),
    "tests/__init__.py": "",
    "tests/settings.py": "INSTALLED_APPS = ['auth', 'shop.cart', 'shop.pay', 'tests.a']\n",
    **{f"{app}/models.py": "" for app in ("shop/cart", "shop/pay", "tests/a")},
}


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": '[project]\nname = "shop"\n'},
        {"pyproject.toml": '[tool.poetry]\nname = "django-shop"\n'},
        {"setup.py": "setup(\n    name='shop',\n)\n"},
        {"setup.cfg": "[metadata]\nname = shop\n"},
    ],
)
def test_it_never_stands_in_the_library_of_the_repository(
    files: dict[str, str], tmp_path: Path
) -> None:
    choice = choose_app(discover(in_git(tmp_path, {**LIBRARY, **files})))
    assert choice == AppChoice("users", "tests.users", "tests/users")


def test_a_project_that_is_packaged_is_no_library(tmp_path: Path) -> None:
    files = with_apps("shop.cart", "shop.pay") | {"pyproject.toml": '[project]\nname = "shop"\n'}
    choice = choose_app(discover(in_git(tmp_path, files)))
    assert choice == AppChoice("users", "shop.users", "shop/users")


def test_code_of_others_is_no_place_for_it(tmp_path: Path) -> None:
    files = with_apps("vendor.a", "vendor.b", "site_.blog")
    choice = choose_app(discover(in_git(tmp_path, files)))
    assert choice == AppChoice("users", "site_.users", "site_/users")


@pytest.mark.parametrize(
    ("requested", "folder", "expected"),
    [
        (None, "site_/apps", "site_.apps.users"),
        (None, "site_/apps/users", "site_.apps.users"),
        (None, "site_/people", "site_.people"),
        ("people", "site_/apps/", "site_.apps.people"),
        ("site_.apps.people", "site_/apps", "site_.apps.people"),
        (None, ".", "users"),
    ],
)
def test_a_folder_says_the_same_as_a_dotted_path(
    requested: str | None, folder: str, expected: str, tmp_path: Path
) -> None:
    project = discover(in_git(tmp_path, with_apps("site_.apps.blog", "shop")))
    by_folder = choose_app(project, requested, folder)
    assert by_folder.app_module == expected
    assert by_folder.app_path == expected.replace(".", "/")
    if "." in expected:
        assert by_folder == choose_app(project, expected)


@pytest.mark.parametrize(
    ("requested", "folder"),
    [(None, "../other"), (None, "/srv/apps"), ("shop.people", "site_/apps"), (None, "my-users")],
)
def test_a_folder_that_is_none_for_an_app(
    requested: str | None, folder: str, tmp_path: Path
) -> None:
    project = discover(in_git(tmp_path, with_apps("site_.apps.blog", "shop")))
    with pytest.raises(UsageError):
        choose_app(project, requested, folder)


def test_a_folder_that_has_the_app_of_a_first_run(tmp_path: Path) -> None:
    files = {**with_apps("blog", "parts.people"), "parts/people/models.py": USER}
    project = discover(in_git(tmp_path, files))
    assert choose_app(project, None, "parts/people").app_module == "parts.people"
