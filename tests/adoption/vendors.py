"""The databases and Djangos that the tests of the adoption are run on.

What is marked ``services`` needs the servers of ``make services``; ``soak`` is for ``make soak``.
"""

from __future__ import annotations

import pytest

from tests.environments import SERIES

SERVERS = ("postgresql", "mariadb")
# The oldest, the newest, and one between: the others differ from these in nothing known.
USUAL = ("2.2", "4.2", "6.1")

VENDORS = [
    "sqlite",
    *(pytest.param(vendor, marks=pytest.mark.services) for vendor in SERVERS),
]

MATRIX = [
    *(pytest.param("sqlite", series) for series in SERIES),
    *(
        pytest.param(
            vendor,
            series,
            marks=[pytest.mark.services] + [pytest.mark.soak] * (series not in USUAL),
        )
        for vendor in SERVERS
        for series in SERIES
    ),
]
