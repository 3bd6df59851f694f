from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# `make soak` asks for more; a slow machine is no failure.
settings.register_profile(
    "usershift",
    deadline=None,
    max_examples=int(os.environ.get("USERSHIFT_EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("usershift")
