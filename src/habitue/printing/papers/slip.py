"""A slip being written: parts from top to bottom, in the words and figures of one language."""

from datetime import datetime
from typing import Any

from habitue.house.models import House
from habitue.paper import codes
from habitue.paper.figures import Figures

Texts = dict[str, Any]
QR_DOTS, BAR_DOTS = 6, 3  # of a module: 0.75 mm and 0.37 mm, which phones and cheap readers see
QUIET_QR, QUIET_BARS = 4, 11


class Slip:
    """The house's head first; then whatever the paper says, in order."""

    def __init__(self, house: House, figures: Figures, language: str, width: int) -> None:
        self.house, self.figures, self.language, self.width = house, figures, language, width
        self.title = house.name
        self._parts: list[list[Any]] = []

    def texts(self) -> Texts:
        """As the template takes it, and as a job keeps it."""
        return {"title": self.title, "language": self.language, "parts": self._parts}

    # -- what it says ------------------------------------------------------------------------

    def head(self) -> None:
        """Who the house is, in its own words where it wrote some."""
        house = self.house
        self._parts.append(["head", house.name])
        for line in (*house.address.splitlines(), *house.receipt_header.splitlines()):
            if line.strip():
                self._parts.append(["small", line.strip()])
        if house.tax_id:
            self._parts.append(["small", house.tax_id])

    def foot(self, at: datetime, who: str = "") -> None:
        """When, by whom, and the house's last word."""
        said = self.figures.moment(at.astimezone(self.house.zone))
        self.small(f"{said} · {who}" if who else said)
        for line in self.house.receipt_footer.splitlines():
            if line.strip():
                self.centre(line.strip())

    def rule(self) -> None:
        if self._parts and self._parts[-1] != ["rule"]:
            self._parts.append(["rule"])

    def centre(self, words: str) -> None:
        self._parts.append(["centre", words])

    def small(self, words: str) -> None:
        self._parts.append(["small", words])

    def mark(self, words: str) -> None:
        """In a box: a copy, a void bill."""
        self._parts.append(["mark", words])

    def under(self, words: str) -> None:
        self._parts.append(["under", words])

    def pair(self, words: str, minor: int) -> None:
        self._parts.append(["pair", words, self.money(minor)])

    def says(self, words: str, value: str) -> None:
        self._parts.append(["pair", words, value])

    def some(self, words: str, minor: int) -> None:
        """Only where there is something to say."""
        if minor:
            self.pair(words, minor)

    def sum(self, words: str, minor: int) -> None:
        self._parts.append(["sum", words, self.figures.with_sign(minor, self.house.currency)])

    def sign(self, words: str) -> None:
        """Room for a hand to sign, above `words`."""
        self._parts.append(["sign", words])

    def qr(self, content: str) -> None:
        drawing = codes.qr(content)
        modules = drawing.width + 2 * QUIET_QR
        self._code(drawing.svg(QUIET_QR), modules, QR_DOTS)

    def bars(self, digits: str) -> None:
        drawing = codes.ean13(digits, height=30)
        self._code(drawing.svg(QUIET_BARS), drawing.width + 2 * QUIET_BARS, BAR_DOTS)

    def drawing(self, svg: str, width: int, height: int) -> None:
        """A drawing, two thirds of the paper wide."""
        wide = min(width, self.width * 2 // 3)
        self._parts.append(["drawing", svg, wide, height * wide // width])

    def money(self, minor: int) -> str:
        return self.figures.money(minor, self.house.currency)

    def _code(self, svg: str, modules: int, dots: int) -> None:
        """Whole dots a module, fewer where the paper is narrow: no edge falls between two."""
        fits = (self.width - 16) // modules
        self._parts.append(["code", svg, modules * max(min(dots, fits), 1)])
