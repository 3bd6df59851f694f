"""``usershift batch status``: where each repository of a campaign stands now."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from rich.table import Table

from transformer.cli.batch_options import (
    Adopted,
    Cached,
    JobCount,
    Manifest,
    Only,
    OutputFile,
    PageFile,
    PushedBranch,
    Scheduler,
    Shard,
    StageName,
    SummaryFormat,
    SummaryFormatName,
    Work,
)
from transformer.cli.boundary import report_errors
from transformer.cli.manifest import chosen_repositories
from transformer.cli.output import Output, stderr
from transformer.cli.sinks import refuse_unwritable, write_parts
from transformer.fleet import standing
from transformer.fleet.campaign import opened, results
from transformer.fleet.executors import workers
from transformer.fleet.job import Job
from transformer.fleet.manifest import Repository
from transformer.fleet.messages import FIELDS, check_template, filled
from transformer.fleet.selection import Selection, read_shard
from transformer.fleet.state import Store
from transformer.fleet.states import Standing
from transformer.fleet.summary.write import page_at, rendered, write
from transformer.fleet.work_folder import WorkFolder
from transformer.printable import shown

_MOST_SHOWN = 60


def status(
    manifest: Manifest,
    work: Work = Path("usershift-batch"),
    stage: StageName = None,
    branch: PushedBranch = None,
    adopted: Adopted = None,
    cached: Cached = False,
    only: Only = None,
    shard: Shard = None,
    jobs: JobCount = None,
    scheduler: Scheduler = None,
    format_: SummaryFormatName = SummaryFormat.text,
    output_file: OutputFile = None,
    page: PageFile = None,
) -> None:
    """Show where each repository of a campaign stands: prepared, switched, merged, and so on.

    It is read from the repositories as they are now. That a database has adopted the model, the
    deploy says with `--adopted NAME=ENVIRONMENT`.
    """
    gc.enable()
    with report_errors("batch", Output()):
        refuse_unwritable(page, output_file)
        if branch is not None:
            check_template("--branch", branch, FIELDS)
        adoptions = [standing.read_adoption(text) for text in adopted or ()]
        selection = Selection(only=tuple(only or ()), shard=read_shard(shard) if shard else (1, 1))
        chosen = chosen_repositories(manifest, stage, selection)
        with opened(work) as (folder, store):
            store.enter(chosen.values())
            standing.record(store, chosen, adoptions)
            if not cached:
                _look(folder, store, chosen, branch, jobs, scheduler)
            write(folder, store)
            if page:
                write_parts(page, page_at(folder, store, page))
            if format_ is SummaryFormat.text:
                _show(store, chosen)
                stderr().print(f"The page is {folder.root / 'summary.html'}.", soft_wrap=True)
            else:
                write_parts(output_file or Path("-"), rendered(store, format_.value))


def _look(
    folder: WorkFolder,
    store: Store,
    chosen: Mapping[str, Repository],
    branch: str | None,
    jobs: int | None,
    scheduler: str | None,
) -> None:
    """Have the workers look at each repository, and keep what they saw."""
    scratch = "" if scheduler else str(folder.scratch.absolute())

    def made(one: Repository) -> str:
        return store.row(one.key).result.get("branch") or "usershift"

    asked = (
        Job(one, made(one) if branch is None else filled(branch, one), scratch=scratch)
        for one in chosen.values()
    )
    with workers(jobs or 0, scheduler) as started:
        for result in results(started, standing.look, asked):
            seen = standing.noted(store.row(result.key), chosen[result.key], result)
            store.note(result.key, "standing", seen)


def _show(store: Store, chosen: Mapping[str, Repository]) -> None:
    counts: Counter[str] = Counter()
    table = Table("repository", "stands", "adopted by", "why", box=None, pad_edge=False)
    table.columns[0].overflow = "fold"
    table.columns[1].no_wrap = True
    for row in store.rows(chosen):
        counts[row.standing.get("standing", "")] += 1
        if counts.total() > _MOST_SHOWN:
            continue
        name = f"{row.name} ({row.stage})" if row.stage else row.name
        stands = row.standing.get("standing", "")
        adopted = ", ".join(standing.environments_of(row))
        table.add_row(shown(name), stands, adopted, shown(row.standing.get("message", "")))
    stderr().print(table)
    if counts.total() > _MOST_SHOWN:
        stderr().print(f"… and {counts.total() - _MOST_SHOWN} more")
    totals = Table("stands", "repositories", "what it means", box=None, pad_edge=False)
    totals.columns[1].justify = "right"
    for each in Standing:
        if counts[each.value]:
            totals.add_row(each.value, str(counts[each.value]), each.meaning)
    stderr().print()
    stderr().print(totals)
