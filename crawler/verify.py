"""Proves an archive: every record reads, its digests hold, and what it points to is there."""

import mmap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler import warc
from crawler.archive_index import index_of
from crawler.holdings import Holdings

_MAGIC = b"\x1f\x8b\x08"  # of a gzip member (RFC 1952 §2.3.1)

_COPY_AGAIN = (
    "copy the file again from another machine or a backup; without one, what stood there is lost: "
    "remove the file, and `gongkai crawl` asks the portal again"
)
_TORN = (
    "if a crawl runs now, this is what it writes; if the file was copied, copy it again; if a run "
    "was killed here, nothing that counted is lost: `truncate -s {offset} {file}` takes it off"
)
_LOST = "copy the WARC file that holds its bytes into the archive, from where it was left behind"
_INDEX = "delete {index}: it is made anew from the files"


@dataclass(frozen=True)
class Damage:
    """Something of a WARC file that does not hold."""

    file: str  # relative to the archive folder
    offset: int  # bytes from its start, where the record begins
    what: str
    remedy: str


class Verification:
    """One pass over an archive.

    Afterwards `files` and `records` say how much it read. The payload digests are kept in memory,
    about 150 bytes for each different body.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = 0
        self.records = 0
        self._held: set[str] = set()  # payload digests of responses
        self._pointing: list[tuple[str, int, str, str]] = []  # file, offset, digest, URL

    def run(
        self, progress: Callable[[int, int], None] = lambda _done, _all: None
    ) -> Iterator[Damage]:
        """Read every record and give each damage; `progress` gets the bytes read and all bytes."""
        paths = sorted(self.folder.glob("*.warc.gz"))
        done, all_ = 0, sum(path.stat().st_size for path in paths)
        with Holdings(self.folder) as index:
            for path in paths:
                yield from self._file(path, index)
                done += path.stat().st_size
                progress(done, all_)
        for file, offset, digest, url in self._pointing:
            if digest not in self._held:
                yield Damage(file, offset, f"no file holds the bytes ({digest}) of {url}", _LOST)

    def _file(self, path: Path, index: Holdings) -> Iterator[Damage]:
        self.files += 1
        said, stands = index.places(path.name), set[tuple[str, int]]()
        is_sound = True
        for offset, member in _members(path):
            faults = (
                [_unreadable(path, offset)] if member is None else _faults(path, offset, member)
            )
            is_sound = is_sound and not faults
            yield from faults
            if member is not None and not faults:
                self.records += 1
                places = self._take(path.name, offset, warc.read(member))
                stands.update(places)
                if any(p not in said and not index.knows(p[0]) for p in places):
                    yield self._at_odds(path, offset, "the index does not have this record")
        if is_sound:  # else what is said of the damaged places is known to be wrong
            for _, offset in sorted(said - stands, key=lambda place: place[1]):
                yield self._at_odds(path, offset, "the index has a record that is not here")

    def _take(self, file: str, offset: int, record: warc.Record) -> list[tuple[str, int]]:
        """Take in a record; give what the index should say of its place."""
        is_304 = record.headers.get("warc-profile") == warc.NOT_MODIFIED
        if record.kind not in ("response", "revisit", "metadata") or is_304:
            return []
        places = [(record.headers["warc-record-id"], offset)]
        digest = record.headers.get("warc-payload-digest", "")
        if record.kind == "revisit":
            url = record.headers.get("warc-target-uri", "")
            self._pointing.append((file, offset, digest, url))
        elif record.kind == "response":
            self._held.add(digest)
            places.append((digest, offset))
        return places

    def _at_odds(self, path: Path, offset: int, what: str) -> Damage:
        return Damage(path.name, offset, what, _INDEX.format(index=index_of(self.folder)))


def _members(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Give offset and bytes of each record, None in the place of what cannot be unpacked."""
    start: int | None = 0
    while start is not None:
        try:
            yield from warc.members(path, start)
        except warc.TornRecordError as torn:
            yield torn.offset, None
            start = _record_after(path, torn.offset)
        else:
            return


def _record_after(path: Path, offset: int) -> int | None:
    """Give where the next whole record begins; None if there is none."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as bytes_:
        while (offset := bytes_.find(_MAGIC, offset + 1)) >= 0:
            try:
                next(warc.members(path, offset))
            except warc.TornRecordError:
                continue
            return offset
    return None


def _unreadable(path: Path, offset: int) -> Damage:
    if _record_after(path, offset) is None:
        remedy = _TORN.format(offset=offset, file=path)
        return Damage(path.name, offset, "the last record is torn", remedy)
    return Damage(path.name, offset, "the record cannot be unpacked", _COPY_AGAIN)


def _faults(path: Path, offset: int, member: bytes) -> list[Damage]:
    """Check WARC-Block-Digest and WARC-Payload-Digest of a record (ISO 28500:2017 §5.8, §5.9)."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(member), check_digests=True)))
        record.raw_stream.read()
    except (ArchiveLoadFailed, StopIteration) as failure:
        return [Damage(path.name, offset, f"not a WARC record: {failure}", _COPY_AGAIN)]
    return [
        Damage(path.name, offset, problem, _COPY_AGAIN)
        for problem in record.digest_checker.problems
    ]
