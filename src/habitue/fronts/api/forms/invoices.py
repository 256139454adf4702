"""What may be sent about invoices."""

from typing import Annotated

from pydantic import Field

from habitue.fronts.api.forms.kinds import Day, Id, Write


class InvoiceIn(Write):
    """`lines` prints what was eaten too; `send` mails it to the payer at once."""

    payer: Id
    from_on: Annotated[Day, Field(alias="from")]
    to_on: Annotated[Day, Field(alias="to")]
    lines: bool = False
    send: bool = False


class SendingIn(Write):
    """To the payer's own address, or to another."""

    to: Annotated[str, Field(max_length=254)] = ""
