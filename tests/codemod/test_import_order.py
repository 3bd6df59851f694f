"""Where a new import goes among those that stand there."""

from __future__ import annotations

from pathlib import Path

from tests.codemod.test_imports import check


def test_below_the_plain_imports_of_its_section(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        import re
        import urllib.parse

        import graphene
        from django.contrib.auth.models import User
        from graphene_django import DjangoObjectType


        def found(user: User) -> str:
            return re.sub(".", urllib.parse.quote(user.username), graphene, DjangoObjectType)
        """,
        """\
        import re
        import urllib.parse
        from typing import TYPE_CHECKING

        import graphene
        from django.contrib.auth import get_user_model
        from graphene_django import DjangoObjectType

        if TYPE_CHECKING:
            from users.models import User
        else:
            User = get_user_model()


        def found(user: User) -> str:
            return re.sub(".", urllib.parse.quote(user.username), graphene, DjangoObjectType)
        """,
    )


def test_by_name_where_the_file_mixes_both_kinds(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        import urllib.parse

        from django.contrib.auth.models import User
        import graphene


        def found(user: User) -> str:
            return urllib.parse.quote(user.username, graphene)
        """,
        """\
        from typing import TYPE_CHECKING
        import urllib.parse

        from django.contrib.auth import get_user_model
        import graphene

        if TYPE_CHECKING:
            from users.models import User
        else:
            User = get_user_model()


        def found(user: User) -> str:
            return urllib.parse.quote(user.username, graphene)
        """,
    )


def test_a_class_body_reads_the_import_until_it_binds_the_name(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.conf import settings
        from django.contrib.auth.models import User
        from django.db import models


        class Profile(models.Model):
            user = models.OneToOneField(User, models.CASCADE)
            language = models.CharField(default=settings.LANGUAGE_CODE)

            @property
            def settings(self):
                return self.user.settings


        class Visit(models.Model):
            settings = None
            user = models.ForeignKey(User, models.CASCADE)
        """,
        """\
        from django.conf import settings
        from django.conf import settings as django_settings
        from django.db import models


        class Profile(models.Model):
            user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
            language = models.CharField(default=settings.LANGUAGE_CODE)

            @property
            def settings(self):
                return self.user.settings


        class Visit(models.Model):
            settings = None
            user = models.ForeignKey(django_settings.AUTH_USER_MODEL, models.CASCADE)
        """,
        "blog/models.py",
    )
