"""An archive is opened within limits; each file in it is a document, and its name only text."""

import io
import os
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.blocks import UnreadableError
from extract.formats import format_of
from extract.members import LARGEST_RATIO, SMALL, Member, members_of
from extract.readers.package import MOST_PARTS, listed_parts
from tests.documents import FOLDER, archives
from tests.documents.archives import zipped

ODT = b"application/vnd.oasis.opendocument.text"
PAGE = b"<html><body><p>2023</p></body></html>"
with_bsdtar = pytest.mark.skipif(not shutil.which("bsdtar"), reason="bsdtar is not installed")


def names(members: list[Member]) -> list[str]:
    return [member.name for member in members]


class TestFormats:
    """The format is told by the bytes."""

    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            (zipped({"a.html": PAGE}), "zip"),
            (zipped({}), "zip"),
            (b"Rar!\x1a\x07\x00", "rar"),
            (b"Rar!\x1a\x07\x01\x00", "rar"),
            (b"7z\xbc\xaf\x27\x1c", "7z"),
            (zipped({"a.pdf": (FOLDER / "003.pdf").read_bytes()}, zipfile.ZIP_STORED), "zip"),
            ((FOLDER / "004.docx").read_bytes(), "docx"),
            (zipped({"mimetype": ODT}, zipfile.ZIP_STORED), "odt"),
            (zipped({"mimetype": ODT + b"-template"}, zipfile.ZIP_STORED), "odt"),
            (zipped({"mimetype": b"application/epub+zip"}, zipfile.ZIP_STORED), "zip"),
            (b'<?xml version="1.0"?><office:document office:mimetype="%b">' % ODT, "fodt"),
            (b'\xef\xbb\xbf<?xml version="1.0"?>\n<w:wordDocument xmlns:w="a">', "wordml"),
            (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "html"),
            (b"{\\rtf1\\ansi}", "rtf"),
            (b"Subject: a\r\n b\r\nMIME-Version: 1.0\r\n\r\n<html>", "mhtml"),
        ],
        ids=[
            *("zip", "empty", "rar4", "rar5", "7z", "zip-that-begins-with-a-pdf", "docx"),
            *("odt", "ott", "epub", "fodt", "word-2003-xml", "xhtml", "rtf", "mhtml"),
        ],
    )
    def test_bytes_decide(self, data: bytes, kind: str) -> None:
        assert format_of(data) == kind

    @given(st.binary(max_size=300), st.binary(max_size=30))
    def test_damage_never_raises(self, start: bytes, end: bytes) -> None:
        assert format_of(b"PK\x03\x04" + start + b"PK\x05\x06" + end) == "zip"


