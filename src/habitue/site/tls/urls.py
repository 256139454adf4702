"""The page that shows how to trust the house, and what it hands out."""

from django.urls import path

from habitue.site.tls import views

app_name = "trust"
urlpatterns = [
    path("", views.page, name="page"),
    path("proof", views.proof, name="proof"),
    path("habitue.crt", views.certificate, name="crt"),
    path("habitue.pem", views.text, name="pem"),
    path("habitue.mobileconfig", views.apple, name="apple"),
]
