"""How each kind of device learns to trust the house; anybody may read it, before they trust it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from habitue.site.middleware import POLICY
from habitue.site.tls import room
from habitue.site.tls.devices import kinds_for
from habitue.site.tls.profile import called, profile
from habitue.site.tls.room import Room


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The steps for whoever asks first, those for others below."""
    here = _here()
    host = here.host(request.headers.get("Host", ""))
    https = here.https(host)
    words = {
        "kinds": kinds_for(request.headers.get("User-Agent", "")),
        "https": https,
        "called": called(here.kept.authority),
        "pairs": here.kept.authority.fingerprint.split(":"),
        "fingerprint": here.kept.authority.fingerprint,
        "address": here.page(here.lan),
        "begins": _milliseconds(here.leaf.begins),
        "ends": _milliseconds(here.leaf.ends),
        "now": _milliseconds(request.at),  # type: ignore[attr-defined]
        "csrf_token": "",  # nothing is sent from here: no cookie is needed
    }
    response = render(request, "site/trust.html", words)
    response.headers["Content-Security-Policy"] = f"{POLICY}; connect-src 'self' {https}"
    response.headers["Cache-Control"] = "no-store"
    if not request.is_secure():  # there it means nothing, and browsers complain of it
        response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@require_safe
def proof(request: HttpRequest) -> JsonResponse:
    """Whoever hears this over HTTPS trusts the house; the plain page may ask for it."""
    heard = JsonResponse({"authority": _here().kept.authority.fingerprint})
    heard.headers["Access-Control-Allow-Origin"] = "*"
    heard.headers["Cache-Control"] = "no-store"
    return heard


@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    return _file(_here().kept.authority.der, "application/x-x509-ca-cert", "habitue.crt")


@require_safe
def text(request: HttpRequest) -> HttpResponse:
    return _file(_here().kept.authority.pem, "application/x-pem-file", "habitue.pem")


@require_safe
def apple(request: HttpRequest) -> HttpResponse:
    content = profile(_here().kept.authority)
    return _file(content, "application/x-apple-aspen-config", "habitue.mobileconfig")


def _here() -> Room:
    here = room.current()
    if here is None:
        raise Http404  # served without --tls: there is nothing to trust
    return here


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _milliseconds(when: datetime) -> int:
    return int(when.timestamp() * 1_000)
