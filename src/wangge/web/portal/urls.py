"""The addresses of the portal."""

from django.urls import path

from wangge.web.portal import (
    cases,
    figures,
    filed,
    grids,
    guide,
    notices,
    pictures,
    published,
    reporting,
    same,
)

app_name = "portal"
urlpatterns = [
    path("", reporting.home, name="home"),
    path("report", reporting.matter, name="report"),
    path("report/place", reporting.place, name="place"),
    path("report/same", same.same, name="same"),
    path("report/contact", reporting.contact, name="contact"),
    path("report/photos/<int:index>", pictures.draft_photo, name="draft-photo"),
    path("follow", cases.find, name="find"),
    path("r/<str:number>/<str:secret>", cases.case, name="case"),
    path("r/<str:number>/<str:secret>/photos/<int:pk>", cases.photo, name="photo"),
    path("r/<str:number>/<str:secret>/rating", cases.rating, name="rating"),
    path("r/<str:number>/<str:secret>/reopening", cases.reopening, name="reopening"),
    path("r/<str:number>/<str:secret>/supplement", cases.supplement, name="supplement"),
    path("notices", notices.notices, name="notices"),
    path("notices/<int:notice>", notices.notice, name="notice"),
    path("guide", guide.guide, name="guide"),
    path("guide/<slug:item>", guide.item, name="guide-item"),
    path("guide/<slug:item>/application", guide.application, name="guide-apply"),
    path("guide/<slug:item>/errand", guide.errand, name="guide-errand"),
    path("a/<str:filed>/<str:word>", filed.page, name="filed"),
    path("a/<str:filed>/<str:word>/correction", filed.correction, name="filed-correction"),
    path("a/<str:filed>/<str:word>/withdrawal", filed.withdrawal, name="filed-withdrawal"),
    path("cases", published.cases, name="published"),
    path("cases/export", published.exported, name="published-export"),
    path("figures", figures.figures, name="figures"),
    path("grids", grids.mine, name="grids"),
    path("grids/<str:code>", grids.grid, name="grid"),
]
