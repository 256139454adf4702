"""Which bills are a customer's, for every front."""

from django.db.models import Q, QuerySet

from habitue.bills.models import Bill
from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import Charge


def of_customer(house: House, customer: Customer) -> QuerySet[Bill]:
    """Their own, also those of who was merged into them, and those others ate on their account;
    the newest first."""
    charged = Charge.objects.of(house).filter(account__customer=customer)
    people = survivors.family(house, customer.id)
    theirs = Q(customer_id__in=people) | Q(pk__in=charged.values("bill_id"))
    rows: QuerySet[Bill] = Bill.objects.of(house).filter(theirs)
    return rows.order_by("-id")
