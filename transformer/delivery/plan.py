"""What delivery will do to the disk, path by path, checked before anything happens."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from transformer.delivery.beneath import Beneath
from transformer.errors import ErrorCode, Refused
from transformer.printable import shown
from transformer.tree import FileChange


def planned(root: Path, changes: Iterable[FileChange]) -> tuple[FileChange, ...]:
    """The changes with symbolic links followed: what is edited is the file that a link names.

    Raises Refused for a change that would leave ``root``, where a link and the file that it names
    were changed in different ways, and where somebody saved a file since the passes read it.
    """
    result: dict[str, FileChange] = {}
    for change in changes:
        real = followed(root, change.path)
        source, name = change.old_path or real, shown(change.path)
        if change.old_path is not None and followed(root, change.old_path) != change.old_path:
            raise Refused(
                f"{shown(source)} is a symbolic link, and usershift moves only real files.",
                f"Leave it alone with `--exclude {shown(source)}`, and move it by hand.",
                code=ErrorCode.OUTSIDE_PROJECT,
            )
        if _now(root, source) != change.before:
            raise Refused(
                f"{shown(source)} was changed by someone else while usershift ran.",
                "Nothing was written. Run again.",
                code=ErrorCode.CHANGED_MEANWHILE,
            )
        known = result.get(real)
        if known is not None and known.after != change.after:
            raise Refused(
                f"{name} is a link to {shown(real)}, and the two would be changed differently.",
                f"Leave one of them alone with `--exclude {name}`.",
                code=ErrorCode.OUTSIDE_PROJECT,
            )
        result[real] = FileChange(real, change.before, change.after, change.old_path)
    return tuple(result[path] for path in sorted(result))


def _now(root: Path, path: str) -> bytes | None:
    try:
        return Beneath(root).read(path)
    except OSError:
        return None


def followed(root: Path, path: str) -> str:
    """The path below ``root`` that ``path`` really names.

    Raises Refused where that lies outside ``root``.
    """
    real = Path(os.path.realpath(root / path))
    try:
        return real.relative_to(os.path.realpath(root)).as_posix()
    except ValueError:
        raise Refused(
            f"{shown(path)} lies outside the project: it leads to {shown(str(real))}.",
            f"Leave it alone with `--exclude {shown(path)}`, and edit it by hand.",
            code=ErrorCode.OUTSIDE_PROJECT,
        ) from None


def contents(changes: Iterable[FileChange]) -> dict[str, bytes | None]:
    """Path -> its bytes once the changes are made; None for a path that a rename leaves."""
    changes = list(changes)
    result: dict[str, bytes | None] = {c.old_path: None for c in changes if c.old_path}
    result.update((c.path, c.after) for c in changes)
    return result


def sources(changes: Iterable[FileChange]) -> Mapping[str, str]:
    """Path -> the path whose file mode it takes over."""
    return {c.path: c.old_path or c.path for c in changes}


def executable(root: Path, path: str) -> bool:
    return os.access(root / path, os.F_OK) and bool((root / path).stat().st_mode & 0o100)
