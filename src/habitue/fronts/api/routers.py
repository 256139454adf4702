"""Which nouns the API has."""

from ninja import Router

from habitue.fronts.api.views.acts import router as acts
from habitue.fronts.api.views.bills import router as bills
from habitue.fronts.api.views.bookkeeping import router as bookkeeping
from habitue.fronts.api.views.card_batches import router as card_batches
from habitue.fronts.api.views.cards import router as cards
from habitue.fronts.api.views.customers import router as customers
from habitue.fronts.api.views.erasing import router as erasing
from habitue.fronts.api.views.files import router as files
from habitue.fronts.api.views.guests import router as guests
from habitue.fronts.api.views.invoices import router as invoices
from habitue.fronts.api.views.lots import router as lots
from habitue.fronts.api.views.menu import router as menu
from habitue.fronts.api.views.merges import router as merges
from habitue.fronts.api.views.payments import router as payments
from habitue.fronts.api.views.places import router as places
from habitue.fronts.api.views.products import router as products
from habitue.fronts.api.views.publishing import router as publishing
from habitue.fronts.api.views.refunds import router as refunds
from habitue.fronts.api.views.reports import router as reports
from habitue.fronts.api.views.settlements import router as settlements
from habitue.fronts.api.views.shares import router as shares
from habitue.fronts.api.views.shifts import router as shifts
from habitue.fronts.api.views.takings import router as takings
from habitue.fronts.api.views.team import router as team
from habitue.fronts.api.views.top_ups import router as top_ups
from habitue.fronts.api.views.unmatched import router as unmatched
from habitue.fronts.api.views.values import router as values

ROUTERS: tuple[Router, ...] = (
    *(customers, merges, erasing, cards, card_batches, guests),
    *(values, top_ups, lots, acts, settlements),
    *(bills, shares, payments, refunds, invoices, reports, bookkeeping),
    *(menu, products, places, shifts, takings, unmatched, publishing, team, files),
)
