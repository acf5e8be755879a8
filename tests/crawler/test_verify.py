"""Verifying proves an archive, and names what does not hold: which file, where, what to do."""

import gzip
import shutil
import sqlite3
from pathlib import Path

import pytest

from crawler import warc
from crawler.archive import Archive
from crawler.verify import Damage, Verification

HOST = "http://www.x.gov.cn/"
BODY = b"<p>report</p>" * 50


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of one run: two answers with the same bytes, another one, a 304 and a note."""
    archive = Archive(tmp_path / "archive", "20260101T000000Z")
    first = archive.keep(f"{HOST}1", 200, [("Content-Type", "text/html")], BODY)
    archive.keep("http://www.y.gov.cn/2", 200, [], BODY)
    archive.keep(f"{HOST}3", 200, [], b"another")
    archive.unchanged(f"{HOST}1", [])
    archive.note("finding", first, {"题": "目"})
    archive.close()
    return tmp_path / "archive"


def of_x(folder: Path) -> Path:
    return folder / "20260101T000000Z-www.x.gov.cn.warc.gz"


def offset_of(path: Path, kind: str) -> int:
    return next(at for at, member in warc.members(path) if warc.read(member).kind == kind)


def damages(folder: Path) -> list[Damage]:
    return list(Verification(folder).run())


def replaced(path: Path, old: bytes, new: bytes) -> None:
    """Change what a file's records say, with gzip checksums that hold."""
    made = [member.replace(old, new) for _, member in warc.members(path)]
    path.write_bytes(b"".join(warc.packed(member) for member in made))


def test_a_sound_archive_has_no_damage(folder: Path) -> None:
    verification = Verification(folder)
    read: list[tuple[int, int]] = []
    assert list(verification.run(lambda done, all_: read.append((done, all_)))) == []
    assert (verification.files, verification.records) == (3, 12)
    assert read[-1][0] == read[-1][1] == sum(path.stat().st_size for path in folder.iterdir())


def test_a_flipped_bit_is_found_and_what_follows_is_still_read(folder: Path) -> None:
    path, at = of_x(folder), offset_of(of_x(folder), "response")
    bytes_ = bytearray(path.read_bytes())
    bytes_[at + 40] ^= 1
    path.write_bytes(bytes_)
    found = damages(folder)
    # The revisit of the other host has lost its bytes.
    assert (found[0].file, found[0].offset) == (path.name, at)
    assert "cannot be unpacked" in found[0].what
    assert "copy the file again" in found[0].remedy
    assert [d.file for d in found[1:]] == ["20260101T000000Z-www.y.gov.cn.warc.gz"]


@pytest.mark.parametrize(
    ("old", "new", "digest"),
    [(b"another", b"anothes", "payload digest"), (b"isPartOf", b"isPartOg", "block digest")],
)
def test_other_bytes_than_the_digest_says(
    folder: Path, old: bytes, new: bytes, digest: str
) -> None:
    replaced(of_x(folder), old, new)
    assert any(digest in damage.what for damage in damages(folder))


def test_a_torn_end_is_told_from_damage_within(folder: Path) -> None:
    path = of_x(folder)
    whole = path.read_bytes()
    *_, (last, _) = warc.members(path)
    path.write_bytes(whole[:-10])
    [damage] = [d for d in damages(folder) if "torn" in d.what]
    assert (damage.file, damage.offset) == (path.name, last)
    assert f"truncate -s {last} {path}" in damage.remedy
    path.write_bytes(whole[:last])  # as the remedy says
    assert damages(folder) == []


def test_a_revisit_whose_original_was_left_behind(folder: Path) -> None:
    of_x(folder).unlink()
    [damage] = damages(folder)
    assert damage.file == "20260101T000000Z-www.y.gov.cn.warc.gz"
    assert "http://www.y.gov.cn/2" in damage.what
    assert "copy the WARC file" in damage.remedy


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("DELETE FROM capture WHERE url LIKE '%1'", "does not have this record"),
        ("DELETE FROM payload", "does not have this record"),
        ("UPDATE capture SET warc_offset = 7 WHERE url LIKE '%1'", "is not here"),
    ],
)
def test_an_index_at_odds_with_the_files(folder: Path, change: str, words: str) -> None:
    index = folder.parent / "state" / "captures.sqlite"
    with sqlite3.connect(index) as connection:
        connection.execute(change)
    found = damages(folder)
    assert any(words in damage.what for damage in found)
    assert {damage.remedy for damage in found} == {
        f"delete {index}: it is made anew from the files"
    }
    index.unlink()  # as the remedy says
    assert damages(folder) == []


def test_a_file_that_is_no_warc(folder: Path) -> None:
    (folder / "20260102T000000Z.warc.gz").write_bytes(b"<html>not found</html>")
    [damage] = damages(folder)
    assert (damage.file, damage.offset) == ("20260102T000000Z.warc.gz", 0)


def test_a_file_that_is_there_twice_is_no_damage(folder: Path) -> None:
    shutil.copy(of_x(folder), folder / "copy.warc.gz")
    assert damages(folder) == []


def test_a_gzip_file_of_something_else(folder: Path) -> None:
    (folder / "20260102T000000Z.warc.gz").write_bytes(gzip.compress(b"hello"))
    [damage] = damages(folder)
    assert (damage.file, damage.offset) == ("20260102T000000Z.warc.gz", 0)
