"""Who wants which place: what every rule speaks of while it is shown a place."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from transformer.codemod.file import File
from transformer.codemod.rules import Handler, Ruleset
from transformer.codemod.text_file import TextFile


class Wants:
    """Records the rules of every ruleset that is made from now on.

    In Python a rule speaks of the nodes that it reports, edits, claims, or finds claimed by
    another; in a text of the byte that its report starts at.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._now: tuple[Handler, Any] | None = None
        self._by_spot: dict[tuple[int, int, int], dict[str, int]] = defaultdict(dict)
        self._alive: list[Any] = []
        for cls, name, spots in (
            (Ruleset, "__init__", None),
            (File, "report", lambda _, rule, node, *args, **words: [node]),
            (File, "claim", lambda _, rule, node: ast.walk(node)),
            (File, "claimed", lambda file, node: [node] if node in file._claimed else ()),
            (File, "replace_bytes", lambda _, rule, start, end, text, node=None: [node, start]),
            (TextFile, "report", lambda _, rule, start=-1, *args, **words: [start]),
        ):
            real = getattr(cls, name)
            monkeypatch.setattr(cls, name, self._heard(real, spots) if spots else self._made(real))

    def undecided(self) -> set[tuple[str, ...]]:
        """Pairs of rules that spoke of the same spot of one place with the same priority."""
        return {
            tuple(sorted((one, other)))
            for asked in self._by_spot.values()
            for (one, first), (other, second) in combinations(asked.items(), 2)
            if first == second
        }

    def _made(self, real: Callable[..., None]) -> Callable[..., None]:
        def init(rules: Ruleset, *args: Any, **words: Any) -> None:
            real(rules, *args, **words)
            rules._handlers = [replace(h, visit=self._shown(h)) for h in rules._handlers]

        return init

    def _shown(self, handler: Handler) -> Callable[..., None]:
        def visit(place: Any, *file: Any) -> None:
            before, self._now = self._now, (handler, place)
            try:
                handler.visit(place, *file)
            finally:
                self._now = before

        return visit

    def _heard(
        self, real: Callable[..., Any], spots: Callable[..., Iterable[Any]]
    ) -> Callable[..., Any]:
        def method(file: Any, *args: Any, **words: Any) -> Any:
            if self._now is not None:
                handler, place = self._now
                for spot in spots(file, *args, **words):
                    # Kept, so that no other object gets its id.
                    self._alive += (file, place, spot)
                    by_rule = self._by_spot[id(file), id(place), _key(spot)]
                    by_rule[handler.rule.code] = handler.priority
            return real(file, *args, **words)

        return method


def _key(spot: Any) -> int:
    return spot if isinstance(spot, int) else -id(spot)
