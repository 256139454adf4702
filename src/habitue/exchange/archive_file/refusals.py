"""Why a house is not written out, or not taken in. Nothing is half done after any of them."""

from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Refusal


class _Unusable(Refusal):
    code = "malformed"
    status = 422


class NotAnArchiveFile(_Unusable):
    says = _("{name} is no archive file of Habitué, or was cut short. Nothing was changed.")


class DamagedFile(_Unusable):
    says = _("{name} is damaged: {what}. Nothing was changed.")


class NewerFile(_Unusable):
    says = _(
        "{name} was written by Habitué {version} and holds what this one does not know ({what})."
        " Install that version first."
    )


class HouseIsHere(_Unusable):
    says = _("{house} is here already. A house is taken in once.")


class DoesNotHold(_Unusable):
    says = _("The books in {name} do not hold, and it was not taken in. First: {what}")
