"""How imports come and go: the file's own layout, bytes and comments stay."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.codemod.rewriting import check, rewritten
from tests.pipeline import run_passes


def test_merged_in_order_into_an_import_of_the_same_module(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth import authenticate, login
        from django.contrib.auth.models import Group, User

        print(User, Group, authenticate, login)
        """,
        """\
        from django.contrib.auth import authenticate, get_user_model, login
        from django.contrib.auth.models import Group

        User = get_user_model()

        print(User, Group, authenticate, login)
        """,
    )


def test_not_merged_into_an_import_under_another_name(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth import login as auth_login
        from django.contrib.auth.models import User

        print(User, auth_login)
        """,
        """\
        from django.contrib.auth import get_user_model
        from django.contrib.auth import login as auth_login

        User = get_user_model()

        print(User, auth_login)
        """,
    )


def test_one_name_a_line_with_comments(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import (
            Group,  # a comment on Group
            Permission,
            User,  # goes with its name
        )

        print(User, Group, Permission)
        """,
        """\
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import (
            Group,  # a comment on Group
            Permission,
        )

        User = get_user_model()  # goes with its name

        print(User, Group, Permission)
        """,
    )


def test_first_of_one_name_a_line(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import (
            User,
            Group,
        )

        print(User, Group)
        """,
        """\
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import (
            Group,
        )

        User = get_user_model()

        print(User, Group)
        """,
    )


def test_a_name_added_to_one_name_a_line(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth import (
            authenticate,  # first
            login,
        )
        from django.contrib.auth.models import User

        print(User, authenticate, login)
        """,
        """\
        from django.contrib.auth import (
            authenticate,  # first
            get_user_model,
            login,
        )

        User = get_user_model()

        print(User, authenticate, login)
        """,
    )


def test_a_long_line_is_wrapped(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
        from django.contrib.auth.models import User

        print(User, authenticate, login, logout, update_session_auth_hash)
        """,
        """\
        from django.contrib.auth import (
            authenticate,
            get_user_model,
            login,
            logout,
            update_session_auth_hash,
        )

        User = get_user_model()

        print(User, authenticate, login, logout, update_session_auth_hash)
        """,
    )


def test_an_import_alone_in_its_group_leaves_no_gap(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        import os

        from django.contrib.auth.models import User

        from .models import Post


        class Post2(Post):
            author = os.fspath("a")
        """,
        """\
        import os

        from .models import Post


        class Post2(Post):
            author = os.fspath("a")
        """,
    )


def test_the_only_import_in_a_function(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        def f():
            from django.contrib.auth.models import User
        """,
        """\
        def f():
            pass
        """,
    )


def test_under_try_it_stays_in_its_block(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        try:
            from django.contrib.auth.models import User
        except ImportError:
            User = None

        print(User)
        """,
        """\
        try:
            from django.contrib.auth import get_user_model
            User = get_user_model()
        except ImportError:
            User = None

        print(User)
        """,
    )


def test_after_django_setup_it_stays_below(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        import os

        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
        django.setup()

        from django.contrib.auth.models import User  # noqa: E402

        print(User.objects.count())
        """,
        """\
        import os

        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
        django.setup()

        from django.contrib.auth import get_user_model  # noqa: E402

        User = get_user_model()

        print(User.objects.count())
        """,
    )


def test_bound_at_once_in_a_try(tmp_path: Path) -> None:
    """The next import can fail, and the handler may need the name."""
    check(
        tmp_path,
        """\
        try:
            from django.contrib.auth.models import User
            from blog.extras import extra
        except ImportError:
            extra = User
        """,
        """\
        try:
            from django.contrib.auth import get_user_model
            User = get_user_model()
            from blog.extras import extra
        except ImportError:
            extra = User
        """,
    )


def test_a_comment_stays_behind_its_own_statement(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        def people():
            from django.contrib.auth.models import Group, User  # late: a cycle
            from blog.extras import extra

            return User, Group, extra
        """,
        """\
        def people():
            from django.contrib.auth.models import Group  # late: a cycle
            from django.contrib.auth import get_user_model
            from blog.extras import extra

            User = get_user_model()

            return User, Group, extra
        """,
    )


