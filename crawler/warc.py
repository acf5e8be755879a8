"""WARC records as bytes, one gzip member a record (ISO 28500:2017, WARC/1.1)."""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

Headers = Iterable[tuple[str, str]]

# Profile of ISO 28500:2017 §6.7 for the answer 304 to a conditional request.
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

# A body that unpacks to more than this is left packed: portals offer nothing near it.
LARGEST_BODY = 512 * 1024 * 1024

_LEVEL = 6  # zlib's own; 9 takes three times as long for a hundredth less
_CHUNK = 1024 * 1024
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_GZIP = 16 + zlib.MAX_WBITS
# Bytes of a record that is packed with a window no larger than it: to set up zlib's usual window of
# 32 KB takes longer than to pack a request or a note.
_SMALL = 4096
_SMALL_GZIP, _SMALL_MEMORY = 16 + 12, 5


class TornRecordError(Exception):
    """The last record of a file was cut, as a killed run or an unfinished copy leaves it."""

    def __init__(self, path: Path, offset: int) -> None:
        super().__init__(
            f"{path}: the record at byte {offset} is torn (a run was killed, or the copy is not "
            "finished); it and what follows are skipped. Copy the file again if it came from "
            "another machine; otherwise nothing is to be done, the next crawl asks again"
        )
        self.offset = offset


@dataclass(frozen=True)
class Record:
    """One WARC record, read. `payload` is as transferred: its content encoding is still on."""

    kind: str  # warcinfo, request, response, revisit, metadata
    headers: dict[str, str]  # names in lower case
    status: int | None
    http_headers: dict[str, str]  # names in lower case, the last of each name
    payload: bytes

    @property
    def body(self) -> bytes:
        """The payload with its content encoding undone; as it is where that cannot be done."""
        try:
            return decoded(self.payload, self.http_headers.get("content-encoding", ""))
        except ValueError:
            return self.payload


class Made(NamedTuple):
    """A record about to be written, and its bytes, to be `packed`."""

    record: Record
    member: bytes

    @property
    def id(self) -> str:
        """Its WARC-Record-ID."""
        return self.record.headers["warc-record-id"]


def packed(member: bytes) -> bytes:
    """Give the bytes of a record as a gzip member of its own."""
    if len(member) <= _SMALL:
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _SMALL_GZIP, _SMALL_MEMORY)
    else:
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(member) + packer.flush()


def digest(payload: bytes) -> str:
    """Give the label that WARC-Payload-Digest carries for these bytes."""
    digester = Digester("sha1")
    digester.update(payload)
    return str(digester)


def decoded(payload: bytes, encoding: str) -> bytes:
    """Undo a Content-Encoding of gzip and deflate, the only ones the crawler asks for.

    Raises ValueError for any other encoding, for damaged data and above `LARGEST_BODY`.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("", "identity"):
            continue
        if name in ("gzip", "x-gzip"):
            payload = _inflated(payload, _GZIP)
        elif name == "deflate":
            # RFC 9110 §8.4.1.2: some servers send the raw stream without the zlib wrapper.
            wrapped = payload[:1] and payload[0] & 0x0F == zlib.DEFLATED
            payload = _inflated(payload, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        else:
            raise ValueError(f"content encoding {name!r} is not one the crawler asks for")
    return payload


def _inflated(data: bytes, window: int) -> bytes:
    parts: list[bytes] = []
    room = LARGEST_BODY
    while data:
        unpacker = zlib.decompressobj(window)
        try:
            parts.append(unpacker.decompress(data, room))
        except zlib.error as error:
            raise ValueError(f"damaged content encoding: {error}") from error
        if not unpacker.eof:
            raise ValueError("content encoding is cut short, or the body is too large")
        room -= len(parts[-1])
        data = unpacker.unused_data if room > 0 else b""
    return b"".join(parts)


def members(path: Path, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Give offset and unpacked bytes of each record from `start` on.

    Raises TornRecordError where the file ends inside a record or is damaged.
    """
    with path.open("rb") as file:
        file.seek(start)
        waiting = b""
        while chunk := waiting or file.read(_CHUNK):
            offset = file.tell() - len(chunk)
            unpacker = zlib.decompressobj(_GZIP)
            parts: list[bytes] = []
            try:
                while chunk and not unpacker.eof:
                    parts.append(unpacker.decompress(chunk))
                    chunk = b"" if unpacker.eof else file.read(_CHUNK)
            except zlib.error as error:
                raise TornRecordError(path, offset) from error
            record = b"".join(parts)
            if not unpacker.eof or not record.startswith(b"WARC/"):
                raise TornRecordError(path, offset)
            waiting = unpacker.unused_data
            yield offset, record


