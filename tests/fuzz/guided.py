"""Inputs that reach other code than those before: ``python -m tests.fuzz.guided [--runs N]``.

By atheris (``pip install atheris``), the only fuzzer of Python that libFuzzer drives: it follows
the code of usershift that an input runs through, compares included. Each target gets a process of
its own, for libFuzzer ends the one that it is in; it says itself what made it fail.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["transformer"]):
    from tests.fuzz.inputs import Target, targets

from tests.fuzz.mutation import WORDS
from tests.fuzz.seeds import ARCHIVES, django_tests, seeds
from tests.results import record

SEEDS = 300
LIMITS = ["-timeout=60", "-rss_limit_mb=3000", "-max_len=20000", "-verbosity=0"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.guided")
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--target")
    options = parser.parse_args()
    tests = django_tests()
    listed = targets(seeds(*[tests] if tests else []))
    if options.target:
        guide(next(each for each in listed if each.name == options.target), options.runs)
    tried: Counter[str] = Counter()
    for target in listed:
        command = [sys.executable, "-m", "tests.fuzz.guided", "--target", target.name]
        if subprocess.run([*command, "--runs", str(options.runs)]).returncode:
            print(f"The target {target.name!r} failed.", file=sys.stderr)
            return 1
        tried[target.part] += int(counted(target.name).read_text())
    for part, number in tried.items():
        record("inputs", f"{part}: files that follow coverage", number)
        print(f"{number:9,}  {part}")
    return 0


def counted(name: str) -> Path:
    """Where a target's process says how many inputs it has tried."""
    return ARCHIVES / f"{name.replace('/', '_')}.tried"


def guide(target: Target, runs: int) -> None:
    """Does not come back."""
    tried = 0

    def one(content: bytes) -> None:
        nonlocal tried
        target.check(content)
        tried += 1
        if tried % 100 == 0:
            counted(target.name).write_text(str(tried))

    counted(target.name).write_text("0")
    words = ARCHIVES / "words"
    spelled = ("".join(f"\\x{byte:02x}" for byte in word) for word in WORDS)
    words.write_text("".join(f'"{word}"\n' for word in spelled))
    options = [f"-runs={runs}", f"-dict={words}", f"-artifact_prefix={ARCHIVES}/", *LIMITS]
    atheris.Setup([sys.argv[0], *options, str(corpus(target))], one)
    atheris.Fuzz()


def corpus(target: Target) -> Path:
    """The folder of the inputs that reached something new, and of some to begin with."""
    folder = ARCHIVES / "corpus" / target.name.replace("/", "_")
    if not folder.exists():
        folder.mkdir(parents=True)
        for number, content in enumerate(target.seeds[:SEEDS]):
            (folder / f"seed{number}").write_bytes(content)
    return folder


if __name__ == "__main__":
    sys.exit(main())