def test_not_between_a_comment_and_its_import(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        # Licence: MIT
        from django.contrib.auth.models import User
        # What makes queries short.
        from django.db.models import Q

        print(User, Q)
        """,
        """\
        # Licence: MIT
        from django.contrib.auth import get_user_model
        # What makes queries short.
        from django.db.models import Q

        User = get_user_model()

        print(User, Q)
        """,
    )


def test_sections_stay_apart_where_every_import_goes(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User


        def name(user: User) -> str:
            return user.username
        """,
        """\
        from typing import TYPE_CHECKING

        from django.contrib.auth import get_user_model

        if TYPE_CHECKING:
            from users.models import User
        else:
            User = get_user_model()


        def name(user: User) -> str:
            return user.username
        """,
    )


def test_a_class_attribute_of_the_same_name_reads_the_import(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User


        class Holder:
            User = User
        """,
        """\
        from django.contrib.auth import get_user_model

        User = get_user_model()


        class Holder:
            User = User
        """,
    )


def test_an_import_into_a_global(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        User = None


        def load():
            global User
            from django.contrib.auth.models import User
        """,
        """\
        User = None


        def load():
            global User
            from django.contrib.auth import get_user_model
            User = get_user_model()
        """,
    )


def test_a_name_that_only_eval_reads_is_kept(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User

        print(eval("User.objects.count()"))
        """,
        """\
        from django.contrib.auth import get_user_model

        User = get_user_model()

        print(eval("User.objects.count()"))
        """,
    )


def test_a_type_in_a_string_of_another_function_is_not_this_one(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        def name(user: "User") -> str:
            return user.username


        def count():
            from django.contrib.auth.models import User

            return User.objects.count()
        """,
        """\
        def name(user: "User") -> str:
            return user.username


        def count():
            from django.contrib.auth import get_user_model

            User = get_user_model()

            return User.objects.count()
        """,
    )


def test_auth_itself_has_the_function(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib import auth

        print(auth.models.User.objects.count())
        """,
        """\
        from django.contrib import auth

        print(auth.get_user_model().objects.count())
        """,
    )


def test_a_module_that_only_a_type_in_a_string_names(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth import models as auth_models


        def name(user: "auth_models.User | None", group: "auth_models.Group") -> str:
            return auth_models.User.objects.get().username
        """,
        """\
        from django.contrib.auth import get_user_model
        from django.contrib.auth import models as auth_models

        from users.models import User


        def name(user: "User | None", group: "auth_models.Group") -> str:
            return get_user_model().objects.get().username
        """,
    )


def test_a_name_that_is_taken_is_imported_under_another(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User
        from django.db import models

        from mysite import settings


        class Post(models.Model):
            author = models.ForeignKey(User, models.CASCADE)
            size = settings.SIZE
        """,
        """\
        from django.conf import settings as django_settings
        from django.db import models

        from mysite import settings


        class Post(models.Model):
            author = models.ForeignKey(django_settings.AUTH_USER_MODEL, models.CASCADE)
            size = settings.SIZE
        """,
    )


def test_the_heading_of_a_section_stays_above_it(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        # Python
        import json

        # Django
        from django.db import models

        # Shop
        from shop.fields import Money


        class Post(models.Model):
            author = models.ForeignKey("auth.User", models.CASCADE)
            price = Money(default=json.loads("1"))
        """,
        """\
        # Python
        import json

        # Django
        from django.conf import settings
        from django.db import models

        # Shop
        from shop.fields import Money


        class Post(models.Model):
            author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
            price = Money(default=json.loads("1"))
        """,
    )


def test_a_new_import_takes_the_place_of_the_only_one_of_its_section(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        # Python
        import json

        # Django
        from django.contrib.auth.models import User

        # Shop
        from shop.fields import Money

        print(json, Money, User.objects)
        """,
        """\
        # Python
        import json

        # Django
        from django.contrib.auth import get_user_model

        # Shop
        from shop.fields import Money

        User = get_user_model()

        print(json, Money, User.objects)
        """,
    )


def test_an_import_goes_from_the_statements_of_its_line(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User; from django.db import models


        class Post(models.Model):
            author = models.ForeignKey(User, models.CASCADE)
        """,
        """\
        from django.conf import settings
        from django.db import models


        class Post(models.Model):
            author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
        """,
    )


