"""Portals on many loopback addresses, as fast as one process can serve them."""

import asyncio
from collections.abc import Sequence
from typing import Any

from benchmarks.figures import AGENCIES, figure_set
from benchmarks.layouts import style
from benchmarks.render import as_html

_A_LIST = 20  # entries on a page of the column
_COLUMN = "/zfxxgk/zfxxgknb/"


def portal(pages: int) -> dict[str, bytes]:
    """Give the answers of one portal by path: `pages` of them, robots.txt not counted."""
    lists = -(-(pages - 1) // (_A_LIST + 1))
    articles = pages - 1 - lists
    figures = figure_set(1)
    form = as_html(figures, style(1), 1).partition(b"<body>")[2].partition(b"</body>")[0]
    served = {"/": _page(f'<a href="{_COLUMN}">政府信息公开年报</a>')}
    entries = []
    for number in range(articles):
        agency, year = AGENCIES[number % len(AGENCIES)], 2024 - number // len(AGENCIES) % 10
        title = f"{agency}{year}年政府信息公开工作年度报告"
        path = f"{_COLUMN}{year + 1}01/t{year + 1}0115_{1000 + number}.html"
        served[path] = _page(f"<h1>{title}</h1>", f'<meta name="ArticleTitle" content="{title}">')
        served[path] = served[path].replace(b"</body>", form + b"</body>")
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


def _answer(body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class _Serving(asyncio.Protocol):
    def __init__(self, served: dict[str, bytes]) -> None:
        self._served = served
        self._waiting = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for request in requests:
            path = request.split(b" ", 2)[1].decode()
            missing = _answer(b"", "404 Not Found")
            self._transport.write(self._served.get(path, missing))


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
