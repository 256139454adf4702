"""Handing one mail to the server of the settings; telling a refusal from a broken line."""

import smtplib
from collections.abc import Sequence
from email.utils import formataddr, parseaddr
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from habitue.kit.ids import new_id
from habitue.outbox.enclosing import Attached


class NotTaken(Exception):
    """The server said no to this mail. `for_good`: it would say so again."""

    def __init__(self, problem: str, *, for_good: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.for_good = problem, for_good


class OutOfReach(Exception):
    """No server to talk to: no mail's fault."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def is_set() -> bool:
    """Whether this installation can send mail at all."""
    return bool(settings.MAIL)


def hand_over(
    *, to: str, subject: str, text: str, id_: str, name: str = "", language: str = "",
    attached: Sequence[Attached] = (),
) -> None:  # fmt: skip
    """Give one mail to the server. Returns once it has answered that it took it.

    `id_` makes the Message-ID: the same mail, should it ever come twice, is known as the same.
    Raises NotTaken, OutOfReach.
    """
    own_name, address = parseaddr(settings.MAIL_FROM)
    headers = {"Message-ID": f"<{id_}@{address.rpartition('@')[2]}>"}
    if language:
        headers["Content-Language"] = language
    message = EmailMessage(
        subject=subject,
        body=text,
        from_email=formataddr((name or own_name, address)),
        to=[to],
        headers=headers,
        attachments=list(attached),
    )
    _sent(message)


def _sent(message: EmailMessage) -> None:
    try:
        message.connection = get_connection(**settings.MAIL)
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        [(code, _words)] = refused.recipients.values()
        raise NotTaken(f"{code}: nobody takes mail there", for_good=code >= 500) from None
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError) as problem:
        raise OutOfReach(f"{problem.smtp_code}: the mail server does not let us in") from None
    except smtplib.SMTPServerDisconnected:
        raise OutOfReach("the mail server hung up") from None
    except smtplib.SMTPResponseException as problem:
        raise NotTaken(f"{problem.smtp_code}: the mail server says no") from None
    except OSError as problem:
        raise OutOfReach(problem.strerror or type(problem).__name__) from None
    except Exception as problem:
        raise NotTaken(f"{type(problem).__name__}: this cannot be sent", for_good=True) from None


class Folder(BaseEmailBackend):
    """Mails as files in a folder: for a demonstration, and for who sends them another way."""

    def __init__(self, folder: str, fail_silently: bool = False) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            file = self.folder / f"{new_id()}.eml"
            part = file.with_suffix(".part")
            part.write_bytes(message.message().as_bytes())
            part.replace(file)  # whole or not at all
        return len(email_messages)
