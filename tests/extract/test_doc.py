"""What is read by way of LibreOffice; what needs it is skipped where it is not installed."""

import io
import os
import re
import select
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from extract.blocks import Paragraph, UnreadableError
from extract.read import read_report
from extract.readers import office
from extract.readers.doc import read_doc, read_flat_odt
from extract.report import Status
from pipelines.workers import Job, Workers
from tests.documents import SAMPLES
from tests.documents.archives import zipped

SAMPLE = next(s for s in SAMPLES if s.path.name == "004.docx")
SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def saved_as(kind: str, path: Path, folder: Path) -> bytes:
    """Convert a DOCX to the format of a file's ending."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", folder, path], check=True, capture_output=True)
    return (folder / path.with_suffix(f".{kind}").name).read_bytes()


def as_word_2003_xml(path: Path) -> bytes:
    """Give the body of a DOCX as a program that fills in a template of Word 2003 writes it."""
    with zipfile.ZipFile(path) as package:
        (body,) = re.findall(rb"<w:body>.*</w:body>", package.read("word/document.xml"), re.DOTALL)
    body = re.sub(rb"<w:sectPr.*?</w:sectPr>|<(?:w14|wp|r):.*?>", b"", body, flags=re.DOTALL)
    body = re.sub(rb" (?:w14|w15|mc|r):\w+=\"[^\"]*\"", b"", body.replace(b"w:vMerge", b"w:vmerge"))
    root = b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
    return b'<?xml version="1.0"?><?mso-application?>' + root + body + b"</w:wordDocument>"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return saved_as("doc", SAMPLE.path, tmp_path_factory.mktemp("doc"))


@needs_soffice
def test_every_figure_is_the_printed_one_in_a_worker_too(sample: bytes) -> None:
    with Workers(1) as workers:
        (reading,) = workers.read(Job("004.doc", sample))
    report = reading.report
    assert (report.status, report.format) == (Status.COMPLETE, "doc")
    assert {(f.table, f.row, f.column): f.value for f in report.figures} == SAMPLE.figures
    assert report.warnings == ("converted by LibreOffice",)


@needs_soffice
@pytest.mark.parametrize("kind", ["rtf", "odt", "fodt", "wordml"])
def test_every_figure_of_other_word_processors_files(kind: str, tmp_path: Path) -> None:
    if kind == "wordml":
        data = as_word_2003_xml(SAMPLE.path)
    else:
        data = saved_as(kind, SAMPLE.path, tmp_path)
    report = read_report(data, "004.doc")
    assert (report.status, report.format) == (Status.COMPLETE, kind)
    assert {(f.table, f.row, f.column): f.value for f in report.figures} == SAMPLE.figures
    assert report.warnings == ("converted by LibreOffice",)


FLAT_ODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:section text:name="s"><text:section-source xlink:href="{link}" text:filter-name="Text"/>
<text:p>正文</text:p></text:section></office:text></office:body></office:document>"""


@needs_soffice
def test_files_of_this_machine_that_a_document_links_to_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    data = FLAT_ODT.format(link=secret.as_uri()).encode()
    assert read_flat_odt(data).blocks == (Paragraph("正文"),)


@needs_soffice
def test_a_flat_document_that_is_cut_short() -> None:
    with pytest.raises(UnreadableError, match="flat OpenDocument text, so it is damaged"):
        read_flat_odt(FLAT_ODT.encode()[:-60])


def test_a_flat_document_that_defines_entities() -> None:
    data = FLAT_ODT.replace("?>", '?><!DOCTYPE d [<!ENTITY a "aa">]>', 1).encode()
    assert "XML entities" in (read_report(data, "a.fodt").error or "")


def test_an_rtf_file_that_is_cut_short() -> None:
    """LibreOffice would take the figures up to there, and the last of them half."""
    report = read_report(b"{\\rtf1\\ansi 12", "a.rtf")
    assert (report.format, report.status) == ("rtf", Status.UNREADABLE)
    assert "cut short" in (report.error or "")


MIMETYPE = {"mimetype": b"application/vnd.oasis.opendocument.text"}


def test_an_opendocument_text_with_a_password() -> None:
    listed = {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    report = read_report(zipped(MIMETYPE | listed, zipfile.ZIP_STORED), "a.odt")
    assert (report.format, report.status) == ("odt", Status.UNREADABLE)
    assert "password" in (report.error or "")


def test_an_opendocument_text_that_is_cut_short() -> None:
    data = zipped(MIMETYPE | {"content.xml": b"<a/>"}, zipfile.ZIP_STORED)[:-30]
    assert "cut short" in (read_report(data, "a.odt").error or "")


@needs_soffice
def test_a_document_that_is_cut_short(sample: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        read_doc(sample[:40_000])


@needs_soffice
def test_a_document_with_a_password(sample: bytes) -> None:
    """Word says in the head of its text that it is encrypted; LibreOffice would wait for it."""
    flags = sample.index(b"\xec\xa5\x01\x01") + 11
    assert not sample[flags] & 1
    locked = sample[:flags] + bytes([sample[flags] | 1]) + sample[flags + 1 :]
    with pytest.raises(UnreadableError, match="password"):
        read_doc(locked)


def test_a_document_of_a_later_word_with_a_password() -> None:
    report = read_report(OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "a.docx")
    assert report.status is Status.UNREADABLE
    assert "password" in (report.error or "")


class _Asked(BaseHTTPRequestHandler):
    """Notes what it is asked for."""

    asked: list[str] = []  # noqa: RUF012 - emptied by the fixture

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - names that http.server asks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), _Asked) as listening:
        _Asked.asked.clear()
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening
        listening.shutdown()


@needs_soffice
def test_links_in_a_document_are_not_followed(server: HTTPServer, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、总体情况")
    pixel = io.BytesIO()
    Image.new("RGB", (1, 1)).save(pixel, "PNG")
    document.add_picture(pixel)
    (picture,) = document.element.body.iter(qn("a:blip"))
    link = document.part.relate_to(
        f"http://127.0.0.1:{server.server_port}/picture.png",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    del picture.attrib[qn("r:embed")]
    picture.set(qn("r:link"), link)
    document.save(str(tmp_path / "linked.docx"))
    data = saved_as("doc", tmp_path / "linked.docx", tmp_path)
    assert _Asked.asked, "LibreOffice as it comes fetches the picture, else this proves nothing"
    _Asked.asked.clear()
    assert read_doc(data).blocks
    assert _Asked.asked == []


def test_where_libreoffice_is_missing_the_reason_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    report = read_report(OLE + "WordDocument".encode("utf-16-le"), "a.wps")
    assert report.status is Status.UNREADABLE
    assert "apt-get install libreoffice-writer" in (report.error or "")


def test_a_conversion_that_hangs_is_ended_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = tmp_path / "held"
    os.mkfifo(held)
    end = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 > {held} &\necho started > {held}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(office, "SECONDS", 1.0)
    with pytest.raises(UnreadableError, match="not done"):
        read_doc(OLE)
    assert os.read(end, 100) == b"started\n"
    assert select.select([end], [], [], 10)[0], "nobody holds the other end any more"
    assert os.read(end, 100) == b""
    os.close(end)
