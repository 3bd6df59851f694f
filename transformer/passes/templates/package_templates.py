"""A template of an installed package that Django looks up by the user's app and model.

What it does: looks for `templates/admin/auth/user/` and `templates/auth/user_….html` in the
installed packages.

Why it breaks: the admin looks for templates of a model's pages below `admin/` and the label of
the app. The label changes, so that a package's template is found no longer, and what it adds to the
page (a button, a column) vanishes without a word.

What is edited: for a page of the admin the users app gets a template of the new name that extends
the package's. Whichever class is registered, Django finds it where it found the package's.

What is reported: a page that was made so, as a `review`. As a `todo` any other template, and a page
for which a class of the project names a template itself, such as with `change_form_template`.
"""

from __future__ import annotations

import re

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.edits import Create
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
            title="the project's own page stands before the package's",
            files={
                **_SETTINGS,
                f"{_PACKAGES}/loginas/templates/admin/auth/user/change_form.html": "x\n",
                "templates/admin/users/user/change_form.html": "mine\n",
            },
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
    options = codebase.options
    option = _OPTIONS.get(name.rpartition("/")[2].removesuffix(".html"))
    new = name.replace("auth/user", f"{options.app}/user")
    path = f"{options.app_path}/templates/{new}"
    ships = f"{package} ships {file}, which is looked up by the label of the user model"
    is_page = name.startswith("admin/auth/user/") and option is not None
    if is_page and any(f"/{other}".endswith(f"/templates/{new}") for other in codebase.tree):
        return  # it is found before the package's would be
    if is_page and options.swaps and not _named_by_a_class(codebase, str(option)):
        codebase.report(
            rule,
            path,
            f"{ships}. {path} extends it, so that the pages of the user keep what it adds.",
            f'`{option} = "{name}"` on the ModelAdmin of the user model does the same.',
            level=Level.REVIEW,
            edit=Create(path, f'{{% extends "{name}" %}}\n'.encode(), rule.code),
        )
        return
    if is_page:
        remedy = f'Set `{option} = "{name}"` on the ModelAdmin of the user model to keep it.'
    else:
        remedy = f'Add a template {new} to the project that extends or includes "{name}".'
    codebase.report(rule, "", f"{ships} and is found no longer.", remedy)


def _named_by_a_class(codebase: Codebase, option: str) -> bool:
    """Whether the project's code says anywhere which template a page has."""
    word = option.encode()
    files = codebase.project.files
    return any(path.endswith(".py") and word in codebase.project.read(path) for path in files)
