"""A row for every fact of the loop: who told, had, handled, verified and rated a case."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.cases.models.case import Case
from wangge.staffing.models import Post


class Report(models.Model):
    """One reporter's telling of a case; a case may have many, and each is told and each rates.

    `account` took it down, `home` is where the reporter lives, where they say so; `first_case` is the case
    that it made and that was merged into this one.

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
    home = models.CharField(max_length=80, default="", blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="reports")
    first_case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="report_key_once")]

    def __str__(self) -> str:
        return f"report {self.pk} of case {self.case_id}"


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
    round = models.PositiveSmallIntegerField(default=0)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    unseen = models.CharField(max_length=200, default="", blank=True, help_text=_("why there is no photo"))

    def __str__(self) -> str:
        return f"handling of case {self.case_id}"


class Verification(models.Model):
    """A look on site by somebody who did not handle the case: passed, or to be done again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="verifications")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="verifications")
    passed = models.BooleanField()
    note = models.TextField()
    round = models.PositiveSmallIntegerField(default=0)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    unseen = models.CharField(max_length=200, default="", blank=True, help_text=_("why there is no photo"))

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
            models.UniqueConstraint(fields=["case", "report", "round"], name="rating_once_by_report"),
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


class Supplement(models.Model):
    """Something that a reporter added to their report."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="supplements")
    at = models.DateTimeField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"supplement to report {self.report_id}"


class Rectification(models.Model):
    """A bad rating that must be put right: by when is a clock of its own."""

    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="rectification")
    clock = models.ForeignKey("ClockRun", null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(default="")

    def __str__(self) -> str:
        return f"rectification of rating {self.rating_id}"
