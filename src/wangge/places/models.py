"""Areas, compounds, buildings and homes; divisions of a community into grids, with their dates."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas by their place in the tree."""

    def under(self, paths: Iterable[str]) -> "AreaQuerySet":
        """The areas at or below any of these paths; no path, no area."""
        where = Q(pk__in=[])
        for path in paths:
            where |= Q(path__startswith=path)
        return self.filter(where)


class Area(models.Model):
    """A level of administration, province to community, with its code and its path in the tree.

    `path` is the chain of codes from the root, each closed by a slash: `11/1101/110199/`.
    `outline` is WKB of a polygon in WGS 84, or empty where unknown.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        DISTRICT = "district", _("district")
        STREET = "street", _("street")
        COMMUNITY = "community", _("community")

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=80, unique=True)
    outline = models.BinaryField(default=b"")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Compound(models.Model):
    """A residential compound (小区) inside a community."""

    class Kind(models.TextChoices):
        PROPERTY = "property", _("property-managed")
        SELF = "self", _("self-managed")
        UNIT = "unit", _("work-unit")
        NONE = "none", _("unmanaged")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="compounds")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PROPERTY)
    outline = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="compound_once")]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A building: a point always, a footprint (WKB, WGS 84) where known, and what was counted in it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="buildings")
    compound = models.ForeignKey(
        Compound, null=True, blank=True, on_delete=models.PROTECT, related_name="buildings"
    )
    name = models.CharField(max_length=80)
    lon = models.FloatField()
    lat = models.FloatField()
    footprint = models.BinaryField(default=b"")
    units = models.PositiveSmallIntegerField(default=1)
    floors = models.PositiveSmallIntegerField(default=1)
    households = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    registered = models.PositiveIntegerField(
        default=0, help_text=_("people whose household is registered here")
    )
    floating = models.PositiveIntegerField(default=0, help_text=_("people registered elsewhere"))
    care = models.PositiveIntegerField(default=0, help_text=_("people looked after"))
    merchants = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["compound", "name"], name="building_once"),
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(compound=None), name="building_once_outside_compounds"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Home(models.Model):
    """A dwelling: building, stairwell (单元), floor and door."""

    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="homes")
    unit = models.PositiveSmallIntegerField(default=1)
    floor = models.SmallIntegerField(default=1)
    door = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["building", "unit", "door"], name="home_once")]

    def __str__(self) -> str:
        return f"{self.building_id}-{self.unit}-{self.door}"


class Facility(models.Model):
    """A unit that resides in a community (a railway, a school, a market), or a thing kept in public space."""

    class Kind(models.TextChoices):
        RAILWAY = "railway", _("railway")
        SCHOOL = "school", _("school")
        HOSPITAL = "hospital", _("hospital")
        OFFICE = "office", _("government office")
        ENTERPRISE = "enterprise", _("enterprise")
        MARKET = "market", _("market")
        STATION = "station", _("grid station")
        COMPONENT = "component", _("public component")
        OTHER = "other", _("other unit")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="facilities")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    lon = models.FloatField()
    lat = models.FloatField()
    size = models.PositiveIntegerField(default=0, help_text=_("m² of ground"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "kind", "name"], name="facility_once")]
        ordering = ["area_id", "kind", "name"]
        verbose_name_plural = "facilities"

    def __str__(self) -> str:
        return self.name


class DivisionQuerySet(models.QuerySet["Division"]):
    """Divisions by the day on which they hold."""

    def on(self, day: date) -> "DivisionQuerySet":
        """The divisions in force on a day."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class Division(models.Model):
    """One version of a community's grids, in force from `since` until the day before `until`."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="divisions")
    version = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, default="", blank=True)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "version"], name="division_version_once"),
            models.UniqueConstraint(fields=["area"], condition=Q(until=None), name="division_open_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="division_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} v{self.version}"


class Grid(models.Model):
    """A grid or microgrid of a division; whole buildings, one polygon (WKB, WGS 84), a 15-digit code.

    `succeeds` is the grid of the version before that it continues. `lineage` is the first grid of that line
    (itself, where it continues none): posts answer for a line, so that people stay with a grid that stays.
    """

    class Level(models.TextChoices):
        GRID = "grid", _("grid")
        MICROGRID = "microgrid", _("microgrid")

    class Kind(models.TextChoices):
        BASE = "base", _("base grid")
        SPECIAL = "special", _("special grid")

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="grids")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="microgrids"
    )
    succeeds = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    lineage = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="line")
    level = models.CharField(max_length=10, choices=Level, default=Level.GRID)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BASE)
    code = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    outline = models.BinaryField()
    lon = models.FloatField(help_text=_("where its number stands on the map"))
    lat = models.FloatField()
    colour = models.PositiveSmallIntegerField(default=0)
    buildings = models.ManyToManyField(Building, through="Membership", related_name="grids")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "code"], name="grid_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A building's grid in a division: exactly one; and its microgrids, each with a part of it.

    A part is a band of stairwells and floors, both ends included; 0 to 0 is all of them. `households` are
    those of the part, 0 where it is the whole building.
    """

    division = models.ForeignKey(Division, on_delete=models.PROTECT)
    level = models.CharField(max_length=10, choices=Grid.Level, default=Grid.Level.GRID)
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="memberships")
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="memberships")
    unit_from = models.PositiveSmallIntegerField(default=0)
    unit_to = models.PositiveSmallIntegerField(default=0)
    floor_from = models.SmallIntegerField(default=0)
    floor_to = models.SmallIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "building"], condition=Q(level="grid"), name="building_in_one_grid"
            ),
            models.UniqueConstraint(
                fields=["division", "level", "building", "unit_from", "floor_from"],
                name="part_in_one_microgrid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building_id} in {self.grid_id}"


class Backdrop(models.Model):
    """What is drawn under the grids of an area: roads, water, green, schools (GeoJSON features)."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="backdrop")
    features = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"backdrop of {self.area_id}"
