"""What is said where a file was to be sent and none was."""

from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Refusal


class NoFile(Refusal):
    code = "malformed"
    status = 422
    says = _("Choose a file first.")
