"""What a phone keeps for the time without a line: its worker, its manifest, what waits."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.ui import kept

SCRIPTS = ("till/queue.js", "till/keeping.js", "till/sending.js", "till/worker.js")


@require_GET
@at_till(locked=True, quiet=True)
def show(request: TillRequest) -> HttpResponse:
    """What waits on this phone and what was refused: the phone itself fills it in."""
    return render(request, "till/waiting/show.html")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker of /till/: keeps pages, and presses that found no line."""
    return kept.worker(*SCRIPTS, looks=("ui/till.css", "ui/plain.css"), folders=("till/",))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the waiter's pages look when they are put on the home screen."""
    says = {
        "id": reverse("till:waiter"),
        "name": _("Tables and bills"),
        "short_name": _("Tables"),
        "description": _("The till in one hand: bills, guests, payments."),
        "lang": get_language(),
        "start_url": reverse("till:waiter"),
        "scope": reverse("till:room"),
        "display": "standalone",
        "background_color": "#e7dece",
        "theme_color": "#e7dece",
        "icons": [
            {"src": static("ui/favicon.svg"), "type": "image/svg+xml", "sizes": "any"},
            *(
                {"src": static(f"till/icons/{name}.png"), "type": "image/png", **rest}
                for name, rest in (
                    ("bill-192", {"sizes": "192x192"}),
                    ("bill-512", {"sizes": "512x512"}),
                    ("bill-mask-512", {"sizes": "512x512", "purpose": "maskable"}),
                )
            ),
        ],
        "shortcuts": [{"name": _("Scan"), "url": reverse("till:scan")}],
    }
    return JsonResponse(says, content_type="application/manifest+json")
