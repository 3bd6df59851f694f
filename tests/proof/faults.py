"""Faults as people leave them in a migration, each for the proof that must find it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

AUTH = "from django.contrib.auth.models import User"


@dataclass(frozen=True)
class Put:
    """In the file at ``path``, ``new`` stands where ``old`` stood."""

    path: str
    old: str
    new: str

    def into(self, root: Path) -> None:
        text = (root / self.path).read_text()
        assert self.old in text, f"{self.path} has no {self.old!r}"
        (root / self.path).write_text(text.replace(self.old, self.new))


@dataclass(frozen=True)
class Move:
    path: str
    to: str

    def into(self, root: Path) -> None:
        (root / self.to).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(root / self.path, root / self.to)


@dataclass(frozen=True)
class After:
    """Something that happens to the database when everything is migrated."""

    sql: str

    def into(self, root: Path) -> None:
        paths = (root / "users/apps.py", root / "apps/users/apps.py")
        path = next(each for each in paths if each.exists())
        text = path.read_text()
        words = f"""
    def lose(self, **kwargs):
        from django.db import connection
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("{self.sql}")

    def ready(self):
        from django.db.models.signals import post_migrate
        post_migrate.connect(self.lose)
"""
        path.write_text(text.replace("    def ready(self):\n", words, 1))


@dataclass(frozen=True)
class Fault:
    """``proof`` is the name of the one that must fail; ``tells`` stands in its evidence."""

    name: str
    sample: str
    proof: str
    tells: str
    edits: Sequence[Put | Move | After]


FAULTS = (
    Fault(
        "a signal on the old label",
        "blog",
        "receivers",
        "create_profile",
        [Put("blog/signals.py", "sender=settings.AUTH_USER_MODEL", "sender='auth.User'")],
    ),
    Fault(
        "a signal on the old class",
        "shop",
        "receivers",
        "note_login",
        [
            Put(
                "apps/people/signals.py",
                "from apps.audit.models import Entry\n\nUser = get_user_model()",
                f"from apps.audit.models import Entry\n{AUTH}",
            )
        ],
    ),
    Fault(
        "a signal for every many-to-many table",
        "shop",
        "receivers",
        "note_groups",
        [
            Put(
                "apps/people/signals.py",
                "m2m_changed.connect(",
                f"{AUTH}\nm2m_changed.connect(",
            )
        ],
    ),
    Fault(
        "a permission of a view",
        "blog",
        "permissions",
        "blog/views.py",
        [Put("blog/views.py", "users.change_user", "auth.change_user")],
    ),
    Fault(
        "a permission of a view, for those who go there",
        "blog",
        "pages",
        "/moderators/ clerk",
        [Put("blog/views.py", "users.change_user", "auth.change_user")],
    ),
    Fault(
        "a permission in a template",
        "blog",
        "permissions",
        "templates/base.html",
        [Put("templates/base.html", "perms.users.change_user", "perms.auth.change_user")],
    ),
    Fault(
        "a wider key in the first migration",
        "blog",
        "makemigrations",
        "users: Alter field id",
        [Put("users/migrations/0001_initial.py", "models.AutoField", "models.BigAutoField")],
    ),
    Fault(
        "a wider key everywhere",
        "blog",
        "key-type",
        "BigAutoField",
        [
            Put("users/migrations/0001_initial.py", "models.AutoField", "models.BigAutoField"),
            Put("users/apps.py", "models.AutoField", "models.BigAutoField"),
        ],
    ),
    Fault(
        "a dropped grant",
        "blog",
        "grants",
        "USER.",
        [After("DELETE FROM auth_user_user_permissions WHERE user_id = 5")],
    ),
    Fault(
        "a lost row",
        "blog",
        "rows",
        "blog_bookmark",
        [After("DELETE FROM blog_bookmark WHERE id = 2")],
    ),
    Fault(
        "a changed row",
        "blog",
        "rows",
        "auth_user",
        [After("UPDATE auth_user SET email = '' WHERE username = 'gone'")],
    ),
    Fault(
        "a foreign key that dangles",
        "blog",
        "foreign-keys",
        "lead nowhere",
        [After("DELETE FROM auth_user WHERE username = 'nia'")],
    ),
    Fault(
        "sessions that die",
        "blog",
        "logins",
        "session of",
        [Put("mysite/settings.py", "a-sample-key-that-protects", "another-key-that-protects")],
    ),
    Fault(
        "passwords that are good no longer",
        "blog",
        "logins",
        "password of nia",
        [
            Put(
                "mysite/settings.py",
                "AUTH_USER_MODEL =",
                "PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']\n"
                "AUTH_USER_MODEL =",
            )
        ],
    ),
    Fault(
        "a login backend on the old class",
        "shop",
        "logins",
        "AttributeError",
        [Put("apps/people/backends.py", "User = get_user_model()", AUTH)],
    ),
    Fault(
        "an admin template at its old place",
        "shop",
        "pages",
        "admin/USER/user/change_form.html",
        [
            Move(
                "templates/admin/users/user/change_form.html",
                "templates/admin/auth/user/change_form.html",
            )
        ],
    ),
    Fault(
        "a template at its old place",
        "shop",
        "pages",
        "TemplateDoesNotExist",
        [Move("templates/users/user_list.html", "templates/auth/user_list.html")],
    ),
    Fault(
        "users that are not in the admin",
        "blog",
        "pages",
        "users_user_changelist",
        [Put("blog/admin.py", "admin.site.register(User, UserAdmin)", "")],
    ),
    Fault(
        "a URL name of the old admin page",
        "blog",
        "pages",
        "NoReverseMatch",
        [
            Put(
                "templates/base.html",
                "admin:users_user_changelist",
                "admin:auth_user_changelist",
            )
        ],
    ),
    Fault(
        "the address of the old admin page",
        "shop",
        "pages",
        "/admin/auth/user/",
        [Put("config/settings/base.py", "/admin/users/user/", "/admin/auth/user/")],
    ),
    Fault(
        "a view on the old class",
        "blog",
        "pages",
        "AttributeError",
        [Put("blog/views.py", "User = get_user_model()", AUTH)],
    ),
    Fault(
        "isinstance with the old class",
        "shop",
        "pages",
        "X-Signed-In",
        [Put("apps/people/middleware.py", "User = get_user_model()", AUTH)],
    ),
    Fault(
        "the old label of the content type",
        "blog",
        "pages",
        "DoesNotExist",
        [
            Put(
                "blog/views.py",
                "content_type__app_label='users', codename",
                "content_type__app_label='auth', codename",
            )
        ],
    ),
    Fault(
        "a data migration on the old model",
        "blog",
        "fresh-database",
        "AttributeError",
        [
            Put(
                "blog/migrations/0004_missing_profiles.py",
                "apps.get_model(settings.AUTH_USER_MODEL)",
                "apps.get_model('auth', 'User')",
            )
        ],
    ),
    Fault(
        "a foreign key to the old model",
        "blog",
        "check",
        "E301",
        [
            Put(
                "blog/models.py",
                "author = models.ForeignKey(settings.AUTH_USER_MODEL",
                "author = models.ForeignKey('auth.User'",
            )
        ],
    ),
    Fault(
        "settings of one environment that name the old model",
        "shop",
        "check",
        "config.settings.prod",
        [
            Put(
                "config/settings/prod.py",
                "ALLOWED_HOSTS =",
                'AUTH_USER_MODEL = "auth.User"\nALLOWED_HOSTS =',
            )
        ],
    ),
    Fault(
        "a content type that stays behind",
        "blog",
        "grants",
        "clerk",
        [
            Put("users/migrations/0002_adopt_content_type.py", "operations = [", "left = ["),
        ],
    ),
    Fault(
        "a table under another name",
        "blog",
        "makemigrations",
        "users: Rename table for user",
        [Put("users/models.py", 'db_table = "auth_user"', 'db_table = "users_user"')],
    ),
    Fault(
        "a history that databases do not accept",
        "blog",
        "adoption",
        "InconsistentMigrationHistory",
        [Put("users/migrations/0001_initial.py", "replaces = ", "was_replaced = ")],
    ),
    Fault(
        "an index that is gone",
        "blog",
        "schema",
        "blog_bookmark: no longer index of owner_id",
        [After("DROP INDEX IF EXISTS blog_bookmark_owner_id_f31cfeb0")],
    ),
    Fault(
        "a changed default",
        "blog",
        "makemigrations",
        "users: Alter field is_active",
        [
            Put(
                "users/migrations/0001_initial.py",
                'default=True,\n                        help_text="Designates whether this',
                'default=False,\n                        help_text="Designates whether this',
            )
        ],
    ),
    Fault(
        "groups without their members",
        "blog",
        "rows",
        "auth_user_groups",
        [After("DELETE FROM auth_user_groups")],
    ),
    Fault(
        "a permission of another content type",
        "blog",
        "grants",
        "USER.view_user",
        [
            After(
                "UPDATE OR IGNORE auth_permission SET content_type_id ="
                " (SELECT id FROM django_content_type WHERE model = 'group')"
                " WHERE codename = 'view_user'"
            )
        ],
    ),
    Fault(
        "log entries of another content type",
        "blog",
        "relations",
        "log entry",
        [
            After(
                "UPDATE django_admin_log SET content_type_id = (SELECT id FROM django_content_type"
                " WHERE model = 'session')"
            )
        ],
    ),
    Fault(
        "a generic relation that leads elsewhere",
        "blog",
        "relations",
        "blog.Bookmark",
        [
            After(
                "UPDATE blog_bookmark SET content_type_id = (SELECT id FROM django_content_type"
                " WHERE model = 'session')"
            )
        ],
    ),
    Fault(
        "a backend of sessions that is gone",
        "shop",
        "logins",
        "session of apps.people.backends.EmailBackend",
        [Put("config/settings/base.py", '    "apps.people.backends.EmailBackend",\n', "")],
    ),
    Fault(
        "a middleware that is not found",
        "shop",
        "pages",
        "ImportError",
        [Put("config/settings/base.py", "middleware.SignedInMiddleware", "middleware.SignedIn")],
    ),
    Fault(
        "a template tag on the old class",
        "shop",
        "pages",
        "AttributeError",
        [Put("apps/people/templatetags/people.py", "User = get_user_model()", AUTH)],
    ),
    Fault(
        "a fixture that cannot be loaded",
        "shop",
        "fixtures",
        "fixtures/permissions.json",
        [Put("fixtures/permissions.json", '"users"', '"auth"')],
    ),
    Fault(
        "a proxy's permission under the label of the users",
        "shop",
        "pages",
        "/people/staff/ clerk",
        [Put("apps/people/views.py", "people.view_staff", "users.view_staff")],
    ),
    Fault(
        "a proxy's permission that moves along",
        "shop",
        "grants",
        "people.view_payroll",
        [
            After(
                "UPDATE OR IGNORE auth_permission SET content_type_id = COALESCE((SELECT id"
                " FROM django_content_type WHERE app_label = 'users' AND model = 'user'),"
                " content_type_id) WHERE codename = 'view_payroll'"
            )
        ],
    ),
    Fault(
        "rows of a table between users and others",
        "shop",
        "rows",
        "catalog_watch",
        [After("DELETE FROM catalog_watch")],
    ),
    Fault(
        "a child of the user model without its row",
        "shop",
        "rows",
        "people_customer",
        [After("DELETE FROM people_customer")],
    ),
)

TOGETHER = (
    "a signal on the old label",
    "a permission of a view",
    "sessions that die",
    "a wider key in the first migration",
)
"""Those that every run of the suite puts in at once: none of them hides another."""
ALONE = "a dropped grant"
"""This one it puts in by itself."""
