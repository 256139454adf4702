"""How a guest is told no: beside the form, or on a page with one kind sentence."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from habitue.kit.refusals import Refusal


def answer(
    request: HttpRequest,
    refusal: Refusal,
    again: Callable[..., HttpResponse] | None,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponse:
    """The form again with the sentence in it; where there is no form, the sentence alone."""
    if again is not None and refusal.status != 410:
        try:
            response = again(request, *args, refusal=refusal, **kwargs)
        except Refusal as other:
            response, refusal = page(request, other), other
    else:
        response = page(request, refusal)
    response.status_code = refusal.status
    if "retry_after" in refusal.facts:
        response.headers["Retry-After"] = str(refusal.facts["retry_after"])
    return response


def page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    facts = {"refusal": refusal, "is_bill": request.path.startswith("/b/")}
    return render(request, "guest/refused.html", facts, status=refusal.status)


def perhaps_theirs(request: HttpRequest) -> HttpResponse:
    """Someone's bill, looked at by nobody known: they may be that someone."""
    return render(request, "guest/bill/whose.html", status=410)
