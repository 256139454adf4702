"""What a phone needs to keep the card at hand: a manifest, and a worker that keeps one page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from habitue.fronts.ui import kept


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the guest's pages look when they are put on the home screen."""
    says = {
        "id": reverse("guest:home"),
        "name": _("My cards"),
        "short_name": _("My cards"),
        "description": _("Your cards, your bills, paid from your phone."),
        "lang": get_language(),
        "start_url": reverse("guest:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f0e6",
        "theme_color": "#f5f0e6",
        "icons": [
            {"src": static("guest/icons/card.svg"), "type": "image/svg+xml", "sizes": "any"},
            *(
                {"src": static(f"guest/icons/{name}.png"), "type": "image/png", **rest}
                for name, rest in (
                    ("card-192", {"sizes": "192x192"}),
                    ("card-512", {"sizes": "512x512"}),
                    ("card-mask-512", {"sizes": "512x512", "purpose": "maskable"}),
                )
            ),
        ],
        "shortcuts": [
            {"name": _("Pay a bill"), "url": reverse("guest:scan")},
        ],
    }
    return JsonResponse(says, content_type="application/manifest+json")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker, told which files a kept page needs."""
    folders = ("guest/", "guest/js/")
    return kept.worker("guest/js/worker.js", looks=("ui/phone.css",), folders=folders)
