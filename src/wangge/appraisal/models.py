"""Grounds, values, weights and business lines, which are data; exclusions and who reviewed them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.cases.models import Case
from wangge.places.models import Area
from wangge.staffing.models import Post


class Rate(models.TextChoices):
    """What is counted of a unit; how is said in `measures`."""

    RESPONSE = "response", _("response")
    RESOLUTION = "resolution", _("resolution")
    SATISFACTION = "satisfaction", _("satisfaction")
    ON_TIME = "on_time", _("done on time")
    REWORK = "rework", _("done again")
    REFUSALS = "refusals", _("refused in spite of a ruling")
    IN_GRID = "in_grid", _("settled in the grid")
    IN_COMMUNITY = "in_community", _("settled in the community")
    IN_STREET = "in_street", _("settled at the street or above")
    UPWARD = "upward", _("upper levels as rated by lower ones")
    CALLERS = "callers", _("requests as rated by those who answer")
    QUALITY = "quality", _("what is found is real and complete")
    PRESENCE = "presence", _("shown on site")
    TEAMWORK = "teamwork", _("all who were summoned came")


class Ground(models.Model):
    """Why a case may be left out of adjusted rates, and out of which of them (all, where none is named)."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, default="", blank=True)
    rates = models.JSONField(default=list)
    provenance = models.CharField(max_length=200, default="", blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Value(models.Model):
    """What a rating of so many of five is worth, in hundredths."""

    score = models.PositiveSmallIntegerField(unique=True)
    percent = models.PositiveSmallIntegerField()
    provenance = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["-score"]
        constraints = [
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="value_one_to_five"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="value_at_most_all"),
        ]

    def __str__(self) -> str:
        return f"{self.score}: {self.percent} %"


class Business(models.Model):
    """A line of business that comes into every grid (进网格): the matters that it is about; none is all."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, default="", blank=True)
    categories = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "businesses"

    def __str__(self) -> str:
        return self.name


class Scheme(models.Model):
    """How a composite score is made for a kind of unit, from a day on; followed by others, never changed.

    `area` is where it holds (None: everywhere); the nearest above a unit counts.
    """

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("departments")
        AREA = "area", _("streets and communities")

    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="schemes")
    kind = models.CharField(max_length=10, choices=Kind)
    since = models.DateField()
    provenance = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-since", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} since {self.since}"


class Weight(models.Model):
    """What one rate weighs in a scheme; those of a scheme add up to 100."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="weights")
    rate = models.CharField(max_length=14, choices=Rate)
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "rate"], name="weight_once")]
        ordering = ["scheme_id", "id"]

    def __str__(self) -> str:
        return f"{self.rate} {self.points}"


class Exclusion(models.Model):
    """A unit asks that a case be left out of adjusted rates; the street reviews first, then the command."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for the street")
        PASSED = "passed", _("waits for the command centre")
        GRANTED = "granted", _("left out")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exclusions")
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="exclusions")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="exclusions")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    evidence = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["asked", "passed", "granted"]),
                name="exclusion_one_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["case", "state"], name="exclusion_case_state")]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"exclusion of case {self.case_id}: {self.state}"


class Review(models.Model):
    """One level's word about an exclusion."""

    class Level(models.TextChoices):
        STREET = "street", _("street")
        COMMAND = "command", _("command centre")

    exclusion = models.ForeignKey(Exclusion, on_delete=models.PROTECT, related_name="reviews")
    level = models.CharField(max_length=8, choices=Level)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField()
    note = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exclusion", "level"], name="review_once_a_level")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.level} on exclusion {self.exclusion_id}"
