"""The addresses of the desk; the steps of a case come from the table of the workflow."""

from django.urls import path

from wangge.web.desk import (
    cases,
    inbox,
    maps,
    pictures,
    plan_files,
    plan_underlay,
    plans,
    plans_data,
    plans_writes,
    reporting,
    today,
)
from wangge.web.desk.steps import OFFERED

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/exports", inbox.exports, name="exports"),
    path("report", reporting.report, name="report"),
    path("map", maps.around, name="map"),
    path("plans", plans.plans, name="plans"),
    path("plans/drafts/<int:draft>.json", plans_data.draft, name="plan-draft"),
    path("plans/drafts/<int:draft>/assignment", plans_writes.assignment, name="plan-assignment"),
    path("plans/drafts/<int:draft>/microgrids", plans_writes.microgrids, name="plan-microgrids"),
    path("plans/drafts/<int:draft>/terms", plans_writes.terms, name="plan-terms"),
    path("plans/drafts/<int:draft>/solving", plans_writes.solving, name="plan-solving"),
    path("plans/drafts/<int:draft>/approval", plans_writes.approval, name="plan-approval"),
    path("plans/drafts/<int:draft>/adoption", plans_writes.adoption, name="plan-adoption"),
    path("plans/drafts/<int:draft>/copy", plans_writes.copy, name="plan-copy"),
    path("plans/drafts/<int:draft>/name", plans_writes.name, name="plan-name"),
    path("plans/drafts/<int:draft>/removal", plans_writes.removal, name="plan-removal"),
    path("plans/divisions/<int:division>/withdrawal", plans_writes.withdrawal, name="plan-withdrawal"),
    path("plans/<str:code>", plans.plan, name="plan"),
    path("plans/<str:code>/new", plans.opening, name="plan-new"),
    path("plans/<str:code>/ground.json", plans_data.ground, name="plan-ground"),
    path("plans/<str:code>/history.json", plans_data.history, name="plan-history"),
    path("plans/<str:code>/drafts", plans_writes.drafts, name="plan-drafts"),
    path("plans/<str:code>/export", plan_files.exported, name="plan-export"),
    path("plans/<str:code>/import", plan_files.imported, name="plan-import"),
    path("plans/<str:code>/underlay", plan_underlay.laid, name="plan-underlay"),
    path("plans/<str:code>/underlay.json", plan_underlay.underlay, name="plan-underlay-sheet"),
    path("plans/<str:code>/underlay/picture", plan_underlay.picture, name="plan-underlay-picture"),
    path("plans/<str:code>/underlay/points", plan_underlay.points, name="plan-underlay-points"),
    path("photos/<int:pk>", pictures.photo, name="photo"),
    path("cases/<str:number>", cases.case, name="case"),
    *(path(f"cases/<str:number>/{step.resource}", cases.taking(step), name=step.name) for step in OFFERED),
]
