"""Which registration of the user model remains, over several files, apps and settings modules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

from tests.pipeline import run_passes
from tests.projects import project_at
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.project import Project, SettingsModule

HEAD = """\
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
"""
IMPORT = "from users import admin as users_admin  # noqa: E402, F401\n"


def admin_of(body: str) -> str:
    return HEAD + dedent(body)


def run(
    root: Path,
    files: Mapping[str, str],
    settings: tuple[SettingsModule, ...] = (),
    options: Options | None = None,
) -> tuple[dict[str, str], list[Finding]]:
    """What changed, and what was said; a second run must change nothing."""

    def find(at: Path) -> Project:
        return replace(project_at(at), settings=settings)

    done = run_passes(root, files, "admin", options=options, find=find)
    assert done.again().changes == ()
    return done.changed, done.findings


def body(changed: Mapping[str, str], path: str) -> str:
    """What stands below the imports."""
    return changed[path].partition(HEAD)[2]


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def test_unregistered_in_one_file_and_registered_in_another(tmp_path: Path) -> None:
    files = {
        "blog/admin.py": admin_of("admin.site.unregister(User)\nprint(admin, UserAdmin, User)\n"),
        "people/admin.py": admin_of("admin.site.register(User, UserAdmin)\n"),
    }
    changed, _ = run(tmp_path, files)
    assert set(changed) == {"blog/admin.py"}
    assert body(changed, "blog/admin.py") == "print(admin, UserAdmin, User)\n"


def test_two_apps_that_take_turns_keep_their_turns(tmp_path: Path) -> None:
    turn = admin_of("\nadmin.site.unregister(User)\nadmin.site.register(User, UserAdmin)\n")
    changed, findings = run(tmp_path, {"blog/admin.py": turn, "people/admin.py": turn})
    assert set(changed) == {"blog/admin.py", "people/admin.py", "users/admin.py"}
    assert body(changed, "blog/admin.py") == "\n" + IMPORT + "\n" + turn.partition(HEAD)[2][1:]
    assert codes(findings) == {"US402", "US403"}


def test_two_turns_in_one_file(tmp_path: Path) -> None:
    turn = "admin.site.unregister(User)\nadmin.site.register(User, UserAdmin)\n"
    changed, _ = run(tmp_path, {"blog/admin.py": admin_of(turn + turn)})
    assert changed == {"blog/admin.py": HEAD + turn.partition("\n")[2] + turn}


def test_an_app_that_only_one_settings_module_installs(tmp_path: Path) -> None:
    turn = admin_of("admin.site.unregister(User)\nadmin.site.register(User, UserAdmin)\n")
    base = ("django.contrib.admin", "django.contrib.auth")
    settings = (
        SettingsModule("small", "small.py", base),
        SettingsModule("full", "full.py", (*base, "blog.apps.BlogConfig")),
    )
    changed, _ = run(tmp_path, {"blog/admin.py": turn}, settings)
    assert set(changed) == {"blog/admin.py", "users/admin.py"}
    assert IMPORT in changed["blog/admin.py"]


def test_an_app_that_every_settings_module_with_an_admin_installs(tmp_path: Path) -> None:
    turn = admin_of("admin.site.unregister(User)\nadmin.site.register(User, UserAdmin)\n")
    apps = ("django.contrib.admin", "django.contrib.auth", "blog")
    settings = (
        SettingsModule("api", "api.py", ("django.contrib.auth",)),
        SettingsModule("site", "site.py", apps),
        SettingsModule("odd", "odd.py", None),
    )
    changed, _ = run(tmp_path, {"blog/admin.py": turn}, settings)
    assert changed == {"blog/admin.py": HEAD + "admin.site.register(User, UserAdmin)\n"}


def test_a_module_that_nothing_imports_counts_for_nothing(tmp_path: Path) -> None:
    turn = admin_of("admin.site.unregister(User)\nadmin.site.register(User, UserAdmin)\n")
    changed, findings = run(tmp_path, {"blog/admin_old.py": turn})
    assert set(changed) == {"users/admin.py"}
    assert codes(findings) == {"US403"}


def test_a_module_that_the_admin_module_imports_counts(tmp_path: Path) -> None:
    turn = admin_of("admin.site.unregister(User)\nadmin.site.register(User, UserAdmin)\n")
    files = {"blog/people_admin.py": turn, "blog/admin.py": "from . import people_admin\n"}
    changed, _ = run(tmp_path, files)
    assert set(changed) == {"blog/people_admin.py"}


def test_the_admin_of_an_app_that_is_not_installed_counts_for_nothing(tmp_path: Path) -> None:
    turn = admin_of("admin.site.unregister(User)\nadmin.site.register(User, UserAdmin)\n")
    settings = (SettingsModule("site", "site.py", ("django.contrib.admin", "blog")),)
    changed, _ = run(tmp_path, {"old/admin.py": turn}, settings)
    assert set(changed) == {"users/admin.py"}


def test_below_autodiscover_in_the_urls(tmp_path: Path) -> None:
    text = """\

        admin.autodiscover()
        admin.site.unregister(User)
        admin.site.register(User, UserAdmin)
        """
    changed, _ = run(tmp_path, {"site/urls.py": admin_of(text)})
    wanted = "\nadmin.autodiscover()\nadmin.site.register(User, UserAdmin)\n"
    assert body(changed, "site/urls.py") == wanted


def test_in_the_ready_method_of_an_app(tmp_path: Path) -> None:
    text = """\
        from django.apps import AppConfig


        class BlogConfig(AppConfig):
            name = "blog"

            def ready(self):
                from django.contrib import admin
                from django.contrib.auth import get_user_model

                admin.site.unregister(get_user_model())
        """
    changed, findings = run(tmp_path, {"blog/apps.py": text})
    assert "unregister" not in changed["blog/apps.py"]
    assert changed["users/admin.py"].startswith("# The user model is not in the admin")
    assert codes(findings) == {"US404"}


def test_in_a_function_that_may_or_may_not_be_called(tmp_path: Path) -> None:
    text = """\


        def without_people():
            # Nobody needs them here.
            admin.site.unregister(User)
        """
    changed, _ = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert body(changed, "blog/admin.py") == (
        "\n\ndef without_people():\n"
        "    from users import admin as users_admin  # noqa: E402, F401\n"
        "    # Nobody needs them here.\n"
        "    admin.site.unregister(User)\n"
    )


def test_in_a_loop_over_models(tmp_path: Path) -> None:
    text = "for model in (User, Group):\n    admin.site.unregister(model)\n"
    changed, findings = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert changed["blog/admin.py"].endswith(
        "for model in (Group,):\n    admin.site.unregister(model)\n"
    )
    assert codes(findings) == {"US404"}


def test_in_a_loop_that_does_more(tmp_path: Path) -> None:
    text = "for m in [Group, User]:\n    admin.site.unregister(m)\n    print(m)\n"
    changed, _ = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert body(changed, "blog/admin.py") == IMPORT + "\n" + text


def test_on_a_shared_line(tmp_path: Path) -> None:
    text = "admin.site.unregister(User); admin.site.register(User, UserAdmin)\n"
    changed, _ = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert body(changed, "blog/admin.py") == "admin.site.register(User, UserAdmin)\n"


def test_with_the_registration_in_one_try(tmp_path: Path) -> None:
    text = """\
        try:
            admin.site.unregister(User)
            admin.site.register(User, UserAdmin)
        except admin.sites.NotRegistered:
            pass
        """
    changed, _ = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert body(changed, "blog/admin.py") == dedent(text).replace(
        "    admin.site.unregister(User)\n", ""
    )


def test_a_try_with_an_else_keeps_its_else(tmp_path: Path) -> None:
    text = """\
        try:
            admin.site.unregister(User)
        except admin.sites.NotRegistered:
            pass
        else:
            admin.site.register(User, UserAdmin)
        """
    changed, findings = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert "    pass\nexcept" in changed["blog/admin.py"]
    assert "users/admin.py" not in changed
    assert codes(findings) == set()


def test_only_where_it_is_registered(tmp_path: Path) -> None:
    text = """\

        if admin.site.is_registered(User):
            admin.site.unregister(User)

        admin.site.register(User, UserAdmin)
        """
    changed, _ = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert body(changed, "blog/admin.py") == "\nadmin.site.register(User, UserAdmin)\n"


def test_one_try_that_forgives_everything(tmp_path: Path) -> None:
    text = """\

        try:
            admin.site.unregister(User)
            admin.site.register(User, UserAdmin)
        except Exception:
            pass
        """
    changed, _ = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert body(changed, "blog/admin.py") == "\n" + IMPORT + dedent(text)


def test_a_registration_in_either_branch(tmp_path: Path) -> None:
    text = """\
        admin.site.unregister(User)
        if settings.DEBUG:
            admin.site.register(User, UserAdmin)
        else:
            admin.site.register(User)
        """
    changed, _ = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert body(changed, "blog/admin.py") == dedent(text).partition("\n")[2]


def test_a_registration_that_gives_way_to_djangos(tmp_path: Path) -> None:
    text = """\

        try:
            admin.site.register(User)
        except admin.sites.AlreadyRegistered:
            pass
        """
    changed, _ = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert body(changed, "blog/admin.py") == "\n" + IMPORT + dedent(text)
    assert "users/admin.py" in changed


def test_taken_out_of_the_registry(tmp_path: Path) -> None:
    text = "del admin.site._registry[User]\nadmin.site.register(User, UserAdmin)\n"
    changed, findings = run(tmp_path, {"blog/admin.py": admin_of(text)})
    assert IMPORT in changed["blog/admin.py"]
    assert codes(findings) == {"US402", "US403"}


def test_tests_may_register_what_they_like(tmp_path: Path) -> None:
    text = admin_of("admin.site.unregister(User)\nadmin.site.register(User, UserAdmin)\n")
    changed, _ = run(tmp_path, {"blog/tests/test_admin.py": text, "blog/admin.py": HEAD})
    assert set(changed) == {"users/admin.py"}


def test_a_project_without_an_admin(tmp_path: Path) -> None:
    changed, findings = run(tmp_path, {"blog/views.py": "print(1)\n"})
    assert (changed, findings) == ({}, [])


def test_a_users_app_in_a_package(tmp_path: Path) -> None:
    options = Options(app="people", app_module="apps.people", app_path="apps/people")
    text = "if 1:\n    admin.site.unregister(User)\n"
    changed, _ = run(tmp_path, {"blog/admin.py": admin_of(text)}, options=options)
    assert "apps/people/admin.py" in changed
    assert "from apps.people import admin as people_admin" in changed["blog/admin.py"]


def test_an_app_that_takes_the_model_in_and_registers_it(tmp_path: Path) -> None:
    turn = "admin.site.unregister(User)\nadmin.site.register(User, UserAdmin)\n"
    options = Options(strategy="graft")
    changed, findings = run(tmp_path, {"users/admin.py": admin_of(turn)}, options=options)
    assert changed == {"users/admin.py": HEAD + turn.partition("\n")[2]}
    assert findings == []


def test_an_app_that_takes_the_model_in_and_does_not_register_it(tmp_path: Path) -> None:
    changed, findings = run(tmp_path, {"users/admin.py": HEAD}, options=Options(strategy="graft"))
    assert changed == {}
    assert [(f.code, f.level) for f in findings] == [("US404", Level.TODO)]
