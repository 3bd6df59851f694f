"""Migrations that import the auth user: the historical model, or today's."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from tests.migrations.rewriting import rewritten

MIGRATION = """\
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import migrations

from blog.models import Post


def run(apps, schema_editor):
{0}


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [migrations.RunPython(run)]
"""

OFFERED = {
    "a query": "print(User.objects.filter(is_staff=True).order_by('pk').count())",
    "an update": "User.objects.filter(email__contains='A').update(is_active=False)",
    "fields": "for user in User.objects.all():\n    print(user.email.lower(), user.pk)",
    "a comprehension": "ids = [u.pk for u in User.objects.all()]\nprint(ids)",
    "no such user": "try:\n    User.objects.get()\nexcept (User.DoesNotExist, OSError):\n    0",
    "a historical model": (
        "P = apps.get_model('blog', 'Post')\nuser = User.objects.first()\n"
        "P.objects.filter(by=user).delete()\nfor post in P.objects.all():\n"
        "    post.by = user\n    post.save()"
    ),
    "a number": "Post.objects.filter(by_id=User.objects.get(pk=1).pk)",
    "an inner function": "def name(pk):\n    return User.objects.get(pk=pk).email\nprint(name(1))",
}
NOT_OFFERED = {
    "created": "User.objects.create_user('a')",
    "created without a method": "User.objects.create(username='a')",
    "an instance": "User(username='a').save()",
    "saved": "for user in User.objects.all():\n    user.save()",
    "saved later": "user = User.objects.get(pk=1)\nuser.email = 'x'\nuser.save()",
    "deleted": "User.objects.filter(email='').delete()",
    "a method": "for user in User.objects.all():\n    print(user.get_full_name())",
    "a permission": "print(User.objects.first().has_perm('blog.add_post'))",
    "groups": "User.objects.first().groups.add(Group.objects.first())",
    "a related object": "print(User.objects.first().profile)",
    "a lookup over a relation": "User.objects.filter(post__draft=True).update(is_active=False)",
    "a condition object": "print(User.objects.filter(Q(post=1)).count())",
    "handed to a model of today": "Post.objects.create(by=User.objects.first())",
    "set on a model of today": "post = Post.objects.first()\npost.by = User.objects.first()",
    "handed to a function": "notify(User.objects.first())",
    "returned": "return User.objects.first()",
    "kept in a list": "users = []\nusers.append(User.objects.first())",
    "the class itself": "print(isinstance(1, User))",
    "in a dictionary": "users = {}\nusers[1] = User.objects.first()\nusers[1].save()",
}


@pytest.mark.parametrize("title", OFFERED)
def test_what_the_historical_model_offers(title: str, tmp_path: Path) -> None:
    text, findings = rewritten(tmp_path, MIGRATION.format(indent(OFFERED[title], "    ")))
    assert "    User = apps.get_model(settings.AUTH_USER_MODEL)\n" in text
    assert "get_user_model" not in text
    assert "from django.contrib.auth.models import Group\n" in text
    assert not findings


@pytest.mark.parametrize("title", NOT_OFFERED)
def test_what_only_the_class_can_do(title: str, tmp_path: Path) -> None:
    text, findings = rewritten(tmp_path, MIGRATION.format(indent(NOT_OFFERED[title], "    ")))
    assert "    User = get_user_model()\n" in text
    assert "apps.get_model(settings" not in text
    assert [finding.code for finding in findings] == ["US505"]


def test_each_function_for_itself(tmp_path: Path) -> None:
    both = "print(User.objects.count())\n\n\ndef back(registry, editor):\n    User.objects.create()"
    source = MIGRATION.format(f"    {both}").replace("RunPython(run)", "RunPython(run, back)")
    text, _ = rewritten(tmp_path, source)
    assert "def run(apps, schema_editor):\n    User = apps.get_model(settings" in text
    assert "def back(registry, editor):\n    User = get_user_model()\n" in text


def test_the_registry_goes_by_any_name(tmp_path: Path) -> None:
    source = MIGRATION.format("    print(User.objects.count())").replace("(apps, ", "(state, ")
    text, _ = rewritten(tmp_path, source)
    assert "    User = state.get_model(settings.AUTH_USER_MODEL)\n" in text


def test_a_function_that_no_operation_runs_gets_no_registry(tmp_path: Path) -> None:
    source = MIGRATION.format("    count(1)\n\n\ndef count(number):\n    User.objects.count()")
    text, findings = rewritten(tmp_path, source)
    assert "def count(number):\n    User = get_user_model()\n" in text
    assert len(findings) == 1


def test_a_lambda_takes_the_name_from_the_module(tmp_path: Path) -> None:
    source = MIGRATION.format("    pass").replace("(run)", "(lambda apps, _: User.objects.count())")
    text, _ = rewritten(tmp_path, source)
    assert "\nUser = get_user_model()\n" in text


def test_through_the_module(tmp_path: Path) -> None:
    source = MIGRATION.format("    print(auth.User.objects.count(), auth.User().save())")
    source = source.replace("auth.models import Group, User", "auth import models as auth")
    text, _ = rewritten(tmp_path, source)
    count = "apps.get_model(settings.AUTH_USER_MODEL).objects.count()"
    assert f"    print({count}, get_user_model()().save())\n" in text
    assert "models as auth" not in text


def test_an_import_that_nothing_uses(tmp_path: Path) -> None:
    text, findings = rewritten(tmp_path, MIGRATION.format("    pass"))
    assert "from django.contrib.auth.models import Group\n" in text
    assert not findings


def test_another_class_of_that_name(tmp_path: Path) -> None:
    source = MIGRATION.format("    User.objects.create()").replace(
        "django.contrib.auth.models import Group, User", "blog.people import User"
    )
    text, findings = rewritten(tmp_path, source, people="class User:\n    pass\n")
    assert (text, findings) == (source, [])
