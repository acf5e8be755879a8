"""DOC and WPS by way of LibreOffice; what needs it is skipped where it is not installed."""

import io
import os
import select
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from extract.blocks import UnreadableError
from extract.read import read_report
from extract.readers import doc
from extract.readers.doc import read_doc
from extract.report import Status
from pipelines.workers import Job, Workers
from tests.documents import SAMPLES

SAMPLE = next(s for s in SAMPLES if s.path.name == "004.docx")
SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def as_doc(path: Path, folder: Path) -> bytes:
    """Convert a DOCX to Word 97's format."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc"]
    subprocess.run([*command, "--outdir", folder, path], check=True, capture_output=True)
    return (folder / path.with_suffix(".doc").name).read_bytes()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return as_doc(SAMPLE.path, tmp_path_factory.mktemp("doc"))


@needs_soffice
def test_every_figure_is_the_printed_one_in_a_worker_too(sample: bytes) -> None:
    with Workers(1) as workers:
        (reading,) = workers.read(Job("004.doc", sample))
    report = reading.report
    assert (report.status, report.format) == (Status.COMPLETE, "doc")
    assert {(f.table, f.row, f.column): f.value for f in report.figures} == SAMPLE.figures
    assert report.warnings == ("converted by LibreOffice",)


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
    data = as_doc(tmp_path / "linked.docx", tmp_path)
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
    monkeypatch.setattr(doc, "SECONDS", 1.0)
    with pytest.raises(UnreadableError, match="not done"):
        read_doc(OLE)
    assert os.read(end, 100) == b"started\n"
    assert select.select([end], [], [], 10)[0], "nobody holds the other end any more"
    assert os.read(end, 100) == b""
    os.close(end)
