"""The addresses of the gate."""

from django.urls import path

from wangge.web.desk import admission

GATE = [
    path("admission", admission.tasks, name="admission"),
    path("admission/exports", admission.exports, name="admission-exports"),
    path("admission/new", admission.new, name="admission-new"),
    path("admission/handouts/<int:pk>", admission.hand_in, name="admission-hand-in"),
    path("admission/<int:task>", admission.task, name="admission-task"),
    path("admission/<int:task>/amendment", admission.amend, name="admission-amend"),
    path("admission/<int:task>/<str:step>", admission.step, name="admission-step"),
]
