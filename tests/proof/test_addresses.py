"""Which addresses a proof visits, of the patterns of a project."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.urls.resolvers import RegexPattern, RoutePattern, URLPattern, URLResolver

from tests.proof.probes import probe_part

NIA: Any = SimpleNamespace(pk=7, get_username=lambda: "nia")


@pytest.fixture(scope="module")
def visits() -> ModuleType:
    return probe_part("usershift_visits")


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        (RoutePattern("about/"), "/about/"),
        (RoutePattern("people/<int:pk>/"), "/people/7/"),
        (RoutePattern("people/<username>/"), "/people/nia/"),
        (RoutePattern("people/<str:user_id>/edit"), "/people/7/edit"),
        (RoutePattern("reset/<uuid:token>/"), "/reset/00000000-0000-0000-0000-000000000001/"),
        (RegexPattern(r"^people/(?P<username>[\w.@+-]+)/$"), "/people/nia/"),
        (RegexPattern(r"^people\.html$"), "/people.html"),
        (RegexPattern(r"^year/(?P<year>[0-9]{4})/$"), None),
        (RegexPattern(r"^(people|teams)/$"), None),
    ],
)
def test_arguments_are_a_user_or_a_first_row(
    visits: ModuleType, pattern: Any, address: str | None
) -> None:
    found = list(visits.paths([URLPattern(pattern, print)], NIA))
    assert found == ([address] if address else [])


def test_arguments_of_what_is_included(visits: ModuleType) -> None:
    inner = [URLPattern(RoutePattern("posts/<slug:slug>/"), print)]
    outer = URLResolver(RoutePattern("by/<int:user_pk>/"), inner)
    assert list(visits.paths([outer], NIA)) == ["/by/7/posts/nia/"]
