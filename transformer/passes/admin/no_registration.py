"""What the users app's own `admin.py` leaves out.

What it does: leaves the user out of the admin where the project took it off on purpose.

Why it breaks: nothing breaks there. But where an `admin.py` of the users app was there before and
does not register them, the users disappear from the admin.

What is edited: a project that unregistered the user and registered none of its own gets an
`admin.py` that says so and registers nothing.

What is reported: where the project takes the user off. A users app with an `admin.py` of its own is
a `todo`, with what to add.
"""

from __future__ import annotations

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule, diff
from transformer.edits import Create
from transformer.findings import Level

rule = Rule(
    __name__,
    "US404",
    "no-user-admin",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#custom-users-and-django-contrib-admin",
    examples=(
        diff(
            """\
                  from django.contrib import admin
                - from django.contrib.auth.models import Group, User
                + from django.contrib.auth.models import Group

                  from .models import Post

                - admin.site.unregister(User)
                  admin.site.unregister(Group)
                  admin.site.register(Post)
                """,
            title="taken off for good",
            path="blog/admin.py",
            reports=("US404",),
        ),
        Example(
            title="a users app with an admin of its own",
            path="users/admin.py",
            before="""\
                from django.contrib import admin

                from .models import Team

                admin.site.register(Team)
                """,
            reports=("US404",),
        ),
        Example(
            title="registered in the users app",
            path="users/admin.py",
            before="""\
                from django.contrib import admin
                from django.contrib.auth import get_user_model

                admin.site.register(get_user_model())
                """,
        ),
    ),
)

CONTENT = b"# The user model is not in the admin: this project had taken it off.\n"


@rule.on(Codebase)
def leave_out(codebase: Codebase) -> None:
    """Do without a registration where the plan says so."""
    plan, options = codebase.facts, codebase.options
    path = f"{options.app_path}/admin.py"
    if plan.missing:
        codebase.report(
            rule,
            path,
            f"{path} is there and does not register the user model, so the users are not in the "
            "admin.",
            "Add `admin.site.register(User, UserAdmin)` to it, with UserAdmin from "
            f"django.contrib.auth.admin and User from {options.app_module}.models.",
            Level.TODO,
        )
    elif plan.create == "nothing":
        because, line = plan.because
        codebase.report(
            rule,
            because,
            "The project takes the user off the admin and registers no admin of its own. That "
            "stays so: Django does not register a custom user model.",
            line=line,
            column=1,
            edit=Create(path, CONTENT, rule.code),
        )
