"""The long run: ``python -m tests.fuzz [--inputs N] [--seconds S] [--begin NUMBER]``.

Inputs are made at random, each from the name that a fault is said with, so that it comes again. A
fault ends the run; else the numbers go where the documentation takes them from.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from tests.fuzz.inputs import FILES, PARSERS, PROJECTS, Seeds, check_project, project, targets
from tests.fuzz.mutation import mutated
from tests.fuzz.seeds import ARCHIVES, django_tests, seeds
from tests.results import record

# No input may take longer, on a machine that does other things as well.
HANG = 60.0
# A parser is some hundred times as fast as all passes.
TURNS = {PARSERS: 300}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--begin", type=int, default=0)
    options = parser.parse_args()
    tests = django_tests()
    found = seeds(*[tests] if tests else [])
    end = time.monotonic() + options.seconds
    tried: Counter[str] = Counter()
    for part, count, name, check in inputs(found, options.begin):
        # A hang in a regular expression of C hears nothing else.
        faulthandler.dump_traceback_later(HANG, exit=True)
        ARCHIVES.joinpath("now").write_text(name)
        try:
            check()
        except BaseException:
            print(f"The input {name!r} fails.", file=sys.stderr)
            raise
        tried[part] += count
        if tried.total() >= options.inputs or time.monotonic() > end:
            break
    faulthandler.cancel_dump_traceback_later()
    for part, number in tried.items():
        record("inputs", f"{part}: files changed at random", number)
        print(f"{number:9,}  {part}")


def inputs(found: Seeds, begin: int) -> Iterator[tuple[str, int, str, Callable[[], object]]]:
    """Without end: the part, how many files they are, the name, and what is to be done."""
    listed = targets(found)
    number = begin
    while True:
        number += 1
        for target in listed:
            for turn in range(TURNS.get(target.part, 1)):
                name = f"{target.name} {number} {turn}"
                content = mutated(Random(name), target.seeds)
                yield target.part, 1, name, partial(target.check, content)
        name = f"{PROJECTS} {number}"
        yield PROJECTS, FILES, name, partial(check_project, project(Random(name), found))


if __name__ == "__main__":
    main()
