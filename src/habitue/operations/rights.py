"""Rights are checked in the action, so that screen, API and command cannot differ."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.house.models import HouseRow
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation

Action = TypeVar("Action", bound=Callable[..., Any])

RIGHTS: dict[str, str | Promise] = {}
# a guest's, on their own phone, for themselves: declared nowhere, so that no role can hold it
ONESELF = "oneself"


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
    """The action may only be run by someone who holds `name`, on rows of their own house.

    Raises RightMissing, NotFound.
    """

    def guard(action: Action) -> Action:
        @wraps(action)
        def guarded(op: Operation, /, *args: Any, **terms: Any) -> Any:
            op.require(name)
            _of_this_house(op, terms)
            return action(op, *args, **terms)

        return cast(Action, guarded)

    return guard


def _of_this_house(op: Operation, terms: Mapping[str, Any]) -> None:
    """PostgreSQL would not even see another house's row; on SQLite this is what stops it."""
    for name, value in terms.items():
        if isinstance(value, HouseRow) and value.house_id != op.house.id:
            raise NotFound(name, field=name)
