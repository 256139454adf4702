"""Where each front begins."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from habitue.site.views import healthz

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz)]
FRONTS = (("api/v1/", "api"), ("till/", "till"), ("ui/", "ui"), ("", "office"))
urlpatterns += [
    path(prefix, include(f"habitue.fronts.{front}.urls"))
    for prefix, front in FRONTS
    if find_spec(f"habitue.fronts.{front}.urls")
]
