"""Who can be called on besides the staff, at three levels; who has which role of the loop for a place."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.places.models import Area, Grid


class ForceKind(models.Model):
    """A kind of force: seconded staff, co-building units, volunteers, social organisations."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, default="", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Skill(models.Model):
    """What a force can do; `matters` are codes of matters that it helps with, a matter's parts included."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, default="", blank=True)
    matters = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Level(models.TextChoices):
    """The three levels at which forces stand."""

    STREET = "street", _("street")
    COMMUNITY = "community", _("community")
    GRID = "grid", _("grid")


class ForceQuerySet(models.QuerySet["Force"]):
    """Forces by day and by level."""

    def on(self, day: date) -> "ForceQuerySet":
        """Those that can be called on a day."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def at(self, level: str) -> "ForceQuerySet":
        """Those that stand at a level."""
        if level == Level.GRID:
            return self.exclude(grid=None)
        return self.filter(grid=None, area__level=level)


class Force(models.Model):
    """People who can be called to a case: at a street, a community or a grid, from `since` to before `until`.

    No hours and no ways of anybody are kept: only how many they are, what they can do and whom to call.
    """

    name = models.CharField(max_length=80)
    kind = models.ForeignKey(ForceKind, on_delete=models.PROTECT, related_name="forces")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="forces")
    grid = models.ForeignKey(Grid, null=True, blank=True, on_delete=models.PROTECT, related_name="forces")
    people = models.PositiveIntegerField()
    skills = models.ManyToManyField(Skill, related_name="forces", blank=True)
    hours = models.CharField(max_length=80, default="", blank=True)
    contact = models.CharField(max_length=40)
    phone = models.CharField(max_length=20)
    sent_by = models.CharField(max_length=80, default="", blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = ForceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "name"], condition=Q(grid=None, until=None), name="force_once_in_area"
            ),
            models.UniqueConstraint(
                fields=["grid", "kind", "name"], condition=Q(until=None), name="force_once_in_grid"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="force_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="force_is_somebody"),
        ]
        ordering = ["kind__position", "name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> Level:
        """The level at which it stands."""
        return Level.GRID if self.grid_id else Level(self.area.level)


class LoopRole(models.Model):
    """A role of the loop that somebody has for a grid (`online` False) or a community's ways on the net.

    `duty` is what its holder does in a case: finds, takes, carries out, or speaks online; `channels` are the
    codes of the ways in that an online role looks after.
    """

    class Duty(models.TextChoices):
        FIND = "find", _("looks for trouble on site")
        TAKE = "take", _("takes the order")
        CARRY = "carry", _("carries it out")
        LIAISE = "liaise", _("speaks with people online")

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, default="", blank=True)
    duty = models.CharField(max_length=8, choices=Duty)
    online = models.BooleanField(default=False)
    channels = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class RoleHolder(models.Model):
    """Somebody appointed to a place has a role of the loop there; a community's where `grid` is empty."""

    role = models.ForeignKey(LoopRole, on_delete=models.PROTECT, related_name="holders")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="role_holders")
    grid = models.ForeignKey(Grid, null=True, on_delete=models.PROTECT, related_name="role_holders")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="loop_roles")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "area"], condition=Q(grid=None, until=None), name="role_one_in_area"
            ),
            models.UniqueConstraint(
                fields=["role", "grid"], condition=Q(until=None), name="role_one_in_grid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} as {self.role_id}"
