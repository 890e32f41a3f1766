"""Drafts of a community's grids, how they are solved and approved, and pictures laid under them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.places.models import Area, Division


class Draft(models.Model):
    """A plan drawn but not (yet) in force: which building goes to which grid, under which terms.

    `assignment` maps building id (as text) to grid number and `grids` lists what bears those numbers (see
    `planning.description.GridRow`); `pins` are ids of buildings that stay where they are. `terms` are
    `planning.terms.Terms`, `microgrids` rows of `planning.description.MicrogridRow`, `figures` the measures
    of the plan when it was last solved. Every change of these makes a new `revision`; `key` is the caller's
    name for the last change, by which a repeat is known.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="drafts")
    name = models.CharField(max_length=60, default="", blank=True)
    note = models.CharField(max_length=200, default="", blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="copies")
    basis = models.ForeignKey(Division, null=True, on_delete=models.SET_NULL, related_name="drafts")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="drafts")
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField(default=dict)
    seed = models.IntegerField(default=0)
    grids = models.JSONField(default=list)
    pins = models.JSONField(default=list)
    assignment = models.JSONField(default=dict)
    microgrids = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=40, default="", blank=True)
    discarded = models.BooleanField(default=False)
    adopted = models.OneToOneField(Division, null=True, on_delete=models.PROTECT, related_name="draft")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.area_id}"


class Solving(models.Model):
    """A wish to have a draft solved by the worker: claimed under a lease, with its progress and its end.

    `revision` is the draft's when it was asked; `made` is the draft that the (best) result became where it
    did not become that one: it had been changed meanwhile, or has grids and several were asked for.
    """

    class Mode(models.TextChoices):
        FRESH = "fresh", _("draw afresh")
        IMPROVE = "improve", _("improve")
        REDRAW = "redraw", _("redraw with few changes")
        SEVERAL = "several", _("several clearly different ones")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="solvings")
    revision = models.PositiveIntegerField()
    mode = models.CharField(max_length=8, choices=Mode)
    seed = models.IntegerField(default=0)
    seconds = models.FloatField(default=10.0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    cancel = models.BooleanField(default=False)
    claim = models.CharField(max_length=32, default="")
    lease = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    progress = models.FloatField(default=0.0)
    objective = models.FloatField(null=True)
    outside = models.PositiveIntegerField(null=True)
    error = models.JSONField(default=dict)
    made = models.ForeignKey(Draft, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft"], condition=Q(state__in=["waiting", "running"]), name="solving_one_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["waiting", "running"]), name="solving_to_do")
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.mode} of draft {self.draft_id}: {self.state}"


class Principle(models.Model):
    """A principle of division that whoever approves a plan answers for; those `asked` make the checklist."""

    code = models.SlugField(max_length=40, unique=True)
    standard = models.CharField(max_length=40, default="", blank=True)
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=60, default="", blank=True)
    question = models.CharField(max_length=120, default="", blank=True)
    question_en = models.CharField(max_length=160, default="", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    asked = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Approval(models.Model):
    """What somebody other than its makers decided about one revision of a draft.

    `answers` are rows {code, name, name_en, held, note}: each principle of the checklist, in its words of
    that day, and whether it is held to.
    """

    class Decision(models.TextChoices):
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="approvals")
    revision = models.PositiveIntegerField()
    decision = models.CharField(max_length=8, choices=Decision)
    answers = models.JSONField(default=list)
    note = models.CharField(max_length=200, default="", blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=120, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"draft {self.draft_id} r{self.revision}: {self.decision}"


class Underlay(models.Model):
    """A scanned paper map under an area's plans: its picture, and where on earth it lies.

    `points` are control points {px, py, lon, lat}: pixels from the top left of the stored picture, WGS 84.
    `corners` are [lon, lat] of the top left, top right, bottom right and bottom left; empty until placed.
    `fit` says how they were found: {method, residuals (metres, one a point), rms}.
    """

    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="underlay")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, default="", blank=True)
    file = models.CharField(max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    points = models.JSONField(default=list)
    corners = models.JSONField(default=list)
    fit = models.JSONField(default=dict)
    opacity = models.FloatField(default=0.6)

    def __str__(self) -> str:
        return f"underlay of {self.area_id}"
