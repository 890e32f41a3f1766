"""The addresses of the desk; the steps of a case come from the table of the workflow."""

from django.urls import path

from wangge.web.desk import (
    bulk,
    cases,
    filters_saved,
    hiding,
    inbox,
    maps,
    merge,
    pictures,
    plan_files,
    plan_underlay,
    plans,
    plans_data,
    plans_writes,
    reporting,
    templates,
    today,
)
from wangge.web.desk.admission_urls import GATE
from wangge.web.desk.counter_urls import COUNTER
from wangge.web.desk.duty_urls import DUTY
from wangge.web.desk.forces_urls import FORCES
from wangge.web.desk.intake_urls import patterns as intake
from wangge.web.desk.notices_urls import NOTICES
from wangge.web.desk.rates_urls import FIGURES
from wangge.web.desk.rules_urls import STEERING
from wangge.web.desk.steps import OFFERED

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/exports", inbox.exports, name="exports"),
    path("inbox/filters", filters_saved.kept, name="filters"),
    path("inbox/filters/<int:pk>", filters_saved.changed, name="filter"),
    path("inbox/bulk", bulk.preview, name="bulk"),
    path("inbox/bulk/run", bulk.run, name="bulk-run"),
    path("inbox/bulk/<uuid:key>", bulk.result, name="bulk-result"),
    *GATE,
    *NOTICES,
    *FORCES,
    *COUNTER,
    path("report", reporting.report, name="report"),
    *intake,
    *DUTY,
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
    path("plans/<str:code>", plans.plan, name="plan-area"),
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
    *FIGURES,
    path("photos/<int:pk>", pictures.photo, name="photo"),
    path("cases/<str:number>", cases.case, name="case"),
    path("cases/<str:number>/hidden", hiding.hidden, name="hidden"),
    path("cases/<str:number>/steps", cases.steps, name="steps"),
    path("templates", templates.templates, name="templates"),
    *(
        path(
            f"cases/<str:number>/{step.resource}",
            merge.merge if step.name == "merge" else cases.taking(step),
            name=step.name,
        )
        for step in OFFERED
    ),
    *STEERING,
]
