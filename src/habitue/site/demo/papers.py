"""What the office has sent and printed: last month's invoices, a sheet of new cards."""

from datetime import datetime, timedelta

from habitue.cards import batches
from habitue.invoicing import actions as invoicing
from habitue.invoicing.refusals import NothingToInvoice
from habitue.site.demo.book import Book
from habitue.site.demo.clerk import Clerk

SHEETS = 20  # cards: two pages


def send_and_print(clerk: Clerk, book: Book, now: datetime) -> None:
    """Invoice the companies for last month, make cards that wait for new regulars."""
    last = now.astimezone(clerk.house.zone).date().replace(day=1) - timedelta(days=1)
    for company in book.companies:
        try:
            clerk.do(
                invoicing.issue,
                at=now,
                payer=company,
                from_on=last.replace(day=1),
                to_on=last,
                with_lines=True,
            )
        except NothingToInvoice:
            continue
    clerk.do(batches.make_batch, at=now, count=SHEETS, note="")
