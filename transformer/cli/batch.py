"""``usershift batch MANIFEST`` and ``usershift batch status``: many repositories."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from transformer.cli import batch_status
from transformer.cli.app import Command
from transformer.cli.batch_options import (
    DiskLimit,
    JobCount,
    Limit,
    Lock,
    Manifest,
    MemoryLimit,
    Message,
    Name,
    Only,
    OutputFile,
    PageFile,
    Pushes,
    RequestCommand,
    Retry,
    Scheduler,
    Shard,
    Since,
    StageName,
    SummaryFormat,
    SummaryFormatName,
    TimeLimit,
    Verify,
    Work,
    WouldRun,
)
from transformer.cli.boundary import report_errors, require_posix
from transformer.cli.manifest import chosen_repositories
from transformer.cli.output import Output, stderr
from transformer.cli.sinks import refuse_unwritable, write_parts
from transformer.errors import UsageError
from transformer.fleet.campaign import Campaign, Plan, copied, opened, rewrite_results
from transformer.fleet.executors import workers
from transformer.fleet.job import Result
from transformer.fleet.limits import Limits
from transformer.fleet.manifest import Repository
from transformer.fleet.messages import FIELDS, MESSAGE_FIELDS, check_template
from transformer.fleet.push import Push
from transformer.fleet.request import read_command
from transformer.fleet.selection import Selection, read_retry, read_shard, read_since
from transformer.fleet.state import Store
from transformer.fleet.states import State
from transformer.fleet.summary import table
from transformer.fleet.summary.entry import left_to_a_person
from transformer.fleet.summary.write import Entries, page_at, rendered, write
from transformer.fleet.work_folder import WorkFolder, read_lock
from transformer.printable import shown


class RunFirst(TyperGroup):
    """``batch MANIFEST`` is ``batch run MANIFEST``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = ["run", *args]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed


application = typer.Typer(
    cls=RunFirst,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@application.callback()
def batch() -> None:
    """Migrate many repositories, one branch and report each.

    `usershift batch MANIFEST` is `usershift batch run MANIFEST`.
    """


@application.command("run", cls=Command)
def run(
    manifest: Manifest,
    work: Work = Path("usershift-batch"),
    stage: StageName = None,
    branch: Name = "usershift",
    message: Message = "",
    verify: Verify = False,
    push: Pushes = False,
    request_command: RequestCommand = None,
    only: Only = None,
    limit: Limit = None,
    shard: Shard = None,
    retry: Retry = None,
    since: Since = None,
    lock: Lock = None,
    would_run: WouldRun = False,
    jobs: JobCount = None,
    scheduler: Scheduler = None,
    time_limit: TimeLimit = 900,
    memory_limit: MemoryLimit = 4096,
    disk_limit: DiskLimit = 4096,
    format_: SummaryFormatName = SummaryFormat.text,
    output_file: OutputFile = None,
    page: PageFile = None,
) -> None:
    """Migrate many repositories, one branch and report each.

    The repositories themselves are only read. Branches, patches and reports are put into the work
    folder, with one summary. A run that was ended goes on where it was.
    """
    # Unlike all other commands, this one runs for hours.
    gc.enable()
    with report_errors("batch", Output()):
        require_posix("Batches run")
        selection = Selection(
            only=tuple(only or ()),
            shard=read_shard(shard) if shard else (1, 1),
            retry=read_retry(retry or ()),
            since=read_since(since, datetime.now(timezone.utc)) if since else None,
            limit=limit,
            prove=verify,
        )
        command = read_command(request_command) if request_command is not None else ()
        if command and not push:
            raise UsageError("--request-command needs --push.", "Give both, or none.")
        refuse_unwritable(page, output_file)
        check_template("--branch", branch, FIELDS)
        check_template("--message", message, MESSAGE_FIELDS)
        plan = Plan(
            branch,
            message,
            Limits(time_limit, memory_limit, disk_limit),
            verify,
            read_lock(lock) if lock else {},
            here=not scheduler,
        )
        chosen = chosen_repositories(manifest, stage, selection)
        if would_run:
            _tell_jobs(work, chosen, selection)
            return
        with opened(work) as (folder, store):
            failed = _done(folder, store, plan, chosen, selection, jobs, scheduler)
            if push:
                pushing = Push(folder, store, plan.limits, command)
                failed = not pushing.all(chosen, _pushed) or failed
                write(folder, store)
            if page:
                write_parts(page, page_at(folder, store, page))
            _tell(folder, store, format_, output_file)
    raise typer.Exit(int(failed))


application.command("status", cls=Command)(batch_status.status)


def _done(
    folder: WorkFolder,
    store: Store,
    plan: Plan,
    chosen: Mapping[str, Repository],
    selection: Selection,
    jobs: int | None,
    scheduler: str | None,
) -> bool:
    """Run what waits; whether a chosen repository failed, now or before."""
    total = sum(1 for _ in _begun(store, chosen, selection))
    rewrite_results(folder, store.rows())

    def landed(result: Result, number: int) -> None:
        words = f"[{number}/{total}] {result.state.value}: {shown(result.key)}"
        stderr().print(f"{words}: {shown(_said(result))}", soft_wrap=True)

    try:
        if total:
            with workers(jobs or 0, scheduler) as started:
                Campaign(folder, store, plan, landed).run(started, chosen, selection.limit)
    finally:
        write(folder, store)
    return any(row.state.fails for row in store.rows(chosen))


def _begun(store: Store, chosen: Mapping[str, Repository], selection: Selection) -> Iterator[str]:
    """The keys of the jobs of this run, which wait from now on."""
    store.enter(chosen.values())
    store.wait_again(selection.again(store.rows(chosen)))
    waiting = (row.key for row in store.rows(chosen) if row.state is State.WAITING)
    return islice(waiting, selection.limit)


def _tell_jobs(work: Path, chosen: Mapping[str, Repository], selection: Selection) -> None:
    """Say which jobs would run; the work folder stays as it is."""
    with copied(work) as store:
        for key in _begun(store, chosen, selection):
            stderr().print(f"would run: {shown(key)}", soft_wrap=True)


def _said(result: Result) -> str:
    if result.message:
        return f"{result.message} {result.remedy}".strip()
    left = left_to_a_person(result.findings)
    return f"{result.changed} files" + f", {left} to do by hand" * bool(left)


def _pushed(one: Repository, became: Mapping[str, Any]) -> None:
    said = became.get("request") or became.get("message") or became["head"][:12]
    stderr().print(f"{became['state']}: {shown(one.key)}: {shown(said)}", soft_wrap=True)


def _tell(folder: WorkFolder, store: Store, format_: SummaryFormat, file: Path | None) -> None:
    """The summary where it was asked for."""
    if format_ is SummaryFormat.text:
        table.show(Entries(store), stderr())
        stderr().print(f"The page is {folder.root / 'summary.html'}.", soft_wrap=True)
    else:
        write_parts(file or Path("-"), rendered(store, format_.value))
