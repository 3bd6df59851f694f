"""Values that programs rely on, and what each of them means to a reader."""

from __future__ import annotations

import enum
from typing import TypeVar

W = TypeVar("W", bound="Worded")


class Worded(str, enum.Enum):
    """Members are given as ``"value", "Meaning."``; a member is the string that is its value."""

    meaning: str

    def __new__(cls: type[W], value: str, meaning: str = "") -> W:
        made = str.__new__(cls, value)
        made._value_ = value
        made.meaning = meaning
        return made
