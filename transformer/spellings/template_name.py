"""The name of a template that is looked up by the user's app: ``auth/user_list.html``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

# What generic views append to the name of a model (django/views/generic).
OF_VIEWS = {
    "ListView": "_list",
    "DetailView": "_detail",
    "CreateView": "_form",
    "UpdateView": "_form",
    "DeleteView": "_confirm_delete",
    "ArchiveIndexView": "_archive",
    "YearArchiveView": "_archive_year",
    "MonthArchiveView": "_archive_month",
    "WeekArchiveView": "_archive_week",
    "DayArchiveView": "_archive_day",
    "TodayArchiveView": "_archive_day",
    "DateDetailView": "_detail",
}
SUFFIXES = frozenset(OF_VIEWS.values())
# UserAdmin names these itself.
_STAY = frozenset({"admin/auth/user/add_form.html", "admin/auth/user/change_password.html"})
# haystack/fields.py, SearchField.prepare_template: by the label and the name of the field.
_INDEX = re.compile(r"search/indexes/auth/(user_\w+\.txt)")
_NAME = Pattern(
    r"(?<![^/\"'`\s(=])(?:(?:admin/)?auth/user[\w/-]*\.html|search/indexes/auth/user_\w+\.txt)"
    r"(?!\w)",
    words=("auth/user",),
)


def new_name(name: str, app: str, suffixes: Collection[str]) -> str | None:
    """The name a template is looked up by after the migration; None where it stays.

    >>> new_name("auth/user_list.html", "users", SUFFIXES)
    'users/user_list.html'
    """
    if name in _STAY:
        return None
    if name.startswith("admin/auth/user/"):
        return f"admin/{app}/user/" + name.removeprefix("admin/auth/user/")
    if found := _INDEX.fullmatch(name):
        return f"search/indexes/{app}/{found[1]}"
    found = re.fullmatch(r"auth/user(\w*)\.html", name)
    return f"{app}/user{found[1]}.html" if found and found[1] in suffixes else None


def find(text: Text, known: Known) -> Iterator[Mention]:
    """Names of this form in a text; which of them move only the project's files tell."""
    for found in _NAME.finditer(text):
        at = found.start() + read(found[0]).index("auth/")
        yield Mention(*found.span(), read(found[0]), Sure.CERTAIN, at)
