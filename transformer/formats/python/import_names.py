"""Where a name comes into an import: LibCST's own helpers put it first, and lose comments."""

from __future__ import annotations

from transformer.formats.elements import Elements


def add_name(elements: Elements, name: str) -> None:
    """Insert a name in the order of the others, or at the end where they have none."""
    names = [value.split()[0] for value in elements.values]
    if name in names:
        return
    for key in _ORDERS:
        if names == sorted(names, key=key):
            larger = [index for index, other in enumerate(names) if key(other) > key(name)]
            if larger:
                elements.insert(larger[0], name)
                return
            break
    elements.append(name)


def _by_case(name: str) -> tuple[int, str]:
    """isort's order: CONSTANTS, Classes, functions."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2, name)


def _plain(name: str) -> tuple[int, str]:
    return (0, name)


def _lower(name: str) -> tuple[int, str]:
    return (0, name.lower())


_ORDERS = (_by_case, _plain, _lower)
