"""The case: where a matter stands now."""

from django.db import models
from django.db.models import Q

from wangge.accounts.models import Account
from wangge.cases.models.words import State, Urgency
from wangge.cases.scope import OVERSEERS, scope_of
from wangge.journal.actor import Actor
from wangge.places.models import Area, Building, Grid
from wangge.staffing.models import Post, Tier

ENDED = [State.CLOSED.value, State.REFUSED.value, State.MERGED.value]


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

    `due_at` is the earliest clock still running; `level` is the tier of the post that settled it,
    `on_the_spot` whether it did so without being sent there. `parent` is the case that this one was split
    from, `merged_into` the one that its reports went to, `representative` the report of whoever speaks for
    many.
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
    on_the_spot = models.BooleanField(default=False)
    reopened = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    representative = models.ForeignKey("Report", null=True, on_delete=models.PROTECT, related_name="+")
    hidden = models.BooleanField(default=False)
    guess = models.ForeignKey("Category", null=True, on_delete=models.PROTECT, related_name="+")
    guess_margin = models.FloatField(null=True)
    guess_model = models.CharField(max_length=40, default="", blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=~Q(state__in=ENDED),
                name="case_open_due_anywhere",
            ),
            models.Index(fields=["area", "due_at"], condition=~Q(state__in=ENDED), name="case_open_due"),
            models.Index(fields=["post", "due_at"], condition=~Q(state__in=ENDED), name="case_post_due"),
            models.Index(fields=["area", "state", "-reported_at"], name="case_area_state"),
            models.Index(fields=["area", "-reported_at"], name="case_area_time"),
            models.Index(
                fields=["area", "closed_at"], condition=Q(closed_at__isnull=False), name="case_area_closed"
            ),
            models.Index(fields=["grid", "-reported_at"], name="case_grid_time"),
            models.Index(fields=["lat", "lon"], condition=~Q(state__in=ENDED), name="case_open_place"),
            models.Index(fields=["building", "-reported_at"], name="case_building_time"),
        ]

    def __str__(self) -> str:
        return self.title


class Assignment(models.Model):
    """A post given the case: by which rule or whom, and why. One has it, others may assist."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    assists = models.BooleanField(default=False)
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
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None, assists=False), name="assignment_open_once"
            ),
            models.UniqueConstraint(
                fields=["case", "post"], condition=Q(ended_at=None), name="assignment_once_a_post"
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} to post {self.post_id}"
