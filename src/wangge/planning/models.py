"""Drafts of a community's grids, and the scanned map that may lie under them."""

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
