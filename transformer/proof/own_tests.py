"""The project's own tests: how they are run, and the outcome of each."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from transformer import running
from transformer.errors import UsageError
from transformer.project import Project
from transformer.proof import compare
from transformer.proof.copies import FOLDER
from transformer.proof.outcome import Proof, Verdict, skipped
from transformer.proof.probing import Probe, ProbeFailed

_OUTCOMES = f"{FOLDER}/outcomes.json"
_CONFIGURED = {
    "pytest.ini": rb"^\[pytest\]",
    "pyproject.toml": rb"^\[tool\.pytest",
    "setup.cfg": rb"^\[tool:pytest\]",
    "tox.ini": rb"^\[pytest\]",
}


@dataclass(frozen=True)
class Runner:
    """``words`` run in ``folder``, which is relative to the one of manage.py.

    Where the first is ``pytest`` or manage.py, the probe runs them and notes each test; anything
    else runs by itself, and its exit status is all that is known.
    """

    words: tuple[str, ...]
    folder: str = "."
    variables: Mapping[str, str] = field(default_factory=dict)
    known: bool = True

    @property
    def shown(self) -> str:
        return " ".join(self.words)


def find_tests(project: Project, probe: Probe, given: str | None) -> Runner | None:
    """What the user named, else pytest where the project configures it, else manage.py's tests."""
    if given:
        return _parsed(given, probe)
    top = PurePosixPath(project.manage or "manage.py").parent
    for path, pattern in _CONFIGURED.items():
        for folder in dict.fromkeys((top, PurePosixPath())):
            name = (folder / path).as_posix()
            if name in project.files and re.search(pattern, project.read(name), re.MULTILINE):
                up = "/".join([".."] * len(top.parts)) if folder != top else "."
                return Runner(("pytest",), up or ".")
    if probe.code.manage:
        return Runner((probe.code.manage, "test", "--noinput"))
    return None


def _parsed(given: str, probe: Probe) -> Runner:
    try:
        words = shlex.split(given)
    except ValueError as error:
        raise UsageError(f"--tests {given}: {error}.", "Quote it as for a shell.") from None
    variables = {}
    while words and re.match(r"\w+=", words[0]):
        name, _, value = words.pop(0).partition("=")
        variables[name] = value
    bare = words[1:] if words and re.fullmatch(r"(.*/)?python[\d.]*", words[0]) else words
    if bare[:2] == ["-m", "pytest"]:
        bare = bare[1:]
    if bare and (bare[0] == "pytest" or bare[0].endswith("/pytest")):
        return Runner(("pytest", *bare[1:]), variables=variables)
    if len(bare) > 1 and bare[0].lstrip("./") == probe.code.manage and bare[1] == "test":
        return Runner((probe.code.manage, *bare[1:]), variables=variables)
    if not words:
        raise UsageError("--tests names no command.", "Give what runs the tests of the project.")
    return Runner(("bash", "-c", given), known=False)


@dataclass(frozen=True)
class Outcomes:
    """Test -> outcome; the end of the traceback of those that failed; the end of what was said."""

    tests: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    said: str = ""

    @property
    def last_words(self) -> str:
        return self.said.strip().rpartition("\n")[2][:300]


def run_tests(probe: Probe, command: Runner, limit: float) -> Outcomes:
    """Raises ProbeFailed where not even the time was enough."""
    probe = replace(probe, variables={**probe.variables, **command.variables})
    folder = probe.lay()
    if not command.known:
        wrapper = probe.interpreter.command[:-1]
        done = running.run(
            [*wrapper, *command.words], probe.code.folder, probe.environment(), limit
        )
        status = {0: "passed", None: "took too long"}.get(done.status, f"status {done.status}")
        return Outcomes({command.words[-1]: status}, {}, done.last_words)
    outcomes = folder / "outcomes.json"
    outcomes.unlink(missing_ok=True)
    said = ""
    try:
        probe.ask(
            databases="tests",
            limit=limit,
            offline=False,
            command=command.words,
            tests_folder=command.folder,
            outcomes=_OUTCOMES,
        )
    except ProbeFailed as failed:
        said = str(failed)  # also the exit of a runner whose tests failed
    if not outcomes.exists():
        raise ProbeFailed(said or "The tests left no outcome.")
    noted = json.loads(outcomes.read_text(encoding="utf-8"))
    return Outcomes(noted["tests"], noted["reasons"], said)


@dataclass(frozen=True)
class Compared:
    """The proof, and the outcomes that it is about; those are None where it could not be made."""

    proof: Proof
    before: Outcomes | None = None
    after: Outcomes | None = None


def prove_tests(before: Probe, after: Probe, command: Runner | None, limit: float) -> Compared:
    """Run them on both; what differs is run once more, for tests that fail now and then."""
    if command is None:
        words = "No tests were found: name what runs them with --tests 'COMMAND'."
        return Compared(skipped("tests", words))
    try:
        was = run_tests(before, command, limit)
    except ProbeFailed as failed:
        return Compared(skipped("tests", f"`{command.shown}` did not run before: {failed.last}"))
    if not was.tests:
        words = f"`{command.shown}` ran no test before. {was.last_words}".strip()
        return Compared(skipped("tests", words))
    try:
        now = run_tests(after, command, limit)
    except ProbeFailed as failed:
        how = f"`{command.shown}`: each test has the outcome that it had"
        evidence = (f"they did not run after: {failed.last}",)
        return Compared(Proof("tests", Verdict.FAILED, how, evidence))
    unsteady: set[str] = set()
    if dict(was.tests) != dict(now.tests):
        again = (run_tests(before, command, limit), run_tests(after, command, limit))
        for one, other in zip((was, now), again, strict=True):
            names = {**one.tests, **other.tests}
            unsteady |= {n for n in names if one.tests.get(n) != other.tests.get(n)}
    was, now = (
        replace(each, tests={n: o for n, o in each.tests.items() if n not in unsteady})
        for each in (was, now)
    )
    proof = compare.tests(was.tests, now.tests, now.reasons)
    if unsteady and proof.verdict is Verdict.PROVEN:
        limits = (*proof.evidence, f"{len(unsteady)} that come out now one way, now the other")
        proof = replace(proof, evidence=limits)
    return Compared(proof, was, now)
