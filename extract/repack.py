"""RAR and 7z: bsdtar (of libarchive) repacks them as a TAR, which is read in memory.

So no file is ever written under a name that the archive chose, and no link of it is followed.
"""

import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread, Timer
from typing import IO

from extract.blocks import UnreadableError

SECONDS = 45.0  # a hundred documents take 1; a worker waits 60 for the whole archive
# What TAR adds to a file: headers, and contents filled up to whole blocks.
_AROUND_A_FILE = 4096
# Each block is written at once, so that what was read before the damage is had.
_COMMAND = ("-cf", "-", "--format", "pax", "--block-size", "1")


@dataclass(frozen=True)
class Repacked:
    """The files as (name in bytes, contents); `complaint` says why there may be more."""

    files: tuple[tuple[bytes, bytes], ...]
    complaint: str | None


def bsdtar() -> str | None:
    """Give the path of bsdtar; None if it is not installed."""
    return shutil.which("bsdtar")


def repack(data: bytes, kind: str, *, most_files: int, most_bytes: int) -> Repacked:
    """Unpack an archive, `rar` or `7z`, in memory.

    Raises UnreadableError if bsdtar is not installed, or if there is more than so many bytes and
    what TAR adds to so many files.
    """
    program = bsdtar()
    if program is None:
        raise UnreadableError(
            "it is a RAR or 7z archive, and bsdtar, which opens those, is not installed; on Debian "
            "and Ubuntu: apt-get install libarchive-tools; elsewhere: libarchive.org"
        )
    room = most_bytes + most_files * _AROUND_A_FILE
    if kind == "rar":
        # Where bsdtar can look at the end first, it takes a RAR archive that ends with a ZIP
        # archive for that one; a pipe has no end to look at.
        tape, complaint = _run([program, *_COMMAND, "@-"], ".", data, room)
    else:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "archive").write_bytes(data)
            tape, complaint = _run([program, *_COMMAND, "@archive"], folder, b"", room)
    if len(tape) > room:
        raise UnreadableError(
            f"the archive would unpack to more than any report needs ({room // 1_000_000} MB)"
        )
    files: list[tuple[bytes, bytes]] = []
    try:
        for file in _files(tape):
            files.append(file)  # noqa: PERF402 - what was read before the cut is kept
    except tarfile.ReadError as error:  # the tape was cut; bsdtar mostly says why
        complaint = complaint or f"its list of files ends early ({error})"
    return Repacked(tuple(files), _in_words(complaint))


def _run(command: list[str], folder: str, data: bytes, room: int) -> tuple[bytes, str]:
    """Run a command on data: what it prints, one byte over the room at most, and what it says."""
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603 - the path is ours, the archive is only read
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=os.environ | {"LC_ALL": "C.UTF-8"},  # else it cannot write Chinese names
        ) as process,
    ):
        assert process.stdin is not None  # noqa: S101 - told to the type checker; they are pipes
        assert process.stdout is not None  # noqa: S101
        feeder = Thread(target=_feed, args=(process.stdin, data))
        alarm = Timer(SECONDS, process.kill)
        feeder.start()
        alarm.start()
        try:
            tape = process.stdout.read(room + 1)
            if len(tape) > room:
                process.kill()
            process.wait()
        finally:
            stopped = not alarm.is_alive()
            alarm.cancel()
            process.kill()
            feeder.join()
        said.seek(0)
        words = said.read(10_000).decode(errors="replace").strip()
    return tape, f"it was not done after {SECONDS:.0f} seconds" if stopped else words


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(BrokenPipeError), pipe:  # it need not read to the end
        pipe.write(data)


def _files(tape: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the regular files; links and folders are none. Raises ReadError where a tape is cut."""
    with tarfile.open(fileobj=io.BytesIO(tape), mode="r:", errorlevel=0) as archive:
        for entry in archive:
            contents = archive.extractfile(entry) if entry.isreg() else None
            if contents is not None:
                yield entry.name.encode("utf-8", "surrogateescape"), contents.read()


def _in_words(complaint: str) -> str | None:
    if not complaint:
        return None
    if any(word in complaint.lower() for word in ("encrypt", "passphrase", "password")):
        return "the archive is locked with a password; ask the agency for an open copy"
    first = complaint.splitlines()[0].removeprefix("bsdtar: ")
    return f"the archive is cut short or damaged (bsdtar: {first}); fetch it again"
