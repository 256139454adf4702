"""Printers that are away, out of paper, mute or half dead: every paper comes out, none twice."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from habitue.operations.writer import in_write_transaction
from habitue.printing import actions as printing
from habitue.printing import reports
from habitue.printing.models import Document, Job, JobState, Printer
from habitue.printing.sending import LOST, Hands
from tests.cast import Cast, refused
from tests.printers import FakePrinter, until
from tests.printing.conftest import Look, states


@pytest.fixture
def job(cast: Cast, printer: Printer) -> Job:
    return ask(cast)


def ask(cast: Cast) -> Job:
    job: Job = cast.act(printing.put, document=Document.BILL, of=cast.bill(10).id, by=cast.cashier)
    return job


def trouble(printer: Printer) -> str:
    return str(Printer.objects.get(pk=printer.pk).trouble)


def test_out_of_paper_it_waits_and_prints_once(
    cast: Cast, paper: FakePrinter, printer: Printer, job: Job, look: Look
) -> None:
    paper.has_paper = False
    assert look() == ["paper"]
    assert look() == ["paper"]
    here = reports.here(cast.house, cast.till.id)
    assert here is not None
    assert (here.trouble, here.waiting) == ("The printer is out of paper.", 1)
    paper.has_paper = True

    assert look() == [""]

    assert (len(paper.papers), states(cast), trouble(printer)) == (1, ["printed"], "")


def test_an_open_cover_is_said(paper: FakePrinter, printer: Printer, job: Job, look: Look) -> None:
    paper.is_shut = False

    assert look() == ["cover"]
    assert paper.papers == []


def test_a_printer_that_is_away_keeps_the_order(
    cast: Cast, paper: FakePrinter, printer: Printer, look: Look
) -> None:
    port = paper.port
    Printer.objects.filter(pk=printer.pk).update(port=1)
    asked = [ask(cast).id for _ in range(3)]
    assert look() == ["away"]
    assert trouble(printer) == "away"
    Printer.objects.filter(pk=printer.pk).update(port=port)

    look()

    rows = Job.objects.of(cast.house).order_by("since", "id")
    assert list(rows.values_list("id", flat=True)) == asked
    assert len(paper.papers) == 3


def test_paper_that_ends_in_the_middle_is_waited_for(
    cast: Cast, paper: FakePrinter, printer: Printer, job: Job, look: Look
) -> None:
    paper.loses_paper_after = 130
    troubles: list[str] = []

    def mend() -> None:
        until(lambda: not paper.has_paper)
        paper.has_paper = True

    mending = threading.Thread(target=mend)
    mending.start()
    troubles = look()
    mending.join()

    assert troubles == [""]
    assert (len(paper.papers), states(cast)) == (1, ["printed"])


def test_what_was_perhaps_printed_is_not_sent_again(
    cast: Cast, paper: FakePrinter, printer: Printer, job: Job, look: Look
) -> None:
    paper.loses_paper_after = 130

    look()

    assert states(cast) == ["unsure"]
    paper.has_paper = True
    assert look() == []
    here = reports.here(cast.house, cast.till.id)
    assert here is not None and here.unsure == 1


def test_a_person_says_what_became_of_it(cast: Cast, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.UNSURE)
    job.refresh_from_db()

    cast.act(printing.is_there, job=job)

    assert states(cast) == ["printed"]
    with refused("malformed"):
        cast.act(printing.give_up, job=job)


def test_reprinting_what_was_perhaps_printed_leaves_one_waiting(cast: Cast, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.UNSURE)
    job.refresh_from_db()

    copy = cast.act(printing.again, job=job, by=cast.cashier)

    assert copy.copy
    assert states(cast) == ["given_up", "waiting"]


def test_a_line_that_breaks_before_the_end_is_sent_again(
    cast: Cast, paper: FakePrinter, printer: Printer, job: Job, look: Look
) -> None:
    paper.hangs_up_after = 20
    look()
    first = states(cast)
    paper.hangs_up_after = None
    look()

    assert first in (["waiting"], ["unsure"]), "whether its end had left is a race of the line"
    assert len(paper.papers) == (1 if first == ["waiting"] else 0)


def test_a_mute_printer_prints(
    cast: Cast, paper: FakePrinter, printer: Printer, job: Job, look: Look
) -> None:
    paper.talks = False

    look()

    assert (len(paper.papers), states(cast)) == (1, ["printed"])


def test_a_printer_that_is_well_and_never_says_the_end_has_printed(
    cast: Cast, paper: FakePrinter, printer: Printer, job: Job, look: Look
) -> None:
    paper.confirms = False

    look()

    assert (len(paper.papers), states(cast)) == (1, ["printed"])


def test_two_who_print_at_once_print_once(
    cast: Cast, paper: FakePrinter, printer: Printer, job: Job, look: Look
) -> None:
    """The second finds it taken: what it read was true a moment ago."""
    Job.objects.filter(pk=job.pk).update(state=JobState.IN_HAND)
    hands = Hands(in_write_transaction, lambda: datetime.now(UTC))
    job.house = job.printer.house = cast.house

    hands._print(job)

    assert paper.papers == []


def test_what_a_dead_program_had_in_hand_is_asked_about(cast: Cast, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.IN_HAND)
    later = Hands(in_write_transaction, lambda: datetime.now(UTC) + LOST + timedelta(minutes=1))

    later.settle_lost()

    assert states(cast) == ["unsure"]


def test_what_ended_says_nothing_any_more_and_is_forgotten(
    cast: Cast, paper: FakePrinter, job: Job, look: Look
) -> None:
    look()
    assert Job.objects.get(pk=job.pk).texts is None

    Hands(in_write_transaction, lambda: datetime.now(UTC) + timedelta(days=31)).forget_old()

    assert states(cast) == []


def test_an_address_outside_of_the_network_is_not_spoken_to(
    paper: FakePrinter, job: Job, look: Look, settings: Any
) -> None:
    settings.PRINT_TO = ()

    assert look() == ["forbidden"]
    assert paper.took == 0


def test_a_paper_that_cannot_be_made_does_not_hold_up_the_next(
    cast: Cast, paper: FakePrinter, printer: Printer, look: Look
) -> None:
    gone = ask(cast)
    Job.objects.filter(pk=gone.pk).update(of=printer.pk)
    ask(cast)

    assert look() == [""]

    assert states(cast) == ["given_up", "printed"]
    assert len(paper.papers) == 1


def test_what_it_says_is_what_was_true_when_it_was_asked_for(
    cast: Cast, paper: FakePrinter, printer: Printer, look: Look
) -> None:
    top_up = cast.top_up(cast.alice, 10)
    cast.act(printing.put, document=Document.TOP_UP, of=top_up.id, by=cast.cashier)
    paper.has_paper = False
    look()
    cast.top_up(cast.alice, 50)

    texts = Job.objects.of(cast.house).get().texts

    assert ["pair", "Has now", "30.00"] in texts["parts"]


def test_without_a_printer_the_till_is_told(cast: Cast) -> None:
    with refused("malformed"):
        cast.act(printing.put, document=Document.BILL, of=cast.bill(1).id, by=cast.cashier)
