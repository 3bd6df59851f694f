"""What is fuzzed: each target takes any bytes, and raises where something is not as it must be."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from tests.fuzz.edges import EDGES
from tests.fuzz.mutation import mutated
from tests.fuzz.projects import PLACES, on_disk, one_file

Seeds = Mapping[str, Sequence[bytes]]

PARSERS, ONE_FILE, PROJECTS = "parsers", "one file in a project", "projects of many files"
# As many files as a middling app has.
FILES = 25


@dataclass(frozen=True)
class Target:
    """``check`` takes bytes like the ``seeds``; ``part`` is what it counts for."""

    part: str
    name: str
    check: Callable[[bytes], object]
    seeds: Sequence[bytes]


def targets(seeds: Seeds) -> list[Target]:
    """The edge of each parser, and a small project with one file of each kind in each place."""
    parsers = [
        Target(PARSERS, name, check, [each for kind in kinds for each in seeds.get(kind, ())])
        for name, (check, kinds) in EDGES.items()
    ]
    places = [
        Target(ONE_FILE, place, partial(one_file, place), seeds[kind])
        for kind, listed in PLACES.items()
        if seeds.get(kind)
        for place in listed
    ]
    return [*parsers, *places]


def project(random: Random, seeds: Seeds) -> dict[str, bytes]:
    """The files of a whole project, each of them mutated."""
    kinds = [kind for kind in PLACES if seeds.get(kind)] + [".py"] * 20
    files: dict[str, bytes] = {}
    for number in range(FILES):
        kind = random.choice(kinds)
        folder, slash, name = random.choice(PLACES[kind]).rpartition("/")
        place = f"{folder}/more{number}/{name}" if slash and number % 2 else folder + slash + name
        files[place] = mutated(random, seeds[kind])
    return files


def check_project(files: Mapping[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        on_disk(Path(folder), files)
