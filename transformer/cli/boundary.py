"""Where exceptions end: an exit status, one clear line and its remedy, never a traceback."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from transformer.cli.sinks import NO_SPACE, Stdout
from transformer.errors import ErrorCode, Refused, Unfinished, UsageError, UsershiftError

if TYPE_CHECKING:
    from transformer.cli.output import Output


class Fault(UsershiftError):
    """An exception that nobody expected; the traceback is in a file."""


class Unsaid(Unfinished):
    """The work is done, but not what was to be said about it."""


@contextlib.contextmanager
def exit_on_error() -> Iterator[None]:
    """End the process with the status of whatever goes wrong inside."""
    try:
        try:
            yield
        except SystemExit:
            if sys.stdout is not None:
                Stdout().flush()  # what may still wait to be written
            raise
    except UsershiftError as error:
        _say(error)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        _say(denied(error) or save_traceback(error))


@contextlib.contextmanager
def report_errors(command: str, output: Output) -> Iterator[None]:
    """Have programs that read the report also read why there is none.

    Raises every exception as a :class:`UsershiftError`.
    """
    try:
        yield
    except (Unsaid, BrokenPipeError):
        raise
    except UsershiftError as error:
        fault = error.exit_code == Fault.exit_code and not isinstance(error, Unfinished)
        _tell(command, output, save_traceback(error) if fault else error)
    except Exception as error:
        _tell(command, output, denied(error) or save_traceback(error))


@contextlib.contextmanager
def told(words: str) -> Iterator[None]:
    """For what follows a delivery: an error says what was done all the same."""
    try:
        yield
    except BrokenPipeError:
        raise
    except UsageError as error:
        raise Unsaid(error.message, f"All the same, this was done: {words}") from error
    except Exception as error:
        fault = save_traceback(error, f"All the same, this was done: {words}")
        raise Unsaid(fault.message, fault.remedy) from error


def require_posix(what: str) -> None:
    """For what ends all that the project's code has started. Raises UsageError on Windows."""
    if not hasattr(os, "killpg"):
        raise UsageError(
            f"{what} on Linux and macOS only.",
            "On Windows call it in WSL, the Windows Subsystem for Linux.",
        )


def denied(error: Exception) -> Refused | None:
    """What the machine refuses; it is no fault of ours. None for another error.

    Delivery answers for the files that it writes: this is before.
    """
    if isinstance(error, PermissionError):
        remedy = "Run as a user who may read and write there."
    elif isinstance(error, OSError) and error.errno in NO_SPACE:
        remedy = "Make room, then run again."
    else:
        return None
    where = os.fsdecode(error.filename or "Standard output, or a temporary file")
    return Refused(
        f"{where}: {error.strerror}.", f"Nothing was written. {remedy}", code=ErrorCode.UNWRITABLE
    )


def save_traceback(error: Exception, standing: str = "Nothing was written.") -> Fault:
    """The fault with its traceback in a file, which outlives the process; how things stand."""
    if isinstance(error, Fault):
        return error
    message, remedy = f"{type(error).__name__}: {error}", standing
    if isinstance(error, UsershiftError):
        message, remedy = error.message, error.remedy
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="usershift-", suffix=".txt", encoding="utf-8", delete=False
        ) as file:
            traceback.print_exception(error, file=file)
    except OSError:
        where = "Please report it, with what you did."
    else:
        where = f"The traceback is in {file.name}: please report it."
    return Fault(f"Internal error: {message}", f"{remedy} {where}".strip())


def _tell(command: str, output: Output, error: UsershiftError) -> NoReturn:
    if not output.for_person:
        # Where the report cannot go, its own error has nowhere to go either.
        with contextlib.suppress(UsageError, OSError):
            output.fail(command, error)
    raise error


def _say(error: UsershiftError) -> NoReturn:
    from transformer.cli.output import stderr
    from transformer.report.text import problem

    with contextlib.suppress(OSError):
        problem(stderr(), error.message, error.remedy)
    sys.exit(error.exit_code)
