"""What a person does next: the last lines of a report."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.findings import Level
from transformer.pipeline import Migration
from transformer.project.own_user_model import begun_user_model
from transformer.report.adoption import how_databases_adopt, switches
from transformer.stages import steps


def next_steps(
    command: str,
    migration: Migration,
    *,
    written: bool,
    branch: str = "",
    committed: bool = False,
    runbook: bool = False,
) -> tuple[str, ...]:
    """``written``: the change was delivered; to the new ``branch``, as commits, or as files.

    ``runbook``: the steps for operations were written as well.
    """
    if migration.blockers or not migration.changes:
        return ()
    if command == "assess":
        return tuple(_after_assess(migration))
    if not written:
        return ()
    todo = sum(finding.level is Level.TODO for finding in migration.findings)
    said = [_look(migration, branch, len(steps(migration)) if committed else 0)]
    if todo:
        many = "one place" if todo == 1 else f"{todo} places"
        said.append(f"Do by hand what is said above of {many}.")
    if command == "finalize":
        return (*said, "Deploy it once every database has run `migrate`; then it is done.")
    if command == "rename-table":
        return (*said, "Deploy it with a short stop: old code does not find the renamed table.")
    return (*said, *_after_migrate(migration, runbook))


def _look(migration: Migration, branch: str, commits: int) -> str:
    if branch:
        return f"Look at it (`git log -p HEAD..{branch}`), run its tests, and open a request."
    if commits:
        show = "git show" if commits == 1 else f"git log -p -{commits}"
        return f"Look at it (`{show}`), run the tests, and open a request."
    if migration.project.git_root is None:
        return "Look at the diff, and run the tests."
    return "Look at it (`git diff`), run the tests, and commit it."


def _after_migrate(migration: Migration, runbook: bool) -> Iterator[str]:
    if migration.options.prepare:
        yield "Merge and deploy it on any day: no database needs anything."
        yield "Then `usershift migrate` makes the switch."
    elif not migration.options.swaps:
        yield f"Deploy it. {how_databases_adopt(migration)}"
        yield "Then `usershift migrate --strategy two-step` makes the second release."
    elif switches(migration):
        more = "" if runbook else " `--runbook FILE` writes the steps."
        yield f"Deploy it. {how_databases_adopt(migration)}{more}"
        yield "Later, once every database has: `usershift finalize`."


def _after_assess(migration: Migration) -> Iterator[str]:
    first = migration.prepared
    if begun_user_model(migration.project) is None and first is not None and first.changes:
        yield (
            "`usershift migrate --stage prepare --branch NAME` makes the part that can be merged on"
            " any day."
        )
    yield "`usershift migrate --branch NAME` makes all of it; `--dry-run` only shows it."
