"""The postman of the serving program: an invoice arrives, also when the mail server was away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.mail import MailServer, mail_server
from tests.ports import free_port
from tests.serving import Installation, Served, copied, serving

PORT = free_port()


@pytest.fixture
def mailing(prepared: Installation, tmp_path: Path) -> Iterator[Served]:
    """Chez Marthe served with a mail server in its settings."""
    with copied(prepared, tmp_path / "data") as installation:
        installation.settings = installation.settings | {
            "HABITUE_MAIL_URL": f"smtp://127.0.0.1:{PORT}",
            "HABITUE_MAIL_FROM": "Chez Marthe <marthe@example.com>",
        }
        with serving(installation) as running:
            yield running


def issue_and_send(served: Served) -> Any:
    """An invoice of a company, sent at once; what the API says of it."""
    token = served.installation.token()
    with httpx.Client(base_url=f"{served.url}/api/v1", timeout=60) as http:
        http.headers["Authorization"] = f"Bearer {token}"

        def made(path: str, body: Any) -> Any:
            answer = http.post(path, json=body, headers={"Idempotency-Key": path})
            assert answer.status_code < 300, answer.text
            return answer.json()

        acme = made(
            "/customers",
            {"company_name": "Acme", "email": "compta@acme.example", "on_account_allowed": True}
            | {"address": {"city": "Lyon"}},
        )
        bill = made("/bills", {"amount": {"amount": 4310, "currency": "EUR"}})
        http.put(f"/bills/{bill['id']}/customer", json={"customer": acme["id"]})
        made(f"/bills/{bill['id']}/save-on-account", {})
        period = {"from": "2020-01-01", "to": "2099-12-31"}
        return made("/invoices", {"payer": acme["id"], "send": True} | period)


def arrived(server: MailServer, patience: float = 45) -> bool:
    until = time.monotonic() + patience
    while not server.taken and time.monotonic() < until:
        time.sleep(0.1)
    return bool(server.taken)


def test_an_invoice_arrives(mailing: Served) -> None:
    with mail_server(PORT) as server:
        invoice = issue_and_send(mailing)

        assert arrived(server)

    [mail] = server.taken
    assert mail["To"] == "compta@acme.example"
    assert [one.get_filename() for one in mail.iter_attachments()] == [
        f"invoice-{invoice['number']}.pdf"
    ]


def test_what_could_not_leave_is_counted(prepared: Installation, tmp_path: Path) -> None:
    with copied(prepared, tmp_path / "data") as installation:
        with serving(installation) as running:
            issue_and_send(running)
        said = installation.habitue("doctor", check=False)

    assert "warning   Mail: set HABITUE_MAIL_URL" in said
    assert "letters that wait: 1" in said


def test_nonsense_is_one_sentence(prepared: Installation, tmp_path: Path) -> None:
    with copied(prepared, tmp_path / "data") as installation:
        installation.settings = {"HABITUE_MAIL_URL": "mail.example.com"}

        with pytest.raises(AssertionError, match="HABITUE_MAIL_URL starts with"):
            installation.habitue("verify")
