"""The archive: bytes go in once, come out as they were, and the files alone tell everything."""

import gzip
import hashlib
import logging
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler import warc
from crawler.archive import Archive, run_id_at
from crawler.items import Finding, KeptPicture, Listed

URL = "http://www.x.gov.cn/a.html"
HTML = [("Content-Type", "Text/HTML; charset=gbk"), ("ETag", '"e"'), ("Last-Modified", "yesterday")]
RUN = "20260101T000000Z"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    opened = Archive(folder, RUN, user_agent="gongkai/test")
    yield opened
    opened.close()


def test_an_answer_is_kept_and_read_back(archive: Archive) -> None:
    capture = archive.keep(URL, 200, HTML, b"body", request_headers=[("User-Agent", "me")])
    assert archive.body(capture) == b"body"
    assert capture.sha256 == hashlib.sha256(b"body").hexdigest()
    assert (capture.url, capture.status, capture.media_type) == (URL, 200, "text/html")
    assert (capture.size, capture.etag, capture.last_modified) == (4, '"e"', "yesterday")
    assert (capture.run_id, capture.warc_file) == (RUN, f"{RUN}-www.x.gov.cn.warc.gz")
    assert archive.latest(URL) == capture
    assert list(archive.captures()) == [capture]
    assert archive.answer(capture)[1]["content-type"] == "Text/HTML; charset=gbk"


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"body" * 99)),
        ("deflate", zlib.compress(b"body" * 99)),
        ("deflate", zlib.compress(b"body" * 99)[2:-4]),
        ("gzip", gzip.compress(b"body" * 49) + gzip.compress(b"body" * 50)),
    ],
    # Named, since gzip stamps the second into the bytes: two test workers would not agree.
    ids=["gzip", "deflate", "deflate without the zlib wrapper", "gzip in two members"],
)
def test_what_was_transferred_is_kept_and_the_body_is_decoded(
    archive: Archive, folder: Path, encoding: str, packed: bytes
) -> None:
    capture = archive.keep(URL, 200, [("Content-Encoding", encoding)], packed)
    assert archive.body(capture) == b"body" * 99
    assert capture.sha256 == hashlib.sha256(b"body" * 99).hexdigest()
    assert (
        warc.read(dict(warc.members(folder / capture.warc_file))[capture.warc_offset]).payload
        == packed
    )


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
def test_a_body_that_cannot_be_decoded_is_given_as_it_is(archive: Archive, encoding: str) -> None:
    capture = archive.keep(URL, 200, [("Content-Encoding", encoding)], b"no such packing")
    assert archive.body(capture) == b"no such packing"


def test_a_bomb_stays_packed(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "LARGEST_BODY", 1000)
    bomb = gzip.compress(bytes(10_000))
    assert archive.body(archive.keep(URL, 200, [("Content-Encoding", "gzip")], bomb)) == bomb


