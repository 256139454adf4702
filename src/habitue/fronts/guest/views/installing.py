"""What a phone needs to keep the card at hand: a manifest, and a worker that keeps one page."""

import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

NEEDED = ("ui/phone.css", "ui/tokens.css", "ui/base.css", "ui/icons.svg", "ui/drawings.svg",
          "ui/favicon.svg", "guest/guest.css", "django_htmx/htmx-2.min.js")  # fmt: skip
FOLDERS = ("ui/css/", "ui/js/", "guest/js/")


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
    names = [*NEEDED, *_listed()]
    needed = json.dumps([static(name) for name in names])
    script = json.dumps(static("guest/js/worker.js"))
    answer = HttpResponse(
        f"self.NEEDED = {needed};\nimportScripts({script});\n", content_type="text/javascript"
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _listed() -> list[str]:
    """Every script and style of the shared look and of this front."""
    found = []
    for folder in FOLDERS:
        where = finders.find(folder)
        if where:
            found += [f"{folder}{one.name}" for one in sorted(Path(where).iterdir())]
    return [name for name in found if name.endswith((".css", ".js"))]
