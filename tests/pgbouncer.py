"""PgBouncer in transaction mode before a PostgreSQL server to throw away.

`python -m tests.pgbouncer COMMAND…` runs beside one, as `python -m tests.postgres` does; for tests
that need both, `before(url)` puts a pooler before a server that is there. Few backends are shared
by many clients, so that what one session leaves behind would meet another house.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests import postgres
from tests.ports import free_port

REMEDY = (
    "PgBouncer is not on this machine: nothing was tried through it. apt-get install pgbouncer"
)
BACKENDS = 3
SETTINGS = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {backends}
max_client_conn = 500
server_idle_timeout = 2
ignore_startup_parameters = extra_float_digits
logfile = {folder}/log
pidfile = {folder}/pid
"""


class NoPgBouncer(Exception):
    """It is not on this machine."""


@contextmanager
def before(url: str, backends: int = BACKENDS) -> Iterator[str]:
    """The URL of a pooler before the server of `url`, for the same role and any database."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        raise NoPgBouncer(REMEDY)
    parts, own_port = urlsplit(url), free_port()
    folder = Path(tempfile.mkdtemp(prefix="habitue-pgbouncer-"))
    try:
        (folder / "users").write_text(f'"{parts.username}" "{parts.password}"\n')
        (folder / "ini").write_text(
            SETTINGS.format(
                host=parts.hostname,
                port=parts.port,
                own_port=own_port,
                folder=folder,
                backends=backends,
            )
        )
        owner = _owner(folder)
        process = subprocess.Popen(
            [program, "--quiet", folder / "ini"], stdin=subprocess.DEVNULL, user=owner
        )
        try:
            place = f"{parts.username}:{parts.password}@127.0.0.1:{own_port}"
            pooled = urlunsplit(parts._replace(netloc=place))
            _wait_for(pooled, process, folder)
            yield pooled
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """PgBouncer refuses root, so root steps down."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    owner = "postgres" if "postgres" in names else "nobody"
    for path in (folder, folder / "users", folder / "ini"):
        shutil.chown(path, owner)
    return owner


def _wait_for(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    patience = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(url, prepare_threshold=None):
                return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > patience:
                raise NoPgBouncer((folder / "log").read_text()) from None
            time.sleep(0.05)


def main(command: list[str]) -> int:
    try:
        with postgres.server() as url, before(url) as pooled:
            return subprocess.call(command, env=os.environ | {"HABITUE_DATABASE_URL": pooled})
    except (postgres.NoPostgres, NoPgBouncer) as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
