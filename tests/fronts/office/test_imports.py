"""Bringing customers from a file: looked at first, then taken, stopped, undone, signed for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from habitue.audit.models import AuditLine
from habitue.customers.models import Customer
from habitue.exchange import keeping, working
from habitue.exchange.models import Import, State
from habitue.kit.ids import new_id
from habitue.site import files_in
from habitue.staff.models import StaffMember
from tests.cast import Cast
from tests.fronts.office.conftest import Desk

FILE = "Name;Vorname;E-Mail;Telefon\r\nLefèvre;Élodie;elodie@example.org;06 71 20 42 18\r\n;;;\r\n;;only@example.org;\r\n"  # noqa: E501
TWO = "user_id,first_name,opening_paid,opening_owes\n1,Anna,12.00,\n2,Bruno,,43.10\n"


def sent(content: str | bytes, name: str = "regulars.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def bring(office: Desk, content: str | bytes = FILE) -> Any:
    fields = {"file": sent(content), "operation_key": str(new_id())}
    return office.client.post("/office/import/bring", fields, follow=True)


def look(office: Desk, content: str | bytes = FILE) -> tuple[Import, Any]:
    """Brought, looked at, and what is shown then."""
    assert bring(office, content).status_code == 200
    files_in.one_round()
    row = Import.objects.of(office.cast.house).latest("at")
    return row, office.see(f"import/{row.id}/")


def press(office: Desk, row: Import, what: str, **fields: Any) -> Any:
    answer = office.send(f"import/{row.id}/{what}", **fields)
    files_in.one_round()
    row.refresh_from_db()
    return answer


def test_a_file_is_looked_at_and_nothing_is_taken(office: Desk, cast: Cast) -> None:
    row, shown = look(office)

    assert (row.state, row.created, row.refused, row.trial) == (State.LOOKED, 1, 1, True)
    assert "Élodie Lefèvre" in shown.content.decode()
    assert not Customer.objects.of(cast.house).exists()


def test_while_it_is_looked_at_the_page_says_how_far(office: Desk, cast: Cast) -> None:
    shown = bring(office)

    row = Import.objects.of(cast.house).get()
    assert b"import-progress" in shown.content
    assert b"import-progress" in office.see(f"import/{row.id}/progress").content
    files_in.one_round()
    assert office.see(f"import/{row.id}/progress").headers["HX-Refresh"] == "true"


def test_taken_with_a_fate_for_every_row(office: Desk, cast: Cast) -> None:
    row, _shown = look(office)

    press(office, row, "take")

    shown = office.see(f"import/{row.id}/")
    assert Customer.objects.of(cast.house).get().email == "elodie@example.org"
    assert (row.state, row.created, row.refused) == (State.TAKEN, 1, 1)
    assert [fate.row for fate in shown.context["fates"]] == [1, 2]
    mend = office.see(f"import/{row.id}/refused.csv").content.decode("utf-8-sig")
    assert mend.startswith("Name;Vorname;E-Mail;Telefon;")
    assert "only@example.org" in mend and "Lefèvre" not in mend


def test_a_column_is_taken_for_something_else(office: Desk, cast: Cast) -> None:
    row, shown = look(office, "Who,Number\r\nAlice,4711\r\n")
    assert shown.context["unassigned"] == 2

    press(office, row, "choose", **{"map:Who": "last_name", "map:Number": "user_id"})

    assert row.created == 1
    assert row.mapping == {"Who": "last_name", "Number": "user_id"}


def test_encoding_delimiter_and_header_can_be_chosen(office: Desk, cast: Cast) -> None:
    content = "list of Monday|\nName|City\nВладимир|Москва\n".encode("koi8-r")
    row, _shown = look(office, content)

    press(office, row, "choose", encoding="koi8-r", delimiter="pipe", header="1")

    shown = office.see(f"import/{row.id}/").content.decode()
    assert (row.encoding, row.delimiter, row.header_line) == ("koi8-r", "pipe", 1)
    assert "Владимир" in shown


def test_json_lines_are_looked_at_taken_and_mended(office: Desk, cast: Cast) -> None:
    people = '{"Name":"Lefèvre","tel":"0671204218"}\n{"tel":"1"}\n{"Name":NaN}\n'

    row, shown = look(office, people)
    press(office, row, "choose", **{"map:Name": "company_name"})
    press(office, row, "take")

    assert (row.format, row.created, row.refused) == ("jsonl", 1, 2)
    assert shown.context["columns"][0][:2] == ("Name", "full_name")
    assert Customer.objects.of(cast.house).get().company_name == "Lefèvre"
    mend = office.see(f"import/{row.id}/refused.csv").content.decode("utf-8-sig").splitlines()
    assert mend[0].startswith("Name,tel,")
    assert [line.split(",")[1] for line in mend[1:]] == ["1", ""]


def test_rows_are_matched_and_left_out_as_chosen(office: Desk, cast: Cast) -> None:
    press(office, look(office)[0], "take")
    more = FILE + "Roux;Léa;lea@example.org;\r\n"

    row, _shown = look(office, more)
    press(office, row, "choose", match="email", policy="new")

    assert (row.created, row.updated, row.skipped) == (1, 0, 1)
    shown = office.see(f"import/{row.id}/?fate=skipped")
    assert [one["row"] for one in shown.context["rows"]] == [1]


def test_the_rows_of_a_trial_come_page_by_page(office: Desk, cast: Cast) -> None:
    rows = "".join(f"{n},Guest {n}\n" for n in range(1, 251))
    row, shown = look(office, "user_id,last_name\n" + rows)

    further = office.see(f"import/{row.id}/?after={shown.context['after']}")

    assert (len(shown.context["rows"]), len(further.context["rows"])) == (200, 50)
    assert b"Guest 250" in further.content


def test_stopped_half_way_it_says_what_was_done(office: Desk, cast: Cast) -> None:
    rows = "".join(f"{n},Guest {n}\n" for n in range(1, 31))
    row, _shown = look(office, "user_id,last_name\n" + rows)
    office.send(f"import/{row.id}/take")
    row = Import.objects.of(cast.house).get()
    sizes = iter([10])

    def pace() -> int:
        if size := next(sizes, 0):
            return size
        office.send(f"import/{row.id}/stop")
        return 10

    row.house = cast.house
    working.work_off(row, pace)

    row.refresh_from_db()
    shown = office.see(f"import/{row.id}/")
    assert (row.state, row.rows, row.created) == (State.CANCELLED, 10, 10)
    assert Customer.objects.of(cast.house).count() == 10
    assert b"stopped after row 10" in shown.content


def test_columns_chosen_are_forgotten_where_the_file_is_read_otherwise(
    office: Desk, cast: Cast
) -> None:
    """Else the look would ask for columns that are not there, and could not be got rid of."""
    row, _shown = look(office, "Name|City\nAnna|Lyon\n")
    press(office, row, "choose", delimiter="comma")
    press(office, row, "choose", **{"map:Name|City": "notes"})

    press(office, row, "choose", delimiter="pipe")

    assert (row.problem, row.created) == ("", 1)
    assert row.mapping == {"Name": "full_name", "City": "address.city"}


def test_another_file_knows_nothing_of_the_columns_chosen_for_the_first(
    office: Desk, cast: Cast
) -> None:
    first, _shown = look(office, "Who,Number\r\nAlice,4711\r\n")
    press(office, first, "choose", **{"map:Who": "last_name", "map:Number": "user_id"})

    other, shown = look(office, "Who,Email\r\nBob,bob@example.org\r\n")

    assert (other.id != first.id, other.problem) == (True, "")
    assert shown.context["unassigned"] == 1
    assert first.created == 1


@pytest.mark.parametrize("key", ["same", ""])
def test_taken_twice_it_is_taken_once(office: Desk, cast: Cast, key: str) -> None:
    """A double click has one key, two tabs have two."""
    row, _shown = look(office, TWO)
    said = {"operation_key": key} if key else {}

    first, second = (office.send(f"import/{row.id}/take", **said) for _click in range(2))
    files_in.one_round()
    late = office.send(f"import/{row.id}/take")

    assert first.status_code == 302
    assert second.status_code == (302 if key else 409)
    assert late.status_code == 409
    assert b"State of the file: taken; that cannot be done" in late.content
    assert Customer.objects.of(cast.house).count() == 2
    lines = AuditLine.objects.of(cast.house)
    assert lines.filter(verb="customers.import").count() == 1
    assert lines.filter(verb="prepaid.open").count() == 1


def test_one_file_in_two_tabs_changes_nothing_the_second_time(office: Desk, cast: Cast) -> None:
    one, other = look(office, TWO)[0], look(office, TWO)[0]
    assert (one.created, other.created) == (2, 2)
    for row in (one, other):
        office.send(f"import/{row.id}/take")

    files_in.one_round()

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.created, other.created, other.unchanged) == (2, 0, 2)
    assert AuditLine.objects.of(cast.house).filter(verb="prepaid.open").count() == 1


def test_undone_and_a_second_time_it_says_so(office: Desk, cast: Cast) -> None:
    row, _shown = look(office, TWO)
    press(office, row, "take")

    press(office, row, "undo")
    again = office.send(f"import/{row.id}/undo")

    assert (row.state, row.undone) == (State.UNDONE, {"archived": 2})
    assert not Customer.objects.of(cast.house).kept().exists()
    assert again.status_code == 409
    assert b"undone already" in again.content


def test_the_history_of_a_customer_says_what_an_import_did(office: Desk, cast: Cast) -> None:
    row, _shown = look(office, TWO)
    press(office, row, "take")
    press(office, row, "undo")
    anna = Customer.objects.of(cast.house).get(first_name="Anna")

    shown = office.see(f"customers/{anna.id}/history")

    told = [(line.verb, line.file and line.file.is_undo) for line in shown.context["lines"]]
    assert ("Added to the book", False) in told
    assert {("Archived", True), ("Opening balance taken back", True)} <= set(told)
    assert f"/office/import/{row.id}/" in shown.content.decode()
    assert "by taking an import back" in shown.content.decode()


def test_the_sheet_adds_up_and_is_signed(office: Desk, cast: Cast) -> None:
    row, _shown = look(office, TWO + "3,Cleo,abc,\n,,7.00,\n")
    press(office, row, "take")

    sheet = office.see(f"import/{row.id}/sheet")
    assert sheet.context["holds"] is True
    paid = next(line for line in sheet.context["lines"] if line.kind == "paid")
    assert (paid.file, paid.refused, paid.booked, paid.unexplained) == (1900, 700, 1200, 0)
    assert office.send(f"import/{row.id}/sign", name=" ").status_code == 422
    office.send(f"import/{row.id}/sign", name="Marthe")

    row.refresh_from_db()
    assert row.signed_name == "Marthe"
    assert AuditLine.objects.of(cast.house).filter(verb="customers.sign_import").exists()
    assert "paid,2,19.00" in office.see(f"import/{row.id}/sheet.csv").content.decode()
    assert b"Signed by Marthe" in office.see(f"import/{row.id}/sheet").content


def test_whose_rights_were_taken_meanwhile_takes_nothing(
    as_role: Callable[[str], Desk], cast: Cast
) -> None:
    desk = as_role("manager")
    row, _shown = look(desk, TWO)
    desk.send(f"import/{row.id}/take")
    StaffMember.objects.of(cast.house).filter(name="Manager").update(active=False)

    files_in.one_round()

    row.refresh_from_db()
    assert (row.state, row.rows) == (State.STUCK, 0)
    assert "right" in row.problem


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 200])
def test_what_is_no_table_is_said(office: Desk, cast: Cast, content: bytes) -> None:
    shown = bring(office, content)
    if content:
        files_in.one_round()
        shown = office.see(f"import/{Import.objects.of(cast.house).get().id}/")

    assert b"data-faults" in shown.content


def test_too_large_a_file_is_said(office: Desk, cast: Cast, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 2**20

    fields = {"file": sent(b"Name\r\n" + b"A" * 2**20), "operation_key": str(new_id())}
    shown = office.client.post("/office/import/bring", fields)

    assert shown.status_code == 413
    assert b"larger than 1 MB" in shown.content
    assert not Import.objects.of(cast.house).exists()


def test_a_file_nobody_came_back_for_is_thrown_away(
    office: Desk, cast: Cast, settings: Any
) -> None:
    row, _shown = look(office)
    young = keeping.path_of(row)
    assert young is not None
    old = Path(settings.DATA_DIR) / "uploads" / "old"
    old.write_text("Alice;06 71 20 42 18")
    two_days_ago = time.time() - 172_800
    os.utime(old, (two_days_ago, two_days_ago))

    keeping.tidy(files_in.now())

    assert (old.exists(), young.exists()) == (False, True)
    keeping.forget(row)


def test_without_a_file_there_is_nothing_to_take(office: Desk, cast: Cast) -> None:
    assert office.send("import/bring").status_code == 422
    assert office.see("import/").status_code == 200


def test_a_cashier_imports_nobody(as_role: Callable[[str], Desk]) -> None:
    desk = as_role("cashier")

    assert desk.see("import/").status_code == 403
    fields = {"file": sent(FILE), "operation_key": str(new_id())}
    assert desk.client.post("/office/import/bring", fields).status_code == 403
