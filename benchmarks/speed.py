"""usershift against other tools over the same files: whole processes, in turns.

    python -m benchmarks.speed [--turns 3]
    python -m benchmarks.speed --all [--trees NAME …] [--turns 3] [--write]

Without ``--all`` only lint and dry run are compared with django-upgrade, over Django's own source.
``--write`` puts the table and its drawing into the documentation. Every tool has one process where
it can be told. Measure on a quiet machine: the ratios are what counts.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pages import DOCS, write_down
from benchmarks.tools import BASE, FLOOR, LIBCST, ONCE, STARTS, USERSHIFT, Command, Tools
from benchmarks.trees import TREES

# Nothing found, something found, and what usershift refuses once it has looked at all of it.
ENDED_WELL = (0, 1, 3)
GROWING = {"1,000 files": 1_000, "10,000 files": 10_000, "50,000 files": 50_000}


@dataclass(frozen=True)
class Cost:
    """Seconds of the clock and of the processor, and the largest memory in MiB."""

    wall: float
    processor: float
    memory: float


@dataclass(frozen=True)
class Measured:
    """The median cost of each tool on one tree of so many Python files."""

    tree: str
    files: int
    costs: dict[str, Cost]

    def ratio(self, tool: str, to: str) -> float | None:
        """How many times the processor time of another tool one takes."""
        if tool not in self.costs or to not in self.costs:
            return None
        return self.costs[tool].processor / self.costs[to].processor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="all tools, on all trees")
    parser.add_argument("--trees", nargs="+", choices=TREES)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into docs/speed.md")
    args = parser.parse_args()
    trees = args.trees or (list(TREES) if args.all else list(TREES)[:1])
    with tempfile.TemporaryDirectory() as folder:
        tools = Tools(Path(folder))
        found = []
        for name in trees:
            work = Path(folder, name.replace(" ", "-"))
            work.mkdir()
            found.append(measured(name, TREES[name](work), tools, args.turns, few=not args.all))
            print("\n".join(rows(found[-1])), flush=True)
        if args.all:
            costs = in_turns(STARTS, 20)
            print("\n".join(starts(costs)))
            if args.write:
                write([line for each in found for line in rows(each)], found, starts(costs))


def measured(name: str, tree: Path, tools: Tools, turns: int, few: bool) -> Measured:
    files = sum(1 for _ in tree.rglob("*.py"))
    return Measured(name, files, in_turns(tools.commands(tree, few), turns))


def in_turns(commands: dict[str, Command], turns: int) -> dict[str, Cost]:
    """The median cost of each. What a first run changes or caches is not counted."""
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    if BASE in commands:
        cost(commands[BASE])
    for turn in range(turns):
        for name, command in commands.items():
            if not turn or name not in ONCE:
                found[name].append(cost(command))
    return {
        name: Cost(
            statistics.median(each.wall for each in costs),
            statistics.median(each.processor for each in costs),
            statistics.median(each.memory for each in costs),
        )
        for name, costs in found.items()
    }


def cost(command: Command) -> Cost:
    """What one process costs, with all that it starts."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ENDED_WELL:
        raise SystemExit(f"{' '.join(command[:4])} … ended with status {process.returncode}")
    wall = time.monotonic() - started
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def rows(found: Measured) -> Iterator[str]:
    title = f"{found.tree}, {found.files:,} Python files"
    yield f"| {title} | clock | processor | of django-upgrade | memory |"
    yield "|---|---:|---:|---:|---:|"
    for tool, used in found.costs.items():
        ratio = found.ratio(tool, BASE)
        shown = "" if ratio is None else f"{ratio:.2f}"
        yield (
            f"| {tool} | {used.wall:.2f} s | {used.processor:.2f} s | {shown} |"
            f" {used.memory:.0f} MiB |"
        )
    yield ""


def starts(costs: dict[str, Cost]) -> Iterator[str]:
    first, *others = costs
    yield f"| start | processor | of `{first}` |"
    yield "|---|---:|---:|"
    for name in (first, *others):
        ratio = costs[name].processor / costs[first].processor
        yield f"| {name} | {costs[name].processor * 1000:.0f} ms | {ratio:.1f} |"
    yield ""


def growth(found: Iterable[Measured], tool: str) -> Iterator[tuple[int, float]]:
    for each in found:
        if each.tree in GROWING and tool in each.costs:
            yield GROWING[each.tree], each.costs[tool].processor


def exponent(points: list[tuple[int, float]]) -> float:
    (first, least), (last, most) = points[0], points[-1]
    return math.log(most / least) / math.log(last / first)


def write(lines: list[str], found: list[Measured], started: Iterable[str]) -> None:
    drawing = "![Processor time on real projects, and its growth](results/speed.svg)"
    said = [drawing, "", *lines, *started]
    points = list(growth(found, USERSHIFT + "lint"))
    if len(points) > 1:
        span = f"From {points[0][0]:,} to {points[-1][0]:,} files"
        said += [f"{span} `lint` grows with the exponent {exponent(points):.2f}.", ""]
    draw(found, DOCS / "results" / "speed.svg")
    write_down("speed.md", "speed.py", "\n".join(said) + "\n")


def draw(found: list[Measured], path: Path) -> None:
    """Processor time on real projects, and its growth on generated ones."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "usershift"
    from matplotlib import pyplot

    real = [each for each in found if each.tree not in GROWING]
    tools = [USERSHIFT + "lint", USERSHIFT + "migrate -n", BASE, LIBCST, "pyupgrade", FLOOR]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4))
    for at, tool in enumerate(tools):
        known = [each for each in real if tool in each.costs]
        places = [real.index(each) + at * 0.13 for each in known]
        left.bar(places, [each.costs[tool].processor for each in known], 0.12, label=tool)
        if points := list(growth(found, tool)):
            right.plot(*zip(*points, strict=True), marker="o", label=tool)
    left.set_xticks([n + 0.3 for n in range(len(real))], [each.tree for each in real])
    left.set_yscale("log")
    right.set_xscale("log")
    right.set_yscale("log")
    right.set_xlabel("Python files")
    for part in (left, right):
        part.set_ylabel("processor, seconds")
        part.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
