"""A template of an installed package that Django looks up by the user's app and model.

What it does: looks for `templates/admin/auth/user/` and `templates/auth/user_….html` in the
installed packages.

Why it breaks: the admin looks for templates of a model's pages below `admin/` and the label of
the app. The label changes, so that a package's template is found no longer, and what it adds to the
page (a button, a column) vanishes without a word.

What is edited: nothing; the package's files are not the project's.

What is reported: each such template, with the attribute of the project's `UserAdmin` that names
it from now on, such as `change_form_template`.
"""

from __future__ import annotations

import re

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.project.third_party import third_party_apps

_PACKAGES = ".venv/lib/python3.12/site-packages"
_SETTINGS = {
    "manage.py": "import os\nfrom django.core.management import execute_from_command_line\n"
    'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n'
    "execute_from_command_line()\n",
    "mysite/settings.py": 'INSTALLED_APPS = ["django.contrib.auth", "loginas"]\n',
    ".venv/pyvenv.cfg": "",
    f"{_PACKAGES}/django-5.2.dist-info/METADATA": "",
    f"{_PACKAGES}/loginas/__init__.py": "",
}

rule = Rule(
    __name__,
    "US611",
    "template-of-package-named-after-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#custom-template-options",
    examples=(
        Example(
            "{{ user }}\n",
            path="templates/base.html",
            title="a package adds a button to the user's page",
            files={
                **_SETTINGS,
                f"{_PACKAGES}/loginas/templates/admin/auth/user/change_form.html": "x\n",
            },
            reports=("US611",),
        ),
        Example(
            "{{ user }}\n",
            path="templates/base.html",
            title="a page of another model",
            files={
                **_SETTINGS,
                f"{_PACKAGES}/loginas/templates/admin/auth/group/change_form.html": "x\n",
            },
        ),
    ),
)

# https://docs.djangoproject.com/en/stable/ref/contrib/admin/#custom-template-options
_OPTIONS = {
    "add_form": "add_form_template",
    "change_form": "change_form_template",
    "change_list": "change_list_template",
    "delete_confirmation": "delete_confirmation_template",
    "delete_selected_confirmation": "delete_selected_confirmation_template",
    "object_history": "object_history_template",
}
# UserAdmin names these itself.
_STAY = ("admin/auth/user/add_form.html", "admin/auth/user/change_password.html")
_NAME = re.compile(r"templates/((?:admin/auth/user/|(?:[\w-]+/)*auth/user_)[\w/-]+\.\w+)$")


@rule.on(Codebase)
def report(codebase: Codebase) -> None:
    for app in third_party_apps(codebase.project):
        for path in sorted(app.folder.glob("templates/**/auth/user*")):
            files = sorted(path.rglob("*")) if path.is_dir() else [path]
            for file in files:
                found = _NAME.search(file.as_posix())
                if found and file.is_file() and found[1] not in _STAY:
                    _tell(codebase, app.distribution, app.relative(file), found[1])


def _tell(codebase: Codebase, package: str, file: str, name: str) -> None:
    option = _OPTIONS.get(name.rpartition("/")[2].removesuffix(".html"))
    if name.startswith("admin/auth/user/") and option:
        remedy = f'Set `{option} = "{name}"` on the ModelAdmin of the user model to keep it.'
    else:
        new = name.replace("auth/user", f"{codebase.options.app}/user")
        remedy = f'Add a template {new} to the project that extends or includes "{name}".'
    codebase.report(
        rule,
        "",
        f"{package} ships {file}, which is looked up by the label of the user model and is found "
        "no longer.",
        remedy,
    )
