"""The gallery: `/ui/` and the sample screens below it."""

from django.urls import path

from habitue.fronts.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("screens/<slug:name>/", views.screen, name="screen"),
    path("found/", views.found, name="found"),
    path("refused/", views.refused, name="refused"),
    path("read/", views.read, name="read"),
    path("frames/", views.seen, name="frames"),
    path("done/", views.done, name="done"),
    path("undone/", views.undone, name="undone"),
]
