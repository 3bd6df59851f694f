"""Classes built on the user model work under every Django: forms, views, models, patches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real.harness import SERIES, USERS_APP, Case, check_runs

USERS = {path: text for path, text in USERS_APP.items() if path.startswith("users/")}
SWAPPED = "AttributeError: Manager isn't available"
DATA = """{"username": "new", "password1": "T7-pqr-mno", "password2": "T7-pqr-mno"}"""
SAVES = f"""\
    from forms import SignupForm
    from users.models import User
    form = SignupForm({DATA})
    print(form.is_valid())
    print(type(form.save()) is User, User.objects.count())
    """


FORMS = (
    Case(
        "a form without Meta",
        {
            "forms.py": """\
                from django import forms
                from django.contrib.auth.forms import UserCreationForm


                class SignupForm(UserCreationForm):
                    email = forms.EmailField(required=False)

                    def clean_email(self):
                        return self.cleaned_data["email"]
                """
        },
        probe=SAVES,
        prints="True\nTrue 1",
        before=SWAPPED,
    ),
    Case(
        "a form with a Meta that names no model",
        {
            "forms.py": """\
                from django.contrib.auth import forms


                class SignupForm(forms.UserCreationForm):
                    class Meta(forms.UserCreationForm.Meta):
                        fields = ("username",)
                """
        },
        probe=SAVES,
        prints="True\nTrue 1",
        before=SWAPPED,
    ),
    Case(
        "a form with a Meta of its own",
        {
            "forms.py": """\
                from django.contrib.auth.forms import UserCreationForm
                from django.contrib.auth.models import User


                class SignupForm(UserCreationForm):
                    class Meta:
                        model = User
                        fields = ["username"]
                """
        },
        probe=SAVES,
        prints="True\nTrue 1",
        before=SWAPPED,
    ),
    Case(
        "factories of forms and formsets",
        {
            "made.py": """\
                from django.contrib.auth.models import User
                from django.forms import ModelChoiceField, modelform_factory, modelformset_factory

                UserForm = modelform_factory(User, fields=["username"])
                People = modelformset_factory(User, fields=["username"], extra=0)
                choice = ModelChoiceField(queryset=User.objects.all())
                """
        },
        probe="""\
            from made import People, UserForm, choice
            from users.models import User
            UserForm({"username": "new"}).save()
            print(User.objects.get().username, len(People().forms), len(choice.queryset))
            """,
        prints="new 1 1",
        before=SWAPPED,
    ),
)

# One project: the users app gets its forms.py.
STOCK = Case(
    "Django's own forms, used as they are",
    {
        **USERS,
        "shop/__init__.py": "",
        "shop/views.py": """\
            from django.contrib.auth.forms import UserChangeForm, UserCreationForm
            from django.contrib.auth import forms as auth_forms
            from django.views.generic import CreateView


            class SignUp(CreateView):
                form_class = UserCreationForm
                template_name = "signup.html"
                success_url = "/"


            def signup(data):
                return auth_forms.UserCreationForm(data)


            def change(user, data):
                return UserChangeForm(data, instance=user)
            """,
        "shop/stars.py": """\
            from django.contrib.auth.forms import *

            form_class = UserCreationForm
            """,
    },
    probe=f"""\
        from django.test import RequestFactory
        from shop import stars, views
        from users.models import User
        data = {DATA}
        print(views.SignUp.as_view()(RequestFactory().post("/", data)).status_code)
        print(views.signup({{**data, "username": "second"}}).save().pk)
        print(stars.form_class({{**data, "username": "third"}}).save().pk)
        print(views.signup(data).errors["username"][0])
        changed = {{"username": "other", "date_joined": "2020-01-01"}}
        print(views.change(User.objects.get(username="new"), changed).save().username)
        """,
    prints="302\n2\n3\nA user with that username already exists.\nother",
    before=SWAPPED,
    apps=("shop",),
    settings={
        "INSTALLED_APPS": [
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "shop",
            "users",
        ]
    },
    users_admin=False,
)

VIEWS = (
    Case(
        "a generic view over all users",
        {
            "views.py": """\
                from django.contrib.auth.models import User
                from django.views.generic import ListView


                class People(ListView):
                    queryset = User.objects.filter(is_active=True)
                """
        },
        probe="""\
            from django.test import RequestFactory
            from views import People
            print(People.as_view()(RequestFactory().get("/")).template_name)
            """,
        prints="['users/user_list.html']",
        before=SWAPPED,
    ),
)

MODELS = (
    Case(
        "a proxy, a child with a table, and their managers",
        {
            "crm/__init__.py": "",
            "crm/models.py": """\
                from django.contrib.auth.models import User, UserManager
                from django.db import models


                class Loud:
                    def shout(self):
                        return self.username.upper()


                class StaffManager(UserManager):
                    def get_queryset(self):
                        return super().get_queryset().filter(is_staff=True)


                class Staff(Loud, User):
                    objects = StaffManager()

                    class Meta:
                        proxy = True


                class Customer(User):
                    number = models.IntegerField(default=7)
                """,
        },
        probe="""\
            from django.core.management import call_command
            from crm.models import Customer, Staff
            from users.models import User
            call_command("check")
            User.objects.create_user("ann", is_staff=True)
            User.objects.create_user("bob")
            print([staff.shout() for staff in Staff.objects.all()])
            cid = Customer.objects.create(username="cid")
            print(cid.user_ptr == User.objects.get(username="cid"))
            print(Staff._meta.proxy_for_model is User)
            """,
        prints="System check identified no issues (0 silenced).\n['ANN']\nTrue\nTrue",
        before="TypeError: Staff cannot proxy the swapped model",
        apps=("crm",),
    ),
    Case(
        "patches of the class at import",
        {
            "crm/__init__.py": "",
            "crm/models.py": """\
                from django.contrib.auth.models import User
                from django.contrib.contenttypes.fields import GenericRelation
                from django.contrib.contenttypes.models import ContentType
                from django.contrib.contenttypes.fields import GenericForeignKey
                from django.db import models


                class Tag(models.Model):
                    content_type = models.ForeignKey(ContentType, models.CASCADE)
                    object_id = models.PositiveIntegerField()
                    thing = GenericForeignKey()


                def name(user):
                    return "<%s>" % user.username


                User.__str__ = name
                User.add_to_class("shown", property(name))
                User.add_to_class("tags", GenericRelation(Tag))
                User._meta.ordering = ["-username"]
                """,
        },
        probe="""\
            import crm.models
            from users.models import User
            ann, bob = [User.objects.create_user(name) for name in ("ann", "bob")]
            ann.tags.create()
            print(str(ann), bob.shown, ann.tags.count(), [u.username for u in User.objects.all()])
            """,
        prints="<ann> <bob> 1 ['bob', 'ann']",
        before="AttributeError: 'User' object has no attribute 'tags'",
        apps=("crm",),
    ),
    Case(
        "the class behind groups, and a prefetch",
        {
            "crm/__init__.py": "",
            "crm/models.py": """\
                from django.contrib.auth.models import Group, User
                from django.db.models import Prefetch

                Membership = User.groups.through


                def groups():
                    active = Prefetch("user_set", User.objects.filter(is_active=True))
                    return [len(g.user_set.all()) for g in Group.objects.prefetch_related(active)]
                """,
        },
        probe="""\
            from django.contrib.auth.models import Group
            from crm.models import Membership, groups
            from users.models import User
            group = Group.objects.create(name="g")
            Membership.objects.create(user=User.objects.create_user("ann"), group=group)
            group.user_set.add(User.objects.create_user("bob", is_active=False))
            print(Membership.objects.count(), groups())
            """,
        prints="2 [1]",
        before="AttributeError",
        apps=("crm",),
    ),
    Case(
        "the setting with a default",
        {
            "conf.py": """\
                from django.conf import settings
                from django.contrib.auth.models import User

                label = getattr(settings, "AUTH_USER_MODEL", "auth.User")


                def is_model(user):
                    return isinstance(user, User)
                """
        },
        probe="""\
            from conf import is_model, label
            from users.models import User
            print(label, is_model(User()))
            """,
        prints="users.User True",
        before="users.User False",
    ),
)


@pytest.mark.parametrize("series", SERIES)
def test_runs(series: str, tmp_path: Path) -> None:
    check_runs((*FORMS, STOCK, *VIEWS, *MODELS), series, tmp_path)
