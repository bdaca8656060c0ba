"""What the decoding child gives up before it touches a byte of an image; see docs/decisions/0003-images-in-a-child.md.

Everything the child needs is imported before: afterwards it can open no file, even of this package.
"""

from __future__ import annotations

import ctypes
import os
import resource
import time

NOBODY = 65_534
"""The uid and gid that own nothing."""
ADDRESS_SPACE = 1024**3
"""Bytes; the largest accepted pictures need about half."""
CPU_SECONDS = 10
"""For one image."""
CPU_SECONDS_IN_ALL = 1100
"""For the life of the child, which ends after 100 images."""
PR_SET_NO_NEW_PRIVS = 38
"""linux/prctl.h"""


def confine(open_files: int) -> None:
    """Drop root, forbid new privileges, and set the limits; `open_files` is one more than the highest descriptor kept.

    Raises OSError when the system refuses any of it: then nothing may be decoded.
    """
    give_up_rights(open_files)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS_IN_ALL))


def give_up_rights(open_files: int) -> None:
    """The same without limits on memory and time, for a process that needs more of both. Raises OSError."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_NO_NEW_PRIVS)")
    for kind, limit in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),  # no process and no thread
        (resource.RLIMIT_NOFILE, open_files),  # no file, no socket, no pipe
    ):
        resource.setrlimit(kind, (limit, limit))


def allow_next() -> None:
    """Give the next image its processor time: the limit is one for the whole process, so it moves ahead of the use."""
    used = int(time.process_time()) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (min(used + CPU_SECONDS, CPU_SECONDS_IN_ALL), CPU_SECONDS_IN_ALL))
