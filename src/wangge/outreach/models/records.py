"""What was done in which of a grid worker's three roles; it belongs to the grid, and nobody is scored."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.cases.models import Case
from wangge.places.models import Grid


class WorkRole(models.TextChoices):
    """The three roles of a grid worker."""

    COLLECT = "collect", _("information collector")
    MEDIATE = "mediate", _("mediator of disputes")
    COORDINATE = "coordinate", _("work coordinator")


class RecordKind(models.Model):
    """A kind of record; it belongs to one of the three roles."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, default="", blank=True)
    role = models.CharField(max_length=12, choices=WorkRole)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Record(models.Model):
    """Something was done in a grid on a day, in one of the roles, and what came of it."""

    class Outcome(models.TextChoices):
        SETTLED = "settled", _("settled")
        GOES_ON = "goes_on", _("goes on")
        PASSED_ON = "passed_on", _("passed on")

    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="work_records")
    day = models.DateField()
    kind = models.ForeignKey(RecordKind, on_delete=models.PROTECT, related_name="records")
    what = models.CharField(max_length=500)
    outcome = models.CharField(max_length=10, choices=Outcome)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="work_records")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="record_once")]
        indexes = [models.Index(fields=["grid", "day"], name="record_grid_day")]
        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        return f"{self.kind_id} in grid {self.grid_id} on {self.day}"
