"""The addresses of the phone; they lie under the desk, so that its worker may look after the whole desk."""

from django.urls import path

from wangge.web.field import deeds, listing, pages, patrols

app_name = "field"
urlpatterns = [
    path("", pages.shell, name="shell"),
    path("report", pages.report, name="report"),
    path("worker.js", pages.worker, name="worker"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("ticket", listing.ticket, name="ticket"),
    path("held", listing.held, name="held"),
    path("deeds", deeds.deeds, name="deeds"),
    path("patrols", patrols.patrols, name="patrols"),
    path("patrols/exports", patrols.export, name="patrols-export"),
]
