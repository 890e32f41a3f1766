"""The addresses of figures, weights and exclusions."""

from django.urls import path

from wangge.web.desk import rates, rates_circulars, rates_early, rates_exclusions, rates_export, rates_weights

FIGURES = [
    path("rates", rates.overview, name="rates"),
    path("rates/cases", rates.cases, name="rates-cases"),
    path("rates/exports", rates_export.exports, name="rates-exports"),
    path("rates/circulars", rates_circulars.circulars, name="rates-circulars"),
    path("rates/early", rates_early.early, name="rates-early"),
    path("rates/reports", rates_early.told, name="rates-told"),
    path("rates/grids", rates_early.grids, name="rates-grids"),
    path("rates/line", rates_early.line, name="rates-line"),
    path("rates/weights", rates_weights.weights, name="rates-weights"),
    path("rates/weights/new", rates_weights.new_weights, name="rates-weights-new"),
    path("rates/exclusions", rates_exclusions.exclusions, name="rates-exclusions"),
    path("rates/exclusions/<int:exclusion>/review", rates_exclusions.review, name="rates-review"),
    path("rates/exclusions/<int:exclusion>/withdrawal", rates_exclusions.withdrawal, name="rates-withdrawal"),
    path("cases/<str:number>/exclusion", rates_exclusions.ask, name="exclusion"),
]
