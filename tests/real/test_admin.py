"""The user is in the admin once, as it was before, under every Django."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real.harness import SERIES, USERS_APP, Case, check_runs

# The users app last: its admin module runs after those of the project.
BASE = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
USERS = {path: text for path, text in USERS_APP.items() if path.startswith("users/")}
REGISTERED = """\
    from django.contrib import admin
    from users.models import User
    print(type(admin.site._registry[User]).__name__)
    """
TURN = """\
    from django.contrib import admin
    from django.contrib.auth.admin import UserAdmin
    from django.contrib.auth.models import User


    class {name}(UserAdmin):
        pass


    admin.site.unregister(User)
    admin.site.register(User, {name})
    """


def case(
    title: str, files: dict[str, str], prints: str, before: str, probe: str = REGISTERED
) -> Case:
    apps = sorted({path.partition("/")[0] for path in files})
    packages = {f"{app}/__init__.py": "" for app in apps}
    return Case(
        title,
        {**USERS, **packages, **files},
        probe=probe,
        prints=prints,
        before=before,
        apps=tuple(apps),
        settings={"INSTALLED_APPS": [*BASE, *apps, "users"]},
        passes=("admin", "references"),
        users_admin=False,
    )


CASES = (
    case(
        "the project's own admin",
        {"blog/admin.py": TURN.format(name="PeopleAdmin")},
        prints="PeopleAdmin",
        before="NotRegistered: The model User is not registered",
    ),
    case(
        "no admin of the project",
        {"blog/admin.py": "from django.contrib import admin\n"},
        prints="UserAdmin",
        before="KeyError",
    ),
    case(
        "two apps in turn: the last one wins",
        {
            "blog/admin.py": TURN.format(name="BlogAdmin"),
            "crm/admin.py": TURN.format(name="CrmAdmin"),
        },
        prints="CrmAdmin",
        before="NotRegistered",
    ),
    case(
        "unregistered here, registered there",
        {
            "blog/admin.py": """\
                from django.contrib import admin
                from django.contrib.auth.models import Group, User

                admin.site.unregister([Group, User])
                """,
            "crm/admin.py": """\
                from django.contrib import admin
                from django.contrib.auth import get_user_model

                @admin.register(get_user_model())
                class CrmAdmin(admin.ModelAdmin):
                    pass
                """,
        },
        prints="CrmAdmin",
        before="NotRegistered",
    ),
    case(
        "a loop over all models leaves the user to its own admin",
        {
            "blog/admin.py": """\
                from django.apps import apps
                from django.contrib import admin

                for model in apps.get_models():
                    try:
                        admin.site.register(model)
                    except admin.sites.AlreadyRegistered:
                        pass
                """,
        },
        prints="UserAdmin",
        before="ModelAdmin",
    ),
    case(
        "under a condition",
        {
            "blog/admin.py": """\
                from django.conf import settings
                from django.contrib import admin
                from django.contrib.auth.models import User

                if settings.DEBUG:
                    admin.site.unregister(User)
                """,
        },
        probe="""\
            from django.contrib import admin
            from users.models import User
            print(User in admin.site._registry)
            """,
        prints="False",
        before="NotRegistered",
    ),
    case(
        "built on what is registered",
        {
            "blog/admin.py": """\
                from django.contrib import admin
                from django.contrib.auth.models import User

                Stock = type(admin.site._registry[User])


                class Better(Stock):
                    pass


                admin.site.unregister(User)
                admin.site.register(User, Better)
                """,
        },
        prints="Better",
        before="KeyError",
    ),
    case(
        "by hand in AppConfig.ready",
        {
            "blog/apps.py": """\
                from django.apps import AppConfig


                class BlogConfig(AppConfig):
                    name = "blog"

                    def ready(self):
                        from django.contrib import admin
                        from django.contrib.auth.admin import UserAdmin
                        from django.contrib.auth.models import User

                        class ReadyAdmin(UserAdmin):
                            pass

                        admin.site.unregister(User)
                        admin.site.register(User, ReadyAdmin)
                """,
        },
        prints="ReadyAdmin",
        before="NotRegistered",
    ),
    case(
        "add, change and search in the admin, with an inline and autocomplete",
        {
            "blog/models.py": """\
                from django.contrib.auth.models import User
                from django.db import models


                class Profile(models.Model):
                    user = models.OneToOneField(User, models.CASCADE)
                    city = models.CharField(max_length=9, blank=True)


                class Post(models.Model):
                    author = models.ForeignKey(User, models.CASCADE)
                """,
            "blog/admin.py": """\
                from django.contrib import admin
                from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
                from django.contrib.auth.models import User

                from .models import Post, Profile


                class ProfileInline(admin.StackedInline):
                    model = Profile


                class UserAdmin(BaseUserAdmin):
                    inlines = [ProfileInline]
                    fieldsets = BaseUserAdmin.fieldsets


                @admin.register(Post)
                class PostAdmin(admin.ModelAdmin):
                    autocomplete_fields = ["author"]


                admin.site.unregister(User)
                admin.site.register(User, UserAdmin)
                """,
        },
        probe="""\
            from django.core.management import call_command
            from django.test import Client
            from users.models import User
            call_command("check")
            boss = User.objects.create_superuser("boss", "b@x.org", "secret")
            client = Client()
            client.force_login(boss)
            profile = {"profile-TOTAL_FORMS": "0", "profile-INITIAL_FORMS": "0"}
            data = {"username": "new", "password1": "T7-pqr-mno", "password2": "T7-pqr-mno"}
            data["usable_password"] = "true"
            client.post("/admin/users/user/add/", {**data, **profile})
            print(User.objects.get(username="new").check_password("T7-pqr-mno"))
            print(client.get("/admin/users/user/%d/change/" % boss.pk).status_code)
            print(b"boss" in client.get("/admin/users/user/?q=bos").content)
            """,
        prints="System check identified no issues (0 silenced).\nTrue\n200\nTrue",
        before="NotRegistered",
    ),
)


@pytest.mark.parametrize("series", SERIES)
def test_runs(series: str, tmp_path: Path) -> None:
    check_runs(CASES, series, tmp_path)
