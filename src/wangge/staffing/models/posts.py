"""Departments, posts and the people appointed to them; the days on which work is done."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.places.models import Area, Grid


class Tier(models.TextChoices):
    """The canonical levels to which every place's own post names are mapped.

    No kind of post is mapped to ABOVE: an office of the street's kind in a district or a city is there.
    """

    MEMBER = "member", _("grid member")
    GRID = "grid", _("grid")
    COMMUNITY = "community", _("community")
    STREET = "street", _("street")
    DEPARTMENT = "department", _("department")
    ABOVE = "above", _("above the street")


OF_POSTS = [(tier.value, tier.label) for tier in Tier if tier is not Tier.ABOVE]


class Department(models.Model):
    """A department (or company) that answers for matters inside an area."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="departments")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "code"], name="department_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """A line of business (party building, city management …) that all grids of the one net carry."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, default="", blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class PostKind(models.Model):
    """A kind of post in the words of the place (总网格长, 片区网格长 …), mapped to its tier.

    `level` counts the levels of a place's own scheme from 1, the highest; 0 where it has none. `holder` is
    the category of people that it is filled from, `substitutes` how many may stand in for its holder, `lines`
    the business that it carries.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, default="", blank=True)
    tier = models.CharField(max_length=12, choices=OF_POSTS)
    level = models.PositiveSmallIntegerField(default=0)
    lead = models.BooleanField(
        default=False, help_text=_("the post that receives cases for its grid or office")
    )
    holder = models.CharField(max_length=60, default="", blank=True)
    holder_en = models.CharField(max_length=120, default="", blank=True)
    term_months = models.PositiveSmallIntegerField(default=36)
    substitutes = models.PositiveSmallIntegerField(default=1)
    duties = models.JSONField(default=list)
    lines = models.ManyToManyField(Line, related_name="post_kinds", blank=True)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A seat that answers for a grid, an office or a department; people come and go, the post stays."""

    kind = models.ForeignKey(PostKind, on_delete=models.PROTECT, related_name="posts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="posts")
    grid = models.ForeignKey(Grid, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["area_id", "id"]

    def __str__(self) -> str:
        return self.name


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments by day."""

    def on(self, day: date) -> "AppointmentQuerySet":
        """Those that hold on a day."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class Appointment(models.Model):
    """A person in a post, from `since` until the day before `until`."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    substitute = models.BooleanField(default=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "account"], condition=Q(until=None), name="appointment_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.post_id}"


class CalendarDay(models.Model):
    """A day that departs from the week's pattern: a holiday, or a weekend day worked to make up for one."""

    day = models.DateField(primary_key=True)
    working = models.BooleanField()
    name = models.CharField(max_length=40, default="", blank=True)
    source = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarCoverage(models.Model):
    """The last day for which holidays are known (one row); past it only Monday to Friday is assumed."""

    until = models.DateField()

    def __str__(self) -> str:
        return str(self.until)
