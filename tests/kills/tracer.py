"""Kill a program and everything that it starts right before the N-th call that changes something.

Every such call of every process counts, as the kernel sees it. The kernel stops a process before
the calls that a filter names (seccomp), and whoever traces it (ptrace) lets it go on or kills it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

# The numbers of x86-64, and which arguments name what is changed: an open file; or a name, after
# the folder that it is relative to, where the call takes one.
OPENED = {2: 1, 257: 2}  # open, openat: the argument with the flags
FILES = {
    1: "write", 18: "pwrite64", 20: "writev", 74: "fsync", 75: "fdatasync", 77: "ftruncate",
    91: "fchmod", 93: "fchown", 285: "fallocate", 40: "sendfile", 326: "copy_file_range",
}  # fmt: skip
NAMES = {
    2: "open", 76: "truncate", 82: "rename", 83: "mkdir", 84: "rmdir", 85: "creat", 86: "link",
    87: "unlink", 88: "symlink", 90: "chmod", 92: "chown", 94: "lchown",
}  # fmt: skip
NAMES_AT = {
    257: "openat", 258: "mkdirat", 260: "fchownat", 263: "unlinkat", 264: "renameat",
    265: "linkat", 268: "fchmodat", 316: "renameat2", 437: "openat2", 452: "fchmodat2",
}  # fmt: skip
SECOND = {88: 1, 86: 1, 82: 1, 264: 2, 316: 2, 265: 2}  # the argument that the new name begins with

TRACED = os.EX_OK
KILLED = 99
BROKEN = 98

_libc = ctypes.CDLL(None, use_errno=True)
_CONT, _SEIZE, _MESSAGE, _LISTEN, _INFO = 7, 0x4206, 0x4201, 0x4208, 0x420E
_FORK, _VFORK, _CLONE, _SECCOMP, _STOP = 1, 2, 3, 7, 128
_FOLLOW = 1 << _FORK | 1 << _VFORK | 1 << _CLONE | 1 << _SECCOMP
_ALL_CHILDREN = 0x40000000


@dataclass(frozen=True)
class Traced:
    """``calls`` is how many were made, ``status`` that of the program where it came to its end."""

    calls: int
    killed: bool
    status: int


def can_trace() -> bool:
    """Whether this machine lets a process be traced."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    try:
        return traced(lambda: None, Path("/")) == Traced(0, False, 0)
    except RuntimeError:
        return False


