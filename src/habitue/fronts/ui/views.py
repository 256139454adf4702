"""The gallery: every part with its variants, and screens made of them. Invented people only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.fronts.ui import frames, samples, toasts
from habitue.kit import text

SCREENS = ("till", "pay", "guest", "customers", "customer", "sign-in", "lock", "receipt")


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part of the shared look; `?dir=rtl` turns it round, `?front=till` enlarges it."""
    return render(request, "ui/gallery/index.html", _facts(request) | {"screens": SCREENS})


@require_GET
def screen(request: HttpRequest, name: str) -> HttpResponse:
    """A whole screen made of the parts: a model to build the real one from."""
    if name not in SCREENS:
        raise Http404
    return render(request, f"ui/gallery/{name}.html", _facts(request))


@require_GET
def found(request: HttpRequest) -> HttpResponse:
    """What the sample search finds."""
    asked = request.GET.get("q", "")
    words = text.normalise(asked).split()
    people = [
        each
        for each in samples.PEOPLE
        if words and all(word in text.normalise(each["name"]) for word in words)
    ]
    return render(request, "ui/gallery/_found.html", {"people": people, "asked": asked})


@require_POST
def refused(request: HttpRequest) -> HttpResponse:
    """A refusal, as a front answers it."""
    return render(request, "ui/gallery/_refused.html", status=409)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """What a reader sent, said back: try your reader here."""
    return render(request, "ui/gallery/_read.html", {"code": request.POST.get("code", "")})


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """What the gallery's camera saw; the house reads for those who work in one."""
    return frames.answer(request) if request.user.is_authenticated else HttpResponse(status=401)


@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """An act, said with a toast."""
    return toasts.say_with(HttpResponse(status=204), _("Done"), undo=reverse("ui:undone"))


@require_POST
def undone(request: HttpRequest) -> HttpResponse:
    """What Undo does."""
    return toasts.say_with(HttpResponse(status=204), _("As it was before"))


def _facts(request: HttpRequest) -> dict[str, object]:
    asked = request.GET
    return samples.facts() | {
        "direction": "rtl" if asked.get("dir") == "rtl" else "",
        "front": "till" if asked.get("front") == "till" else "office",
    }
