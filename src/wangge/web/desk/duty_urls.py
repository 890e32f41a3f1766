"""The addresses of the rota."""

from django.urls import path

from wangge.web.desk import duty, duty_files

DUTY = [
    path("duty", duty.start, name="duty-start"),
    path("duty/shifts/<int:shift>", duty.shift, name="shift"),
    path("duty/colleagues/<int:handover>", duty.handover, name="handover"),
    path("duty/<str:code>", duty.month, name="duty"),
    path("duty/<str:code>/month", duty.fill, name="duty-month"),
    path("duty/<str:code>/numbers", duty.numbers, name="duty-numbers"),
    path("duty/<str:code>/turns", duty.turns, name="duty-turns"),
    path("duty/<str:code>/new", duty.shift_new, name="shift-new"),
    path("duty/<str:code>/file", duty_files.sent, name="duty-file"),
]
