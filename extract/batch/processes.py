"""A process that works for this one, with a pipe between them, and ends with it however it ends."""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

PIPE_SIZE = 1 << 20  # bytes asked for; the system may give less


class Process:
    """A fork that runs `work` with its end of the pipe and exits with what that returns; ours is `connection`.

    `room` is how many bytes can be sent to it without waiting until it reads them.
    """

    def __init__(self, work: Callable[[Connection], int]) -> None:
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, PIPE_SIZE)
        self.room = ours.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) // 2
        self.connection = Connection(ours.detach())
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                connection = Connection(theirs.detach())
                _separate(connection.fileno(), parent)
                code = work(connection)
            finally:
                os._exit(code)
        theirs.close()

    def end(self) -> int:
        """Kill it and return how it ended: its exit code, or minus the signal."""
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.connection.close()
        return os.waitstatus_to_exitcode(status)


def _separate(own: int, parent: int) -> None:
    """Leave behind what a fork inherits, but for its `own` end of the pipe, and bind it to its parent's life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(null, standard)
    os.closerange(3, own)  # the output, the journal's lock, and the pipes of the others
    os.closerange(own + 1, os.sysconf("SC_OPEN_MAX"))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _die_with(parent)


def _die_with(parent: int) -> None:
    """Let the kernel kill this process when its parent ends, also in the midst of a page."""
    import ctypes

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
