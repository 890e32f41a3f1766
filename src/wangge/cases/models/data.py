"""What steers the loop and is data: matters, channels, limits, rules, rungs, powers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.cases.models.words import ClockKind, Urgency
from wangge.places.models import Area, Compound, Grid
from wangge.staffing.models import OF_POSTS


class Category(models.Model):
    """What a case is about: a tree; `path` is the chain of codes, each closed by a slash."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, default="", blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=140, unique=True)
    keywords = models.JSONField(default=list)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    evidence = models.BooleanField(default=False, help_text=_("work on it is shown by photos"))
    public = models.BooleanField(default=True, help_text=_("may be shown on the public list"))
    private_place = models.BooleanField(default=False, help_text=_("the public sees it only roughly"))

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """A way in: portal, hotline, letter box, walk-in …; `origin` is 下单, 接单 or 派单."""

    class Origin(models.TextChoices):
        ORDERED = "ordered", _("brought by a resident")
        FOUND = "found", _("found by ourselves")
        SENT = "sent", _("sent by another system")

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, default="", blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.ORDERED)
    open_to_all = models.BooleanField(default=False, help_text=_("may be used without logging in"))
    round_the_clock = models.BooleanField(default=False, help_text=_("somebody listens day and night"))
    tickets = models.BooleanField(default=False, help_text=_("brings numbers and limits of its own"))
    desk = models.BooleanField(default=False, help_text=_("reports are taken down at the desk"))
    retired_on = models.DateField(null=True, blank=True, help_text=_("nothing comes in by it any more"))

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class ServiceLevel(models.Model):
    """How long a clock may run, for a category (or all) and an urgency, and whose number that is."""

    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="levels"
    )
    urgency = models.CharField(max_length=10, choices=Urgency)
    clock = models.CharField(max_length=8, choices=ClockKind)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=14)
    provenance = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "urgency", "clock"], name="service_level_once"),
            models.UniqueConstraint(
                fields=["urgency", "clock"], condition=Q(category=None), name="service_level_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.amount} {self.unit}"


class Hours(models.TextChoices):
    """When a rule holds."""

    OFFICE = "office", _("in office hours")
    OFF = "off", _("outside office hours")


class RoutingRule(models.Model):
    """Sends a case to a tier or a department, and its reason is shown.

    The first fitting rule wins; where rules are scored (`Practice`), the one whose conditions weigh most.
    """

    order = models.PositiveIntegerField()
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="rules")
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="rules"
    )
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="rules"
    )
    urgency = models.CharField(max_length=10, choices=Urgency, default="", blank=True)
    grid_kind = models.CharField(max_length=10, choices=Grid.Kind, default="", blank=True)
    compound_kind = models.CharField(max_length=10, choices=Compound.Kind, default="", blank=True)
    hours = models.CharField(max_length=8, choices=Hours, default="", blank=True)
    weight = models.SmallIntegerField(default=0)
    tier = models.CharField(max_length=12, choices=OF_POSTS)
    department = models.SlugField(max_length=40, default="", blank=True)
    direct = models.BooleanField(default=False, help_text=_("dispatched at once, without triage"))
    reason = models.CharField(max_length=120)
    reason_en = models.CharField(max_length=160, default="", blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.order}: {self.reason}"


class Authority(models.Model):
    """Who may settle what: a tier that may settle matters of a category (or of all) by itself."""

    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="authorities"
    )
    tier = models.CharField(max_length=12, choices=OF_POSTS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "tier"], name="authority_once"),
            models.UniqueConstraint(
                fields=["tier"], condition=Q(category=None), name="authority_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier} settles {self.category_id or 'all'}"


class Template(models.Model):
    """Words to begin with for a step, for a category or for all."""

    step = models.CharField(max_length=14)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="templates"
    )
    name = models.CharField(max_length=60)
    text = models.TextField()

    class Meta:
        ordering = ["step", "name"]

    def __str__(self) -> str:
        return self.name


class SavedFilter(models.Model):
    """A way of looking at the inbox that somebody keeps: the query of its address."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="filters")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="saved_filter_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Practice(models.Model):
    """How this city works where cities differ (one row)."""

    class Routing(models.TextChoices):
        ORDERED = "ordered", _("the first rule that fits")
        SCORED = "scored", _("the rule that weighs most")

    routing = models.CharField(max_length=8, choices=Routing, default=Routing.ORDERED)
    bad_score = models.PositiveSmallIntegerField(default=2)
    warn_share = models.FloatField(default=0.8)
    near_metres = models.PositiveSmallIntegerField(default=200)
    duplicate_days = models.PositiveSmallIntegerField(default=60)
    duplicate_metres = models.PositiveSmallIntegerField(default=150)

    def __str__(self) -> str:
        return "practice"
