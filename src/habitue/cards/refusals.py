"""How spending is refused."""

from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Refusal


class ProofNeeded(Refusal):
    code = "proof_needed"
    says = _("The guest's PIN or card is needed.")


class PinWrong(Refusal):
    code = "pin_wrong"
    says = _("The PIN does not match.")


class CodeWrong(Refusal):
    code = "code_wrong"
    says = _("This code is not the one on the guest's phone.")


class CodeOld(CodeWrong):
    says = _("This code is too old. A new one is on the guest's phone.")


class CodeUsed(Refusal):
    code = "code_used"
    says = _("This code was used already. The guest's phone makes a new one.")


class SpendingLocked(Refusal):
    code = "spending_locked"
    says = _("Too many wrong PINs: spending is locked until a manager unlocks it.")


class ReadExpired(Refusal):
    code = "read_expired"
    says = _("The card was read too long ago, or used already. Read it again.")


class TooManyTries(Refusal):
    code = "too_many_tries"
    status = 429
    says = _("Too many wrong PINs from here. Ask a manager to unlock this guest.")