def traced(
    work: Callable[[], object], below: Path, at: int = 0, alone: Callable[[str], bool] | None = None
) -> Traced:
    """Do the work in a process of its own, which is killed before the call of the number ``at``.

    With 0 it comes to its end. Those calls count that are about something in the folder ``below``.
    With ``alone`` only the process that makes the call
    is killed, and only one whose program it accepts; calls of others do not count.
    """
    reading, writing = os.pipe()
    tracer = os.fork()
    if tracer == 0:
        os.close(reading)
        _trace(work, at, Counted(below, alone), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        told = said.read()
    os.waitpid(tracer, 0)
    if len(told) != 12:
        raise RuntimeError("this machine lets no process be traced")
    calls, killed, status = struct.unpack("iii", told)
    return Traced(calls, bool(killed), status)


def _trace(work: Callable[[], object], at: int, counted: Counted, told: int) -> NoReturn:
    try:
        os._exit(_follow(_started(work), at, counted, told))
    except BaseException:
        traceback.print_exc()
        os._exit(BROKEN)


def _started(work: Callable[[], object]) -> int:
    """The process that does the work, stopped at every call that may change something."""
    seized, go = os.pipe()
    process = os.fork()
    if process == 0:
        status = 70
        try:
            os.read(seized, 1)
            _filter()
            work()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    _ptrace(_SEIZE, process, 0, _FOLLOW)
    os.write(go, b"x")
    return process


def _follow(root: int, at: int, counted: Counted, told: int) -> int:
    alive, calls, killed, ended = {root}, 0, False, 0
    while alive:
        try:
            process, status = os.waitpid(-1, _ALL_CHILDREN)
        except ChildProcessError:
            break
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            alive.discard(process)
            if process == root:
                ended = os.waitstatus_to_exitcode(status)
            continue
        alive.add(process)
        event, number = status >> 16, os.WSTOPSIG(status)
        if event == _SECCOMP and counted(process):
            calls += 1
            if calls == at:
                killed = True
                for each in {process} if counted.alone else alive:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(each, signal.SIGKILL)
                continue
        with contextlib.suppress(OSError):  # it was killed meanwhile
            if event in (_FORK, _VFORK, _CLONE):
                message = ctypes.c_ulong()
                _ptrace(_MESSAGE, process, 0, ctypes.addressof(message))
                alive.add(message.value)
            if event == _STOP and number in (signal.SIGSTOP, signal.SIGTSTP):
                _ptrace(_LISTEN, process, 0, 0)
            else:
                _ptrace(_CONT, process, 0, 0 if event else number)
    os.write(told, struct.pack("iii", calls, killed, ended))
    return KILLED if killed else TRACED


@dataclass(frozen=True)
class Counted:
    """Which calls count; ``alone`` is about the name of the program that makes them."""

    below: Path
    alone: Callable[[str], bool] | None

    def __call__(self, process: int) -> bool:
        """Whether the call counts that the process is about to make."""
        buffer = ctypes.create_string_buffer(96)
        _ptrace(_INFO, process, len(buffer), ctypes.addressof(buffer))
        call, *arguments = struct.unpack_from("7Q", buffer, 24)
        if call in OPENED and not arguments[OPENED[call]] & _WRITING:
            return False
        try:
            program = Path(f"/proc/{process}/comm").read_text().strip()
            places = {*_places(process, call, arguments)}
        except OSError:
            return False
        return any(place.is_relative_to(self.below) for place in places) and (
            self.alone is None or self.alone(program)
        )


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def _places(process: int, call: int, arguments: list[int]) -> Iterator[Path]:
    """What the call is about to change. Raises OSError."""
    if call in FILES:
        yield Path(f"/proc/{process}/fd/{arguments[0] & 0xFFFFFFFF}").readlink()
        return
    for first in {0, SECOND.get(call, 0)}:
        folder, name = "cwd", arguments[first]
        if call in NAMES_AT:
            number, name = ctypes.c_int(arguments[first]).value, arguments[first + 1]
            folder = "cwd" if number < 0 else f"fd/{number}"
        at = Path(f"/proc/{process}/{folder}").readlink()
        yield Path(os.path.normpath(at / os.fsdecode(_string(process, name))))


def _string(process: int, address: int) -> bytes:
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:  # noqa: PTH123
        memory.seek(address)
        found = b""
        while b"\0" not in found:
            # Not beyond the page, which may be the last one.
            found += memory.read(4096 - (address + len(found)) % 4096)
    return found[: found.index(b"\0")]


def _filter() -> None:
    """Have the kernel stop this process, and what it starts, before each of the calls."""
    numbers = sorted(FILES | NAMES | NAMES_AT)
    load = struct.pack("HBBI", 0x20, 0, 0, 0)
    tests = [struct.pack("HBBI", 0x15, len(numbers) - n, 0, call) for n, call in enumerate(numbers)]
    allow, trace = (struct.pack("HBBI", 0x06, 0, 0, what) for what in (0x7FFF0000, 0x7FF00000))
    program = ctypes.create_string_buffer(b"".join([load, *tests, allow, trace]))
    whole = struct.pack("HxxxxxxP", len(numbers) + 3, ctypes.addressof(program))
    if _libc.prctl(38, 1, 0, 0, 0) or _libc.prctl(22, 2, ctypes.create_string_buffer(whole)):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter")


def _ptrace(request: int, process: int, address: int, data: int) -> None:
    done = _libc.ptrace(
        ctypes.c_long(request), process, ctypes.c_void_p(address), ctypes.c_void_p(data)
    )
    if done < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
