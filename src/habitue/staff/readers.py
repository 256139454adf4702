"""How the card reader at a till types: what it sends first and last, and how slowly."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house import places
from habitue.house.models import Till
from habitue.kit.refusals import Malformed
from habitue.operations.models import Operation
from habitue.operations.rights import right

LONGEST = 8
SLOWEST_MS, QUICKEST_MS = 150, 15
SILENCE = "none"


class NotSigns(Malformed):
    says = _("What a reader sends first and last are up to eight signs of its keyboard.")


class NotASpeed(Malformed):
    says = _("Between two keys of a reader lie {least} to {most} milliseconds.")


@dataclass(frozen=True, slots=True)
class Habits:
    """What a reader sends first; what last, beside Enter or Tab (signs, or `none`); how slowly.

    Nothing said: as most readers do.
    """

    prefix: str = ""
    suffix: str = ""
    gap_ms: int | None = None


@right("tills.enrol")
def teach_reader(op: Operation, *, till: Till, habits: Habits) -> Till:
    """From now on every page of `till` hears its reader so. Raises NotSigns, NotASpeed."""
    if not _are_signs(habits.prefix):
        raise NotSigns(field="prefix")
    if not _are_signs(habits.suffix):
        raise NotSigns(field="suffix")
    if habits.gap_ms is not None and not QUICKEST_MS <= habits.gap_ms <= SLOWEST_MS:
        raise NotASpeed(field="gap", least=QUICKEST_MS, most=SLOWEST_MS)
    columns = {
        "reader_prefix": habits.prefix,
        "reader_suffix": habits.suffix,
        "reader_gap_ms": habits.gap_ms,
    }
    changes = places.set_reader(op, till=till, columns=columns)
    audit.record(op, "staff.teach_reader", on=till, changes=changes)
    return till


def _are_signs(typed: str) -> bool:
    """Keys a reader can press: what stands on a US keyboard."""
    return len(typed) <= LONGEST and all("!" <= one <= "~" for one in typed)
