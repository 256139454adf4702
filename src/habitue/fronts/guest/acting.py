"""One act of a guest: its key, what it was, and that it was theirs."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from habitue.fronts.guest.doors import DoorRequest
from habitue.guests import entry
from habitue.guests.models import GuestLink
from habitue.kit.refusals import Refusal
from habitue.operations import actions as operations
from habitue.operations.actions import Answer
from habitue.operations.models import Operation

UNASKED = {"csrfmiddlewaretoken", "operation_key"}


class KeyMissing(Refusal):
    code = "idempotency_key_missing"
    status = 422
    says = _("This form was not sent from here. Open the page again.")


def act(request: DoorRequest, link: GuestLink, work: Callable[[Operation], Any]) -> Answer:
    """Run `work` in the house of `link` once for the key of this form; what it returns has an id.

    The key is the guest's own: another's form cannot take it.
    """
    key = request.POST.get("operation_key", "")
    if not re.fullmatch(r"[!-~]{1,100}", key):
        raise KeyMissing()
    what = [
        request.path,
        sorted((name, values) for name, values in request.POST.lists() if name not in UNASKED),
    ]

    def once(op: Operation) -> Answer:
        done = work(op)
        return done if isinstance(done, Answer) else Answer(getattr(done, "id", None))

    by = entry.actor_for(link)
    asked = operations.Request(link.house, by, f"guest:{link.guest_id}:{key}", what)
    return operations.run(asked, once)
