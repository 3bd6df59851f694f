"""Packages of the index that have to do with the user, as projects install and use them.

Each is what its documentation says to write: entries of the settings, URLs, code of the project's
own app, and tests that say what has to work before and after.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent


@dataclass(frozen=True)
class Package:
    """``requirement`` is pip's; the other fields are added to what the project has without it.

    ``apps`` come before those of Django, ``later_apps`` behind all others. ``named`` is the code of
    the finding that says what of it does not work with another user model, if that is so.
    """

    requirement: str
    apps: tuple[str, ...] = ()
    later_apps: tuple[str, ...] = ()
    urls: str = ""
    settings: str = ""
    middleware: tuple[str, ...] = ()
    backends: tuple[str, ...] = ()
    models: str = ""
    admin: str = ""
    tests: str = ""
    named: str = ""
    files: tuple[tuple[str, str], ...] = ()


_OSCAR = (
    "analytics checkout address shipping catalogue communication partner basket payment offer "
    "order customer search voucher wishlists dashboard"
)
_DASHBOARD = (
    "reports users orders catalogue offers partners pages ranges reviews vouchers communications "
    "shipping"
)


def _oscar_apps() -> list[str]:
    names = {f"oscar.apps.{name}": name for name in _OSCAR.split()}
    names["oscar.apps.catalogue.reviews"] = "CatalogueReviews"
    for name in _DASHBOARD.split():
        names[f"oscar.apps.dashboard.{name}"] = f"{name.capitalize()}Dashboard"
    return [
        *("django.contrib.sites", "django.contrib.flatpages", "oscar.config.Shop"),
        *(f"{path}.apps.{name[0].upper()}{name[1:]}Config" for path, name in names.items()),
        *("widget_tweaks", "haystack", "treebeard", "sorl.thumbnail", "django_tables2"),
    ]


PACKAGES = {
    "guardian": Package(
        "django-guardian<3",
        apps=("guardian",),
        backends=("guardian.backends.ObjectPermissionBackend",),
        tests="""
            def test_a_note_is_shared(self):
                from guardian.shortcuts import assign_perm, get_objects_for_user
                note = Note.objects.create(author=self.ann, text="x")
                assign_perm("notes.change_note", self.ann, note)
                assert self.ann.has_perm("change_note", note)
                assert list(get_objects_for_user(self.ann, "notes.change_note")) == [note]
            """,
    ),
    "reversion": Package(
        "django-reversion",
        apps=("reversion",),
        middleware=("reversion.middleware.RevisionMiddleware",),
        models="import reversion\nreversion.register(Note)\n",
        tests="""
            def test_a_version_has_its_author(self):
                import reversion
                from reversion.models import Version
                with reversion.create_revision():
                    note = Note.objects.create(author=self.ann, text="x")
                    reversion.set_user(self.ann)
                assert Version.objects.get_for_object(note)[0].revision.user == self.ann
            """,
    ),
    "registration": Package(
        "django-registration>=3.4,<4",
        apps=("django_registration",),
        named="US353",
        settings="ACCOUNT_ACTIVATION_DAYS = 7\nREGISTRATION_OPEN = True\n",
        urls='path("accounts/", include("django_registration.backends.one_step.urls"))',
        files=(
            ("templates/django_registration/registration_form.html", "{{ form }}"),
            ("templates/django_registration/registration_complete.html", "done"),
        ),
        tests="""
            def test_somebody_registers(self):
                word = "a-long-passphrase-1"
                form = {"username": "new", "email": "n@example.org",
                        "password1": word, "password2": word}
                assert self.client.post("/accounts/register/", form).status_code == 302
                assert type(self.ann).objects.filter(username="new").exists()
            """,
    ),
    "rest": Package(
        "djangorestframework",
        apps=("rest_framework", "rest_framework.authtoken"),
        settings=(
            'REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": '
            '["rest_framework.authentication.TokenAuthentication"]}\n'
        ),
        urls='path("token/", obtain_auth_token)',
        tests="""
            def test_a_token_is_given(self):
                from rest_framework.authtoken.models import Token
                form = {"username": "ann", "password": "secret"}
                answer = self.client.post("/token/", form)
                assert Token.objects.get(user=self.ann).key == answer.json()["token"]
            """,
    ),
    "allauth": Package(
        "django-allauth",
        apps=("allauth", "allauth.account"),
        middleware=("allauth.account.middleware.AccountMiddleware",),
        backends=("allauth.account.auth_backends.AuthenticationBackend",),
        urls='path("all/", include("allauth.urls"))',
        tests="""
            def test_somebody_signs_up(self):
                word = "a-long-passphrase-1"
                form = {"username": "new", "email": "n@example.org",
                        "password1": word, "password2": word}
                assert self.client.post("/all/signup/", form).status_code == 302
                assert type(self.ann).objects.filter(username="new").exists()
            """,
    ),
    "social": Package(
        "social-auth-app-django",
        apps=("social_django",),
        backends=("social_core.backends.github.GithubOAuth2",),
        urls='path("social/", include("social_django.urls"))',
        tests="""
            def test_a_login_elsewhere_belongs_to_the_user(self):
                from social_django.models import UserSocialAuth
                UserSocialAuth.objects.create(user=self.ann, provider="github", uid="1")
                assert self.ann.social_auth.get().uid == "1"
                assert UserSocialAuth.get_username(self.ann) == "ann"
            """,
    ),
    "hijack": Package(
        "django-hijack",
        apps=("hijack",),
        later_apps=("hijack.contrib.admin",),
        middleware=("hijack.middleware.HijackUserMiddleware",),
        urls='path("hijack/", include("hijack.urls"))',
        tests="""
            def test_the_admin_offers_it(self):
                self.client.force_login(self.boss)
                page = self.client.get(self.people)
                assert page.status_code == 200 and b"hijack" in page.content.lower()
            """,
    ),
    "loginas": Package(
        "django-loginas",
        apps=("loginas",),
        urls='path("admin/", include("loginas.urls"))',
        tests="""
            def test_the_admin_offers_it(self):
                self.client.force_login(self.boss)
                page = self.client.get(f"{self.people}{self.ann.pk}/change/")
                assert b"login" in page.content.lower()
            """,
    ),
    "su": Package(
        "django-su",
        named="US106",
        apps=("django_su",),
        backends=("django_su.backends.SuBackend",),
        urls='path("su/", include("django_su.urls"))',
        tests="""
            def test_the_admin_offers_it(self):
                self.client.force_login(self.boss)
                page = self.client.get(f"{self.people}{self.ann.pk}/change/")
                assert b"suform" in page.content
            """,
    ),
    "filter": Package(
        "django-filter",
        apps=("django_filters",),
        tests="""
            def test_notes_are_filtered_by_author(self):
                import django_filters
                class Filter(django_filters.FilterSet):
                    class Meta:
                        model = Note
                        fields = ["author"]
                note = Note.objects.create(author=self.ann, text="x")
                assert list(Filter({"author": self.ann.pk}, Note.objects.all()).qs) == [note]
            """,
    ),
    "import_export": Package(
        "django-import-export",
        apps=("import_export",),
        admin="from import_export.admin import ImportExportModelAdmin\n"
        "admin.site.unregister(Note)\nadmin.site.register(Note, ImportExportModelAdmin)\n",
        tests="""
            def test_users_are_exported(self):
                from import_export import resources
                dataset = resources.modelresource_factory(type(self.ann))().export()
                assert "ann" in dataset["username"]
            """,
    ),
    "simple_history": Package(
        "django-simple-history",
        apps=("simple_history",),
        middleware=("simple_history.middleware.HistoryRequestMiddleware",),
        models="from simple_history.models import HistoricalRecords\n"
        "class Kept(models.Model):\n"
        "    owner = models.ForeignKey(User, models.CASCADE)\n"
        "    history = HistoricalRecords()\n",
        tests="""
            def test_a_change_has_its_author(self):
                from notes.models import Kept
                kept = Kept(owner=self.ann)
                kept._history_user = self.boss
                kept.save()
                assert kept.history.get().history_user == self.boss
            """,
    ),
    "auditlog": Package(
        "django-auditlog",
        apps=("auditlog",),
        middleware=("auditlog.middleware.AuditlogMiddleware",),
        models="from auditlog.registry import auditlog\nauditlog.register(Note)\n",
        tests="""
            def test_an_entry_has_its_author(self):
                from auditlog.context import set_actor
                from auditlog.models import LogEntry
                with set_actor(self.ann):
                    note = Note.objects.create(author=self.ann, text="x")
                assert LogEntry.objects.get_for_object(note)[0].actor == self.ann
            """,
    ),
    "comments": Package(
        "django-contrib-comments",
        apps=("django.contrib.sites", "django_comments"),
        settings="SITE_ID = 1\n",
        urls='path("comments/", include("django_comments.urls"))',
        tests="""
            def test_a_comment_has_its_author(self):
                from django.contrib.contenttypes.models import ContentType
                from django_comments.models import Comment
                kind = ContentType.objects.get_for_model(Note)
                comment = Comment.objects.create(
                    content_type=kind, object_pk="1", site_id=1, user=self.ann, comment="x")
                assert comment.name == "ann"
            """,
    ),
    "haystack": Package(
        "django-haystack whoosh setuptools<81",
        apps=("haystack",),
        settings=(
            'HAYSTACK_CONNECTIONS = {"default": '
            '{"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}\n'
        ),
        files=(
            (
                "notes/search_indexes.py",
                (
                    "from django.contrib.auth.models import User\n"
                    "from haystack import indexes\n\n\n"
                    "class UserIndex(indexes.SearchIndex, indexes.Indexable):\n"
                    "    text = indexes.CharField(document=True, use_template=True)\n\n"
                    "    def get_model(self):\n"
                    "        return User\n"
                ),
            ),
            ("templates/search/indexes/auth/user_text.txt", "{{ object.username }}\n"),
        ),
        tests="""
            def test_a_user_is_found(self):
                from haystack import connections
                index = connections["default"].get_unified_index().get_index(type(self.ann))
                assert index.prepare(self.ann)["text"].strip() == "ann"
            """,
    ),
    "jazzmin": Package("django-jazzmin", apps=("jazzmin",)),
    "tenants": Package(
        "django-organizations",
        apps=("organizations",),
        urls='path("organizations/", include("organizations.urls"))',
        tests="""
            def test_somebody_founds_one(self):
                from organizations.utils import create_organization
                found = create_organization(self.ann, "Us", slug="us")
                assert found.owner.organization_user.user == self.ann
            """,
    ),
    "wagtail": Package(
        "wagtail",
        apps=(
            *("wagtail.users", "wagtail.images", "wagtail.documents", "wagtail.snippets"),
            *("wagtail.search", "wagtail.admin", "wagtail", "modelcluster", "taggit"),
        ),
        settings='WAGTAIL_SITE_NAME = "x"\nWAGTAILADMIN_BASE_URL = "http://localhost"\n',
        urls='path("cms/", include("wagtail.admin.urls"))',
        tests="""
            def test_users_are_listed(self):
                self.client.force_login(self.boss)
                assert b"ann" in self.client.get("/cms/users/").content
            """,
    ),
    "cms": Package(
        "django-cms>=4,<5",
        named="US106",
        apps=("django.contrib.sites", "cms", "menus", "treebeard"),
        middleware=(
            "cms.middleware.user.CurrentUserMiddleware",
            "cms.middleware.toolbar.ToolbarMiddleware",
        ),
        settings=(
            'SITE_ID = 1\nCMS_CONFIRM_VERSION4 = True\nX_FRAME_OPTIONS = "SAMEORIGIN"\n'
            'LANGUAGES = [("en", "English")]\nLANGUAGE_CODE = "en"\nCMS_PERMISSION = True\n'
            'CMS_TEMPLATES = [("base.html", "Base")]\n'
            'TEMPLATES[0]["OPTIONS"]["context_processors"] += ['
            '"sekizai.context_processors.sekizai", "cms.context_processors.cms_settings"]\n'
            'INSTALLED_APPS += ["sekizai"]\n'
        ),
        files=(("templates/base.html", "<title>x</title>"),),
        tests="""
            def test_the_users_of_pages_are_users(self):
                from cms.models import PageUser
                page_user = PageUser(user_ptr=self.ann, created_by=self.boss)
                page_user.__dict__.update(
                    {k: v for k, v in self.ann.__dict__.items() if k != "_state"})
                page_user.save()
                assert PageUser.objects.get().username == "ann"
            """,
    ),
    "oscar": Package(
        "django-oscar[sorl-thumbnail]",
        settings=(
            f"from oscar.defaults import *\nINSTALLED_APPS += {_oscar_apps()!r}\n"
            "SITE_ID = 1\n"
            'HAYSTACK_CONNECTIONS = {"default": '
            '{"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}\n'
            'TEMPLATES[0]["OPTIONS"]["context_processors"] += ['
            "'oscar.apps.search.context_processors.search_form', "
            "'oscar.apps.checkout.context_processors.checkout', "
            "'oscar.core.context_processors.metadata']\n"
        ),
        middleware=("oscar.apps.basket.middleware.BasketMiddleware",),
        backends=("oscar.apps.customer.auth_backends.EmailBackend",),
        urls='path("shop/", include(apps.get_app_config("oscar").urls[0]))',
        tests="""
            def test_an_order_has_its_customer(self):
                from oscar.core.loading import get_model
                order = get_model("order", "Order").objects.create(
                    number="1", user=self.ann, currency="EUR",
                    total_incl_tax=1, total_excl_tax=1)
                assert self.ann.orders.get() == order
            """,
    ),
}


def project(names: tuple[str, ...]) -> dict[str, str]:
    """The files of a project that uses the packages."""
    used = [PACKAGES[name] for name in names]
    apps = [app for package in used for app in package.apps]
    urls = [package.urls for package in used if package.urls]
    backends = [backend for package in used for backend in package.backends]
    return {
        "manage.py": MANAGE,
        "site_/__init__.py": "",
        "site_/settings.py": SETTINGS.format(
            apps="".join(f"    {app!r},\n" for app in dict.fromkeys(apps)),
            later="".join(f"    {app!r},\n" for package in used for app in package.later_apps),
            middleware="".join(f"    {m!r},\n" for package in used for m in package.middleware),
            backends="".join(f"    {backend!r},\n" for backend in backends),
            more="".join(package.settings for package in used),
        ),
        "site_/urls.py": URLS.format(urls="".join(f"    {url},\n" for url in urls)),
        "notes/__init__.py": "",
        "notes/models.py": MODELS + "".join(f"\n{package.models}" for package in used),
        "notes/admin.py": ADMIN + "".join(package.admin for package in used),
        "notes/migrations/__init__.py": "",
        "notes/tests.py": TESTS
        + "".join(_method(package.tests, n) for n, package in zip(names, used, strict=True)),
        **{path: text for package in used for path, text in package.files},
    }


def _method(source: str, name: str) -> str:
    text = dedent(source).strip("\n").replace("def test_", f"def test_{name}_", 1)
    return "".join(f"\n    {line}" if line else "\n" for line in ["", *text.split("\n")]) + "\n"


MANAGE = """\
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
"""
SETTINGS = """\
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "x"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "site_.urls"
STATIC_URL = "/static/"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SQLITE = "django.db.backends.sqlite3"
DATABASES = {{"default": {{"ENGINE": SQLITE, "NAME": BASE_DIR / "db.sqlite3"}}}}
INSTALLED_APPS = [
{apps}    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "notes",
{later}]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
{middleware}]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
{backends}]
TEMPLATES = [
    {{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {{
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        }},
    }}
]
LOGIN_REDIRECT_URL = "/admin/"
{more}"""
URLS = """\
from django.apps import apps
from django.contrib import admin
from django.urls import include, path

try:
    from rest_framework.authtoken.views import obtain_auth_token
except Exception:
    obtain_auth_token = None

urlpatterns = [
{urls}    path("admin/", admin.site.urls),
]
"""
MODELS = """\
from django.contrib.auth.models import User
from django.db import models


class Note(models.Model):
    author = models.ForeignKey(User, models.CASCADE)
    text = models.CharField(max_length=99)
"""
ADMIN = """\
from django.contrib import admin

from notes.models import Note

admin.site.register(Note)
"""
TESTS = """\
from django.contrib.auth import get_user_model
from django.test import TestCase
from django.urls import reverse

from notes.models import Note


class PackageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        User = get_user_model()
        cls.ann = User.objects.create_user("ann", "ann@example.org", "secret")
        cls.boss = User.objects.create_superuser("boss", "boss@example.org", "secret")
        cls.people = reverse("admin:index") + User._meta.label_lower.replace(".", "/") + "/"

    def test_login(self):
        assert self.client.login(username="ann", password="secret")

    def test_admin(self):
        self.client.force_login(self.boss)
        assert self.client.get(self.people).status_code == 200
"""
