"""Python inside other files that imports the user: `from django.contrib.auth.models import User`.

What it does: looks for Python inside other files that imports the user: scripts and CI pipe such
lines into `manage.py shell`, often to create the first superuser.

Why it breaks: the import still works; the first use of `User.objects` raises.

What is edited: in shell scripts, containers, CI and stubs of types (`.pyi`) the import is pointed
at the users app. In instructions it is only edited with `--suggested`; so is the full name
`django.contrib.auth.models.User`, which may be a word that others know.

What is reported: what is not edited; the full name in texts for people as a `note`.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule, Safe
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings import dotted_path, import_line, read

rule = Rule(
    __name__,
    "US802",
    "user-import-in-text",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        Example(
            'echo "from django.contrib.auth.models import User; User.objects.count()"'
            " | ./manage.py shell\n",
            'echo "from users.models import User; User.objects.count()" | ./manage.py shell\n',
            path="count.sh",
        ),
        Example(
            "./manage.py shell <<X\nfrom django.contrib.auth.models import Group, User as U\nX\n",
            "./manage.py shell <<X\nfrom django.contrib.auth.models import Group;"
            " from apps.people.models import User as U\nX\n",
            path="seed.sh",
            options={"app": "people", "app_module": "apps.people"},
        ),
        Example(
            "    >>> from django.contrib.auth.models import User\n",
            path="README.rst",
            reports=("US802",),
        ),
        Example(
            "    >>> from django.contrib.auth.models import User\n",
            "    >>> from users.models import User\n",
            path="README.rst",
            options={"suggested": True},
            reports=("US802",),
        ),
        Example(
            "from django.contrib.auth.models import Group, User\n\n"
            "def f(user: User) -> Group: ...\n",
            "from django.contrib.auth.models import Group\nfrom users.models import User\n\n"
            "def f(user: User) -> Group: ...\n",
            path="blog/views.pyi",
            title="a stub",
        ),
        Example("from django.contrib.auth.models import UserManager\n", path="seed.sh"),
        Example("kind: django.contrib.auth.models.User\n", path="app.yaml", reports=("US802",)),
        Example(
            "class: django.contrib.auth.models:User\n",
            "class: users.models:User\n",
            path="app.yaml",
            options={"suggested": True},
            reports=("US802",),
        ),
        Example("See django.contrib.auth.models.User.\n", path="README.md", reports=("US802",)),
        Example("+from django.contrib.auth.models import User\n", path="tests/patches.mbox"),
    ),
)

STUB = ".pyi"


@rule.on(PlainText, words=("django.contrib.auth.models",))
def imports(file: PlainText) -> None:
    message = "This imports the swapped-out user model."
    remedy = f"Import User from {file.options.app_module}.models."
    for mention in import_line.find(file.view, file.facts):
        new = mention.new(file.options)
        if file.path.endswith(STUB) and new is not None:
            indent = read(file.before(mention.start, 400))
            new = new.replace("; ", "\n" + indent) if not indent.strip() else new
            file.report(rule, mention.start, mention.end, edit=Safe(new))
        elif file.kind is Kind.SHELL and new is not None:
            file.report(rule, mention.start, mention.end, edit=Safe(new))
        else:
            file.tell(rule, mention, message, remedy, Level.TODO)


@rule.on(PlainText, words=("contrib.auth.",))
def dotted_paths(file: PlainText) -> None:
    for mention in dotted_path.find(file.view, file.facts):
        file.tell(
            rule,
            mention,
            "This names the swapped-out user model by its full name.",
            f"Where the project's own user is meant, write {file.options.app_module}.models.User.",
        )
