"""Two locks of Linux that need no rights and cannot be undone: Landlock for files, a system call filter for the rest.

Written against linux/landlock.h, linux/seccomp.h and linux/filter.h.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Sequence

from msgspec import Struct

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""System calls; the same numbers on every architecture."""
ABI_VERSION = 1
"""The flag by which CREATE_RULESET tells its version."""
PATH_BENEATH = 1
READ_FILE = 1 << 2
ACCESS_BITS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""Version of Landlock → how many kinds of access to files it knows; later ones know as many as 5."""
TCP, SIGNALS_AND_SOCKETS = 0b11, 0b11
"""All there is to forbid: bind and connect from version 4, signals and abstract sockets from 6."""

SET_SECCOMP, MODE_FILTER = 22, 2
LOAD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, JUMP_IF_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE, UNKNOWN = 0x7FFF0000, 0x00050000 | 13, 0x00050000 | 38
"""What a filter answers; REFUSE with the error EACCES, UNKNOWN with ENOSYS."""
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
"""Offsets in the description of a call, on machines that put the low half first."""
CLONE_THREAD = 0x10000
CLONE3, IO_URING_SETUP = 435, 425
"""The first keeps its flags where a filter cannot see them; the second opens files and sockets past any filter."""
OTHER_TABLE = 0x40000000
"""From here on x86-64 counts the calls of its 32-bit variant."""


class _Machine(Struct, frozen=True):
    """The numbers of one architecture."""

    mark: int
    clone: int
    forbidden: tuple[int, ...]
    """socket, execve, execveat, and where there are any fork and vfork; shmget, semget, msgget and mq_open, whose
    memory outlives the process that asked for it."""


MACHINES = {
    "x86_64": _Machine(0xC000003E, 56, (41, 59, 322, 57, 58, 29, 64, 68, 240)),
    "aarch64": _Machine(0xC00000B7, 220, (198, 221, 281, 194, 190, 186, 180)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def read_only(paths: Sequence[str]) -> None:
    """Forbid every use of the file system but reading these files, and what else Landlock of this kernel can forbid.

    The process must have given up new privileges. Raises OSError when the kernel has no Landlock or refuses.
    """
    version = _call(CREATE_RULESET, None, ctypes.c_size_t(0), ABI_VERSION)
    files = (1 << ACCESS_BITS.get(version, 16)) - 1
    fields = [files, *([TCP] if version >= 4 else []), *([SIGNALS_AND_SOCKETS] if version >= 6 else [])]
    rules = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = _call(CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    try:
        for path in paths:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                _call(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", READ_FILE, descriptor), 0)
            finally:
                os.close(descriptor)
        _call(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def no_sockets_and_processes() -> None:
    """Forbid making sockets, processes and lasting memory, by any way there is; threads can still be made.

    The process must have given up new privileges. Raises OSError when the machine is not known or the kernel refuses.
    """
    machine = MACHINES.get(platform.machine())
    if machine is None:
        raise OSError(f"no system call filter is written for {platform.machine()}")
    lines = b"".join(struct.pack("=HBBI", *line) for line in _filter(machine))
    instructions = ctypes.create_string_buffer(lines)
    program = _Program(len(lines) // struct.calcsize("=HBBI"), ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(SET_SECCOMP, MODE_FILTER, ctypes.byref(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_SECCOMP)")


def _filter(machine: _Machine) -> list[tuple[int, int, int, int]]:
    """The instructions: operation, lines to skip when it is so and when it is not, operand."""
    refusals = (*machine.forbidden, IO_URING_SETUP)
    checks = [(JUMP_IF_EQUAL, len(refusals) - 1 - place + 6, 0, call) for place, call in enumerate(refusals)]
    return [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_IF_EQUAL, 1, 0, machine.mark),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, NUMBER),
        (JUMP_IF_AT_LEAST, len(refusals) + 6, 0, OTHER_TABLE),
        *checks,
        (JUMP_IF_EQUAL, 4, 0, CLONE3),
        (JUMP_IF_EQUAL, 0, 2, machine.clone),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_IF_ANY_BIT, 0, 2, CLONE_THREAD),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, UNKNOWN),
        (RETURN, 0, 0, REFUSE),
    ]


def _call(number: int, *arguments: object) -> int:
    """The answer of a system call. Raises OSError."""
    answer: int = ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
    if answer < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return answer
