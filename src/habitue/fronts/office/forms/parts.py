"""One field of a customer's form as the page shows it."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from habitue.customers.catalogue import Field


@dataclass(slots=True)
class Part:
    """One field of the catalogue, or of the house's own, as the page shows it."""

    field: Field
    label: str
    type: str
    value: Any
    css: str
    error: str = ""
    doubt: str = ""
    hint: str = ""
    unit: str = ""
    placeholder: str = ""
    needed: bool = False
    named: str = ""  # of a field that names another customer: that one's name
    choices: list[tuple[Any, Any]] = dataclasses.field(default_factory=list)

    @property
    def name(self) -> str:
        return self.field.key

    @property
    def watched(self) -> bool:
        """Whether it is looked at while it is typed: who has the same, can it be right."""
        return self.field.key in ("phone", "email", "tax_id")

    @property
    def words(self) -> str:
        """What stands in it, as a person reads it."""
        if self.type == "switch":
            return "yes" if self.value else "no"
        if self.type == "customer":
            return self.named
        chosen = {str(key): str(words) for key, words in self.choices}
        return chosen.get(str(self.value), str(self.value))
