"""The demo portal's web server: conditional requests, gzip, and a log that tests can read."""

import gzip
import hashlib
import threading
import time
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from tests.portal.site import Query, Resource, Serve, resources

_LAST_MODIFIED = "Fri, 17 Jan 2025 08:20:00 GMT"


@dataclass(frozen=True)
class Asked:
    """One request that the portal answered."""

    method: str
    path: str
    status: int
    conditional: bool  # If-None-Match or If-Modified-Since came with it
    agent: str  # the User-Agent
    at: float  # seconds of a clock that only goes forward


class Portal:
    """A portal on loopback; a context manager that serves while it is open.

    `resources` may be changed while it serves, and so may `serve`, which is asked first;
    `requests` is what was asked so far.
    """

    def __init__(
        self,
        port: int = 0,
        served: dict[str, Resource] | None = None,
        *,
        serve: Serve | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        """Take a port, 0 for any. Raises OSError if the port is in use."""
        self.resources = resources() if served is None else served
        self.serve = serve
        self.host = host
        self.requests: list[Asked] = []
        self.most_at_once = 0  # requests answered at the same time
        self.answer_time = 0.0  # seconds that an answer takes, so that requests could overlap
        self._active = 0
        self._lock = threading.Lock()
        self._scheme = "http"
        self._server = _Server((host, port), _Handler)
        self._server.portal = self
        # Half a second, the default, would be half a second more for every test.
        serve = partial(self._server.serve_forever, poll_interval=0.02)
        self._thread = threading.Thread(target=serve, daemon=True)

    @property
    def port(self) -> int:
        """The port that it serves on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The address of its home page."""
        return f"{self._scheme}://{self.host}:{self.port}/"

    def secure(self, context: SSLContext) -> None:
        """Speak TLS from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https"

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def resource(self, query: Query) -> Resource:
        """Give what stands at an address, the page of a portal that says so where nothing does."""
        found = self.serve(query) if self.serve is not None else None
        found = found or self.resources.get(query.path)
        missing = "<html><body>您访问的页面不存在</body></html>".encode()
        return found or Resource(missing, status=404)

    def begun(self) -> None:
        """Count a request that is being answered."""
        with self._lock:
            self._active += 1
            self.most_at_once = max(self.most_at_once, self._active)

    def answered(self, asked: Asked) -> None:
        """Log a request before its answer is sent, so that no reader is ahead of the log."""
        with self._lock:
            self._active -= 1
            self.requests.append(asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    portal: Portal


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "demo"

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        server: Any = self.server
        portal: Portal = server.portal
        portal.begun()
        time.sleep(portal.answer_time)
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        fields = dict(parse_qsl(query, keep_blank_values=True))
        resource = portal.resource(Query(method, path, fields, body, headers))
        status = 304 if self._holds(resource) else resource.status
        agent = self.headers.get("User-Agent", "")
        asked = Asked(method, self.path, status, self._is_conditional(), agent, time.monotonic())
        portal.answered(asked)
        self._send(resource, status)

    def _send(self, resource: Resource, status: int) -> None:
        body = b"" if status == HTTPStatus.NOT_MODIFIED else resource.body
        self.send_response(status)
        if resource.status == HTTPStatus.OK and resource.has_validators:
            self.send_header("ETag", _etag(resource))
            self.send_header("Last-Modified", _LAST_MODIFIED)
        for name, value in resource.headers:
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", resource.media_type)
        if "gzip" in self.headers.get("Accept-Encoding", "") and "html" in resource.media_type:
            body = gzip.compress(body, mtime=0) if body else body
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body) + resource.missing))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = resource.missing > 0

    def _is_conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers

    def _holds(self, resource: Resource) -> bool:
        """Tell whether the client has this body; the ETag decides where it is given."""
        if resource.status != HTTPStatus.OK or not resource.has_validators:
            return False
        if tag := self.headers.get("If-None-Match"):
            return bool(tag == _etag(resource))
        return bool(self.headers.get("If-Modified-Since") == _LAST_MODIFIED)

    def log_message(self, *args: object) -> None:
        """Keep quiet: `Portal.requests` is the log."""


def _etag(resource: Resource) -> str:
    return f'"{hashlib.sha256(resource.body).hexdigest()[:16]}"'
