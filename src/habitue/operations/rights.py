"""Rights are checked in the action, so that screen, API and command cannot differ."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation

P = ParamSpec("P")
R = TypeVar("R")
Action = Callable[Concatenate[Operation, P], R]

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


def right(name: str) -> Callable[[Action[P, R]], Action[P, R]]:
    """The action may only be run by someone who holds `name`; raises RightMissing."""

    def guard(action: Action[P, R]) -> Action[P, R]:
        @wraps(action)
        def guarded(op: Operation, *args: P.args, **kwargs: P.kwargs) -> R:
            op.require(name)
            return action(op, *args, **kwargs)

        return guarded

    return guard
