"""The files in an archive (ZIP, RAR, 7z): each is a document of its own.

Nothing is written to a disk under a name in the archive: names are text, contents are bytes.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from extract.blocks import UnreadableError
from extract.formats import ARCHIVES, ZIP_ERRORS, format_of
from extract.readers.package import LARGEST_PACKAGE, MOST_PARTS, listed_parts
from extract.repack import repack

# Text packs to a tenth, a white page to a hundredth; what unpacks further is a bomb, unless small.
LARGEST_RATIO = 200
SMALL = 16 * 1024 * 1024
# An archive in an archive is opened, one in that is not.
DEEPEST = 2

_LOCKED = "it is locked with a password; ask the agency for an open copy"
_FLAG_LOCKED, _FLAG_UTF_8 = 0x0001, 0x0800  # APPNOTE.TXT 4.4.4, bits 0 and 11
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What operating systems and office programs leave beside documents.
_LITTER = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._|~\$)", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Member:
    """A file in an archive, or why it could not be had; then `data` may be empty.

    `name` is its path there, as text; a file of an archive in the archive has both names, with !/
    between them.
    """

    name: str
    data: bytes = b""
    error: str | None = None
    format: str = "unknown"  # by its bytes


def members_of(data: bytes) -> list[Member]:
    """Unpack an archive, and those in it, in their order.

    A file that cannot be unpacked has its error. Raises UnreadableError if the archive cannot be
    opened at all, holds no files, or would unpack to more than any report needs.
    """
    members = list(_unpacked(data, _Room(len(data)), depth=1))
    if not members:
        raise UnreadableError("the archive holds no files; look on the portal for another copy")
    return members


class _Room:
    """What an archive, with the archives in it, may still unpack to."""

    def __init__(self, packed: int) -> None:
        self.files = MOST_PARTS
        self.bytes = min(LARGEST_PACKAGE, max(SMALL, LARGEST_RATIO * packed))

    def ask_for(self, files: int, size: int = 0) -> None:
        """Raises UnreadableError if there is no room for so many files, or bytes."""
        if files > self.files or size > self.bytes:
            raise UnreadableError(
                f"the archive would unpack to more than any report needs ({files} files, "
                f"{size // 1_000_000} MB); it was not opened"
            )

    def take(self, files: int, size: int) -> None:
        """Takes the room; raises as `ask_for` does."""
        self.ask_for(files, size)
        self.files -= files
        self.bytes -= size


def _unpacked(data: bytes, room: _Room, depth: int) -> Iterator[Member]:
    kind = format_of(data)
    for file in _zipped(data, room) if kind == "zip" else _repacked(data, kind, room):
        member = replace(file, format=format_of(file.data))
        if member.format not in ARCHIVES:
            yield member
        elif depth == DEEPEST:
            error = "it is an archive in an archive in an archive; unpack it by hand and read that"
            yield replace(member, error=error)
        else:
            try:
                for inner in _unpacked(member.data, room, depth + 1):
                    yield replace(inner, name=f"{member.name}!/{inner.name}")
            except UnreadableError as error:
                yield replace(member, error=str(error))


def _zipped(data: bytes, room: _Room) -> Iterator[Member]:
    room.ask_for(listed_parts(data))
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except ZIP_ERRORS as error:
        raise UnreadableError(
            f"the archive is cut short or damaged ({error}); fetch it again"
        ) from error
    with package:
        parts = package.infolist()
        room.take(len(parts), sum(part.file_size for part in parts))
        for part in parts:
            name = _zip_name(part)
            is_link = stat.S_ISLNK(part.external_attr >> 16)
            if not (is_link or part.filename.endswith("/") or _LITTER.search(name)):
                yield _zip_member(package, part, name)


def _zip_member(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Member:
    if part.flag_bits & _FLAG_LOCKED:
        return Member(name, error=_LOCKED)
    if part.compress_type not in _METHODS:  # the other packers would unpack without a limit
        return Member(name, error="it is packed in a way that is not read; unpack it by hand")
    try:
        with package.open(part) as packed:
            # With a length, no more is unpacked than that, whatever the bytes would give.
            return Member(name, packed.read(part.file_size + 1))
    except (*ZIP_ERRORS, RuntimeError, zlib.error) as error:
        return Member(name, error=f"it is damaged in the archive ({error}); fetch that again")


def _zip_name(part: zipfile.ZipInfo) -> str:
    """Give the name of a file; where the archive does not say that it is UTF-8, see `_text`."""
    if part.flag_bits & _FLAG_UTF_8:
        return _tidy(part.filename)
    try:
        return _text(part.filename.encode("cp437"))  # as zipfile has read it
    except UnicodeEncodeError:
        return _tidy(part.filename)  # from the extra field that gives it in Unicode


def _repacked(data: bytes, kind: str, room: _Room) -> Iterator[Member]:
    repacked = repack(data, kind, most_files=room.files, most_bytes=room.bytes)
    if repacked.complaint and not repacked.files:
        raise UnreadableError(repacked.complaint)
    room.take(len(repacked.files), sum(len(contents) for _, contents in repacked.files))
    for printed, contents in repacked.files:
        if not _LITTER.search(name := _text(printed)):
            yield Member(name, contents)
    if repacked.complaint:
        yield Member("(the rest)", error=repacked.complaint)


def _text(name: bytes) -> str:
    """Decode a name whose encoding is not told: UTF-8 if it can be, else that of Windows here."""
    try:
        return _tidy(name.decode("utf-8"))
    except UnicodeDecodeError:
        return _tidy(name.decode("gb18030", "replace"))


def _tidy(name: str) -> str:
    """Give the name on one line and with one kind of slash; it may still point anywhere."""
    return str(PurePosixPath(_CONTROL.sub("\ufffd", name.replace("\\", "/"))))
