"""An invoice as a page to send, and as a file for a bookkeeper; both from the frozen content."""

import csv
import io
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from habitue.invoicing import wording
from habitue.invoicing.content import Content
from habitue.invoicing.drafting import NO_RATE
from habitue.invoicing.models import Invoice
from habitue.invoicing.wording import Figures
from habitue.kit.formulas import guarded
from habitue.kit.money import Money
from habitue.paper import pages

TEMPLATE = Path(__file__).parent / "pages" / "invoice.typ"
Texts = dict[str, Any]


def pdf(invoice: Invoice) -> bytes:
    """The same bytes whenever it is made, as long as program and fonts are the same."""
    said = texts(invoice.content, invoice.language)
    return pages.pdf(TEMPLATE, said, at=invoice.issued_at, lasting=True)


def filename(invoice: Invoice, ending: str) -> str:
    return f"invoice-{invoice.number}.{ending}"


def texts(said: Content, language: str) -> Texts:
    """Every word and figure of the page, as its template places them."""
    with wording.spoken(language) as figures:
        return _Paper(said, figures).texts() | {"language": language}


class _Paper:
    """The content, read in one language."""

    def __init__(self, said: Content, figures: Figures) -> None:
        self.said, self.figures = said, figures

    def texts(self) -> Texts:
        said = self.said
        return {
            "title": _("Invoice {number}").format(number=said["number"]),
            "house": self.head(),
            "payer": self.payer(),
            "facts": self.facts(),
            "sums": self.sums(),
            "owing": wording.owing(
                said["payer"]["name"], said["balance"], said["currency"], self.figures
            ),
            "people": [self.person(one) for one in said["people"]],
            "vat": [self.vat(*one) for one in said["vat"]],
            "vat-sum": self.vat_sum(),
            "payments": [
                [
                    self.figures.day(one["on"]),
                    wording.paid_how(one["how"]),
                    self.sum(one["amount"]),
                ]
                for one in said["payments"]
            ],
            "footer": self.said["house"].get("footer", ""),
            "words": self.words(),
        }

    def sum(self, minor: int) -> str:
        return self.figures.money(minor, self.said["currency"])

    def head(self) -> Texts:
        house = self.said["house"]
        lines = [part.strip() for part in house["address"].split("\n")]
        tax = _("Tax number {number}").format(number=house["tax_id"]) if house["tax_id"] else ""
        return {"name": house["name"], "lines": [one for one in lines if one], "tax": tax}

    def payer(self) -> list[str]:
        payer = self.said["payer"]
        abroad = payer["country"] and payer["country"] != self.said["house"]["country"]
        lines = [
            payer["name"],
            payer["attention"],
            *payer["street"].split("\n"),
            f"{payer['postal_code']} {payer['city']}".strip(),
            payer["region"] if abroad else "",
            self.figures.country(payer["country"]) if abroad else "",
            _("Tax number {number}").format(number=payer["tax_id"]) if payer["tax_id"] else "",
        ]
        return [line.strip() for line in lines if line.strip()]

    def facts(self) -> list[list[str]]:
        said, figures = self.said, self.figures
        count = sum(len(one["bills"]) for one in said["people"])
        return [
            [_("Period"), figures.period(said["from"], said["to"])],
            [_("Issued on"), figures.long_day(said["issued_on"])],
            [_("Bills"), f"{count}"],
            [_("All amounts in"), said["currency"]],
        ]

    def sums(self) -> list[list[str]]:
        said = self.said
        rows = [[_("Owed before"), self.sum(said["previous"])]] if said["previous"] else []
        rows.append([_("New in this invoice"), self.sum(said["total"])])
        if said["paid"]:
            rows.append([_("Payments received"), self.sum(-said["paid"])])
        return [*rows, [_("To pay"), self.sum(said["balance"])]]

    def person(self, one: Texts) -> Texts:
        return {
            "name": one["name"],
            "total": self.sum(one["total"]),
            "bills": [self.bill(bill) for bill in one["bills"]],
        }

    def bill(self, bill: Texts) -> Texts:
        part = bill["amount"] != bill["total"] + bill["tip"]
        notes = [
            bill["label"] if bill["number"] else wording.labelled(bill["label"]),
            _("part of {sum}").format(sum=self.sum(bill["total"])) if part else "",
            _("tip {sum}").format(sum=self.sum(bill["tip"])) if bill["tip"] else "",
            _("of an earlier period") if bill["late"] else "",
            _("receipt {number}").format(number=bill["receipt"]) if bill.get("receipt") else "",
        ]
        return {
            "on": self.figures.day(bill["on"]),
            "number": f"{bill['number']}" if bill["number"] else "",
            "note": ", ".join(note for note in notes if note),
            "amount": self.sum(bill["amount"]),
            "lines": [
                [self.figures.quantity(line["quantity"]), line["name"], self.sum(line["amount"])]
                for line in bill.get("lines", [])
            ],
        }

    def payment(self, one: Texts) -> list[str]:
        on = self.figures.day(one["on"])
        return [on, wording.paid_how(one["how"]), self.sum(one["amount"])]

    def vat(self, rate: int, gross: int, tax: int) -> list[str]:
        named = _("without VAT") if rate == NO_RATE else self.figures.rate(rate)
        return [named, self.sum(gross - tax), self.sum(tax), self.sum(gross)]

    def vat_sum(self) -> list[str]:
        gross = sum(one[1] for one in self.said["vat"])
        tax = sum(one[2] for one in self.said["vat"])
        return [_("Together"), self.sum(gross - tax), self.sum(tax), self.sum(gross)]

    def words(self) -> Texts:
        house = self.said["house"]["name"]
        return {
            "to": _("To"),
            "on": _("Date"),
            "bill": _("Bill"),
            "note": pgettext("column", "Where"),
            "amount": _("Amount"),
            "rate": _("VAT"),
            "net": _("Without VAT"),
            "tax": _("VAT in it"),
            "gross": _("With VAT"),
            "vat": _("VAT in the new bills"),
            "vat_note": _(
                "This VAT stands on the receipts of these bills already; it is shown here, not"
                " charged again."
            ),
            "payments": _("Payments received"),
            "page": _("Page {page} of {pages}").format(page="{page}", pages="{pages}"),
            "foot": f"{house} · {self.said['number']}",
        }


def as_csv(invoice: Invoice) -> str:
    """A line for each bill: columns in English, figures plain, for programs and spreadsheets."""
    said = invoice.content
    rates = [rate for rate, _gross, _tax in said["vat"] if rate != NO_RATE]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    head = ["invoice", "payer", "person", "date", "bill", "label", "amount", "currency", "tip"]
    for rate in rates:
        table_rate = f"{rate // 100}" if rate % 100 == 0 else f"{rate / 100:.2f}".rstrip("0")
        head += [f"gross_{table_rate}", f"vat_{table_rate}"]
    table.writerow(head)
    for one in said["people"]:
        for bill in one["bills"]:
            table.writerow(_line(said, one["name"], bill, rates))
    return out.getvalue()


def _line(said: Content, person: str, bill: Texts, rates: list[int]) -> list[str]:
    def plain(minor: int) -> str:
        return Money(minor, said["currency"]).text

    at = {rate: (gross, tax) for rate, gross, tax in bill["vat"]}
    vat = [plain(part) for rate in rates for part in at.get(rate, (0, 0))]
    names = (said["number"], said["payer"]["name"], person, bill["on"])
    number = f"{bill['number'] or ''}"
    return [
        *(guarded(one) for one in (*names, number, bill["label"])),
        plain(bill["amount"]),
        said["currency"],
        plain(bill["tip"]),
        *vat,
    ]
