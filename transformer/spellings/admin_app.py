"""The app `auth` as the admin spells it: the address of its page, and the class of its pages.

``/admin/auth/``, ``{% url "admin:app_list" "auth" %}``, and ``.app-auth.model-user`` in style
sheets and selectors. What names the app alone speaks of groups as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.options import Options
from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

_CLASS = Pattern(r"(?<![\w-])app-auth(?![\w/-])", words=("app-auth",))
# What says that it is a class, and not the name of something else.
_AS_CLASS = Pattern(r"(?:\.|(?i:class\w*)(?:\.\w+)?[^\w\n]{1,4}(?:[\w-]+ )*)\Z")
_OF_USER = Pattern(r"\A[. ]model-user(?![\w-])")
_AFTER_USER = Pattern(r"(?<![\w-])model-user[. ]\.?\Z")
_PAGE = Pattern(r"admin[\w-]*/auth/?(?=[\"'`\s)>?#$]|\Z)", words=("/auth",))
_LIST = Pattern(r"app_list[\"']\s+(?:app_label\s*=\s*)?[\"']auth[\"']", words=("app_list",))
_REACH, _FAR = 20, 80


class ClassName(Mention):
    """The class ``app-auth`` of the body of a page."""

    def new(self, options: Options) -> str:
        return f"app-{options.app}"


class Page(Mention):
    """The page of the app, which the groups stay on."""

    def new(self, options: Options) -> None:
        return None


def find_classes(text: Text, known: Known) -> Iterator[ClassName]:
    """The class; certain is it together with that of the model."""
    for found in _CLASS.finditer(text):
        start, end = found.span()
        of_user = _OF_USER.search(text[end : end + _REACH])
        of_user = of_user or _AFTER_USER.search(text[max(0, start - _REACH) : start])
        if not of_user and not _AS_CLASS.search(text[max(0, start - _FAR) : start]):
            continue
        sure = Sure.CERTAIN if of_user else Sure.LIKELY
        yield ClassName(start, end, read(found[0]), sure, start, read(found[0]))


def find_pages(text: Text, known: Known) -> Iterator[Page]:
    """Addresses of the page, and tags that link to it by the name of its view."""
    for pattern in (_PAGE, _LIST):
        for found in pattern.finditer(text):
            whole = read(found[0])
            at = found.start() + [m.start() for m in re.finditer(r"\bauth\b", whole)][-1]
            yield Page(*found.span(), whole, Sure.LIKELY, at)
