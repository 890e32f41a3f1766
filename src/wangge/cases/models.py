"""Cases, the reports that made them, and a row for every fact of the loop."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.cases.scope import OVERSEERS, scope_of
from wangge.journal.actor import Actor
from wangge.places.models import Area, Building, Grid
from wangge.staffing.models import Post, Tier


class State(models.TextChoices):
    """Names of the states of `workflow.State`."""

    REPORTED = "reported", _("reported")
    REFUSED = "refused", _("refused")
    ACCEPTED = "accepted", _("accepted")
    DISPATCHED = "dispatched", _("dispatched")
    SIGNED = "signed", _("signed for")
    HANDLED = "handled", _("handled")
    VERIFIED = "verified", _("verified")
    CLOSED = "closed", _("closed")


class Urgency(models.TextChoices):
    """How soon it must be met."""

    NORMAL = "normal", _("ordinary")
    URGENT = "urgent", _("urgent")
    EMERGENCY = "emergency", _("emergency")


class ClockKind(models.TextChoices):
    """The three clocks of a case."""

    SIGN = "sign", _("sign for it")
    CONTACT = "contact", _("first contact")
    RESOLVE = "resolve", _("resolve")


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by who may see them and how they stand."""

    def seen_by(self, actor: Actor) -> "CaseQuerySet":
        """Those in the actor's scope, and those ever given to a post of theirs."""
        where = scope_of(actor)
        if actor.posts and not actor.paths(*OVERSEERS):
            where |= Q(pk__in=Assignment.objects.filter(post__in=actor.posts).values("case"))
        return self.filter(where)


class Case(models.Model):
    """A matter to be settled. Columns say where it stands now; its facts are in the tables below.

    `due_at` is the earliest clock still running; `level` is the tier of the post that settled it.
    """

    reported_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.REPORTED)
    title = models.CharField(max_length=120)
    text = models.TextField()
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    channel = models.ForeignKey("Channel", on_delete=models.PROTECT, related_name="cases")
    category = models.ForeignKey("Category", null=True, on_delete=models.PROTECT, related_name="cases")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cases")
    grid = models.ForeignKey(Grid, null=True, on_delete=models.PROTECT, related_name="cases")
    building = models.ForeignKey(Building, null=True, on_delete=models.PROTECT, related_name="cases")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    address = models.CharField(max_length=200, default="", blank=True)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="cases")
    due_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    level = models.CharField(max_length=12, choices=Tier, default="", blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    guess = models.ForeignKey("Category", null=True, on_delete=models.PROTECT, related_name="+")
    guess_margin = models.FloatField(null=True)
    guess_model = models.CharField(max_length=40, default="", blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=~Q(state__in=["closed", "refused"]),
                name="case_open_due_anywhere",
            ),
            models.Index(
                fields=["area", "due_at"], condition=~Q(state__in=["closed", "refused"]), name="case_open_due"
            ),
            models.Index(
                fields=["post", "due_at"], condition=~Q(state__in=["closed", "refused"]), name="case_post_due"
            ),
            models.Index(fields=["area", "state", "-reported_at"], name="case_area_state"),
            models.Index(fields=["area", "-reported_at"], name="case_area_time"),
            models.Index(
                fields=["area", "closed_at"], condition=Q(closed_at__isnull=False), name="case_area_closed"
            ),
            models.Index(fields=["grid", "-reported_at"], name="case_grid_time"),
        ]

    def __str__(self) -> str:
        return self.title


class Report(models.Model):
    """One reporter's telling of a case; a case may have many, and each is told and each rates.

    `key` is the sender's own idempotency key: the same key through the same channel is the same report.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    at = models.DateTimeField()
    channel = models.ForeignKey("Channel", on_delete=models.PROTECT, related_name="reports")
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 - null is no key, and is never a repeat
    digest = models.CharField(max_length=64, default="")
    text = models.TextField()
    name = models.CharField(max_length=40, default="", blank=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="reports")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="report_key_once")]

    def __str__(self) -> str:
        return f"report {self.pk} of case {self.case_id}"


class Assignment(models.Model):
    """A post given the case: by which rule or whom, and why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey("RoutingRule", null=True, on_delete=models.SET_NULL, related_name="assignments")
    reason = models.CharField(max_length=200, default="")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="assignment_open_once")
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} to post {self.post_id}"


class ClockRun(models.Model):
    """One clock of a case: when it must ring, when it was stopped, and how its deadline was reckoned."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=8, choices=ClockKind)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    rang_at = models.DateTimeField(null=True)
    lines = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(stopped_at=None, rang_at=None), name="clock_to_ring")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"

    @property
    def late(self) -> bool:
        """Whether it was stopped after its time."""
        return self.stopped_at is not None and self.stopped_at > self.due_at


class Contact(models.Model):
    """Somebody spoke with the reporter."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(default="")

    def __str__(self) -> str:
        return f"contact on case {self.case_id}"


class Handling(models.Model):
    """Work done on a case, said to be finished."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handlings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="handlings")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="handlings")
    note = models.TextField()

    def __str__(self) -> str:
        return f"handling of case {self.case_id}"


class Verification(models.Model):
    """A look on site by somebody who did not handle the case: passed, or to be done again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="verifications")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="verifications")
    passed = models.BooleanField()
    note = models.TextField()

    def __str__(self) -> str:
        return f"verification of case {self.case_id}"


class CallBack(models.Model):
    """The reporter asked after closing whether it is settled."""

    class Outcome(models.TextChoices):
        SETTLED = "settled", _("settled")
        PARTLY = "partly", _("partly settled")
        UNSETTLED = "unsettled", _("not settled")
        UNREACHED = "unreached", _("could not be reached")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="callbacks")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"call-back on case {self.case_id}"


class Rating(models.Model):
    """A rating by one side: the reporter rates the outcome, the handler rates the request."""

    class Side(models.TextChoices):
        REPORTER = "reporter", _("reporter")
        HANDLER = "handler", _("handler")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="ratings")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side)
    score = models.PositiveSmallIntegerField()
    comment = models.TextField(default="", blank=True)
    round = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_one_to_five"),
            models.UniqueConstraint(fields=["report", "round"], name="rating_once_by_report"),
            models.UniqueConstraint(
                fields=["case", "round", "side"], condition=Q(report=None), name="rating_once_by_handler"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} rates case {self.case_id}: {self.score}"


class Photo(models.Model):
    """A picture with its position kept as data and stripped from the file."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="photos")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=12)
    file = models.CharField(max_length=120)
    thumbnail = models.CharField(max_length=120, default="", blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.file


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


class RoutingRule(models.Model):
    """Sends a case to a tier or a department: the first fitting rule wins, and its reason is shown."""

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
    tier = models.CharField(max_length=12, choices=Tier)
    department = models.SlugField(max_length=40, default="", blank=True)
    direct = models.BooleanField(default=False, help_text=_("dispatched at once, without triage"))
    reason = models.CharField(max_length=120)
    reason_en = models.CharField(max_length=160, default="", blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.order}: {self.reason}"
