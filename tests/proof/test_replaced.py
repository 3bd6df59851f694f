"""What stands in for the world outside while the project's code is asked."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.conf import global_settings

from tests.proof.probes import probe_part

ORDER = {"top": ".", "folder": ".usershift-proof"}
SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"


@pytest.fixture(scope="module")
def replacing() -> ModuleType:
    return probe_part("usershift_replace")


def replaced(replacing: ModuleType, **settings: Any) -> SimpleNamespace:
    given = SimpleNamespace(**{**vars(global_settings), **settings})
    replacing.replace(given, ORDER)
    return given


def test_pages_need_nothing_that_a_deployment_makes(replacing: ModuleType) -> None:
    toolbar = "debug_toolbar.middleware.DebugToolbarMiddleware"
    made = replaced(replacing, MIDDLEWARE=(toolbar, SESSIONS), COMPRESS_OFFLINE=True)
    assert made.MIDDLEWARE == [SESSIONS]
    assert (made.COMPRESS_ENABLED, made.COMPRESS_OFFLINE) == (False, False)
    assert made.DEBUG is False


def test_what_a_project_has_not_is_not_set(replacing: ModuleType) -> None:
    assert not hasattr(replaced(replacing), "COMPRESS_ENABLED")


def test_a_replica_is_what_it_copies(replacing: ModuleType) -> None:
    main, other = {"ENGINE": "x", "NAME": "main", "HOST": "a"}, {"ENGINE": "x", "NAME": "other"}
    copied = {**main, "HOST": "b"}
    found = replacing.mirrors(
        {
            "read_replica": copied,
            "default": main,
            "shard": copied,
            "other": other,
            "tested": {**other, "TEST": {"MIRROR": "other"}},
            "odd": {"TEST": {"MIRROR": "nowhere"}},
        }
    )
    assert found == {"read_replica": "default", "tested": "other"}
    assert replacing.mirrors({}) == {}
