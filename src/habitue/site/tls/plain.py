"""The plain port: one page for devices that trust nothing yet, and a sign to it everywhere else.

It has a few threads of its own, so that nobody who holds it up holds up a till; nothing is written
here, and nobody signs in.
"""

import socket
import threading
from collections.abc import Iterable
from http import HTTPStatus
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

AT_ONCE = 16
PATIENCE = 10  # seconds for a line to arrive
OPEN = ("/trust/", "/static/")
PAGE = "/trust/"


class Handler(WSGIRequestHandler):
    timeout = PATIENCE

    def log_message(self, format: str, *args: Any) -> None:
        """Who asks how to trust the house is nobody's business."""


class Server(ThreadingMixIn, WSGIServer):
    """On a socket that is already listening, so that a new process can take over from the old."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, application: WSGIApplication) -> None:
        address = listening.getsockname()
        super().__init__(address, Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.socket.setblocking(False)  # whoever comes first answers, the other goes on
        self.server_name, self.server_port = address[0], address[1]
        self.setup_environ()
        self.set_app(application)
        self._free = threading.BoundedSemaphore(AT_ONCE)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A line that broke is the browser's affair."""


def listen(host: str, port: int) -> socket.socket:
    """Raises OSError where the port is taken."""
    both = host == "::" and socket.has_dualstack_ipv6()
    return socket.create_server(
        (host, port),
        family=socket.AF_INET6 if ":" in host else socket.AF_INET,
        backlog=AT_ONCE,
        dualstack_ipv6=both,
    )


def begin(listening: socket.socket, application: WSGIApplication) -> threading.Thread:
    """Answer from now on, in threads of this process."""
    server = Server(listening, Narrowed(application))
    thread = threading.Thread(target=server.serve_forever, name="plain", daemon=True)
    thread.start()
    return thread


class Narrowed:
    """Lets through what the page needs, to be read; everything else is shown the page."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _said(start, HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "GET, HEAD")])
        if environ["PATH_INFO"].startswith(OPEN):
            return self.application(environ, start)
        return _said(start, HTTPStatus.FOUND, [("Location", PAGE), ("Cache-Control", "no-store")])


def _said(
    start: StartResponse, status: HTTPStatus, headers: list[tuple[str, str]]
) -> Iterable[bytes]:
    start(f"{status.value} {status.phrase}", [*headers, ("Content-Length", "0")])
    return [b""]
