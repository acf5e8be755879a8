"""The crawl's end of the process that writes its archive; the other is `archive_process`.

Packing and hashing there hold up no reactor here. Calls of `Archive` go over a socket in batches;
each batch is written, synced and only then answered.
"""

import subprocess
import sys
from collections.abc import Sequence
from multiprocessing import Pipe
from pathlib import Path
from typing import IO, Any, NamedTuple

LOST = "archive_lost"  # why a run ended that could keep nothing more
_PROCESS = "crawler.archive_process"


class ArchiveLostError(RuntimeError):
    """Raised when what comes can no longer be kept; the message names the cause and a remedy."""


class Call(NamedTuple):
    """One call of a method of `Archive`."""

    method: str
    arguments: dict[str, Any]


class Failed(NamedTuple):
    """The answer to a batch that could not be written."""

    reason: str


class Writer:
    """Starts the process; it must be closed.

    The process holds `lock` too, until it ends: when this is closed, or when the crawl dies.
    """

    def __init__(self, folder: Path, run_id: str, about: dict[str, str], lock: IO[str]) -> None:
        self._folder = folder
        self._socket, other = Pipe()
        with other:
            self._process = subprocess.Popen(  # noqa: S603 — our own program
                [sys.executable, "-m", _PROCESS, str(other.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=(other.fileno(), lock.fileno()),
            )
        self._socket.send((folder, run_id, about))

    @property
    def process_id(self) -> int:
        """The process that writes."""
        return self._process.pid

    def write(self, calls: Sequence[Call]) -> list[Any]:
        """Give what the calls return, once all they wrote is on disk.

        Raises ArchiveLostError if it is not, and from then on.
        """
        try:
            self._socket.send(calls)
            answer: list[Any] | Failed = self._socket.recv()
        except Exception as error:  # whatever it is, nothing may pass for kept
            self.close()
            told = f"its process ended with {self._process.returncode}, {error!r}"
            raise self._lost(told) from error
        if isinstance(answer, Failed):
            raise self._lost(answer.reason)
        return answer

    def close(self) -> None:
        """Have the process close the archive, and wait for its end."""
        self._socket.close()
        self._process.wait()

    def _lost(self, why: str) -> ArchiveLostError:
        return ArchiveLostError(
            f"the archive in {self._folder} cannot be written: {why}; see that the disk has room "
            "and the machine memory, and crawl again: what was kept stays, the walk goes on there"
        )
