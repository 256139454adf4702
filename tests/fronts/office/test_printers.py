"""Printers and the logo as an owner sets them up."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from habitue.house.models import Venue
from habitue.kit.ids import new_id
from habitue.printing.models import Job, Logo, Printer, TillPrinter
from tests.cast import Cast
from tests.fronts.office.conftest import Desk


def terms(cast: Cast, **changes: Any) -> dict[str, Any]:
    given = {
        "printer": "new",
        "venue": str(cast.venue.id),
        "name": "Bar",
        "host": "192.168.1.87",
        "port": "9100",
        "dots": "576",
        "by_itself": ["receipt", "top_up"],
        "tills": [str(cast.till.id)],
    }
    return given | changes


@pytest.fixture
def printer(office: Desk, cast: Cast) -> Printer:
    office.send("settings/printers/add", **terms(cast))
    made: Printer = Printer.objects.of(cast.house).get()
    return made


def test_a_printer_is_added_for_a_till(office: Desk, cast: Cast, printer: Printer) -> None:
    assert (printer.host, printer.port, printer.dots) == ("192.168.1.87", 9100, 576)
    assert printer.by_itself == ["receipt", "top_up"]
    assert TillPrinter.objects.of(cast.house).get().till_id == cast.till.id
    assert "192.168.1.87" in office.see("settings/printers").content.decode()


def test_a_printer_is_changed(office: Desk, cast: Cast, printer: Printer) -> None:
    changed = terms(
        cast,
        printer=str(printer.id),
        host="bar.lan",
        dots="384",
        by_itself=["shift", "x"],
        tills=[],
    )
    office.send(f"settings/printers/{printer.id}/change", **changed)

    printer.refresh_from_db()
    assert (printer.host, printer.dots, printer.by_itself) == ("bar.lan", 384, ["shift"])
    assert not TillPrinter.objects.of(cast.house).exists()


def test_a_till_prints_at_one_printer(office: Desk, cast: Cast, printer: Printer) -> None:
    office.send("settings/printers/add", **terms(cast, name="Room"))

    assert TillPrinter.objects.of(cast.house).get().printer.name == "Room"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "Bar"),
        ("name", "x" * 61),
        ("host", ""),
        ("host", "192.168.1.87/admin"),
        ("host", "http://printer"),
        ("host", "a b"),
        ("host", "'; DROP TABLE"),
        ("port", "0"),
        ("port", "65536"),
        ("port", "ninety"),
        ("dots", "577"),
        ("dots", ""),
        ("tills", "nonsense"),
    ],
)
def test_nonsense_is_refused_with_what_was_typed_kept(
    office: Desk, cast: Cast, printer: Printer, field: str, typed: str
) -> None:
    sent = terms(cast, name="Garden") | {field: typed}

    answer = office.send("settings/printers/add", **sent)

    assert answer.status_code == 422
    assert Printer.objects.of(cast.house).count() == 1
    assert "data-faults" in answer.content.decode()


def test_a_test_print_is_asked_for(office: Desk, cast: Cast, printer: Printer) -> None:
    office.send(f"settings/printers/{printer.id}/test")

    assert Job.objects.of(cast.house).get().document == "test"


def test_a_printer_that_goes_gives_up_what_waits(
    office: Desk, cast: Cast, printer: Printer
) -> None:
    office.send(f"settings/printers/{printer.id}/test")

    office.send(f"settings/printers/{printer.id}/retire")

    assert Job.objects.of(cast.house).get().state == "given_up"
    assert "No printer yet." in office.see("settings/printers").content.decode()
    office.send("settings/printers/add", **terms(cast))
    assert Printer.objects.of(cast.house).filter(retired_at=None).count() == 1


def upload(office: Desk, file: bytes) -> Any:
    sent = SimpleUploadedFile("logo.png", file, "image/png")
    asked = {"operation_key": str(new_id()), "logo": sent}
    return office.client.post("/office/settings/logo", asked)


def test_a_logo_is_kept_and_shown_as_it_prints(office: Desk, cast: Cast) -> None:
    out = io.BytesIO()
    Image.new("L", (80, 40), 0).save(out, "PNG")

    assert upload(office, out.getvalue()).status_code == 302

    shown = office.see("settings/logo.png")
    assert shown.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(shown.content)).size == (80, 40)
    office.send("settings/logo/remove")
    assert office.see("settings/logo.png").status_code == 404


def test_a_hostile_logo_is_refused_in_words(office: Desk, cast: Cast) -> None:
    answer = upload(office, b"<svg onload=alert(1)>")

    assert answer.status_code == 422
    assert "This is not a picture" in answer.content.decode()
    assert not Logo.objects.of(cast.house).exists()


def test_a_cashier_sets_up_nothing(
    office: Desk, cast: Cast, printer: Printer, as_role: Callable[[str], Desk]
) -> None:
    cashier = as_role("cashier")

    assert cashier.see("settings/printers").status_code == 403
    assert cashier.send("settings/printers/add", **terms(cast, name="X")).status_code == 403
    assert as_role("manager").see("settings/printers").status_code == 200


def test_another_house_s_printer_is_not_there(office: Desk, cast: Cast) -> None:
    venue = Venue.objects.of(cast.other).get()
    theirs = Printer.objects.create(house=cast.other, venue=venue, name="X", host="10.0.0.9")

    assert office.send(f"settings/printers/{theirs.id}/test").status_code == 404
