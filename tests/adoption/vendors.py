"""The databases and Djangos that the tests of the adoption are run on.

What is marked ``services`` needs the servers of ``make services``; ``soak`` is for ``make soak``.
"""

from __future__ import annotations

import pytest

from tests.environments import SERIES

SERVERS = ("postgresql", "mariadb")

VENDORS = [
    "sqlite",
    *(pytest.param(vendor, marks=pytest.mark.services) for vendor in SERVERS),
]


def matrix(sqlite: tuple[str, ...], servers: tuple[str, ...]) -> list[object]:
    """Every database with every Django; all but those that are named are for the long run."""
    return [
        pytest.param(
            vendor,
            series,
            marks=[pytest.mark.services] * (vendor != "sqlite")
            + [pytest.mark.soak] * (series not in (sqlite if vendor == "sqlite" else servers)),
        )
        for vendor in ("sqlite", *SERVERS)
        for series in SERIES
    ]


# The default strategy, and the others: their migrations differ in little.
MATRIX = matrix(SERIES, (SERIES[0], SERIES[-1]))
OTHERS = matrix(("3.2", "6.0"), ("4.2",))
