"""Rights are checked in the action, so that screen, API and command cannot differ."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation

Action = TypeVar("Action", bound=Callable[..., Any])

RIGHTS: dict[str, str | Promise] = {}


class RightMissing(Refusal):
    code = "right_missing"
    status = 403
    says = _("You may not do this here: the right “{right}” is missing.")

    @property
    def sentence(self) -> str:
        right = str(self.facts["right"])
        return str(self.says).format(right=RIGHTS.get(right, right))


def declare(name: str, label: str | Promise) -> str:
    """Name a right, with the words an owner reads beside its tick."""
    RIGHTS[name] = label
    return name


def right(name: str) -> Callable[[Action], Action]:
    """The action may only be run by someone who holds `name`; raises RightMissing."""

    def guard(action: Action) -> Action:
        @wraps(action)
        def guarded(op: Operation, /, *args: Any, **terms: Any) -> Any:
            op.require(name)
            return action(op, *args, **terms)

        return cast(Action, guarded)

    return guard