def test_bytes_held_already_are_not_stored_again(archive: Archive, folder: Path) -> None:
    bytes_ = bytes(range(256)) * 400
    first = archive.keep(URL, 200, HTML, bytes_)
    other = archive.keep("http://www.y.gov.cn/b", 200, HTML, bytes_)
    assert (other.sha256, other.size) == (first.sha256, first.size)
    assert archive.body(other) == bytes_
    with (folder / other.warc_file).open("rb") as file:
        kinds = [
            (r.rec_type, r.rec_headers.get_header("WARC-Profile")) for r in ArchiveIterator(file)
        ]
    assert kinds == [
        ("warcinfo", None),
        ("revisit", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
        ("request", None),
    ]


def test_every_record_verifies_with_warcio(archive: Archive, folder: Path) -> None:
    capture = archive.keep(URL, 200, HTML, b"a")
    archive.keep(URL, 404, [], b"")
    archive.unchanged(URL, HTML)
    archive.note("finding", capture, {"题": "目"})
    for path in folder.iterdir():
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()


def test_a_file_says_first_who_made_it(archive: Archive, folder: Path) -> None:
    name = archive.keep(URL, 200, HTML, b"a").warc_file
    with (folder / name).open("rb") as file:
        record = next(iter(ArchiveIterator(file)))
        told = record.content_stream().read().decode()
    assert record.rec_type == "warcinfo"
    assert "software: gongkai" in told
    assert "http-header-user-agent: gongkai/test" in told


def test_captures_come_oldest_first_and_the_latest_is_the_last(archive: Archive) -> None:
    bodies = [b"1", b"2", b"1"]
    kept = [archive.keep(URL, 200, HTML, body) for body in bodies]
    assert [archive.body(capture) for capture in archive.captures()] == bodies
    assert archive.latest(URL) == kept[-1]


def test_a_304_is_a_check_and_no_capture(archive: Archive) -> None:
    assert archive.checked(URL) is None
    archive.unchanged(URL, HTML)
    assert archive.checked(URL) is not None
    assert list(archive.captures()) == []


def test_notes_come_back_with_what_they_are_about(archive: Archive) -> None:
    capture = archive.keep(URL, 200, HTML, b"a")
    finding = Finding(
        capture, None, "某局2023年年报", 2023, "某局", None, None, URL, Listed("某局…", None)
    )
    archive.note("finding", capture, finding.facts())
    archive.note("run", None, {"年": 2023})
    (note,) = archive.notes("finding")
    assert note.about is not None
    assert Finding.from_facts(note.facts, note.about) == finding
    assert [n.facts for n in archive.notes("run")] == [{"年": 2023}]
    assert archive.latest_note("finding", URL) == note
    assert archive.latest_note("finding", "http://elsewhere/") is None


def test_the_pictures_of_a_finding_come_back_and_old_notes_have_none(archive: Archive) -> None:
    capture = archive.keep(URL, 200, HTML, b"a")
    finding = Finding(capture, None, "某局2023年年报", 2023, None, None, None, URL, None)
    old = {
        "region_code": None, "title": "某局2023年年报", "year": 2023, "agency": None,
        "published": None, "column": None, "page_url": URL, "listed": None,
    }  # fmt: skip
    assert Finding.from_facts(old, capture) == finding
    assert finding.facts() == old  # so that what was noted before is not noted anew
    shown = KeptPicture("./W01.jpg", f"{URL}W01.jpg", "0" * 64)
    pictured = replace(finding, pictures=(shown,))
    archive.note("finding", capture, pictured.facts())
    (note,) = archive.notes("finding")
    assert Finding.from_facts(note.facts, capture) == pictured


def test_a_capture_is_found_by_its_body(archive: Archive) -> None:
    first, second, again = (archive.keep(URL, 200, HTML, body) for body in (b"a", b"b", b"a"))
    assert archive.of_body(URL, second.sha256) == second
    assert archive.of_body(URL, first.sha256) == again
    assert archive.of_body(f"{URL}other", first.sha256) is None


def test_of_a_capture_the_same_is_noted_once(archive: Archive) -> None:
    first, again = (archive.keep(URL, 200, HTML, body) for body in (b"a", b"b"))
    for about, title in ((first, "a"), (first, "a"), (first, "b"), (again, "b"), (again, "b")):
        archive.note_change("finding", about, {"title": title})
    told = [(note.about, note.facts["title"]) for note in archive.notes("finding")]
    assert told == [(first, "a"), (first, "b"), (again, "b")]


def everything(folder: Path) -> object:
    archive = Archive(folder, "reader")
    captures = list(archive.captures())
    told = (
        captures,
        [archive.body(capture) for capture in captures],
        list(archive.notes("finding")),
        archive.checked(URL),
    )
    archive.close()
    return told


def filled(folder: Path, run_id: str, body: bytes) -> None:
    archive = Archive(folder, run_id)
    capture = archive.keep(URL, 200, HTML, body)
    archive.keep("http://a.x.gov.cn/", 200, HTML, body)  # a revisit; its file sorts first
    archive.unchanged(URL, HTML)
    archive.note("finding", capture, {"body": body.decode()})
    archive.close()


def test_without_its_index_the_archive_tells_the_same(folder: Path) -> None:
    filled(folder, "20260101T000000Z", b"one")
    filled(folder, "20260102T000000Z", b"two")
    before = everything(folder)
    shutil.rmtree(folder.parent / "state")
    assert everything(folder) == before


def test_files_of_another_machine_are_read_in(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "archive"
    filled(folder, "20260101T000000Z", b"here")
    filled(other, "20260102T000000Z", b"there")
    for path in other.iterdir():
        shutil.copy(path, folder)
    archive = Archive(folder, "reader")
    assert {archive.body(capture) for capture in archive.captures()} == {b"here", b"there"}
    archive.close()


def test_a_torn_tail_is_reported_once_and_skipped(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    filled(folder, RUN, b"whole")
    path = folder / f"{RUN}-www.x.gov.cn.warc.gz"
    *_, (last, _) = warc.members(path)
    path.write_bytes(path.read_bytes()[: last + 40])
    shutil.rmtree(folder.parent / "state")
    with caplog.at_level(logging.WARNING):
        captures = everything(folder)
    assert captures
    (warning,) = caplog.messages
    assert str(path) in warning
    assert f"byte {last}" in warning
    caplog.clear()
    everything(folder)
    assert caplog.messages == []


@pytest.mark.parametrize("cut", [1, 5, 40, 200])
def test_records_before_any_cut_survive(folder: Path, cut: int) -> None:
    filled(folder, RUN, b"whole")
    path = folder / f"{RUN}-www.x.gov.cn.warc.gz"
    whole = list(warc.members(path))
    path.write_bytes(path.read_bytes()[:-cut])
    read = []
    with pytest.raises(warc.TornRecordError):
        for member in warc.members(path):
            read.append(member)  # noqa: PERF402 — extend() would lose what came before the error
    assert read == whole[: len(read)]
    assert len(read) == len(whole) - 1


def test_a_later_run_never_appends_to_an_older_file(folder: Path) -> None:
    filled(folder, RUN, b"one")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    filled(folder, RUN, b"two")  # begun within the same second
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name: after[name] for name in before} == before
    assert len(after) == 2 * len(before)


def test_bytes_whose_file_is_missing_are_named(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    filled(folder, RUN, b"one")
    (folder / f"{RUN}-www.x.gov.cn.warc.gz").unlink()
    with caplog.at_level(logging.WARNING):
        archive = Archive(folder, "reader")
    assert list(archive.captures()) == []
    assert "1 captures" in caplog.text
    archive.close()


def test_two_archives_may_be_open_at_once(archive: Archive, folder: Path) -> None:
    reader = Archive(folder, "reader")
    capture = archive.keep(URL, 200, HTML, b"a")
    assert list(reader.captures()) == []
    archive.sync()
    assert list(reader.captures()) == [capture]
    reader.close()


def test_runs_of_two_machines_that_start_at_once_are_two() -> None:
    ids = {run_id_at("2026-11-21T17:43:00Z") for _ in range(9)}
    assert len(ids) == 9
    assert all(run_id.startswith("20261121T174300Z-") for run_id in ids)


ODD = [("ETag", ' "é" '), ("Content-Type", "text/html; name=年报.pdf"), ("X", ""), ("Y", "a: b")]
_MAKE = warc.RecordMaker("2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    "made",
    [
        _MAKE.warcinfo("a.warc.gz", {"software": "gongkai"}),
        _MAKE.response(URL, 200, ODD, b"a\r\n\r\nb", warc.digest(b"a\r\n\r\nb")),
        _MAKE.response(URL, 204, [], b"", warc.digest(b"")),
        _MAKE.same_payload(URL, 599, ODD, warc.digest(b"a"), (URL, "2025-01-01T00:00:00Z")),
        _MAKE.not_modified(URL, ODD),
        _MAKE.request(URL, "/a.html?b", ODD, "<urn:uuid:0>", "年=1".encode()),
        _MAKE.metadata("urn:gongkai:run", {"年": 2023}, None),
    ],
    ids=lambda made: made.record.kind,
)
def test_a_record_is_indexed_as_it_will_be_read(made: warc.Made) -> None:
    assert warc.read(made.member) == made.record


def test_a_record_made_is_found_by_its_place_among_many(archive: Archive) -> None:
    kept = [archive.keep(URL, 200, HTML, bytes([n % 7])) for n in range(20)]
    archive.note("finding", kept[11], {})
    (note,) = archive.notes("finding")
    assert note.about == kept[11]
