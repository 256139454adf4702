"""One act at the till: its key, what it was, and who did it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.fronts.till.doors import TillRequest
from habitue.kit.refusals import Refusal
from habitue.operations import actions as operations
from habitue.operations.actions import Answer
from habitue.operations.models import Operation

UNASKED = {"csrfmiddlewaretoken", "operation_key", "approval_pin"}


class KeyMissing(Refusal):
    code = "idempotency_key_missing"
    status = 422
    says = _("This form was not sent from the till. Open the page again.")


def act(request: TillRequest, work: Callable[[Operation], Any]) -> Answer:
    """Run `work` once for the key of this form; the answer names the row it returns.

    `work` may return a row, an Answer or nothing.
    """
    key = request.POST.get("operation_key", "")
    if not key or len(key) > 200:
        raise KeyMissing()
    what = [
        request.path,
        sorted((name, values) for name, values in request.POST.lists() if name not in UNASKED),
    ]

    def once(op: Operation) -> Answer:
        done = work(op)
        return done if isinstance(done, Answer) else Answer(getattr(done, "id", None))

    asked = operations.Request(request.house, request.by, f"till:{key}", what, request.approved_by)
    answer = operations.run(asked, once)
    request.acted = True
    return answer


def made(answer: Answer) -> UUID:
    """The id of what an act made; it always names one."""
    assert answer.id is not None
    return answer.id
