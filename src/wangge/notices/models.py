"""A notice, its wordings, where it applies, whom it passes through, who has read it, and cases about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.cases.models import Case, Category
from wangge.places.models import Area, Building, Compound, Grid


class Kind(models.Model):
    """What a notice is about, such as a water stop; `category` is what people report about such things."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, default="", blank=True)
    icon = models.CharField(max_length=40, default="megaphone")
    category = models.SlugField(max_length=40, default="", blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """Whether a notice holds."""

    PUBLISHED = "published", _("announced")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Notice(models.Model):
    """What is announced for an area or places in it, from when until when; the newest wording.

    `issuer` is the area of the office that published it, `whole` whether it is for all of `area`. What was
    told before wording `again` must be told anew. Tickets count until `days` after the end.
    """

    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="notices")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="notices")
    issuer = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="notices")
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    title = models.CharField(max_length=80)
    text = models.TextField()
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    due_at = models.DateTimeField(help_text=_("by when everybody should have passed it on"))
    days = models.PositiveSmallIntegerField(default=3)
    urgent = models.BooleanField(default=False)
    whole = models.BooleanField(default=True)
    version = models.PositiveSmallIntegerField(default=1)
    again = models.PositiveSmallIntegerField(default=1)
    key = models.CharField(max_length=40)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["state", "ends"], name="notice_state_ends")]
        constraints = [
            models.UniqueConstraint(fields=["published_by", "key"], name="notice_once"),
            models.CheckConstraint(condition=Q(ends__gt=models.F("begins")), name="notice_forward"),
        ]

    def __str__(self) -> str:
        return self.title


class Wording(models.Model):
    """A notice as it stood from a moment on; the first is how it was published."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="wordings")
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    text = models.TextField()
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["notice", "version"], name="notice_wording_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Spot(models.Model):
    """A place that a notice was published for: a grid, a compound, or a building (all of it or one unit)."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="spots")
    grid = models.ForeignKey(Grid, null=True, on_delete=models.PROTECT, related_name="+")
    compound = models.ForeignKey(Compound, null=True, on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"spot of notice {self.notice_id}"


class Level(models.TextChoices):
    """The levels through which a notice goes down to the residents."""

    STREET = "street", _("street")
    COMMUNITY = "community", _("community")
    GRID = "grid", _("grid")
    MICROGRID = "microgrid", _("microgrid")
    UNIT = "unit", _("unit")


class Way(models.TextChoices):
    """How a unit was told."""

    SLIP = "slip", _("slip posted at the door")
    GROUP = "group", _("WeChat group")
    KNOCK = "knock", _("knocked at each door")
    PHONE = "phone", _("telephoned")
    SPEAKER = "speaker", _("loudspeaker")
    CONTACT = "contact", _("by the contact household")


class Link(models.Model):
    """One that must pass a notice on, or a unit that must be told.

    Above units: `given_at` is when it got here, `received_at` when that was acknowledged, `done_at` when it
    was passed on. Of a unit: `done_at` is when it was told, `version` which wording; `reason` says why not.
    `grid` and `micro` are what it lies in, or what it is.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="links")
    level = models.CharField(max_length=10, choices=Level)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    grid = models.ForeignKey(Grid, null=True, on_delete=models.PROTECT, related_name="+")
    micro = models.ForeignKey(Grid, null=True, on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.PositiveSmallIntegerField(default=0)
    homes = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=8, choices=Way, default="", blank=True)
    reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["area_id", "grid_id", "micro_id", "building_id", "unit", "id"]
        indexes = [
            models.Index(fields=["notice", "level", "area", "grid"], name="notice_link_place"),
            models.Index(fields=["grid", "level"], name="notice_link_grid"),
            models.Index(fields=["building"], name="notice_link_building"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "building", "unit"], condition=Q(level="unit"), name="notice_unit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} of notice {self.notice_id}"


class Reading(models.Model):
    """Somebody of a unit said that they have read it: one browser, once; nothing says who."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="readings")
    browser = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "browser"], name="notice_read_once")]

    def __str__(self) -> str:
        return f"reading of {self.link_id}"


class Relation(models.Model):
    """Somebody's word that a case is about a notice, or that it is not, whatever its place and matter say."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="relations")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    about = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "case"], name="notice_case_once")]

    def __str__(self) -> str:
        return f"case {self.case_id} and notice {self.notice_id}"
