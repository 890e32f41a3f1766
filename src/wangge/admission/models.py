"""A department's task for the grids: the forms and fields asked for, what was decided, whom it went to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.places.models import Area, Grid
from wangge.staffing.models import Department


class State(models.TextChoices):
    """Names of the states of `workflow.State`."""

    PROPOSED = "proposed", _("waits at the gate")
    RETURNED = "returned", _("returned for changes")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REFUSED = "refused", _("not admitted")
    MERGED = "merged", _("merged into another task")
    APPROVED = "approved", _("admitted")
    OUT = "out", _("with the grids")
    FINISHED = "finished", _("finished")


class Task(models.Model):
    """What a department wants from the grids of an area: what, why, for whom, how often, until when.

    `grids` counts the grids in force there when it was asked. `saved_forms` and `saved_fields` are what the
    gate saved each of these grids: asked for and not asked again.
    """

    class Cycle(models.TextChoices):
        ONCE = "once", _("once")
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        YEARLY = "yearly", _("every year")

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="gate_tasks")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="gate_tasks")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    title = models.CharField(max_length=80)
    purpose = models.TextField()
    basis = models.CharField(max_length=200, default="", blank=True)
    audience = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField()
    every = models.CharField(max_length=10, choices=Cycle, default=Cycle.ONCE)
    grids = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(default="", blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    saved_forms = models.PositiveIntegerField(default=0)
    saved_fields = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["area", "state"], name="gate_task_place")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="gate_period_forward"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def forms_not_asked(self) -> int:
        """Forms that the grids need not fill in again, over all grids."""
        return self.saved_forms * self.grids

    @property
    def fields_not_asked(self) -> int:
        """Fields that the grids need not fill in again, over all grids."""
        return self.saved_fields * self.grids


class Form(models.Model):
    """A form that a task asks for."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="forms")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["task_id", "order"]
        constraints = [models.UniqueConstraint(fields=["task", "order"], name="gate_form_once")]

    def __str__(self) -> str:
        return self.name


class Field(models.Model):
    """A field of a form; `key` is what it asks for, `known_from` the field that collects it already."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="fields")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=60, db_index=True)
    known_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        ordering = ["form_id", "order"]

    def __str__(self) -> str:
        return self.name


class Handout(models.Model):
    """A task that went out to a grid, and when the grid handed it in."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="handouts")
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="handouts")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "grid"], name="handout_once")]

    def __str__(self) -> str:
        return f"task {self.task_id} in grid {self.grid_id}"
