"""Who answers the telephone day and night: the numbers of an office, its rota, changes among colleagues."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from wangge.accounts.models import Account
from wangge.places.models import Area


class Office(models.Model):
    """How an area's office is reached: telephone, mobile, the telephone of day and night, its account.

    `mobile` is the office's own, never a person's. `account_link` is where the QR code of the official
    account leads. `starts` are the times at which shifts begin (“08:00”), `turns` the accounts that take
    turns, in order, and `since` the day on which the first of them has the first shift.
    """

    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="office")
    phone = models.CharField(max_length=20, default="", blank=True)
    mobile = models.CharField(max_length=20, default="", blank=True)
    day_and_night = models.CharField(max_length=20, default="", blank=True)
    account_name = models.CharField(max_length=40, default="", blank=True)
    account_link = models.URLField(max_length=300, default="", blank=True)
    starts = models.JSONField(default=list)
    turns = models.JSONField(default=list)
    since = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"office of area {self.area_id}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts by time."""

    def between(self, begin: datetime, end: datetime) -> "ShiftQuerySet":
        """Those that are in part within a time."""
        return self.filter(since__lt=end, until__gt=begin)


class Shift(models.Model):
    """Somebody answers for an area's office from `since` until `until`; `instead_of` who was to at first."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="shifts")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="shifts")
    since = models.DateTimeField()
    until = models.DateTimeField()
    instead_of = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "since"], name="shift_begins_once"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="shift_lasts"),
        ]
        indexes = [models.Index(fields=["area", "until"], name="shift_area_until")]
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.account_id} from {self.since}"


class Handover(models.Model):
    """Somebody asks a colleague to take a shift, for one of the colleague's own or for none (换班、替班)."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="handovers")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    to = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="handovers")
    back = models.ForeignKey(Shift, null=True, on_delete=models.CASCADE, related_name="+")
    answered_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], condition=Q(answered_at=None), name="handover_one_at_a_time"
            )
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"shift {self.shift_id} to {self.to_id}"
