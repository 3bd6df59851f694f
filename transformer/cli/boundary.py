"""Where exceptions end: an exit status, one clear line and its remedy, never a traceback."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import traceback
from collections.abc import Iterator
from typing import NoReturn

from transformer.cli.output import Output, stderr
from transformer.errors import Refused, Unfinished, UsershiftError
from transformer.report import failed
from transformer.report.text import problem


class Fault(UsershiftError):
    """An exception that nobody expected; the traceback is in a file."""


@contextlib.contextmanager
def exit_on_error() -> Iterator[None]:
    """End the process with the status of whatever goes wrong inside."""
    try:
        yield
    except UsershiftError as error:
        problem(stderr(), error.message, error.remedy)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        fault = save_traceback(error) if not isinstance(error, PermissionError) else denied(error)
        problem(stderr(), fault.message, fault.remedy)
        sys.exit(fault.exit_code)


@contextlib.contextmanager
def report_errors(command: str, output: Output) -> Iterator[None]:
    """Have programs that read the report also read why there is none.

    Raises every exception as a :class:`UsershiftError`.
    """
    try:
        yield
    except UsershiftError as error:
        fault = error.exit_code == Fault.exit_code and not isinstance(error, Unfinished)
        _tell(command, output, save_traceback(error) if fault else error)
    except BrokenPipeError:
        raise
    except PermissionError as error:
        _tell(command, output, denied(error))
    except Exception as error:
        _tell(command, output, save_traceback(error))


def denied(error: PermissionError) -> Refused:
    """Delivery answers for the files that it writes: this is before, and no fault of ours."""
    return Refused(
        f"{error.filename}: {error.strerror}.",
        "Nothing was written. Run as a user who may read and write there.",
    )


def save_traceback(error: Exception) -> Fault:
    """The fault with its traceback in a file, which outlives the process."""
    if isinstance(error, Fault):
        return error
    with tempfile.NamedTemporaryFile(
        "w", prefix="usershift-", suffix=".txt", encoding="utf-8", delete=False
    ) as file:
        traceback.print_exception(error, file=file)
    if isinstance(error, UsershiftError):
        message, remedy = error.message, error.remedy
    else:
        message, remedy = f"{type(error).__name__}: {error}", "Nothing was written."
    return Fault(
        f"Internal error: {message}",
        f"{remedy} The traceback is in {file.name}: please report it.".strip(),
    )


def _tell(command: str, output: Output, error: UsershiftError) -> NoReturn:
    if not output.for_person:
        output.emit(failed(command, error))
    raise error
