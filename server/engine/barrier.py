"""Shut the process that evaluates strangers' texts off from the network, and from files that it does not need.

Two means of Linux, by the C library and no other package: a seccomp filter refuses every system call that makes or
reaches a connection, starts a program or looks into another process; Landlock leaves the given folders to read, and
others, for the process that writes, to write. Both hold for every thread and child, and cannot be lifted. What the
platform does not offer is reported, never passed over; what it offers and refuses to install is an error.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ConsulaireError

_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_PLACE = {"x86_64": 0, "aarch64": 1}
_DENIED = {  # number on x86-64, number on ARM64; what takes a message is not refused: the channels need it
    "socket": (41, 198),
    "connect": (42, 203),
    "accept": (43, 202),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "bind": (49, 200),
    "listen": (50, 201),
    "socketpair": (53, 199),
    "execve": (59, 221),
    "ptrace": (101, 117),
    "mount": (165, 40),
    "unshare": (272, 97),
    "accept4": (288, 242),
    "perf_event_open": (298, 241),
    "open_by_handle_at": (304, 265),
    "sendmmsg": (307, 269),
    "setns": (308, 268),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "bpf": (321, 280),
    "execveat": (322, 281),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "pidfd_getfd": (438, 438),
}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # instructions of the classic BPF
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050000 | errno.EPERM, 0x7FFF0000
_X32 = 0x40000000  # the third calling convention of x86-64, whose numbers would pass by
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _GET_SECCOMP, _FILTER = 38, 22, 21, 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ = 1 << 2 | 1 << 3  # files, folders
_WRITE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13 | 1 << 14  # files, folders: remove, make, link, cut
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many rights each version of Landlock knows
_NOT_OFFERED = {errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM}


class BarrierError(ConsulaireError):
    """Report a barrier that the platform has and that could not be put up; nothing must be evaluated then."""


@dataclass(frozen=True)
class Barrier:
    """Name what shuts off the network and the files; None where the platform has no means."""

    network: str | None
    files: str | None

    @property
    def missing(self) -> str:
        """Say what is not shut off and what to do; empty when everything is."""
        open_ways = [
            way for way, means in (("the network", self.network), ("files beside the store", self.files)) if not means
        ]
        if not open_ways:
            return ""
        return (
            f"This platform has no means to shut the query processes off from {' and '.join(open_ways)} (Linux has: "
            "seccomp on x86-64 and ARM64, Landlock from 5.13). SERVICE and LOAD are still refused before the engine "
            "reads a query; for the second barrier, run the server on such a Linux."
        )


def put_up(folders: Iterable[Path], writable: Iterable[Path] = ()) -> Barrier:
    """Shut this process off for good, but for reading below `folders` and writing below `writable`.

    Call it before any thread is started.

    BarrierError when the platform offers a means that then fails: never go on without it.
    """
    if not sys.platform.startswith("linux"):
        return Barrier(None, None)
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    _check(library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no-new-privileges")
    files = _shut_files(library, {**dict.fromkeys(folders, _READ), **dict.fromkeys(writable, _READ | _WRITE)})
    return Barrier(_shut_network(library), files)


def _shut_network(library: ctypes.CDLL) -> str | None:
    machine = platform.machine()
    if machine not in _AUDIT or library.prctl(_GET_SECCOMP, 0, 0, 0, 0) < 0:
        return None
    program = _program(machine)
    buffer = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer)))
    _check(library.prctl(_SET_SECCOMP, _FILTER, head, 0, 0), "seccomp")
    return "seccomp"


def _program(machine: str) -> bytes:
    """Write the filter: another architecture ends the process, a denied number gives EPERM, others pass."""
    numbers = [pair[_PLACE[machine]] for pair in _DENIED.values()]
    lines = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, _AUDIT[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, len(numbers) + 1, 0, _X32),
    ]
    lines += [(_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    lines += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def _shut_files(library: ctypes.CDLL, folders: Mapping[Path, int]) -> str | None:
    version = library.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if version < 0:
        if ctypes.get_errno() in _NOT_OFFERED:
            return None
        _check(version, "Landlock")
    rights = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    network = 3 if version >= 4 else 0  # TCP: bind, connect
    scope = 3 if version >= 6 else 0  # abstract sockets and signals stay among these processes
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    attributes = struct.pack("QQQ", rights, network, scope)[:size]
    rules = library.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint(0))
    _check(rules, "Landlock")
    for folder, allowed in folders.items():
        place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", allowed & rights, place)
        _check(library.syscall(_ADD_RULE, rules, 1, rule, ctypes.c_uint(0)), "Landlock")
        os.close(place)
    _check(library.syscall(_RESTRICT_SELF, rules, ctypes.c_uint(0)), "Landlock")
    os.close(rules)
    return "landlock"


def _check(result: int, means: str) -> None:
    if result < 0:
        reason = os.strerror(ctypes.get_errno())
        raise BarrierError(
            f"The query process could not be shut off by {means} ({reason}), although this system has it. No query is "
            "answered without it. Look at the limits of the container or service that the server runs in."
        )