def test_an_import_in_a_class_body_is_an_attribute(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        class People:
            from django.contrib.auth.models import User

            def count(self):
                return self.User.objects.count()
        """,
        """\
        class People:
            from django.contrib.auth import get_user_model

            User = get_user_model()

            def count(self):
                return self.User.objects.count()
        """,
    )


def test_a_comment_on_the_next_import_stays_with_it(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        import json

        # Django's models, before they are patched
        from django.db import models


        class Post(models.Model):
            author = models.ForeignKey("auth.User", models.CASCADE)
        """,
        """\
        import json

        from django.conf import settings
        # Django's models, before they are patched
        from django.db import models


        class Post(models.Model):
            author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
        """,
    )


def test_a_field_that_takes_the_name_further_down_is_no_obstacle(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.conf import settings
        from django.contrib.auth.models import User
        from django.db import models


        class Preferences(models.Model):
            user = models.OneToOneField(User, models.CASCADE)
            settings = models.JSONField()
            editor = models.ForeignKey(User, models.CASCADE)


        class Post(models.Model):
            author = models.ForeignKey(User, models.CASCADE)
            size = models.IntegerField(default=settings.SIZE)
        """,
        """\
        from django.conf import settings
        from django.conf import settings as django_settings
        from django.db import models


        class Preferences(models.Model):
            user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
            settings = models.JSONField()
            editor = models.ForeignKey(django_settings.AUTH_USER_MODEL, models.CASCADE)


        class Post(models.Model):
            author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
            size = models.IntegerField(default=settings.SIZE)
        """,
    )


def test_an_existing_import_under_another_name_is_used(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.conf import settings as conf
        from django.contrib.auth.models import User
        from django.db import models


        class Post(models.Model):
            author = models.ForeignKey(User, models.CASCADE)
            size = conf.SIZE
        """,
        """\
        from django.conf import settings as conf
        from django.db import models


        class Post(models.Model):
            author = models.ForeignKey(conf.AUTH_USER_MODEL, models.CASCADE)
            size = conf.SIZE
        """,
    )


def test_below_a_docstring_and_future_imports(tmp_path: Path) -> None:
    check(
        tmp_path,
        '''\
        """What this is."""
        from __future__ import annotations

        class Post(base()):
            author = ForeignKey("auth.User")
        ''',
        '''\
        """What this is."""
        from __future__ import annotations

        from django.conf import settings

        class Post(base()):
            author = ForeignKey(settings.AUTH_USER_MODEL)
        ''',
    )


def test_a_semicolon_shares_the_line(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        import os; from django.contrib.auth.models import User

        print(os, User)
        """,
        """\
        import os; from django.contrib.auth import get_user_model; User = get_user_model()

        print(os, User)
        """,
    )


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_endings_stay(tmp_path: Path, ending: str) -> None:
    before = "from django.contrib.auth.models import User\n\nprint(User)\n"
    after = (
        "from django.contrib.auth import get_user_model\n\nUser = get_user_model()\n\nprint(User)\n"
    )
    result = rewritten(tmp_path, before.replace("\n", ending).encode())
    assert result == after.replace("\n", ending).encode()


def test_byte_order_mark_and_a_missing_last_newline_stay(tmp_path: Path) -> None:
    before = b"\xef\xbb\xbffrom django.contrib.auth.models import User\n\nprint(User)"
    assert rewritten(tmp_path, before) == (
        b"\xef\xbb\xbffrom django.contrib.auth import get_user_model\n\n"
        b"User = get_user_model()\n\nprint(User)"
    )


def test_another_encoding_stays(tmp_path: Path) -> None:
    before = (
        "# -*- coding: latin-1 -*-\n"
        "from django.contrib.auth.models import User\n\n"
        "print('é'); x = User; y = 'ü'\n"
    ).encode("latin-1")
    result = rewritten(tmp_path, before).decode("latin-1")
    assert result == (
        "# -*- coding: latin-1 -*-\n"
        "from django.contrib.auth import get_user_model\n\n"
        "User = get_user_model()\n\n"
        "print('é'); x = User; y = 'ü'\n"
    )


def test_tabs_stay(tmp_path: Path) -> None:
    before = b"def f():\n\tfrom django.contrib.auth.models import User\n\treturn User\n"
    after = (
        b"def f():\n\tfrom django.contrib.auth import get_user_model\n"
        b"\tUser = get_user_model()\n\treturn User\n"
    )
    assert rewritten(tmp_path, before) == after


def test_in_dunder_all_the_name_stays_in_a_models_module(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User

        __all__ = ["User"]
        """,
        """\
        from django.contrib.auth import get_user_model

        User = get_user_model()

        __all__ = ["User"]
        """,
        path="blog/models.py",
    )


