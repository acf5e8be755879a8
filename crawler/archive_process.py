"""The process that writes the archive of a crawl, started by `archive_writer`.

It ends when the crawl closes the socket or dies, and holds the lock of the data folder until then.
"""

import logging
import signal
import sys
from collections.abc import Sequence
from contextlib import closing
from multiprocessing.connection import Connection
from typing import Any

from crawler.archive import Archive
from crawler.archive_writer import Call, Failed

logger = logging.getLogger(__name__)


def main() -> None:
    """Write what comes from the socket whose number is the only argument."""
    # They are sent to the crawl too, which ends in good order and needs the archive until then.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING)
    with Connection(int(sys.argv[1])) as socket:
        folder, run_id, about = socket.recv()
        with closing(Archive(folder, run_id, **about)) as archive:
            while (calls := _received(socket)) is not None:
                answer = _written(archive, calls)
                try:
                    socket.send(answer)
                except OSError:  # the crawl died while this was written
                    break


def _received(socket: Connection) -> list[Call] | None:
    """Give the next batch; None when the crawl closed the socket or died, within a batch too."""
    try:
        calls: list[Call] = socket.recv()
    except (EOFError, OSError):
        return None
    return calls


def _written(archive: Archive, calls: Sequence[Call]) -> list[Any] | Failed:
    try:
        results = [getattr(archive, call.method)(**call.arguments) for call in calls]
        archive.sync()
    except Exception as failure:  # whatever it is, nothing may pass for kept
        logger.exception("the archive cannot be written")
        return Failed(f"{type(failure).__name__}: {failure}")
    return results


if __name__ == "__main__":
    main()
