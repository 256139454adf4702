"""What a camera saw, for a browser that cannot read it: one bounded picture, nothing kept."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from habitue.kit import bank_cards
from habitue.paper import codes

MOST_BYTES = 1024 * 1024
SHORTEST_SIDE, LONGEST_SIDE = 16, 2000
MOST_CHARACTERS = 500  # a longer code is none of ours


def answer(request: HttpRequest) -> HttpResponse:
    """`{"code": "…"}` of the grey dots in the body, `?w=` wide and `?h=` high; 204 if none.

    A bank card is `{"bank_card": true}`, never its number. The front's view says who may ask.
    """
    width, height = _side(request.GET.get("w", "")), _side(request.GET.get("h", ""))
    if not width or not height or width * height > MOST_BYTES:
        return HttpResponse(status=422)
    if _announced(request) > MOST_BYTES:
        return HttpResponse(status=413)
    grey = request.read(MOST_BYTES + 1)
    if len(grey) != width * height:
        return HttpResponse(status=422)
    read = [code for code in codes.read(grey, width, height) if len(code) <= MOST_CHARACTERS]
    known = next((code for code in read if not bank_cards.is_bank_card(code)), "")
    if known:
        return JsonResponse({"code": known})
    return JsonResponse({"bank_card": True}) if read else HttpResponse(status=204)


def _side(typed: str) -> int:
    """A side in dots; 0 where it makes no sense."""
    side = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    return side if SHORTEST_SIDE <= side <= LONGEST_SIDE else 0


def _announced(request: HttpRequest) -> int:
    typed = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(typed) if typed.isascii() and typed.isdigit() else MOST_BYTES + 1
