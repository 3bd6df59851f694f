"""What usershift knows of each series of Django: a new one is added here, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Series: TypeAlias = tuple[int, int]

_NAMES = "0009_alter_user_last_name_max_length"
_PROXIES = "0011_update_proxy_permissions"
_FIRST_NAME = "0012_alter_user_first_name_max_length"


@dataclass(frozen=True)
class DjangoSeries:
    """``auth_leaf`` is the last migration of ``django.contrib.auth`` that every release has.

    ``pythons`` are the versions of Python that run it, the one to try first in front.
    """

    series: Series
    auth_leaf: str
    pythons: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.series[0]}.{self.series[1]}"

    @property
    def first_name_length(self) -> int:
        """That of ``AbstractUser.first_name``."""
        return 150 if self.auth_leaf >= _FIRST_NAME else 30

    @property
    def lower_case_models(self) -> bool:
        """Whether migrations name models as ``auth.group``; ``auth.Group`` before.

        https://code.djangoproject.com/ticket/31071
        """
        return self.series >= (4, 0)


# https://www.djangoproject.com/download/ and
# https://docs.djangoproject.com/en/stable/faq/install/#what-python-version-can-i-use-with-django
KNOWN = (
    DjangoSeries((2, 0), _NAMES, ("3.7", "3.6")),
    DjangoSeries((2, 1), _NAMES, ("3.7", "3.6")),
    DjangoSeries((2, 2), _PROXIES, ("3.8", "3.9", "3.7", "3.6")),
    DjangoSeries((3, 0), _PROXIES, ("3.8", "3.9", "3.7", "3.6")),
    DjangoSeries((3, 1), _FIRST_NAME, ("3.8", "3.9", "3.7", "3.6")),
    DjangoSeries((3, 2), _FIRST_NAME, ("3.9", "3.10", "3.8", "3.7")),
    DjangoSeries((4, 0), _FIRST_NAME, ("3.10", "3.9", "3.8")),
    DjangoSeries((4, 1), _FIRST_NAME, ("3.11", "3.10", "3.9", "3.8")),
    DjangoSeries((4, 2), _FIRST_NAME, ("3.11", "3.12", "3.10", "3.9", "3.8")),
    DjangoSeries((5, 0), _FIRST_NAME, ("3.12", "3.11", "3.10")),
    DjangoSeries((5, 1), _FIRST_NAME, ("3.12", "3.13", "3.11", "3.10")),
    DjangoSeries((5, 2), _FIRST_NAME, ("3.12", "3.13", "3.14", "3.11", "3.10")),
    DjangoSeries((6, 0), _FIRST_NAME, ("3.13", "3.12", "3.14")),
    DjangoSeries((6, 1), _FIRST_NAME, ("3.13", "3.12", "3.14")),
)
# Those before, which a project may still ask for; the newest first.
EARLIER = tuple(f"1.{minor}" for minor in range(11, 3, -1))
OLDEST, NEWEST = KNOWN[0], KNOWN[-1]


def nearest_series(series: Series) -> DjangoSeries:
    """The series itself, else the one that came before it; the oldest where none did.

    >>> str(nearest_series((4, 9)))
    '4.2'
    """
    return next((one for one in reversed(KNOWN) if one.series <= series), KNOWN[0])
