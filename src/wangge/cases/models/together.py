"""Several units on one case: ordered tasks, a whistle and who came, disputes, the five persons."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wangge.accounts.models import Account
from wangge.cases.models.case import Case
from wangge.cases.models.words import Five
from wangge.staffing.models import Post


class Whistle(models.Model):
    """A street summons units to a case, at a place and a time (吹哨)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="whistles")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200)
    meet_at = models.DateTimeField()
    matter = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="whistle_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"whistle on case {self.case_id}"


class Summons(models.Model):
    """One unit's call to a whistle: its answer, and whether it came (报到)."""

    class Answer(models.TextChoices):
        COMING = "coming", _("is coming")
        EXPLAINED = "explained", _("cannot come, and says why")

    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, related_name="summons")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="summons")
    leads = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, choices=Answer, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(default="", blank=True)
    came = models.BooleanField(null=True)
    came_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whistle", "post"], name="summons_once")]

    def __str__(self) -> str:
        return f"post {self.post_id} summoned to case {self.whistle.case_id}"


class Task(models.Model):
    """One step of the work on a case, in order, with a post and a clock of its own.

    It begins when the one before it is done; until then it has no deadline.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tasks")
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=14)
    started_at = models.DateTimeField(null=True)
    clock = models.OneToOneField("ClockRun", null=True, on_delete=models.PROTECT, related_name="task")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    done = models.BooleanField(default=False)
    note = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="task_order_once")]
        ordering = ["case_id", "order"]

    def __str__(self) -> str:
        return self.title


class SiteVisit(models.Model):
    """Somebody went there for a case, and what came of it; some matters need many."""

    class Outcome(models.TextChoices):
        SETTLED = "settled", pgettext_lazy("a visit", "settled")
        PROMISED = "promised", pgettext_lazy("a visit", "promised")
        NOBODY = "nobody", _("nobody there")
        REFUSED = "refused", pgettext_lazy("a visit", "refused")
        OTHER = "other", _("something else")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="site_visits")
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField()

    def __str__(self) -> str:
        return f"visit for case {self.case_id}"


class Dispute(models.Model):
    """A unit says that a case is not its own; after a ruling against it, it may appeal and refuse."""

    class Kind(models.TextChoices):
        DISPUTE = "dispute", _("dispute")
        APPEAL = "appeal", _("appeal")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disputes")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.DISPUTE)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="disputes")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    proposed = models.CharField(max_length=80, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    upheld = models.BooleanField(null=True)
    ruling = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at=None), name="dispute_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on case {self.case_id}"


class Charge(models.Model):
    """One of the five persons of a case, named by hand; who is not named comes from the posts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="charges")
    role = models.CharField(max_length=12, choices=Five)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="charges")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "role"], name="charge_once_a_role")]

    def __str__(self) -> str:
        return f"{self.role} of case {self.case_id}"
