"""`habitue serve --tls`: HTTPS that a client with the authority believes, and a plain page."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port
from tests.room import RoomServed, serving_room
from tests.serving import OWNER, OWNER_PASSWORD, PROGRAM, Installation, copied

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(scope="module")
def room(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServed]:
    folder = tmp_path_factory.mktemp("room") / "data"
    with copied(prepared, folder) as installation, serving_room(installation) as running:
        yield running


def test_it_is_believed_by_address_and_by_name(room: RoomServed) -> None:
    port = room.url.rpartition(":")[2]

    for url in (room.url, f"https://localhost:{port}", f"https://127.0.0.1:{port}"):
        assert httpx.get(f"{url}/healthz", verify=room.trusting).json() == {"status": "ok"}


def test_who_does_not_trust_it_is_not_let_in(room: RoomServed) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{room.url}/healthz")


def test_signing_in_by_https(room: RoomServed) -> None:
    """The form's origin is its own, and what lets in never leaves on a plain line."""
    with httpx.Client(base_url=room.url, verify=room.trusting) as browser:
        token = TOKEN.search(browser.get("/").text)
        assert token
        answer = browser.post(
            "/",
            data={
                "csrfmiddlewaretoken": token[1],
                "username": OWNER,
                "email": OWNER,
                "password": OWNER_PASSWORD,
            },
            headers={"Origin": room.url, "Referer": f"{room.url}/"},
        )

    assert (answer.status_code, answer.headers["location"]) == (302, "/office/")
    cookies = {each.partition("=")[0]: each for each in answer.headers.get_list("set-cookie")}
    assert "Secure" in cookies["sessionid"]
    assert "Secure" in cookies["csrftoken"]
    assert "strict-transport-security" not in answer.headers


def test_streams_come_by_https(room: RoomServed) -> None:
    with httpx.Client(base_url=room.url, verify=room.trusting, follow_redirects=True) as till:
        _sent(till, "/", email=OWNER, password=OWNER_PASSWORD)
        _sent(till, "/till/enrol/", name="Bar")
        with till.stream("GET", "/till/news/", timeout=20) as news:
            lines = news.iter_lines()
            assert next(lines).startswith("retry:")
            bill = _opened(room)

            assert any(bill in line for line in lines if line.startswith("data:"))


def _sent(browser: httpx.Client, path: str, **fields: str) -> None:
    hidden = dict(HIDDEN.findall(browser.get(path).text))
    answer = browser.post(path, data=hidden | fields, headers={"Referer": f"{browser.base_url}/"})
    assert answer.status_code == 200, answer.text[:400]


def _opened(room: RoomServed) -> str:
    answer = httpx.post(
        f"{room.url}/api/v1/bills",
        json={"amount": {"amount": 1_000, "currency": "EUR"}},
        headers={
            "Authorization": f"Bearer {room.installation.token()}",
            "Idempotency-Key": "streams-come-by-https",
        },
        verify=room.trusting,
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_form_from_elsewhere_is_refused(room: RoomServed) -> None:
    with httpx.Client(base_url=room.url, verify=room.trusting) as browser:
        token = TOKEN.search(browser.get("/").text)
        assert token
        answer = browser.post(
            "/", data={"csrfmiddlewaretoken": token[1]}, headers={"Origin": room.plain}
        )

    assert answer.status_code == 403


def test_it_answers_to_no_foreign_name(room: RoomServed) -> None:
    answer = httpx.get(f"{room.url}/", verify=room.trusting, headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert answer.text.startswith("This house answers to ")
    assert "evil" not in answer.text


def test_the_plain_port_shows_the_page_and_nothing_else(room: RoomServed) -> None:
    page = httpx.get(room.plain, follow_redirects=True)

    assert page.url.path == "/trust/"
    assert room.url in page.text
    assert not page.cookies
    assert httpx.get(f"{room.plain}/office/").headers["location"] == "/trust/"
    assert httpx.post(f"{room.plain}/", data={"password": "x"}).status_code == 405


def test_somebody_who_holds_the_plain_port_up_holds_up_nobody(room: RoomServed) -> None:
    host, port = room.plain.removeprefix("http://").split(":")
    held = [socket.create_connection((host, int(port))) for _ in range(40)]
    try:
        answer = httpx.get(f"{room.url}/healthz", verify=room.trusting, timeout=5)
        assert answer.status_code == 200
    finally:
        for line in held:
            line.close()
    assert httpx.get(f"{room.plain}/trust/", timeout=15).status_code == 200


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tls_is_of_this_decade(room: RoomServed) -> None:
    host, port = room.url.removeprefix("https://").split(":")
    old = room.trusting
    old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")

    with (
        socket.create_connection((host, int(port))) as line,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        old.wrap_socket(line, server_hostname=host)


def test_a_new_certificate_is_taken_without_a_stop(room: RoomServed) -> None:
    from habitue.site.tls import authority as making
    from habitue.site.tls.authority import Authority, Leaf

    folder = room.installation.folder / "tls"
    authority = Authority.read((folder / "authority.pem").read_bytes())
    before = room.certificate()
    names = Leaf.read((folder / "server.pem").read_bytes()).names
    leaf = making.issue(authority, names, datetime.now(UTC))
    (folder / "server.pem").write_bytes(leaf.file(authority))

    os.kill(room.process.pid, signal.SIGHUP)

    patience = time.monotonic() + 60
    while room.certificate() == before and time.monotonic() < patience:
        assert httpx.get(f"{room.url}/healthz", verify=room.trusting).status_code == 200
        time.sleep(0.1)
    time.sleep(5)  # the old process has ended
    assert room.certificate() != before
    assert httpx.get(f"{room.url}/healthz", verify=room.trusting).status_code == 200
    assert httpx.get(f"{room.plain}/trust/").status_code == 200


def test_what_it_says_at_its_start(room: RoomServed) -> None:
    said = (room.installation.folder / "server.log").read_text()

    assert f"Habitué at {room.url}/" in said
    assert f"{room.plain}/trust/" in said
    assert "Its authority's SHA-256 is " in said


def test_no_key_is_in_a_backup(room: RoomServed, tmp_path: Path) -> None:
    room.installation.habitue("backup", str(tmp_path / "copy.habitue"))

    key = (room.installation.folder / "tls" / "authority.pem").read_bytes()[30:90]
    with zipfile.ZipFile(tmp_path / "copy.habitue") as copy:
        assert not [name for name in copy.namelist() if key in copy.read(name)]


def test_a_plain_port_that_is_taken_is_one_sentence(prepared: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = str(other.getsockname()[1])
        done = subprocess.run(
            [PROGRAM, "serve", "--tls", "--port", str(free_port()), "--plain-port", taken],
            env=prepared.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert done.returncode == 1
    assert "Choose another: --plain-port" in done.stderr
