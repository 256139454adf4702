"""Which nouns the API has."""

from ninja import Router

from habitue.fronts.api.views.acts import router as acts
from habitue.fronts.api.views.bills import router as bills
from habitue.fronts.api.views.card_batches import router as card_batches
from habitue.fronts.api.views.cards import router as cards
from habitue.fronts.api.views.customers import router as customers
from habitue.fronts.api.views.files import router as files
from habitue.fronts.api.views.guests import router as guests
from habitue.fronts.api.views.invoices import router as invoices
from habitue.fronts.api.views.menu import router as menu
from habitue.fronts.api.views.payments import router as payments
from habitue.fronts.api.views.places import router as places
from habitue.fronts.api.views.publishing import router as publishing
from habitue.fronts.api.views.refunds import router as refunds
from habitue.fronts.api.views.reports import router as reports
from habitue.fronts.api.views.team import router as team
from habitue.fronts.api.views.values import router as values

ROUTERS: tuple[Router, ...] = (
    *(customers, cards, card_batches, guests, values, acts),
    *(bills, payments, refunds, invoices, reports),
    *(menu, places, publishing, team, files),
)
