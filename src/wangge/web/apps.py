"""How Django knows this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The screens."""

    name = "wangge.web"
    default_auto_field = "django.db.models.BigAutoField"
