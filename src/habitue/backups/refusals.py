"""Why a backup is not written, or not put back. Nothing is half done after any of them."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Refusal


class _Unusable(Refusal):
    code = "malformed"
    status = 422


class NotABackup(_Unusable):
    says = _("{name} is no backup of Habitué.")


class Damaged(_Unusable):
    says = _("{name} is damaged: {what}. Nothing was changed; take another backup.")


class CutShort(_Unusable):
    says = _("{name} is no backup of Habitué, or was cut short. Nothing was changed.")


class Newer(_Unusable):
    says = _(
        "{name} was made by Habitué {version}, which knows more than this one. Install that"
        " version first."
    )


class OtherDatabase(_Unusable):
    says: ClassVar[str | Promise] = _(
        "{name} holds a book kept in {theirs}, and here it is kept in {ours}. Restore it where it"
        " fits, then bring each house over with habitue archive."
    )


class NotEmpty(_Unusable):
    says = _("There is a book here already ({what}). A backup is restored into an empty place.")


class OtherPepper(_Unusable):
    says = _(
        "{name} was made with another pepper. Put the keys of that installation in place first"
        " (habitue keys export printed them): HABITUE_PEPPER and HABITUE_SECRET_KEY, or the files"
        " pepper and secret-key in the data folder. Where they are lost, add --without-pepper:"
        " every PIN, token and till is then made anew."
    )


class SourceDamaged(_Unusable):
    says = _("The database itself is damaged: {what}. Keep the backups you have.")
