"""Drafts of a community's grids."""

from django.db import models

from wangge.accounts.models import Account
from wangge.places.models import Area, Division


class Draft(models.Model):
    """A plan drawn but not (yet) in force: which building goes to which grid, by which rule and seed.

    `assignment` maps building id (as text) to grid number; `figures` are the plan's measures.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="drafts")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="drafts")
    rule = models.JSONField(default=dict)
    seed = models.IntegerField(default=0)
    assignment = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    adopted = models.OneToOneField(Division, null=True, on_delete=models.PROTECT, related_name="draft")

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.area_id}"
