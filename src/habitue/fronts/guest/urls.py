"""The addresses below `/me/`."""

from django.urls import path

from habitue.fronts.guest.views import entry, home, house, installing

app_name = "guest"
urlpatterns = [
    path("", home.cards, name="home"),
    path("email/", entry.email, name="email"),
    path("code/", entry.code, name="code"),
    path("join/<str:secret>", entry.join, name="join"),
    path("leave/", entry.leave, name="leave"),
    path("language/", entry.language, name="language"),
    path("scan/", home.scan, name="scan"),
    path("frames/", home.frames, name="frames"),
    path("bills/", home.bills, name="bills"),
    path("houses/<uuid:link_id>/", house.show, name="house"),
    path("houses/<uuid:link_id>/hand/", house.hand, name="hand"),
    path("houses/<uuid:link_id>/hand/<uuid:card_id>/", house.hand, name="card"),
    path("houses/<uuid:link_id>/linked/", house.linked, name="linked"),
    path("houses/<uuid:link_id>/code/", house.once, name="once"),
    path("houses/<uuid:link_id>/bills/", house.bills, name="house-bills"),
    path("houses/<uuid:link_id>/bills/<uuid:bill_id>/", house.bill, name="house-bill"),
    path("houses/<uuid:link_id>/movements/", house.movements, name="movements"),
    path("houses/<uuid:link_id>/letters/", house.letters, name="letters"),
    path("houses/<uuid:link_id>/dossier.json", house.dossier, name="dossier"),
    path("houses/<uuid:link_id>/leaving/", house.leave, name="house-leave"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.worker, name="worker"),
]
