"""One crawl at a time writes to a data folder; the system lets go of the lock if it is killed."""

import fcntl
import os
import time
from pathlib import Path
from typing import IO

# The process that writes for a crawl holds the lock too. If the crawl is killed, it first writes
# what it was given, in moments on any disk that works.
_LAST_WRITES = 60.0  # seconds
_LOOK_AGAIN = 0.05


class DataFolderBusyError(RuntimeError):
    """Raised when another crawl writes to the data folder; the message names it and a remedy."""


def lock(data: Path) -> IO[str]:
    """Take the lock of a data folder; it is held until the file is closed, here and by children.

    Waits for what a killed crawl left to be written. Raises DataFolderBusyError if another crawl
    holds it.
    """
    path = data / "state" / "crawl.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+", encoding="utf-8")
    until = time.monotonic() + _LAST_WRITES
    while not _taken(file):
        file.seek(0)
        holder = file.read().strip() or "unknown"
        if _is_alive(holder) or time.monotonic() > until:
            file.close()
            raise DataFolderBusyError(
                f"another crawl (process {holder}) writes to {data}: wait for it, or give this one "
                "a data folder of its own"
            )
        time.sleep(_LOOK_AGAIN)
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_alive(process: str) -> bool:
    """Tell whether a process runs; one that took the lock a moment ago may not be named yet."""
    if not process.isdecimal():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it runs for another user
        return True
    return True
