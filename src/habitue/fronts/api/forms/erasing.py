"""How someone is erased: why, and how what remains ends in the same step."""

from typing import Annotated, Literal

from pydantic import Field

from habitue.fronts.api.forms.kinds import Write


class EraseIn(Write):
    reason: Literal["asked", "kept_long", "mistake", "other"] = "asked"
    settle: Literal["pay_out", "collect", "write_off"] | None = None
    tender: Annotated[str, Field(pattern=r"^(cash|card|bank_transfer|other)$")] = "cash"
