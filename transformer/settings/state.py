"""What a symbolic run knows at one point: scopes, mutable values, and the files it has read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from itertools import count

from transformer.settings.values import Choice, Reference, Undefined, Value, choice

_addresses = count()


@dataclass
class State:
    """``scopes`` by key (a module's dotted name, or one of a class or call); ``heap`` by address.

    ``read`` says for each file that was executed or loaded whether every run does so. ``over`` is
    set when the present branch cannot go on (raise, return, exit). ``followed`` counts the values
    that were looked at in the end.
    """

    scopes: dict[str, dict[str, Value]] = field(default_factory=dict)
    heap: dict[int, Value] = field(default_factory=dict)
    read: dict[str, bool] = field(default_factory=dict)
    over: bool = False
    followed: int = 0

    def fork(self) -> State:
        scopes = {key: dict(scope) for key, scope in self.scopes.items()}
        return State(scopes, dict(self.heap), dict(self.read), self.over)

    def allocate(self, value: Value) -> Reference:
        reference = Reference(next(_addresses))
        self.heap[reference.address] = value
        return reference

    def resolve(self, value: Value) -> Value:
        """The value with references followed, at the outermost level only."""
        if isinstance(value, Reference):
            return self.resolve(self.heap[value.address])
        if isinstance(value, Choice):
            return choice(self.resolve(one) for one in value.alternatives)
        return value


def join(states: Iterable[State]) -> State:
    """What is known after branches that come together again."""
    ends = list(states)
    live = [state for state in ends if not state.over]
    return reduce(_join, live) if live else ends[-1]


def _join(one: State, two: State) -> State:
    heap = one.heap | two.heap
    for address in one.heap.keys() & two.heap.keys():
        if one.heap[address] is not two.heap[address]:
            heap[address] = choice((one.heap[address], two.heap[address]))
    read = {p: one.read.get(p, False) and two.read.get(p, False) for p in one.read | two.read}
    joined = State({}, heap, read)
    for key in one.scopes | two.scopes:
        a, b = one.scopes.get(key), two.scopes.get(key)
        if a is None or b is None:
            joined.scopes[key] = dict(a or b or {})
        else:
            joined.scopes[key] = {name: _either(a, b, name, joined) for name in a | b}
    return joined


def _either(a: dict[str, Value], b: dict[str, Value], name: str, joined: State) -> Value:
    one, two = a.get(name, Undefined()), b.get(name, Undefined())
    if one is two or one == two:
        return one
    if isinstance(one, Reference) and isinstance(two, Reference):
        return joined.allocate(choice((joined.resolve(one), joined.resolve(two))))
    return choice((one, two))
