"""The addresses of the command."""

from django.urls import path

from wangge.web.command import board

app_name = "command"
urlpatterns = [
    path("", board.page, name="board"),
    path("board", board.fragment, name="fragment"),
]
