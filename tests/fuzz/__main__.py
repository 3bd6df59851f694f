"""The long run: ``python -m tests.fuzz [--inputs N] [--seconds S] [--begin NUMBER]``.

Inputs are made at random, each from the name that a fault is said with, so that it comes again.
Every target gets its time of the processor, in turns. A fault ends the run; the numbers go
where the documentation takes them from, after each round, so that a run may be stopped. One with
``--begin`` goes on: its numbers are added to those that stand there.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from random import Random

from tests.fuzz.inputs import (
    FILES,
    ONE_FILE,
    PARSERS,
    PROJECTS,
    Seeds,
    check_project,
    project,
    targets,
)
from tests.fuzz.mutation import mutated
from tests.fuzz.seeds import ARCHIVES, django_tests, seeds
from tests.results import record, recorded

# No input may take longer, on a machine that does other things as well.
HANG = 60.0
# Of the processor, for each target in each round. There are four times as many places for one file
# in a project as parsers.
SECONDS = {PARSERS: 3.0, ONE_FILE: 0.5, PROJECTS: 1.0}
RECORDED = "{}: files changed at random"


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
    if options.begin:
        tried.update({part: recorded("inputs", RECORDED.format(part)) for part in SECONDS})
    for part, files, name, check in inputs(found, options.begin):
        if not part:
            put(tried)
            continue
        # A hang in a regular expression of C hears nothing else.
        faulthandler.dump_traceback_later(HANG, exit=True)
        ARCHIVES.joinpath("now").write_text(name)
        try:
            check()
        except BaseException:
            print(f"The input {name!r} fails.", file=sys.stderr)
            raise
        tried[part] += files
        if tried.total() >= options.inputs or time.monotonic() > end:
            break
    faulthandler.cancel_dump_traceback_later()
    put(tried)
    for part, number in tried.items():
        print(f"{number:9,}  {part}")


def put(tried: Counter[str]) -> None:
    for part, number in tried.items():
        record("inputs", RECORDED.format(part), number)


def inputs(found: Seeds, begin: int) -> Iterator[tuple[str, int, str, Callable[[], object]]]:
    """Without end: the part, how many files they are, the name, and what is to be done.

    The part is empty at the end of each round.
    """
    listed = targets(found)
    for number in count(begin + 1):
        for target in listed:
            for turn in turns(target.part):
                name = f"{target.name} {number} {turn}"
                content = mutated(Random(name), target.seeds)
                yield target.part, 1, name, partial(target.check, content)
        for turn in turns(PROJECTS):
            name = f"{PROJECTS} {number} {turn}"
            yield PROJECTS, FILES, name, partial(check_project, project(Random(name), found))
        yield "", 0, "", lambda: None


def turns(part: str) -> Iterator[int]:
    """Numbers until the time of a target is over."""
    end = time.process_time() + SECONDS[part]
    for turn in count():
        if turn and time.process_time() > end:
            return
        yield turn


if __name__ == "__main__":
    main()
