"""Card sheets: numbers made in batches, printed ten to a page, bound as they are given out."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.cards import batches, sheet
from habitue.cards.models import CardBatch, CardKind
from habitue.fronts.office import asking
from habitue.fronts.office.acting import do, run
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.house.scope import house_scope
from habitue.operations.actions import Answer

SHOWN = 200
PRINTED = [(kind.value, kind.label) for kind in (CardKind.BARCODE, CardKind.QR)]


@desk("cards.print")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Every batch, newest first, with what became of its cards; the form for another."""
    rows = list(CardBatch.objects.of(request.house).order_by("-id")[:SHOWN])
    tallies = batches.tallies(request.house, rows)
    facts: dict[str, Any] = {
        "rows": [(row, tallies[row.id]) for row in rows],
        "kinds": PRINTED,
        "most": batches.MOST,
        "sent": request.POST,
        "faults": asking.faults_of(request.refusal),
        "sample": sheet.spaced("2912345678906"),
    }
    return page(request, "office/cards/index.html", "cards", **facts)


@desk("cards.print", again=index)
@require_POST
def make(request: OfficeRequest) -> HttpResponse:
    """New numbers; the sheet is printed from the list."""
    typed = request.POST.get("count", "").strip()
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    kind, note = request.POST.get("kind", CardKind.BARCODE), request.POST.get("note", "")
    do(request, batches.make_batch, count=count, kind=kind, note=note)
    return done(request, "office:card_batches", _("Made. Print the sheet when you like."))


@desk("cards.print", walks=True)
@require_GET
def as_pdf(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The sheet. Drawing takes long: no transaction waits for it."""
    with house_scope(request.house):
        batch = found(CardBatch, request, key)
        numbers = batches.numbers(request.house, batch)
    content = sheet.pdf(request.house, numbers, batch.made_at)
    return _file(content, f"cards-{key}.pdf", "application/pdf")


@desk("cards.print")
@require_GET
def as_csv(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The numbers that still wait, for whoever prints them on plastic."""
    numbers = batches.unassigned(request.house, found(CardBatch, request, key))
    lines = "".join(f"{number}\r\n" for number in ("number", *numbers))
    return _file(lines.encode(), f"cards-{key}.csv", "text/csv; charset=utf-8")


@desk("cards.print", again=index)
@require_POST
def block(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The sheet was lost: the cards of it that nobody has find nobody."""
    batch = found(CardBatch, request, key)
    reason = request.POST.get("reason", "")

    def work(op: Any) -> Answer:
        batches.block_rest(op, batch=batch, reason=reason)
        return Answer(batch.id)

    run(request, work)
    return done(request, "office:card_batches", _("Blocked: what nobody had of that sheet."))


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
