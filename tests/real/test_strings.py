"""Rewritten strings and signals mean the user model to every Django."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.real.harness import SERIES, Case, check_runs
from transformer.options import Options

MAKE_USERS = """\
    from django.contrib.auth import get_user_model
    User = get_user_model()
    ann = User.objects.create_user("ann", "ann@example.org", "x")
    boss = User.objects.create_superuser("boss", "boss@example.org", "x")
    """
GRANT = dedent(MAKE_USERS) + dedent("""\
    from django.contrib.auth.models import Permission
    ann.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user"]))
    ann = User.objects.get(pk=ann.pk)
    """)

SIGNALS = (
    Case(
        "model signals by class, by label, in a list, in a loop",
        {
            "receivers.py": """\
                from django.contrib.auth.models import User
                from django.db.models import signals
                from django.db.models.signals import m2m_changed, post_save, pre_save
                from django.dispatch import receiver

                heard = []


                @receiver(post_save, sender=User)
                def by_class(sender, **kwargs):
                    heard.append("class")


                @receiver([pre_save, post_save], sender="auth.User")
                def by_list(sender, signal, **kwargs):
                    heard.append("pre" if signal is pre_save else "post")


                def by_label(sender, **kwargs):
                    heard.append("label")


                def looped(sender, **kwargs):
                    heard.append("loop")


                def groups(sender, **kwargs):
                    heard.append("groups")


                signals.post_save.connect(by_label, "auth.user")
                for label in ("auth.Group", "auth.User"):
                    post_save.connect(looped, sender=label)
                m2m_changed.connect(groups, sender=User.groups.through)
                m2m_changed.connect(groups, sender="auth.User_groups", dispatch_uid="again")
                """
        },
        probe="""\
            import receivers
            from django.contrib.auth import get_user_model
            from django.contrib.auth.models import Group, Permission
            user = get_user_model().objects.create(username="ann")
            print(sorted(receivers.heard))
            receivers.heard.clear()
            user.user_permissions.set(Permission.objects.all()[:1])
            print(receivers.heard)
            user.groups.add(Group.objects.create(name="staff"))
            print(receivers.heard)
            """,
        prints="""\
            ['class', 'label', 'loop', 'post', 'pre']
            []
            ['loop', 'groups', 'groups', 'groups', 'groups']
            """,
        before="[]",
    ),
    Case(
        "a receiver that is disconnected again",
        {
            "receivers.py": """\
                from django.contrib.auth.models import User
                from django.db.models.signals import post_save

                heard = []


                def hear(sender, **kwargs):
                    heard.append(1)


                post_save.connect(hear, sender="auth.User", dispatch_uid="x")


                def stop():
                    return post_save.disconnect(hear, sender=User, dispatch_uid="x")
                """
        },
        probe="""\
            import receivers
            from django.contrib.auth import get_user_model
            get_user_model().objects.create(username="ann")
            print(receivers.heard, receivers.stop())
            get_user_model().objects.create(username="bob")
            print(receivers.heard)
            """,
        prints="[1] True\n[1]",
        before="[] ",
    ),
    Case(
        "a signal of logging in gets the class",
        {
            "receivers.py": """\
                from django.contrib.auth.models import User
                from django.contrib.auth.signals import user_logged_in
                from django.dispatch import receiver

                heard = []


                @receiver(user_logged_in, sender=User)
                def hear(sender, **kwargs):
                    heard.append("in")
                """
        },
        given=MAKE_USERS,
        probe="""\
    import receivers
    from django.test import Client
    client = Client()
    print(client.login(username="ann", password="x"), receivers.heard)
    """,
        prints="True ['in']",
        before="True []",
    ),
)

SUGGESTED = (
    Case(
        "a label given to a signal of logging in, as suggested",
        {
            "receivers.py": """\
                from django.contrib.auth.signals import user_logged_in

                heard = []


                def hear(sender, **kwargs):
                    heard.append("in")


                user_logged_in.connect(hear, sender="auth.User")
                """
        },
        given=MAKE_USERS,
        probe="""\
            import receivers
            from django.test import Client
            print(Client().login(username="ann", password="x"), receivers.heard)
            """,
        prints="True ['in']",
        before="True []",
        options=Options(suggested=True),
    ),
    Case(
        "labels of unknown use, as suggested",
        {
            "handlers.py": """\
                HANDLERS = {"auth.User": "user", "auth.Group": "group"}
                PAIRS = [("auth", "user")]
                LABELS = ["auth", "blog"]


                def known(thing):
                    meta = thing._meta
                    return (
                        HANDLERS.get(meta.label),
                        (meta.app_label, meta.model_name) in PAIRS,
                        meta.app_label in ["auth", "blog"],
                        meta.app_label == "auth",
                    )
                """
        },
        given=MAKE_USERS,
        probe="import handlers; print(handlers.known(ann))",
        prints="('user', True, True, True)",
        before="(None, False, False, False)",
        options=Options(suggested=True),
    ),
)

REGISTRY = (
    Case(
        "get_model in every spelling",
        {
            "views.py": """\
                from django.apps import apps

                MODELS = [
                    apps.get_model("auth", "User"),
                    apps.get_model("auth.user"),
                    apps.get_model(app_label="auth", model_name="user"),
                    apps.get_app_config("auth").get_model("User"),
                    apps.get_model(*"auth.User".split(".")),
                    apps.get_registered_model("auth", "User"),
                    apps.all_models["auth"]["user"],
                ]
                """
        },
        probe="""\
            import views
            print({model._meta.label for model in views.MODELS})
            print([model.objects.count() for model in views.MODELS])
            """,
        prints="{'users.User'}\n[0, 0, 0, 0, 0, 0, 0]",
        before="{'auth.User'}\nAttributeError: Manager isn't available",
    ),
    Case(
        "dumpdata of the users",
        {
            "dumps.py": """\
                from io import StringIO

                from django.core.management import call_command


                def dump(*args, **options):
                    out = StringIO()
                    call_command(*args, stdout=out, **options)
                    return out.getvalue()


                def users():
                    out = StringIO()
                    call_command("dumpdata", "auth.user", stdout=out)
                    return out.getvalue()


                def all_but_users():
                    out = StringIO()
                    call_command("dumpdata", "-e", "auth.user", "--exclude=auth.User", stdout=out)
                    return out.getvalue()
                """
        },
        given=MAKE_USERS,
        probe="""\
    import dumps, json
    print(sorted({row["model"] for row in json.loads(dumps.all_but_users())}))
    print([row["model"] for row in json.loads(dumps.users())])
    """,
        prints="""\
            ['auth.permission', 'contenttypes.contenttype']
            ['users.user', 'users.user']
            """,
        before="CommandError",
    ),
    Case(
        "the count of deleted rows",
        {
            "prune.py": """\
                def prune(people):
                    total, summary = people.delete()
                    return total, summary.get("auth.User", 0)


                def is_user(thing):
                    return thing._meta.label in ("auth.User",)


                def is_model_user(thing):
                    return thing._meta.app_label == "auth" and thing._meta.model_name == "user"
                """
        },
        given=MAKE_USERS,
        probe="""\
    import prune
    print(prune.is_user(ann), prune.is_model_user(ann))
    print(prune.prune(User.objects.all()))
    """,
        prints="True True\n(2, 2)",
        before="False False\n(2, 0)",
    ),
    Case(
        "a patch of a method",
        {
            "checks.py": """\
                from unittest import mock


                @mock.patch("django.contrib.auth.models.User.email_user")
                def mail(user, email_user):
                    user.email_user("x", "y")
                    return email_user.called


                def exists():
                    with mock.patch("django.contrib.auth.models.User.objects") as manager:
                        manager.count.return_value = 9
                        from django.contrib.auth import get_user_model

                        return get_user_model().objects.count()
                """
        },
        given=MAKE_USERS,
        probe="import checks\nprint(checks.mail(ann), checks.exists())\n",
        prints="True 9",
        before="Error",
    ),
    Case(
        "absolute urls given in a test",
        {
            "checks.py": """\
                from django.test import override_settings


                @override_settings(ABSOLUTE_URL_OVERRIDES={"auth.user": lambda user: "/people/"})
                def link():
                    from django.conf import settings

                    return sorted(settings.ABSOLUTE_URL_OVERRIDES)
                """
        },
        probe="""\
            import checks
            from django.contrib.auth import get_user_model
            print(checks.link() == [get_user_model()._meta.label_lower])
            """,
        prints="True",
        before="False",
    ),
)

PERMISSIONS = (
    Case(
        "permission codes in checks, constants, mixins and maps",
        {
            "views.py": """\
                from django.contrib.auth.decorators import permission_required, user_passes_test
                from django.contrib.auth.mixins import PermissionRequiredMixin
                from django.http import HttpResponse
                from django.views.generic import View

                EDIT = "auth.change_user"
                NEEDED = ["auth.view_user", EDIT]


                class People(PermissionRequiredMixin, View):
                    permission_required = ("auth.view_user",)
                    raise_exception = True

                    def get(self, request):
                        return HttpResponse("people")


                @permission_required("auth.change_user", raise_exception=True)
                def edit(request):
                    return HttpResponse("edit")


                @user_passes_test(lambda user: user.has_perm("auth.change_user"))
                def passes(request):
                    return HttpResponse("passes")


                def asked(user, action="view"):
                    return [
                        user.has_perm(EDIT),
                        user.has_perms(NEEDED),
                        user.has_perm(f"auth.{action}_user"),
                        user.has_perm("auth.%s_user" % action),
                        user.has_module_perms("auth"),
                        "auth.view_user" in user.get_all_permissions(),
                    ]
                """
        },
        given=GRANT,
        probe="""\
    import views
    print(views.asked(ann))
    from django.test import RequestFactory
    request = RequestFactory().get("/")
    request.user = ann
    print(views.passes(request).status_code)
    print(views.People.as_view()(request).content, views.edit(request).content)
    """,
        prints="""\
            [True, True, True, True, True, True]
            200
            b'people' b'edit'
            """,
        before="[False, False, False, False, False, False]\n302\nPermissionDenied",
    ),
    Case(
        "a permission that the project makes itself",
        {
            "setup.py": """\
                from django.contrib.auth.models import Permission, User
                from django.contrib.contenttypes.models import ContentType


                def make():
                    kind = ContentType.objects.get(app_label="auth", model="user")
                    Permission.objects.create(codename="ban_user", name="Ban", content_type=kind)


                def may(user):
                    return user.has_perm("auth.ban_user"), user.has_perm("auth.add_group")
                """
        },
        given=MAKE_USERS,
        probe="""\
    import setup
    setup.make()
    from django.contrib.auth.models import Permission
    ann.user_permissions.set(Permission.objects.filter(codename__in=["ban_user", "add_group"]))
    print(setup.may(User.objects.get(pk=ann.pk)))
    """,
        prints="(True, True)",
        before="ContentType matching query does not exist",
    ),
    Case(
        "content types and permissions by lookup and by natural key",
        {
            "lookups.py": """\
                from django.contrib.auth.models import Permission
                from django.contrib.contenttypes.models import ContentType
                from django.db.models import Q


                def kinds():
                    return [
                        ContentType.objects.filter(app_label="auth", model="user").count(),
                        ContentType.objects.get(**{"app_label": "auth", "model": "user"}).model,
                        ContentType.objects.filter(
                            Q(app_label="auth", model__in=["group", "user"])
                        ).count(),
                        ContentType.objects.filter(app_label="auth", model__in=("user",)).count(),
                        ContentType.objects.get_by_natural_key("auth", "user").model,
                        Permission.objects.get_by_natural_key("add_user", "auth", "user").codename,
                        Permission.objects.get(
                            codename="change_user", content_type__app_label="auth"
                        ).codename,
                        Permission.objects.filter(
                            content_type__app_label="auth", content_type__model="user"
                        ).count(),
                        ContentType.objects.get(model="user").natural_key() == ("auth", "user"),
                    ]
                """
        },
        probe="import lookups; print(lookups.kinds())",
        prints="[1, 'user', 2, 1, 'user', 'add_user', 'change_user', 4, True]",
        before="DoesNotExist",
    ),
    Case(
        "everything of the app, as suggested",
        {
            "lookups.py": """\
                from django.contrib.auth.models import Permission


                def rows():
                    return (
                        Permission.objects.filter(content_type__app_label="auth").count(),
                        Permission.objects.exclude(content_type__app_label__in=["auth"])
                        .filter(content_type__model="user")
                        .count(),
                    )
                """
        },
        probe="import lookups; print(lookups.rows())",
        prints="(12, 0)",
        before="(8, 4)",
        options=Options(suggested=True),
    ),
    Case(
        "serialized objects in Python",
        {
            "data.py": """\
                from django.core import serializers

                ROWS = [
                    {
                        "model": "auth.group",
                        "pk": 1,
                        "fields": {"name": "g", "permissions": [["change_user", "auth", "user"]]},
                    },
                    {
                        "model": "auth.user",
                        "pk": 7,
                        "fields": {"username": "eve", "password": "x", "groups": [1]},
                    },
                ]


                def load():
                    for item in serializers.deserialize("python", ROWS):
                        item.save()
                """
        },
        probe="""\
            import data
            data.load()
            from django.contrib.auth import get_user_model
            eve = get_user_model().objects.get(pk=7)
            print(eve.groups.get().permissions.get().content_type.app_label)
            """,
        prints="users",
        before="Error",
    ),
)

PAGES = (
    Case(
        "names and addresses of admin pages",
        {
            "links.py": """\
                from django.shortcuts import resolve_url
                from django.urls import reverse, reverse_lazy

                ADMIN = "/admin/"


                def links(action="add"):
                    return [
                        reverse("admin:auth_user_changelist"),
                        str(reverse_lazy("admin:auth_user_change", args=[1])),
                        resolve_url("admin:auth_user_history", 1),
                        reverse(f"admin:auth_user_{action}"),
                        reverse("admin:auth_user_%s" % action),
                        reverse("admin:%s_%s_add" % ("auth", "user")),
                        reverse("admin:auth_user_password_change", args=[1]),
                        reverse("admin:auth_group_add"),
                    ]


                def addresses(pk):
                    return [
                        "/admin/auth/user/",
                        f"/admin/auth/user/{pk}/change/",
                        ADMIN + "auth/user/add/",
                        f"{ADMIN}auth/user/{pk}/password/",
                    ]
                """
        },
        given=MAKE_USERS,
        probe="""\
    import links
    from django.test import Client
    client = Client()
    client.force_login(boss)
    print([client.get(page).status_code for page in links.addresses(ann.pk)])
    for link in links.links():
        print(link)
    """,
        prints="""\
            [200, 200, 200, 200]
            /admin/users/user/
            /admin/users/user/1/change/
            /admin/users/user/1/history/
            /admin/users/user/add/
            /admin/users/user/add/
            /admin/users/user/add/
            /admin/users/user/1/password/
            /admin/auth/group/add/
            """,
        before="[404, 404, 404, 404]\nNoReverseMatch",
    ),
    Case(
        "a template in a string",
        {
            "texts.py": """\
                from django.template import Context, Template

                LINK = Template(
                    "{% if perms.auth.change_user %}{% url 'admin:auth_user_add' %}{% endif %}"
                    "{% if 'auth.view_user' in perms %}view{% endif %}"
                )


                def render(user):
                    from django.contrib.auth.context_processors import PermWrapper

                    return LINK.render(Context({"perms": PermWrapper(user)}))
                """
        },
        given=GRANT,
        probe="import texts\nprint('[' + texts.render(ann) + ']')\n",
        prints="[/admin/users/user/add/view]",
        before="[]",
    ),
)

ROUTERS = (
    Case(
        "routers that know apps by label",
        {
            "routers.py": """\
                PLACES = {"auth": "people"}


                class ByList:
                    labels = {"auth", "contenttypes"}

                    def db_for_read(self, model, **hints):
                        return "people" if model._meta.app_label in self.labels else None


                class ByLabel:
                    def db_for_write(self, model, **hints):
                        if model._meta.app_label == "auth":
                            return "people"

                    def allow_migrate(self, db, app_label, **hints):
                        if app_label != "auth":
                            return None
                        return db == "people"


                class ByPlace:
                    def db_for_read(self, model, **hints):
                        return PLACES.get(model._meta.app_label)
                """
        },
        probe="""\
            import routers
            from django.contrib.auth import get_user_model
            from django.contrib.auth.models import Group
            from django.db.utils import ConnectionRouter
            for model in (get_user_model(), Group):
                by_list = ConnectionRouter(["routers.ByList"])
                by_label = ConnectionRouter(["routers.ByLabel"])
                by_place = ConnectionRouter(["routers.ByPlace"])
                print(
                    by_list.db_for_read(model),
                    by_label.db_for_write(model),
                    by_label.allow_migrate_model("default", model),
                    by_place.db_for_read(model),
                )
            """,
        prints="people people False people\npeople people False people",
        before="default default True default\npeople people False people",
    ),
)

CHOICES = (
    Case(
        "choices of a relation to content types, in the model and in its history",
        {
            "blog/__init__.py": "",
            "blog/models.py": """\
                from django.db import models
                from django.db.models import Q


                class Tag(models.Model):
                    kind = models.ForeignKey(
                        "contenttypes.ContentType",
                        models.CASCADE,
                        limit_choices_to={"app_label": "auth", "model": "user"},
                    )
                    other = models.ForeignKey(
                        "contenttypes.ContentType",
                        models.CASCADE,
                        related_name="+",
                        limit_choices_to=Q(app_label="auth", model__in=["group", "user"]) | Q(pk=0),
                    )
                """,
            "blog/migrations/__init__.py": "",
            "blog/migrations/0001_initial.py": """\
                from django.db import migrations, models


                class Migration(migrations.Migration):
                    initial = True
                    dependencies = []
                    operations = [
                        migrations.CreateModel(
                            "Tag",
                            [
                                (
                                    "id",
                                    models.AutoField(
                                        auto_created=True,
                                        primary_key=True,
                                        serialize=False,
                                        verbose_name="ID",
                                    ),
                                ),
                                (
                                    "kind",
                                    models.ForeignKey(
                                        limit_choices_to={"app_label": "auth", "model": "user"},
                                        on_delete=models.CASCADE,
                                        to="contenttypes.contenttype",
                                    ),
                                ),
                                (
                                    "other",
                                    models.ForeignKey(
                                        limit_choices_to=models.Q(
                                            models.Q(
                                                ("app_label", "auth"),
                                                ("model__in", ["group", "user"]),
                                            ),
                                            ("pk", 0),
                                            _connector="OR",
                                        ),
                                        on_delete=models.CASCADE,
                                        related_name="+",
                                        to="contenttypes.contenttype",
                                    ),
                                ),
                            ],
                        )
                    ]
                """,
        },
        probe="""\
            from blog.models import Tag
            from django import forms
            from django.core.management import call_command
            form = forms.modelform_factory(Tag, fields=["kind", "other"])()
            print([field.queryset.count() for field in form.fields.values()])
            call_command("makemigrations", "blog", check=True, dry_run=True)
            """,
        prints="[1, 2]\nNo changes detected in app 'blog'",
        before="[0, 1]",
        apps=("blog",),
        settings={
            "MIGRATION_MODULES": {
                "users": None,
                "users_admin": None,
                "admin": None,
                "auth": None,
                "contenttypes": None,
                "sessions": None,
            }
        },
        passes=("migrations", "references"),
    ),
)

FACTORIES = (
    Case(
        "factory_boy and model_bakery",
        {
            "factories.py": """\
                import factory
                from model_bakery import baker


                class UserFactory(factory.django.DjangoModelFactory):
                    class Meta:
                        model = "auth.User"

                    username = "ann"


                def made():
                    return [
                        UserFactory(),
                        baker.make("auth.User", username="bob"),
                        baker.make("User", username="eve"),
                    ]
                """
        },
        probe="import factories; print([thing._meta.label for thing in factories.made()])",
        prints="['users.User', 'users.User', 'users.User']",
        before="AmbiguousModelName",
    ),
    Case(
        "permissions given with guardian's shortcuts",
        {
            "rights.py": """\
                from guardian.shortcuts import assign_perm


                def give(user):
                    return assign_perm("auth.change_user", user).content_type.app_label
                """
        },
        given=MAKE_USERS,
        probe="import rights\nprint(rights.give(ann))\n",
        prints="users",
        before="DoesNotExist",
        apps=("guardian",),
    ),
)


@pytest.mark.parametrize("series", SERIES)
def test_runs(series: str, tmp_path: Path) -> None:
    check_runs(
        SIGNALS + SUGGESTED + REGISTRY + PERMISSIONS + PAGES + ROUTERS + CHOICES, series, tmp_path
    )


@pytest.mark.parametrize("series", ["4.2"])
def test_runs_with_packages(series: str, tmp_path: Path) -> None:
    packages = ("factory-boy", "model-bakery", "django-guardian")
    check_runs(FACTORIES, series, tmp_path, packages)
