"""Classes of well-known packages that are built on the user model work once its name is bound."""

from __future__ import annotations

from pathlib import Path

from tests.real.harness import Case, check_runs

PACKAGES = (
    "django-auditlog",
    "django-filter",
    "django-guardian",
    "django-import-export",
    "django-reversion",
    "django-simple-history",
    "django-taggit",
    "djangorestframework",
    "factory_boy",
    "graphene-django",
)
SWAPPED = "Manager isn't available"

CASES = (
    Case(
        "rest_framework: a serializer, a view set and model permissions",
        {
            "api.py": """\
                from django.contrib.auth.models import User
                from rest_framework import permissions, serializers, viewsets


                class UserSerializer(serializers.ModelSerializer):
                    class Meta:
                        model = User
                        fields = ["username"]


                class UserViewSet(viewsets.ModelViewSet):
                    queryset = User.objects.all()
                    serializer_class = UserSerializer
                    permission_classes = [permissions.DjangoModelPermissions]
                """
        },
        probe="""\
            from django.contrib.auth.models import Permission
            from django.contrib.contenttypes.models import ContentType
            from rest_framework.test import APIRequestFactory, force_authenticate
            from api import UserViewSet
            from users.models import User
            ann = User.objects.create_user("ann")
            view = UserViewSet.as_view({"post": "create"})
            def post(name):
                request = APIRequestFactory().post("/", {"username": name})
                force_authenticate(request, User.objects.get(username="ann"))
                return view(request).status_code
            print(post("bob"))
            of_user = ContentType.objects.get_for_model(User)
            adding, _ = Permission.objects.get_or_create(codename="add_user", content_type=of_user)
            ann.user_permissions.add(adding)
            print(post("bob"), User.objects.filter(username="bob").exists())
            """,
        prints="403\n201 True",
        before=SWAPPED,
        apps=("rest_framework",),
    ),
    Case(
        "django-filter",
        {
            "filters.py": """\
                from django.contrib.auth.models import User
                from django_filters import FilterSet, ModelChoiceFilter


                class UserFilter(FilterSet):
                    boss = ModelChoiceFilter(field_name="pk", queryset=User.objects.all())

                    class Meta:
                        model = User
                        fields = ["username"]
                """
        },
        probe="""\
            from filters import UserFilter
            from users.models import User
            User.objects.create_user("ann"), User.objects.create_user("bob")
            print([user.username for user in UserFilter({"username": "bob"}).qs])
            """,
        prints="['bob']",
        before=SWAPPED,
        apps=("django_filters",),
    ),
    Case(
        "graphene",
        {
            "schema.py": """\
                import graphene
                from django.contrib.auth.models import User
                from graphene_django import DjangoObjectType


                class UserType(DjangoObjectType):
                    class Meta:
                        model = User
                        fields = ["username"]


                class Query(graphene.ObjectType):
                    everybody = graphene.List(UserType)

                    def resolve_everybody(self, info):
                        return type(info.context).objects.all()


                schema = graphene.Schema(query=Query)
                """
        },
        probe="""\
            from schema import schema
            from users.models import User
            ann = User.objects.create_user("ann")
            done = schema.execute("{ everybody { username } }", context_value=ann)
            print(done.errors or done.data["everybody"])
            """,
        prints="[{'username': 'ann'}]",
        before="Expected value of type",
        apps=("graphene_django",),
    ),
    Case(
        "import-export",
        {
            "resources.py": """\
                from django.contrib.auth.models import User
                from import_export import resources


                class UserResource(resources.ModelResource):
                    class Meta:
                        model = User
                        fields = ["username"]
                """
        },
        probe="""\
            from resources import UserResource
            from users.models import User
            User.objects.create_user("ann")
            print(UserResource().export().csv.split())
            """,
        prints="['username', 'ann']",
        before=SWAPPED,
        apps=("import_export",),
    ),
    Case(
        "factory_boy",
        {
            "factories.py": """\
                import factory
                from django.contrib.auth.models import User


                class UserFactory(factory.django.DjangoModelFactory):
                    class Meta:
                        model = User
                        django_get_or_create = ["username"]

                    username = factory.Sequence(lambda n: f"user{n}")
                """
        },
        probe="""\
            from factories import UserFactory
            print(UserFactory()._meta.label, UserFactory(username="user0").pk)
            """,
        prints="users.User 1",
        before="auth.User 1",
    ),
    Case(
        "simple_history in an app of the project",
        {
            "crm/__init__.py": "",
            "crm/models.py": """\
                from django.contrib.auth.models import User
                from simple_history import register

                register(User, app="crm")
                """,
        },
        probe="""\
            from django.apps import apps
            from users.models import User
            user = User.objects.create_user("ann")
            user.first_name = "Ann"
            user.save()
            print(user.history.count(), apps.get_model("crm.HistoricalUser")._meta.db_table)
            """,
        prints="2 crm_historicaluser",
        before="AttributeError",
        apps=("simple_history", "crm"),
    ),
    Case(
        "reversion and auditlog",
        {
            "crm/__init__.py": "",
            "crm/models.py": """\
                import reversion
                from auditlog.registry import auditlog
                from django.contrib.auth.models import User

                reversion.register(User)
                auditlog.register(User)
                """,
        },
        probe="""\
            import reversion
            from auditlog.models import LogEntry
            from reversion.models import Version
            from users.models import User
            with reversion.create_revision():
                user = User.objects.create_user("ann")
                reversion.add_to_revision(user)
            print(Version.objects.get_for_object(user).count())
            print(LogEntry.objects.get_for_object(user).count())
            """,
        prints="1\n1",
        before="RegistrationError",
        apps=("reversion", "auditlog", "crm"),
    ),
    Case(
        "guardian",
        {
            "grants.py": """\
                from django.contrib.auth.models import User
                from guardian.shortcuts import assign_perm, get_objects_for_user


                def share(name):
                    user = User.objects.get(username=name)
                    assign_perm("change_user", user, user)
                    return get_objects_for_user(user, "change_user", User)
                """
        },
        probe="""\
            from django.contrib.auth.models import Permission
            from django.contrib.contenttypes.models import ContentType
            from users.models import User
            of_user = ContentType.objects.get_for_model(User)
            Permission.objects.get_or_create(codename="change_user", content_type=of_user)
            User.objects.create_user("ann")
            from grants import share
            print([user.username for user in share("ann")])
            """,
        prints="['ann']",
        before=SWAPPED,
        apps=("guardian",),
        settings={
            "AUTHENTICATION_BACKENDS": [
                "django.contrib.auth.backends.ModelBackend",
                "guardian.backends.ObjectPermissionBackend",
            ]
        },
    ),
    Case(
        "taggit",
        {
            "crm/__init__.py": "",
            "crm/models.py": """\
                from django.contrib.auth.models import User
                from django.db import models
                from taggit.managers import TaggableManager
                from taggit.models import TagBase, ItemBase


                class Tagged(ItemBase):
                    tag = models.ForeignKey("taggit.Tag", models.CASCADE)
                    content_object = models.ForeignKey(User, models.CASCADE)


                class Member(User):
                    tags = TaggableManager()
                """,
        },
        probe="""\
            from crm.models import Member, Tagged
            from taggit.models import Tag
            from users.models import User
            member = Member.objects.create(username="ann")
            member.tags.add("new")
            Tagged.objects.create(tag=Tag.objects.get(), content_object=member.user_ptr)
            print(list(member.tags.names()), Tagged.objects.get().content_object == member.user_ptr)
            """,
        prints="['new'] True",
        before="InvalidBasesError",
        apps=("taggit", "crm"),
    ),
)


def test_runs(tmp_path: Path) -> None:
    check_runs(CASES, "5.2", tmp_path, PACKAGES)