def test_a_name_that_a_test_patches_stays_where_it_is_patched(tmp_path: Path) -> None:
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog/tests.py").write_text('patch("blog.models.User.objects")\n')
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User


        def count():
            return User.objects.count()
        """,
        """\
        from django.contrib.auth import get_user_model

        User = get_user_model()


        def count():
            return User.objects.count()
        """,
        path="blog/models.py",
    )


def test_ignored_by_a_comment(tmp_path: Path) -> None:
    source = (
        "from django.contrib.auth.models import User  # usershift: ignore[US301]\nprint(User)\n"
    )
    assert rewritten(tmp_path, source.encode()).decode() == source


def test_an_ignored_relation_keeps_its_name_and_asks_for_no_import(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User
        from django.db import models


        class Post(models.Model):
            author = models.ForeignKey(User, models.CASCADE)  # usershift: ignore[US310]
        """,
        """\
        from django.contrib.auth import get_user_model
        from django.db import models

        User = get_user_model()


        class Post(models.Model):
            author = models.ForeignKey(User, models.CASCADE)  # usershift: ignore[US310]
        """,
    )


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads the f-string itself")
def test_a_name_in_an_f_string_that_cannot_be_read_stays_bound(tmp_path: Path) -> None:
    source = (
        "from django.contrib.auth.models import User\n\n\n"
        "def count():\n"
        '    return f"{User.objects.filter(name="x").count()}"\n'
    )
    done = run_passes(tmp_path, {"blog/models.py": source}, "references")
    assert "\nUser = get_user_model()\n" in done.text("blog/models.py")
    assert [(finding.code, finding.line) for finding in done.findings] == [("US901", 7)]


def test_imported_twice_and_bound_once(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User
        import os
        from django.contrib.auth.models import User

        print(os, User)
        """,
        """\
        from django.contrib.auth import get_user_model
        import os

        User = get_user_model()

        print(os, User)
        """,
    )


def test_imported_twice_and_bound_once_in_a_function(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User
        from django.contrib.auth.models import User
        from django.db import models


        class Account(models.Model):
            def others(self):
                return User.objects.all()
        """,
        """\
        from django.contrib.auth import get_user_model
        from django.db import models


        class Account(models.Model):
            def others(self):
                User = get_user_model()
                return User.objects.all()
        """,
        path="blog/models.py",
    )


def test_imported_again_further_down_and_bound_again(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
        from django.contrib.auth.models import User

        print(User)
        User = None
        from django.contrib.auth.models import User

        print(User)
        """,
        """\
        from django.contrib.auth import get_user_model

        User = get_user_model()

        print(User)
        User = None

        User = get_user_model()

        print(User)
        """,
    )


def test_new_imports_of_one_section_stand_together(tmp_path: Path) -> None:
    files = {
        "blog/__init__.py": "",
        "blog/models/__init__.py": "from .notes import *\n",
        "blog/models/base.py": """\
            from django.contrib.auth.models import User
            from django.db import models


            class Base(models.Model):
                owner = models.ForeignKey(User, models.CASCADE)

                class Meta:
                    abstract = True
            """,
        "blog/models/notes.py": """\
            from .base import *


            class Note(Base):
                readers = models.ManyToManyField(User)

                def nobody(self):
                    return not User.objects.exists()
            """,
    }
    after = run_passes(tmp_path, files, "references").tree.read("blog/models/notes.py").decode()
    assert after.startswith(
        "from django.conf import settings\n"
        "from django.contrib.auth import get_user_model\n"
        "\n"
        "from .base import *\n"
    )
