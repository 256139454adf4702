"""The addresses below `/b/`: the code on a bill holds the first of them."""

from django.urls import path

from habitue.fronts.guest.views import bill

app_name = "bill"
urlpatterns = [
    path("<str:token>", bill.show, name="show"),
    path("<str:token>/live", bill.live, name="live"),
    path("<str:token>/mine", bill.claim, name="claim"),
    path("<str:token>/pay", bill.pay, name="pay"),
]
