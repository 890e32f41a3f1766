"""The addresses of the desk; the steps of a case come from the table of the workflow."""

from django.urls import path

from wangge.web.desk import cases, inbox, maps, pictures, reporting, today
from wangge.web.desk.steps import OFFERED

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/exports", inbox.exports, name="exports"),
    path("report", reporting.report, name="report"),
    path("map", maps.around, name="map"),
    path("photos/<int:pk>", pictures.photo, name="photo"),
    path("cases/<str:number>", cases.case, name="case"),
    *(path(f"cases/<str:number>/{step.resource}", cases.taking(step), name=step.name) for step in OFFERED),
]
