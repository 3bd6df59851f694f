from __future__ import annotations

import os
import signal
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

# `make soak` asks for more; a slow machine is no failure.
settings.register_profile(
    "usershift",
    deadline=None,
    max_examples=int(os.environ.get("USERSHIFT_EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("usershift")

# Behind nohup or `&` they are ignored, also by what the tests start and then end with them.
for _name, _handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    _number = getattr(signal, _name, None)
    if _number and signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and why: a green run on a bare machine is not a whole one."""
    reasons = Counter(map(reason, terminalreporter.stats.get("skipped", ())))
    if not reasons:
        return
    terminalreporter.section(f"Left out: {plural(reasons.total())}")
    for why, times in reasons.most_common():
        terminalreporter.line(f"{times:5}  {why}")


def reason(report: pytest.TestReport) -> str:
    """Why a test was skipped, without where."""
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return why.removeprefix("Skipped: ")


def plural(tests: int) -> str:
    return f"{tests} test" + "s" * (tests != 1)
