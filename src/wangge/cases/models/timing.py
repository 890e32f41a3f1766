"""The clocks of a case and what stops, lengthens and rings them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.cases.models.case import Case
from wangge.cases.models.words import ClockKind
from wangge.staffing.models import Post


class ClockRun(models.Model):
    """One clock of a case: when it must ring, when it was stopped, and how its deadline was reckoned.

    `amount` and `unit` are its limit, `extra` what extensions added. `look_at` is when the worker has to look
    at it next: for the warning, the deadline, and each rung of the escalation above it; `rung` counts those
    done.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=8, choices=ClockKind)
    amount = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=14, default="")
    extra = models.PositiveSmallIntegerField(default=0)
    provenance = models.CharField(max_length=200, default="", blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    rang_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    lines = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(
                fields=["look_at"],
                condition=Q(stopped_at=None, paused_at=None, look_at__isnull=False),
                name="clock_to_ring",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"

    @property
    def late(self) -> bool:
        """Whether it was stopped after its time."""
        return self.stopped_at is not None and self.stopped_at > self.due_at


class Hold(models.Model):
    """A time in which the resolve clock does not run: waiting for the reporter, or shelved (挂账).

    Waiting begins when it is said; shelving is asked for and decided by somebody else. `until` is when it has
    to be looked at again.
    """

    class Kind(models.TextChoices):
        WAITING = "waiting", _("waiting for the reporter")
        SHELVED = "shelved", _("shelved")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=8, choices=Kind)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    until = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField(null=True)
    note = models.TextField(default="", blank=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at=None) & (Q(granted=None) | Q(granted=True)),
                name="hold_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on case {self.case_id}"


class Extension(models.Model):
    """More time for a clock, asked for before its deadline and decided by somebody else."""

    clock = models.ForeignKey(ClockRun, on_delete=models.PROTECT, related_name="extensions")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveSmallIntegerField()
    reason = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField(null=True)
    note = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(granted=None), name="extension_asked_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} more for clock {self.clock_id}"


class Alarm(models.Model):
    """Somebody was told that a case is near its time or late: by the system at a rung, or by a person.

    `post` is whom; None where nobody is posted so high, which is a gap that shows.
    """

    class Kind(models.TextChoices):
        WARNING = "warning", _("early warning")
        RING = "ring", _("time is up")
        URGE = "urge", _("urged")
        ESCALATION = "escalation", _("escalated")
        CIRCULAR = "circular", _("circular")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="alarms")
    clock = models.ForeignKey(ClockRun, null=True, on_delete=models.PROTECT, related_name="alarms")
    rung = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="alarms")
    note = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"{self.kind} on case {self.case_id}"


class Supervision(models.Model):
    """A case under supervision (督办): an opinion from above that must be answered by a time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supervisions")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opinion = models.TextField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"supervision of case {self.case_id}"


class Rung(models.Model):
    """A rung of the escalation above a clock: how long after the deadline, who is told, as what.

    `up` counts levels above the post that has the case: 0 is the post itself, 1 the office above it and so
    on.
    """

    clock = models.CharField(max_length=8, choices=ClockKind)
    order = models.PositiveSmallIntegerField()
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=14)
    up = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Alarm.Kind)
    provenance = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "order"], name="rung_once")]
        ordering = ["clock", "order"]

    def __str__(self) -> str:
        return f"{self.clock} rung {self.order}"
