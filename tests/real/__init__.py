"""Rewritten code under a real Django."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.real.harness")
