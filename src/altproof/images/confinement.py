"""What the decoding child gives up before it touches a byte of an image; see docs/decisions/0003-images-in-a-child.md.

Everything the child needs is imported before: afterwards it can open no file, even of this package.
"""

from __future__ import annotations

import ctypes
import os
import resource
import time
from collections.abc import Callable

from msgspec import Struct

from altproof.images import sealing

NOBODY = 65_534
"""The uid and gid that own nothing."""
PR_SET_NO_NEW_PRIVS = 38
"""linux/prctl.h"""


class Allowance(Struct, frozen=True):
    """What a child may use up; the defaults are those of decoding."""

    address_space: int = 1024**3
    """Bytes; the largest accepted pictures need about half to be decoded."""
    cpu_seconds: int = 10
    """For one image, all threads together."""
    cpu_seconds_in_all: int = 1100
    """For the life of the child, which ends after 100 images."""
    files: tuple[str, ...] = ()
    """What it may open later, one at a time, where the system can forbid all other files: see `confine`."""
    threads: bool = False
    """Whether it may start threads later, where the system can forbid processes."""


def forbid_new_privileges() -> None:
    """For this thread and those it starts from now on, for ever. Raises OSError when the system refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_NO_NEW_PRIVS)")


def confine(open_files: int, allowance: Allowance) -> bool:
    """Drop root, forbid new privileges, and set the limits; `open_files` is one more than the highest descriptor kept.

    True: the system has two more locks, and behind them the allowance's files and threads are granted. False: it has
    none, and they are not. Raises OSError when the system refuses anything else: then nothing may be decoded.
    """
    sealed = give_up_rights(open_files, allowance)
    resource.setrlimit(resource.RLIMIT_AS, (allowance.address_space, allowance.address_space))
    resource.setrlimit(resource.RLIMIT_CPU, (allowance.cpu_seconds, allowance.cpu_seconds_in_all))
    return sealed


def give_up_rights(open_files: int, allowance: Allowance | None = None) -> bool:
    """The same without limits on memory and time, for a process that needs more of both. Raises OSError.

    `allowance` None: nothing is granted, and the further locks are left alone.
    """
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    forbid_new_privileges()
    granted = allowance if allowance is not None and _is_sealed(allowance) else Allowance()
    for kind, limit in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        *(() if granted.threads else ((resource.RLIMIT_NPROC, 0),)),  # no process and no thread
        (resource.RLIMIT_NOFILE, open_files + bool(granted.files)),  # no file, no socket, no pipe
    ):
        resource.setrlimit(kind, (limit, limit))
    return granted is allowance


def _is_sealed(allowance: Allowance) -> bool:
    """Whether no file but those of the allowance can be opened from now on, and no socket and process be made.

    Where one of the two locks is missing the other is locked all the same.
    """
    return all([_is_locked(lambda: sealing.read_only(allowance.files)), _is_locked(sealing.no_sockets_and_processes)])


def _is_locked(lock: Callable[[], None]) -> bool:
    try:
        lock()
    except OSError:
        return False
    return True


def allow_next(allowance: Allowance) -> None:
    """Give the next image its processor time: the limit is one for the whole process, so it moves ahead of the use."""
    most = allowance.cpu_seconds_in_all
    used = int(time.process_time()) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (min(used + allowance.cpu_seconds, most), most))
