"""Service items, what people apply for, the papers they were told to bring, and errands run for them.

Of an identity number at most the last four signs are kept.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.places.models import Area, Grid

FORM_WORDS = {
    "original": _("original"),
    "copy": _("copy"),
    "both": _("original and copy"),
    "filled": _("form to fill in"),
}
LEVEL_WORDS = {
    "community": _("community"),
    "street": _("street"),
    "department": _("department"),
}
KIND_WORDS = {"work": _("work"), "notice": _("public notice"), "decision": _("decision")}


class State(models.TextChoices):
    """Where an application stands."""

    FILED = "filed", _("handed in")
    LACKING = "lacking", _("papers missing")
    RUNNING = "running", _("under way")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Item(models.Model):
    """A matter that people apply for at the window: all that its guide says.

    `materials` and `steps` are lists of `lines.Material` and `lines.Step`; `department` is the code of the
    department that takes the steps of departments, `check_days` the promise until papers are looked at.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100, default="", blank=True)
    theme = models.CharField(max_length=20, default="", blank=True)
    summary = models.CharField(max_length=300, default="", blank=True)
    audience = models.CharField(max_length=300)
    materials = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    check_days = models.PositiveSmallIntegerField(default=1)
    fee = models.CharField(max_length=60)
    basis = models.CharField(max_length=300, default="", blank=True)
    forms = models.CharField(max_length=300, default="", blank=True)
    place = models.CharField(max_length=200, default="", blank=True)
    department = models.SlugField(max_length=40, default="", blank=True)
    errand = models.BooleanField(default=True, help_text=_("can be run as an errand"))
    position = models.PositiveSmallIntegerField(default=0)
    offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def days(self) -> int:
        """Working days of all steps together."""
        return sum(int(step["days"]) for step in self.steps)

    @property
    def decides(self) -> str:
        """The level that decides."""
        return str(self.steps[-1]["who"]) if self.steps else ""


class Group(models.Model):
    """Whom errands are run for: women of child-bearing age, people moving in or out, disabled people."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, default="", blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Who something is done for, as far as it must be known."""

    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, default="", blank=True)
    tail = models.CharField(max_length=4, default="", blank=True)
    address = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        abstract = True


class Application(Person):
    """What somebody applied for; `due_at` is the limit of what is next, None where nothing waits for us."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="applications")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=10, choices=State, default=State.FILED)
    words = models.CharField(max_length=500, default="", blank=True)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    handed_to = models.CharField(max_length=60, default="", blank=True)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["area", "state"], name="application_place"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="application_due"),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class Stage(models.Model):
    """A step of one application, as its item had it on the day; its clock runs from `begun_at`."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    who = models.CharField(max_length=12)
    days = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    begun_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        ordering = ["application_id", "position"]
        constraints = [models.UniqueConstraint(fields=["application", "position"], name="stage_once")]

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):
    """A paper that one application needs; `here_at` is when it was seen, `unneeded` that it need not come."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    form = models.CharField(max_length=10)
    count = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=80, default="", blank=True)
    here_at = models.DateTimeField(null=True)
    unneeded = models.BooleanField(default=False)

    class Meta:
        ordering = ["application_id", "position"]
        constraints = [models.UniqueConstraint(fields=["application", "position"], name="paper_once")]

    def __str__(self) -> str:
        return self.name


class Sheet(models.Model):
    """The sheet that tells an applicant all that is missing, once: by whom, when, in which way."""

    class Way(models.TextChoices):
        HANDED = "handed", _("given on paper")
        CALLED = "called", _("by telephone")
        ONLINE = "online", _("on the page of the application")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sheets")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way, default=Way.HANDED)
    words = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        ordering = ["application_id", "round"]
        constraints = [models.UniqueConstraint(fields=["application", "round"], name="sheet_once")]

    def __str__(self) -> str:
        return f"sheet {self.round} of application {self.application_id}"


class Lack(models.Model):
    """A paper named on a sheet; `late`: the first sheet should have named it, and did not."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="missing")
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="told")
    why = models.CharField(max_length=120, default="", blank=True)
    late = models.BooleanField(default=False)

    class Meta:
        ordering = ["paper__position"]
        constraints = [models.UniqueConstraint(fields=["sheet", "paper"], name="lack_once")]

    def __str__(self) -> str:
        return f"paper {self.paper_id} on sheet {self.sheet_id}"


class Errand(Person):
    """A certificate fetched for somebody (代办): for which group, by whom, when fetched and handed over."""

    class Stand(models.TextChoices):
        ASKED = "asked", _("asked for")
        TAKEN = "taken", _("papers taken")
        FETCHED = "fetched", _("fetched")
        HANDED = "handed", _("handed over")
        VOID = "void", _("struck out")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="errands")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="errands")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="errands")
    grid = models.ForeignKey(Grid, null=True, on_delete=models.PROTECT, related_name="errands")
    stand = models.CharField(max_length=8, choices=Stand, default=Stand.ASKED)
    copies = models.PositiveSmallIntegerField(default=1)
    words = models.CharField(max_length=300, default="", blank=True)
    papers = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    runner = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="errands")
    taken_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True, db_index=True)
    handed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="", blank=True)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["area", "-asked_at"], name="errand_place_time")]

    def __str__(self) -> str:
        return f"errand {self.pk}"
