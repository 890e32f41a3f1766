"""The addresses of the command."""

from django.urls import path

from wangge.web.command import board, rates

app_name = "command"
urlpatterns = [
    path("", board.page, name="board"),
    path("board", board.fragment, name="fragment"),
    path("rates", rates.page, name="rates"),
]
