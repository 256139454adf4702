"""Testing the card reader of this till, and teaching the till how it types."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habitue.fronts.till import going
from habitue.fronts.till.acting import act
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.ui import toasts
from habitue.kit.refusals import Refusal
from habitue.staff import readers
from habitue.staff.readers import Habits, NotASpeed

SIGNS = ("#", "$", "*", "!")


def _page(request: TillRequest, refusal: Refusal | None = None) -> HttpResponse:
    till = request.device.device.till
    kept = Habits(till.reader_prefix, till.reader_suffix, till.reader_gap_ms)
    typed = {
        "prefix": request.POST.get("prefix", kept.prefix),
        "suffix": request.POST.get("suffix", kept.suffix),
        "gap": request.POST.get("gap", kept.gap_ms or ""),
    }
    facts = {
        "till": till,
        "typed": typed,
        "lasts": _lasts(str(typed["suffix"])),
        "taught": kept != Habits(),
        "refusal": refusal,
    }
    return render(request, "till/readers/show.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def reader(request: TillRequest) -> HttpResponse:
    """Read a card three times: what came, how fast, what first and last; kept for this till."""
    if request.method == "GET":
        return _page(request)
    habits = Habits() if "forget" in request.POST else _typed(request)
    till = request.device.device.till
    act(request, lambda op: readers.teach_reader(op, till=till, habits=habits))
    toasts.say(request, _("{till} knows its reader.").format(till=till.name))
    return going.to(request, reverse("till:reader"))


def _lasts(known: str) -> list[tuple[str, str]]:
    """What a reader may send last; a sign that is none of the usual ones too."""
    signs = [*SIGNS, *([known] if known not in ("", readers.SILENCE, *SIGNS) else [])]
    return [
        ("", _("Enter or Tab")),
        (readers.SILENCE, _("nothing: silence is the end")),
        *((sign, sign) for sign in signs),
    ]


def _typed(request: TillRequest) -> Habits:
    gap = request.POST.get("gap", "").strip()
    if gap and not (gap.isascii() and gap.isdigit() and len(gap) < 5):
        raise NotASpeed(field="gap", least=readers.QUICKEST_MS, most=readers.SLOWEST_MS)
    first, last = request.POST.get("prefix", ""), request.POST.get("suffix", "")
    return Habits(first.strip(), last.strip(), int(gap) if gap else None)
