"""A force called to a case: whether it came and what it did, never how long."""

from django.db import models
from django.db.models import Q

from wangge.accounts.models import Account
from wangge.cases.models import Case
from wangge.staffing.models import Force


class Call(models.Model):
    """A force was called to a case; `came` is empty until it is said whether it came, `did` what it did."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="calls")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="calls")
    matter = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField(null=True)
    did = models.CharField(max_length=500, default="", blank=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "force"], condition=Q(came=None), name="call_open_once")
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"force {self.force_id} to case {self.case_id}"