def read(member: bytes) -> Record:
    """Read one unpacked record."""
    record = next(iter(ArchiveIterator(BytesIO(member))))
    return _record(record, record.raw_stream.read())


def _record(record: Any, payload: bytes) -> Record:
    """Give warcio's record, read or written, as the archive knows it."""
    http = record.http_headers
    return Record(
        kind=record.rec_type,
        headers={name.lower(): value for name, value in record.rec_headers.headers},
        status=int(http.get_statuscode()) if http and record.rec_type != "request" else None,
        http_headers={name.lower(): value for name, value in http.headers} if http else {},
        payload=payload,
    )


class RecordMaker:
    """Makes records of one moment."""

    def __init__(self, at: str) -> None:
        self._buffer = BytesIO()
        self._writer: Any = WARCWriter(self._buffer, gzip=False, warc_version="WARC/1.1")
        self._at = at

    def warcinfo(self, name: str, facts: dict[str, str]) -> Made:
        """Describe a file: its software, user agent and run."""
        return self._written(self._writer.create_warcinfo_record(name, facts))

    def response(self, url: str, status: int, headers: Headers, payload: bytes, label: str) -> Made:
        """Keep an answer with its payload, `label` its `digest`."""
        return self._written(
            self._writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(payload),
                length=len(payload),
                http_headers=_http(status, headers),
                warc_headers_dict={"WARC-Date": self._at, "WARC-Payload-Digest": label},
            )
        )

    def same_payload(
        self, url: str, status: int, headers: Headers, label: str, first: tuple[str, str]
    ) -> Made:
        """Keep an answer whose payload is held already, `first` = (URL, date) of that record."""
        record = self._writer.create_revisit_record(
            url,
            label,
            *first,
            http_headers=_http(status, headers),
            warc_headers_dict={"WARC-Date": self._at},
        )
        return self._written(record)

    def not_modified(self, url: str, headers: Headers) -> Made:
        """Keep the answer 304 to a conditional request."""
        record = self._writer.create_warc_record(
            url,
            "revisit",
            http_headers=_http(HTTPStatus.NOT_MODIFIED, headers),
            warc_headers_dict={"WARC-Date": self._at, "WARC-Profile": NOT_MODIFIED},
        )
        return self._written(record)

    def request(
        self, url: str, path: str, headers: Headers, answer: str, posted: bytes | None = None
    ) -> Made:
        """Keep what was sent: a GET, or a POST of `posted`.

        `answer` is the id of the record it belongs to.
        """
        method = "GET" if posted is None else "POST"
        line = StatusAndHeaders(f"{method} {path} HTTP/1.1", list(headers), is_http_request=True)
        record = self._writer.create_warc_record(
            url,
            "request",
            payload=BytesIO(posted or b""),
            length=len(posted or b""),
            http_headers=line,
            warc_headers_dict={"WARC-Date": self._at, "WARC-Concurrent-To": answer},
        )
        return self._written(record)

    def metadata(self, url: str, facts: dict[str, Any], refers_to: str | None) -> Made:
        """Keep facts as JSON, if need be about the record `refers_to`."""
        payload = json.dumps(facts, ensure_ascii=False).encode()
        dated = {"WARC-Date": self._at}
        record = self._writer.create_warc_record(
            url,
            "metadata",
            payload=BytesIO(payload),
            length=len(payload),
            warc_content_type="application/json",
            warc_headers_dict=dated if refers_to is None else dated | {"WARC-Refers-To": refers_to},
        )
        return self._written(record)

    def _written(self, record: Any) -> Made:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._writer.write_record(record)  # brings header values into the form they are read in
        return Made(_record(record, record.raw_stream.getvalue()), self._buffer.getvalue())


def _http(status: int, headers: Headers) -> StatusAndHeaders:
    # The client has undone any transfer encoding, so the record must not claim one (RFC 9112 §6.1).
    kept = [(n, value.strip()) for n, value in headers if n.lower() != "transfer-encoding"]
    return StatusAndHeaders(f"{status} {_PHRASES.get(status, '')}".rstrip(), kept, "HTTP/1.1")
