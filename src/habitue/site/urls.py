"""Where each front begins."""

from django.urls import URLPattern, URLResolver, include, path

from habitue.fronts.till.views import waiter
from habitue.fronts.ui import styles
from habitue.site.views import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("api/v1/", include("habitue.fronts.api.urls")),
    path("till/", include("habitue.fronts.till.urls")),
    path("me/", include("habitue.fronts.guest.urls")),
    path("b/", include("habitue.fronts.guest.bill_urls")),
    path("waiter/", waiter.enter),
    path("trust/", include("habitue.site.tls.urls")),
    path("static/whole/<path:name>", styles.show, name="style"),
    path("ui/", include("habitue.fronts.ui.urls")),
    path("", include("habitue.fronts.office.urls")),
]
