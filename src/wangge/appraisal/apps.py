"""How Django knows this room."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """The appraisal room."""

    name = "wangge.appraisal"
