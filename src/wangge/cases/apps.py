"""How Django knows this room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases room."""

    name = "wangge.cases"
