"""Portals on many loopback addresses, as fast as one process can serve them."""

import asyncio
import os
from collections.abc import Sequence
from typing import Any

from benchmarks.figures import AGENCIES, figure_set
from benchmarks.layouts import style
from benchmarks.render import as_html

_A_LIST = 20  # entries on a page of the column
_COLUMN = "/zfxxgk/zfxxgknb/"
_PDF_BYTES = 30_000
_MARK = "<!-- {:>15} -->"  # ends every body, so that no host sends the bytes of another


def portal(pages: int) -> dict[str, bytes]:
    """Give the answers of one portal by path: about `pages` of them, robots.txt not counted.

    Every other article is the report itself, the rest are short and offer it as a PDF.
    """
    articles = round((pages - 1) / (1.5 + 1 / _A_LIST))
    lists = -(-articles // _A_LIST)
    figures = figure_set(1)
    form = as_html(figures, style(1), 1).partition(b"<body>")[2].partition(b"</body>")[0].decode()
    served = {"/": _page(f'<a href="{_COLUMN}">政府信息公开年报</a>')}
    entries = []
    for number in range(articles):
        agency, year = AGENCIES[number % len(AGENCIES)], 2024 - number // len(AGENCIES) % 10
        title = f"{agency}{year}年政府信息公开工作年度报告"
        path = f"{_COLUMN}{year + 1}01/t{year + 1}0115_{1000 + number}.html"
        head = f'<meta name="ArticleTitle" content="{title}">'
        document = f"{_COLUMN}{year + 1}01/P020{year + 1}0115{1000 + number:010}.pdf"
        link = f'<p><a href="{document}">{title}.pdf</a></p>'
        if number % 2:
            served[path] = _page(f"<h1>{title}</h1>{link}", head)
            served[document] = b"%PDF-1.7\n" + os.urandom(_PDF_BYTES)
        else:
            served[path] = _page(f"<h1>{title}</h1>{form}", head)
        entries.append(f'<li><a href="{path}">{title}</a><b>{year + 1}-01-15</b></li>')
    for number in range(lists):
        shown = "".join(entries[number * _A_LIST : (number + 1) * _A_LIST])
        pager = f'<script>createPageHTML({lists}, {number}, "index", "html")</script>'
        name = f"index_{number}.html" if number else ""
        main = f'<div class="zfxxgk_zdgkc"><ul>{shown}</ul></div>{pager}'
        served[f"{_COLUMN}{name}"] = _page(main)
    return {path: _answer(body) for path, body in served.items()}


def _page(main: str, head: str = "") -> bytes:
    name = '<meta name="SiteName" content="明川县人民政府">'
    start = f'<html><head><meta charset="utf-8">{name}{head}</head>'
    return f"{start}<body>{main}</body></html>".encode()


def _answer(body: bytes) -> bytes:
    """Give an answer up to the mark of the host, with which its body ends."""
    kind = "application/pdf" if body.startswith(b"%PDF") else "text/html; charset=utf-8"
    length = len(body) + len(_MARK.format(""))
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    return head.encode() + body


_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class _Serving(asyncio.Protocol):
    def __init__(self, served: dict[str, bytes]) -> None:
        self._served = served
        self._waiting = b""
        self._transport: Any = None
        self._mark = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._mark = _MARK.format(transport.get_extra_info("sockname")[0]).encode()

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for request in requests:
            found = self._served.get(request.split(b" ", 2)[1].decode())
            self._transport.write(_MISSING if found is None else found + self._mark)


def serve(hosts: Sequence[str], pages: int, ready: Any) -> None:
    """Serve the same portal on each host until the process is ended; put the port into `ready`."""
    asyncio.run(_serve(hosts, portal(pages), ready))


async def _serve(hosts: Sequence[str], served: dict[str, bytes], ready: Any) -> None:
    loop = asyncio.get_running_loop()
    first = await loop.create_server(lambda: _Serving(served), hosts[0], 0)
    port = first.sockets[0].getsockname()[1]
    for host in hosts[1:]:
        await loop.create_server(lambda: _Serving(served), host, port)
    ready.put(port)
    await asyncio.Event().wait()