class TestFiles:
    """What is a document, and what it is called."""

    def test_each_is_a_document_of_its_own_format(self) -> None:
        files = {name: (FOLDER / name).read_bytes() for name in ("002.html", "003.pdf", "004.docx")}
        members = members_of(zipped(files))
        assert {member.name: member.data for member in members} == files
        assert [member.format for member in members] == ["html", "pdf", "docx"]

    def test_names_of_windows_are_read_as_gbk(self) -> None:
        archive = archives.zipped_by_windows({"渠县司法局/2023年报.html": PAGE, "附件二.pdf": b"2"})
        assert names(members_of(archive)) == ["渠县司法局/2023年报.html", "附件二.pdf"]

    @pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:/x.html"])
    def test_a_path_is_only_a_name(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert names(members_of(zipped({name: PAGE}))) == [name]
        assert list(tmp_path.iterdir()) == []

    def test_a_name_stays_on_its_line(self) -> None:
        assert names(members_of(zipped({"a\n\x1b[2J.html": PAGE}))) == ["a\ufffd\ufffd[2J.html"]

    def test_what_systems_leave_behind_is_no_document(self) -> None:
        litter = ["__MACOSX/._a.html", "Thumbs.db", "x/.DS_Store", "~$年报.docx", "folder/"]
        assert names(members_of(zipped({**dict.fromkeys(litter, b""), "a.html": PAGE}))) == [
            "a.html"
        ]

    def test_a_link_is_none_either(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            link = zipfile.ZipInfo("link.html")
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, "/etc/passwd")
            archive.writestr("a.html", PAGE)
        assert names(members_of(packed.getvalue())) == ["a.html"]

    def test_an_archive_in_an_archive_is_opened_and_no_deeper(self) -> None:
        inner = zipped({"b.html": PAGE, "c.zip": zipped({"d.html": PAGE})})
        b, c = members_of(zipped({"a.zip": inner}))
        assert (b.name, b.data, b.error) == ("a.zip!/b.html", PAGE, None)
        assert c.name == "a.zip!/c.zip"
        assert "by hand" in (c.error or "")


class TestOneBadFile:
    """A file that cannot be had leaves the others alone."""

    def test_that_is_locked_costs_itself(self) -> None:
        locked, open_ = members_of(archives.locked(zipped({"a.html": PAGE, "b.html": PAGE})))
        assert "password" in (locked.error or "")
        assert (open_.data, open_.error) == (PAGE, None)

    def test_that_is_damaged_costs_itself(self) -> None:
        archive = bytearray(zipped({"a.html": PAGE, "b.html": PAGE}, zipfile.ZIP_STORED))
        archive[archive.index(b"2023")] ^= 1
        damaged, whole = members_of(bytes(archive))
        assert "damaged" in (damaged.error or "")
        assert whole.data == PAGE

    def test_that_is_a_damaged_archive_costs_itself(self) -> None:
        damaged, whole = members_of(zipped({"a.zip": zipped({"x": PAGE})[:40], "b.html": PAGE}))
        assert (damaged.name, whole.name) == ("a.zip", "b.html")
        assert "cut short" in (damaged.error or "")

    def test_that_is_packed_without_a_limit_is_not_unpacked(self) -> None:
        (packed,) = members_of(zipped({"a.html": PAGE}, zipfile.ZIP_LZMA))
        assert "packed in a way" in (packed.error or "")


def bomb() -> bytes:
    """Give an archive that unpacks to a thousand times its size."""
    return zipped({"a.html": bytes(SMALL + 1)})


def bomb_in_an_archive() -> bytes:
    """Give one with room for itself, and for no more of its kind."""
    return zipped({f"{n}.zip": zipped({"a.html": bytes(SMALL - 1_000_000)}) for n in range(2)})


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (bomb, "more than any report needs"),
        (lambda: zipped(dict.fromkeys(map(str, range(MOST_PARTS + 1)), b"")), "more than any"),
        (lambda: zipped({}), "holds no files"),
        (lambda: zipped({"Thumbs.db": b"x", "folder/": b""}), "holds no files"),
        (lambda: zipped({"a.html": PAGE})[:-30], "cut short"),
        (lambda: zipped({"年": PAGE}).replace("年".encode(), b"\xff" * 3), "damaged"),
    ],
    ids=["bomb", "count", "empty", "litter", "truncated", "garbled"],
)
def test_an_archive_that_is_not_opened_has_a_reason(make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        members_of(make())


def test_files_listed_in_packages_in_an_archive_are_not_its_own() -> None:
    package = zipped(dict.fromkeys(map(str, range(30)), b"x"))
    packages = {f"{n}.docx": package for n in range(MOST_PARTS // 30 - 5)}
    assert (
        listed_parts(zipped({**packages, "a": package * 5}, zipfile.ZIP_STORED))
        == len(packages) + 1
    )


def test_the_bomb_is_told_by_its_ratio() -> None:
    assert len(bomb()) * LARGEST_RATIO < SMALL


def test_archives_in_an_archive_share_its_room() -> None:
    first, second = members_of(bomb_in_an_archive())
    assert (first.name, first.error) == ("0.zip!/a.html", None)
    assert second.name == "1.zip"
    assert "more than any report needs" in (second.error or "")


class TestRarAnd7z:
    """They need bsdtar; where it is missing, most of this is skipped."""

    def test_without_the_program_it_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        with pytest.raises(UnreadableError, match="apt-get install libarchive-tools"):
            members_of(archives.rar({"a.html": PAGE}))

    @with_bsdtar
    def test_its_files_are_documents(self) -> None:
        files = {"渠县/年报.html": PAGE, "../../b.html": PAGE, "Thumbs.db": b"x"}
        members = members_of(archives.rar(files))
        assert {member.name: member.data for member in members} == {
            "渠县/年报.html": PAGE,
            "../../b.html": PAGE,
        }

    @with_bsdtar
    def test_one_that_ends_with_a_zip_is_not_taken_for_it(self) -> None:
        archive = archives.rar({"a.html": PAGE, "b.zip": zipped({"c.html": PAGE})})
        assert names(members_of(archive)) == ["a.html", "b.zip!/c.html"]

    @with_bsdtar
    def test_what_stands_before_the_damage_is_had(self) -> None:
        first, rest = members_of(archives.rar({"a.html": PAGE, "b.html": PAGE * 99})[:-500])
        assert (first.name, first.data) == ("a.html", PAGE)
        assert "cut short or damaged" in (rest.error or "")

    @with_bsdtar
    def test_damage_is_told_in_words_without_our_folders(self) -> None:
        with pytest.raises(UnreadableError, match="cut short or damaged") as told:
            members_of(b"Rar!\x1a\x07\x00" + bytes(100))
        assert "/tmp" not in str(told.value)  # noqa: S108 - a name, not a file

    @with_bsdtar
    def test_a_bomb_is_stopped(self) -> None:
        with pytest.raises(UnreadableError, match="more than any report needs"):
            members_of(archives.rar(dict.fromkeys(map(str, range(MOST_PARTS + 1)), b"x")))

    @with_bsdtar
    def test_7z_and_no_link_is_followed(self, tmp_path: Path) -> None:
        (tmp_path / "年报.html").write_bytes(PAGE)
        (tmp_path / "link.html").symlink_to("/etc/hostname")
        archive = tmp_path / "a.7z"
        subprocess.run(
            [
                "bsdtar",
                "-cf",
                archive,
                "--format",
                "7zip",
                "-C",
                tmp_path,
                "年报.html",
                "link.html",
            ],
            check=True,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        )
        assert members_of(archive.read_bytes()) == [Member("年报.html", PAGE, format="html")]
