"""The words of the loop that rows keep: states, urgencies, clocks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Names of the states of `workflow.State`."""

    REPORTED = "reported", _("reported")
    REFUSED = "refused", _("refused")
    ACCEPTED = "accepted", _("accepted")
    DISPATCHED = "dispatched", _("dispatched")
    SIGNED = "signed", _("signed for")
    DISPUTED = "disputed", _("in dispute")
    HELD = "held", _("on hold")
    HANDLED = "handled", _("handled")
    VERIFIED = "verified", _("verified")
    CLOSED = "closed", _("closed")
    MERGED = "merged", _("merged into another")


class Urgency(models.TextChoices):
    """How soon it must be met."""

    NORMAL = "normal", _("ordinary")
    URGENT = "urgent", _("urgent")
    EMERGENCY = "emergency", _("emergency")


class ClockKind(models.TextChoices):
    """The three clocks that a reporter sees, and those of the steps behind them."""

    SIGN = "sign", _("sign for it")
    CONTACT = "contact", _("first contact")
    RESOLVE = "resolve", _("resolve")
    RULE = "rule", _("rule on a dispute")
    REVIEW = "review", _("look at it again")
    VERIFY = "verify", _("verify on site")
    CLOSE = "close", _("close")
    TASK = "task", _("a step of the work")
    RECTIFY = "rectify", _("put right a bad rating")


class Five(models.TextChoices):
    """The five persons of a case (五有): who patrols, reports, is responsible, solves, supervises."""

    PATROL = "patrol", _("patrols")
    REPORT = "report", _("reports")
    RESPONSIBLE = "responsible", _("is responsible")
    SOLVE = "solve", _("solves")
    SUPERVISE = "supervise", _("supervises")
