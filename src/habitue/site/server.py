"""The server: granian in WSGI mode, one process with threads, forked from one that is ready.

The command has Django loaded and the schema checked before it forks, so the serving process
starts at once and shares its memory. It ends with the command, however that ends.
"""

import ctypes
import logging
import multiprocessing
import os
import signal
import socket
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from habitue.site import masking

PR_SET_PDEATHSIG = 1
# the path alone: a query string may hold a code or a name
ACCESS = "%(time)s %(addr)s %(method)s %(path)s %(status)d %(dt_ms).1f ms"


class PortTaken(OSError):
    """Somebody else listens there."""


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    application = prepared()
    connections.close_all()
    multiprocessing.set_start_method("fork", force=True)
    parent = os.getpid()
    server = Server(
        target="habitue.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.THREADS,
        backlog=1024,
        backpressure=512,
        websockets=False,
        log_level=LogLevels.error,
        log_access=settings.ACCESS_LOG,
        log_access_format=ACCESS,
        workers_kill_timeout=10,
    )

    def loaded() -> Any:
        end_with(parent)
        begin_sealing()
        begin_sending()
        begin_nights()
        return application

    server.serve(target_loader=loaded, wrap_loader=False)


def prepared() -> WSGIHandler:
    """The application with its urls loaded: what the serving process would do first."""
    from django.urls import get_resolver

    from habitue.site.wsgi import application

    get_resolver().url_patterns  # noqa: B018
    return application


def end_with(parent: int) -> None:
    """A killed command takes the serving process with it: no orphan holds the port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def begin_sealing() -> None:
    from django.db import connection

    from habitue.site import sealer

    if connection.vendor == "postgresql":
        sealer.begin()


def begin_sending() -> None:
    from habitue.site import postman

    postman.begin()


def begin_nights() -> None:
    from habitue.site import nightly

    nightly.begin()


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
