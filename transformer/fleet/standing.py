"""Where a repository stands in its campaign, weeks after its branch was made.

It is read from what the repository is now: its default branch, the branch that was pushed, and what
`assess` finds in the code. That a database has adopted the model, no repository shows: whoever
deploys says so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from transformer.errors import UsageError
from transformer.fleet.clone import NotTaken, git_outside, take
from transformer.fleet.job import Job, Result
from transformer.fleet.manifest import Repository
from transformer.fleet.state import Row, Store
from transformer.fleet.states import Standing, State, state_of
from transformer.fleet.work import Work, alone
from transformer.git import Git

_OF_CODE = {
    "switched": Standing.MERGED,
    "finalized": Standing.FINALIZED,
    "renamed": Standing.RENAMED,
}


def look(job: Job) -> Result:
    """What the repository is now. Never raises; ``files`` has the facts as ``standing.json``."""
    return alone(job, _seen)


def _seen(work: Work) -> Result:
    job = work.job
    found = Result(job.key, State.FAILED)
    source = job.repository.source
    try:
        clone = take(work.run, source, work.wanted.ref, "", work.closed)
        outside = git_outside(Git(work.run.folder, work.closed), source)
        asked = outside.command("ls-remote", "--", source.url, f"refs/heads/{job.branch}")
        listed = work.run(asked, work.run.folder, outside.environment())
    except NotTaken as error:
        return work.not_taken(error)
    found = replace(found, commit=clone.commit)
    project = clone.folder / work.wanted.project
    answer = work.tool("assess", str(project), *work.arguments("assess"))
    code = (answer.report.get("assessment") or {}).get("standing", "")
    if answer.code and code not in _OF_CODE:
        state = state_of(answer.code)
        return replace(found, state=state, code=answer.code, message=answer.message)
    left = True
    if code == "auth-user" and work.wanted.stage == "prepare":
        checked = work.tool("migrate", str(project), "--check", *work.arguments("migrate"))
        left = bool(checked.code or checked.report["files"])
    facts = {"code": code, "left": left, "branch": bool(os.fsdecode(listed.stdout).strip())}
    return replace(found, state=State.DONE, files={"standing.json": json.dumps(facts).encode()})


def of(repository: Repository, result: Result, adopted: Iterable[str]) -> Standing:
    """Where a repository stands; ``adopted`` are the environments whose databases are done."""
    if result.state is not State.DONE:
        return Standing.UNKNOWN
    facts = json.loads(result.files["standing.json"])
    wanted = repository.wanted
    if stands := _OF_CODE.get(facts["code"]):
        every = wanted.environments and set(wanted.environments) <= set(adopted)
        return Standing.ADOPTED if stands is Standing.MERGED and every else stands
    if wanted.stage == "prepare" and not facts["left"]:
        return Standing.PREPARED
    if facts["branch"]:
        return Standing.BRANCH if wanted.stage == "prepare" else Standing.SWITCHED
    return Standing.NOT_BEGUN


@dataclass(frozen=True)
class Adoption:
    """That the database of one environment of a repository has adopted the model."""

    name: str
    environment: str


def read_adoption(text: str) -> Adoption:
    """``shop=production``. Raises UsageError."""
    name, _, environment = text.rpartition("=")
    if not name or not environment:
        raise UsageError(f"--adopted: `{text}` is no NAME=ENVIRONMENT.")
    return Adoption(name, environment)


def record(
    store: Store, repositories: Mapping[str, Repository], adoptions: Sequence[Adoption]
) -> None:
    """Keep what was said of environments. Raises UsageError for a name that nothing has."""
    for said in adoptions:
        named = [one for one in repositories.values() if said.name in (one.name, one.key)]
        if not named:
            raise UsageError(f"--adopted: no repository of the manifest is called `{said.name}`.")
        for one in named:
            row, known = store.row(one.key), one.wanted.environments
            if known and said.environment not in known:
                raise UsageError(
                    f"--adopted: {said.name} has no environment `{said.environment}`.",
                    f"The manifest names: {', '.join(known)}.",
                )
            environments = sorted({*environments_of(row), said.environment})
            store.note(row.key, "standing", {**row.standing, "environments": environments})


def environments_of(row: Row) -> Sequence[str]:
    """Those whose databases have adopted the model, as far as somebody said so."""
    listed: Sequence[str] = row.standing.get("environments", ())
    return listed


def noted(row: Row, repository: Repository, result: Result) -> Mapping[str, Any]:
    """What the state keeps of a look."""
    standing = of(repository, result, environments_of(row))
    seen = {"standing": standing.value, "commit": result.commit, "message": result.message}
    return {**row.standing, **seen}
