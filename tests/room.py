"""The real program with HTTPS: `habitue serve --tls`, and a client that trusts its authority."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.ports import free_port
from tests.serving import PROGRAM, START_SECONDS_MAX, DidNotStart, Installation, Served


@dataclass
class RoomServed(Served):
    """A server with HTTPS at `url`, and its plain page at `plain`."""

    plain: str
    authority: str  # PEM, as the page hands it out

    @property
    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self.authority)

    def certificate(self) -> bytes:
        """What a new connection is shown."""
        host, port = self.url.removeprefix("https://").split(":")
        return ssl.get_server_certificate((host, int(port)), ca_certs=None).encode()


def lan_address() -> str:
    """This machine's address where others see it, or the loopback where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


@contextmanager
def serving_room(installation: Installation, host: str = "") -> Iterator[RoomServed]:
    host = host or lan_address()
    port, plain_port = free_port(), free_port()
    with (installation.folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [
                *(PROGRAM, "serve", "--tls", "--host", "0.0.0.0"),
                *("--port", str(port), "--plain-port", str(plain_port)),
            ],
            env=installation.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    plain = f"http://{host}:{plain_port}"
    url = f"https://{host}:{port}"
    served = RoomServed(installation, url, process, plain=plain, authority="")
    try:
        served.authority = _authority(served, installation.folder / "server.log")
        yield served
    finally:
        served.stop()


def _authority(served: RoomServed, log: Path) -> str:
    """As a phone gets it, once the server answers."""
    patience = time.monotonic() + START_SECONDS_MAX
    while True:
        try:
            text = httpx.get(f"{served.plain}/trust/habitue.pem", timeout=5).text
            trusting = ssl.create_default_context(cadata=text)
            if httpx.get(f"{served.url}/healthz", verify=trusting, timeout=5).status_code == 200:
                return text
        except (httpx.TransportError, ssl.SSLError):
            pass
        if served.process.poll() is not None or time.monotonic() > patience:
            served.stop()
            raise DidNotStart(log.read_text()[-4000:])
        time.sleep(0.05)
