"""How Django knows this room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "wangge.cases"
