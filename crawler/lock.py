"""One crawl at a time writes to a data folder; the system lets go of the lock if it is killed."""

import fcntl
import os
from pathlib import Path
from typing import IO


class DataFolderBusyError(RuntimeError):
    """Raised when another crawl writes to the data folder; the message names it and a remedy."""


def lock(data: Path) -> IO[str]:
    """Take the lock of a data folder; it is held until the file is closed.

    Raises DataFolderBusyError if another process holds it.
    """
    path = data / "state" / "crawl.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise DataFolderBusyError(
            f"another crawl (process {holder}) writes to {data}: wait for it, or give this one a "
            "data folder of its own"
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
