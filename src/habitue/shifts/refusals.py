"""How this room says no."""

from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Refusal


class TenderUnknown(Refusal):
    code = "malformed"
    status = 422
    says = _("The house does not take this tender.")


class VenueNeeded(Refusal):
    code = "venue_needed"
    status = 422
    says = _("The house has several venues: say which.")


class TillNeeded(Refusal):
    code = "malformed"
    status = 422
    says = _("A shift is opened at a till: say which.")


class ShiftClosed(Refusal):
    code = "shift_closed"
    says = _("This shift is closed: what was counted stays.")


class ShiftOpen(Refusal):
    code = "shift_open"
    says = _("A shift is open at this till: close it first.")


class ShiftsOpen(Refusal):
    code = "shift_open"
    says = _("Still open: {names}. Close these shifts, then the day.")


class CountNeeded(Refusal):
    code = "malformed"
    status = 422
    says = _("Count the cash: nothing was typed.")


class CountRefused(Refusal):
    code = "malformed"
    status = 422
    says = _("A count is nothing or more, in the money of the house.")


class LeavesMoreThanThere(Refusal):
    code = "malformed"
    status = 422
    says = _("No more can stay in the till than was counted.")


class ReasonNeeded(Refusal):
    code = "malformed"
    status = 422
    says = _("A reason is needed: a word or two.")


class NothingMoved(Refusal):
    code = "malformed"
    status = 422
    says = _("The amount must be more than nothing.")


class DayClosed(Refusal):
    code = "day_closed"
    says = _("This day is closed: what it came to stays.")


class DayNotOver(Refusal):
    code = "malformed"
    status = 422
    says = _("This day has not begun.")
