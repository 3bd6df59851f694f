"""The changes as one diff in git's own format, made by git."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from transformer.delivery import store
from transformer.delivery.plan import contents, executable, planned, sources
from transformer.tree import FileChange


def diff(root: Path, changes: Sequence[FileChange], top: Path | None) -> bytes:
    """A patch that ``git apply`` takes at ``top``, the repository's top level.

    Its paths are relative to ``top``; outside git (``top`` is None), to ``root``. Empty where
    nothing changes. Raises Refused (see :func:`transformer.delivery.plan.planned`) and GitFailed.
    """
    return patch(root, planned(root, changes), top)


def patch(root: Path, changes: Sequence[FileChange], top: Path | None) -> bytes:
    """The same for changes whose ``before`` need not be what stands on the disk: of a later step.

    Raises GitFailed.
    """
    if not changes:
        return b""
    prefix = prefix_of(root, top)
    modes = sources(changes)
    before, after = {}, {}
    for change in changes:
        old = change.old_path or change.path
        if change.before is not None:
            before[prefix + old] = store.Blob(change.before, executable(root, old))
    for path, content in contents(changes).items():
        if content is not None:
            after[prefix + path] = store.Blob(content, executable(root, modes[path]))
    with store.throwaway(top) as objects:
        trees = [objects.tree(None, dict(objects.entries(blobs))) for blobs in (before, after)]
        return objects.git(
            *("diff-tree", "-p", "--binary", "--full-index", "-M", "-l0", "--no-color"),
            *("--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", *trees),
        )


def prefix_of(root: Path, top: Path | None) -> str:
    """What turns a path relative to ``root`` into one relative to ``top``: empty or ``folder/``."""
    if top is None:
        return ""
    inner = root.resolve().relative_to(top.resolve()).as_posix()
    return "" if inner == "." else inner + "/"
