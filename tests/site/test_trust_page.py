"""The page that shows each kind of device how to trust the house, and the port it stands on."""

from __future__ import annotations

import io
import plistlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography import x509
from django.test import Client
from django.urls import reverse

from habitue.site.tls import authority as making
from habitue.site.tls import plain, room
from habitue.site.tls.devices import KINDS, kind_of
from habitue.site.tls.keeping import Kept
from habitue.site.tls.names import Names
from habitue.site.tls.room import Ports, Room
from habitue.staff.models import StaffMember
from tests.cast import Cast

NAMES = Names.told(["box.local", "localhost", "192.168.7.20", "127.0.0.1"])
BROWSERS = {
    "android": "Mozilla/5.0 (Linux; Android 11; SM-A125F) Chrome/120.0 Mobile Safari/537.36",
    "apple": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
    "windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36",
    "mac": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.0 Safari/605.1.15",
    "firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
    "linux": "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0 Safari/537.36",
}


@pytest.fixture(scope="module")
def made() -> Room:
    now = datetime.now(UTC)
    authority = making.make("box", Names(), now)
    leaf = making.issue(authority, NAMES, now)
    return Room(Kept(authority, leaf), Ports(8443, 8444))


@pytest.fixture
def here(made: Room, settings: Any) -> Iterator[Room]:
    settings.ALLOWED_HOSTS, settings.ALLOWED_HOSTS_ARE_OURS = ["*"], False
    room.enter(made)
    yield made
    room.leave()


def test_without_https_there_is_no_page(db: None) -> None:
    assert Client().get("/trust/").status_code == 404


def test_the_page_names_fingerprint_and_files(here: Room) -> None:
    answer = Client().get("/trust/", headers={"host": "192.168.7.20:8444"})
    shown = answer.content.decode()

    assert here.kept.authority.fingerprint in shown
    assert all(f"/trust/habitue.{kind}" in shown for kind in ("crt", "pem", "mobileconfig"))
    assert 'data-proof="https://192.168.7.20:8443/trust/proof"' in shown
    assert "http://192.168.7.20:8444/trust/" in shown
    assert not answer.cookies


def test_the_page_may_ask_over_https_and_nowhere_else(here: Room) -> None:
    answer = Client().get("/trust/", headers={"host": "box.local:8444"})

    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("; connect-src 'self' https://box.local:8443")
    assert "script-src 'self'" in policy


def test_a_host_nobody_gave_us_is_not_linked(here: Room) -> None:
    shown = Client().get("/trust/", headers={"host": "evil.example:8444"}).content.decode()

    assert "evil.example" not in shown
    assert "https://192.168.7.20:8443" in shown


@pytest.mark.parametrize("kind", KINDS)
def test_the_steps_for_whoever_asks_come_first(here: Room, kind: str) -> None:
    answer = Client().get("/trust/", headers={"user-agent": BROWSERS[kind]})
    shown = answer.content.decode()

    assert shown.count("<details") == len(KINDS)
    assert f'data-kind="{kind}" open' in shown
    assert 3 <= shown.partition("</details>")[0].count("<li>") <= 5


def test_an_unknown_device_is_taken_for_a_phone() -> None:
    assert kind_of("") == "android"


def test_what_is_handed_out_is_the_authority(here: Room) -> None:
    client = Client()
    der = client.get("/trust/habitue.crt")
    text = client.get("/trust/habitue.pem")
    apple = client.get("/trust/habitue.mobileconfig")

    assert x509.load_der_x509_certificate(der.content) == here.kept.authority.root
    assert x509.load_pem_x509_certificate(text.content) == here.kept.authority.root
    [payload] = plistlib.loads(apple.content)["PayloadContent"]
    assert payload["PayloadContent"] == der.content
    assert payload["PayloadType"] == "com.apple.security.root"
    assert der.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert apple.headers["Content-Type"] == "application/x-apple-aspen-config"
    assert b"PRIVATE" not in der.content + text.content + apple.content


def test_the_proof_is_for_pages_elsewhere(here: Room) -> None:
    answer = Client().get("/trust/proof", secure=True)

    assert answer.json() == {"authority": here.kept.authority.fingerprint}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_it_answers_to_its_own_names(made: Room, settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.ALLOWED_HOSTS_ARE_OURS = ["*"], True
    room.enter(made)
    try:
        assert settings.ALLOWED_HOSTS == ["box.local", "localhost", "192.168.7.20", "127.0.0.1"]
    finally:
        room.leave()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/trust/", "200 OK"),
        ("GET", "/static/whole/ui/plain.css", "200 OK"),
        ("GET", "/", "302 Found"),
        ("GET", "/office/", "302 Found"),
        ("GET", "/api/v1/customers", "302 Found"),
        ("POST", "/trust/", "405 Method Not Allowed"),
        ("POST", "/till/", "405 Method Not Allowed"),
    ],
)
def test_the_plain_port_lets_nothing_else_through(method: str, path: str, status: str) -> None:
    heard: list[Any] = []

    def whole(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [])
        return [b"all of it"]

    asked = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": io.BytesIO()}
    body = plain.Narrowed(whole)(asked, lambda *said: heard.append(said))

    assert heard[0][0] == status
    assert (b"".join(body) == b"all of it") == (status == "200 OK")


def test_the_port_beside() -> None:
    from habitue.site.tls.opening import beside

    assert [beside(443), beside(8000), beside(65_535)] == [80, 8001, 65_534]


def test_ports_that_browsers_leave_out(made: Room) -> None:
    usual = Room(made.kept, Ports(443, 80))

    assert usual.https("box.local") == "https://box.local"
    assert usual.page("box.local") == "http://box.local/trust/"
    assert Room(made.kept, Ports(443)).page("box.local") == "https://box.local/trust/"


@pytest.mark.parametrize("on", [True, False], ids=["https", "plain"])
def test_the_office_leads_there(cast: Cast, settings: Any, on: bool) -> None:
    settings.TLS = on
    member = StaffMember.objects.of(cast.house).get(role__key="owner")
    owner = Client()
    owner.force_login(member.login, "django.contrib.auth.backends.ModelBackend")

    shown = owner.get(reverse("office:tills")).content.decode()

    assert "A new till" in shown
    assert ('href="/trust/"' in shown) is on
