"""Patrols as tasks with results, and the deeds that phones sent with a key of their own.

Nothing here says where somebody walked, for how long, or how often: a result belongs to the grid.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.cases.models import Case
from wangge.places.models import Grid


class Slot(models.Model):
    """A time of the day at which every grid is patrolled, such as the morning."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, default="", blank=True)
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["begins", "code"]

    def __str__(self) -> str:
        return self.name


class Patrol(models.Model):
    """What came of one patrol; several things may be found on one, each with a row and a case of its own."""

    class Result(models.TextChoices):
        NOTHING = "nothing", _("nothing found")
        FIXED = "fixed", _("put right on the spot")
        FOUND = "found", _("found something")

    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="patrols")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="patrols")
    day = models.DateField()
    result = models.CharField(max_length=8, choices=Result)
    note = models.CharField(max_length=500, default="", blank=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="patrols")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["grid", "day"], name="patrol_grid_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "slot", "day"], condition=Q(result="nothing"), name="patrol_nothing_once"
            ),
            models.CheckConstraint(
                condition=Q(result="found", case__isnull=False) | Q(case=None) & ~Q(result="found"),
                name="patrol_found_is_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} in grid {self.grid_id} on {self.day}"


class Deed(models.Model):
    """Something done on a phone, under the key that the phone gave it: sent again, it is not done again.

    `done_at` is the phone's clock, `at` the house's; deadlines are met by the house's.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="deeds")
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="deeds")
    done_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="deed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
