"""The demo portal itself: what it serves, and what its command line says when it cannot."""

import socket
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.crawler.crawling import ROOT
from tests.portal import Portal
from tests.portal.site import COLUMN, DOCUMENTS, REPORTS


def test_it_serves_the_reports_and_answers_conditional_requests() -> None:
    with Portal() as portal:
        url = portal.url.rstrip("/") + REPORTS[2].document
        with urlopen(url) as answer:  # noqa: S310 — loopback
            tag = answer.headers["ETag"]
            assert answer.read() == (DOCUMENTS / REPORTS[2].file).read_bytes()
        with pytest.raises(HTTPError, match="304"):
            urlopen(Request(url, headers={"If-None-Match": tag}))  # noqa: S310 — loopback
        assert [(a.status, a.conditional) for a in portal.requests] == [(200, False), (304, True)]


def test_every_link_of_the_column_leads_somewhere() -> None:
    with Portal() as portal:
        assert {COLUMN, f"{COLUMN}index.html", f"{COLUMN}index_1.html"} <= portal.resources.keys()
        assert all(r.path in portal.resources for r in REPORTS)
        assert all(r.document in portal.resources for r in REPORTS)


def test_a_port_in_use_is_named_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "tests.portal", "demo", "--port", port]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"cannot serve on port {port}" in done.stderr
    assert "--port" in done.stderr
