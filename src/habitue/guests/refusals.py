"""How a guest is told no."""

from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Gone, Malformed, NotFound, Refusal


class EmailMalformed(Malformed):
    says = _("This is not an e-mail address.")


class TooManyCodes(Refusal):
    code = "too_many_tries"
    status = 429
    says = _("We sent several codes to this address already. Wait a little, then ask again.")


class SignInCodeWrong(Refusal):
    code = "code_wrong"
    says = _("This is not the code we sent. Look again.")


class SignInCodeDead(SignInCodeWrong):
    says = _("Too many wrong tries. Ask for a new code.")


class SignInCodeUsed(Refusal):
    code = "code_used"
    says = _("This code was used already. Ask for a new one.")


class SignInCodeExpired(Gone):
    says = _("This code is older than ten minutes. Ask for a new one.")


class InvitationGone(Gone):
    says = _("This invitation was used or is too old. Ask the house for a new one.")


class InvitationUnknown(NotFound):
    says = _("There is no such invitation. Ask the house for a new one.")


class LinkUnknown(NotFound):
    says = _("You have no card here.")


class TokenOld(Gone):
    says = _("This code on the guest's phone is too old. Ask them to show it again.")


class PinFirst(Refusal):
    code = "proof_needed"
    says = _("Type your PIN once, and this phone may make codes.")
