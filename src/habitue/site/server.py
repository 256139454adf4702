"""The server: granian in WSGI mode, one process with threads, forked from one that is ready.

The command has Django loaded and the schema checked before it forks, so the serving process
starts at once and shares its memory. It ends with the command, however that ends.
"""

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from habitue.site import masking
from habitue.site.tls import keeping, plain, room
from habitue.site.tls.room import Ports, Room

PR_SET_PDEATHSIG = 1
# the path alone: a query string may hold a code or a name
ACCESS = "%(time)s %(addr)s %(method)s %(path)s %(status)d %(dt_ms).1f ms"


class PortTaken(OSError):
    """Somebody else listens there."""


def serve(host: str, port: int, shown: socket.socket | None = None) -> None:
    """Serve until SIGTERM or SIGINT; with HTTPS, `shown` is where the plain page is answered."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    application = prepared()
    close_connections()
    multiprocessing.set_start_method("fork", force=True)
    parent = os.getpid()
    server = Server(
        target="habitue.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.THREADS + settings.STREAMS,
        backlog=1024,
        backpressure=512 + settings.STREAMS,
        websockets=False,
        log_level=LogLevels.error,
        log_access=settings.ACCESS_LOG,
        log_access_format=ACCESS,
        workers_kill_timeout=10,
        **certified(),
    )
    if settings.TLS:
        server.on_startup(lambda: keeping.watch(load_anew))

    def loaded() -> Any:
        end_with(parent)
        let_go_at_the_end()
        if settings.TLS:
            enter_room(port, shown, application)
        begin_sealing()
        begin_sending()
        begin_printing()
        begin_nights()
        begin_copying()
        begin_taking_files()
        begin_looking()
        return application

    server.serve(target_loader=loaded, wrap_loader=False)


def certified() -> dict[str, Any]:
    """What the server needs to speak HTTPS, where it shall."""
    from granian.constants import SSLProtocols

    if not settings.TLS:
        return {}
    file = keeping.leaf_file()
    return {"ssl_cert": file, "ssl_key": file, "ssl_protocol_min": SSLProtocols.tls12}


def load_anew() -> None:
    """A new serving process reads the new certificate, then the old one ends its requests."""
    os.kill(os.getpid(), signal.SIGHUP)


def enter_room(port: int, shown: socket.socket | None, application: WSGIHandler) -> None:
    """This process knows its names, and answers the plain page beside HTTPS."""
    found = keeping.kept()
    if found is None:
        return
    room.enter(Room(found, Ports(port, shown.getsockname()[1] if shown else 0)))
    if shown:
        plain.begin(shown, application)


def prepared() -> WSGIHandler:
    """The application with its urls loaded: what the serving process would do first."""
    from django.urls import get_resolver

    gc.disable()
    from habitue.site.wsgi import application

    get_resolver().url_patterns  # noqa: B018
    gc.freeze()  # never looked through again: the serving process goes on sharing it
    gc.enable()
    return application


def close_connections() -> None:
    """None may be forked: two processes on one socket, or a pool without its own threads."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]


def end_with(parent: int) -> None:
    """A killed command takes the serving process with it: no orphan holds the port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def let_go_at_the_end() -> None:
    """Streams of news end with the first signal to stop: the program waits for every answer.

    The server handles signals itself; the interpreter tells a socket of each beside that.
    """
    from habitue.fronts.ui import news

    told, tells = socket.socketpair()
    tells.setblocking(False)
    signal.set_wakeup_fd(tells.detach(), warn_on_full_buffer=False)

    def wait() -> None:
        told.recv(1)
        news.the_watch.end()

    threading.Thread(target=wait, name="let go", daemon=True).start()


def begin_sealing() -> None:
    from django.db import connection

    from habitue.site import sealer

    if connection.vendor == "postgresql":
        sealer.begin()


def begin_sending() -> None:
    from habitue.site import postman

    postman.begin()


def begin_printing() -> None:
    from habitue.site import printing

    printing.begin()


def begin_nights() -> None:
    from habitue.site import nightly

    nightly.begin()


def begin_copying() -> None:
    from habitue.site import copying

    copying.begin()


def begin_taking_files() -> None:
    from habitue.site import files_in

    files_in.begin()


def begin_looking() -> None:
    from habitue.site import looks

    looks.begin()


def must_be_free(host: str, port: int) -> None:
    """Raises PortTaken, or OSError where the host is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise PortTaken(f"Port {port} needs more rights than this user has") from None
        except socket.gaierror:
            raise PortTaken(f"{host} is not an address of this machine") from None
        except OSError as problem:
            raise PortTaken(f"{host}:{port} cannot be served: {problem.strerror}") from None


access = logging.getLogger("granian.access")
access.setLevel(logging.INFO)
access.addFilter(masking.Access())
