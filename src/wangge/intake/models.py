"""What channels need of their own: who keeps them, boxes and openings, receptions, tickets, answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.cases.models import Channel, Report
from wangge.places.models import Area, Grid


class Way(models.Model):
    """What is kept of a channel besides the rules of the loop: who takes it down."""

    channel = models.OneToOneField(Channel, on_delete=models.PROTECT, related_name="way")
    keeper = models.CharField(max_length=80, default="", blank=True)

    def __str__(self) -> str:
        return f"way of {self.channel_id}"


class Box(models.Model):
    """A letter box (意见箱): where it hangs, who has the key, how often it must be opened."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="boxes")
    grid = models.ForeignKey(Grid, null=True, blank=True, on_delete=models.PROTECT, related_name="boxes")
    name = models.CharField(max_length=60)
    place = models.CharField(max_length=200)
    keeper = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="boxes")
    every_days = models.PositiveSmallIntegerField(default=7)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], condition=Q(until=None), name="box_name_once"),
            models.CheckConstraint(condition=Q(every_days__gte=1), name="box_every_day_at_most"),
        ]
        ordering = ["area_id", "grid__number", "name"]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """A box was opened: when, by whom, how many letters lay in it. None is an answer too."""

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    letters = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, default="", blank=True)
    key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.letters} letters in box {self.box_id}"


class Letter(models.Model):
    """A letter of an opening, and the report that was made of it."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="written")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="letter")

    def __str__(self) -> str:
        return f"letter of opening {self.opening_id}"


class Reception(models.Model):
    """Somebody came in person (接访): what it was about, who received them, what came of it."""

    class Outcome(models.TextChoices):
        TALKED = "talked", _("settled in talk")
        CASE = "case", _("made a case")
        REFERRED = "referred", _("referred elsewhere")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="receptions")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="receptions")
    visitor = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, default="", blank=True)
    people = models.PositiveSmallIntegerField(default=1)
    matter = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    words = models.TextField(default="", blank=True)
    report = models.OneToOneField(Report, null=True, on_delete=models.PROTECT, related_name="reception")
    key = models.CharField(max_length=40, unique=True)

    class Meta:
        indexes = [models.Index(fields=["area", "-at"], name="reception_area_time")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"reception {self.pk}"


class Source(models.Model):
    """Another system that sends tickets and takes their answers: known by a token of which a digest is kept.

    `states` says what it calls each of the five states of a ticket (see `progress`); ours where it is silent.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="sources")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="sources")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    states = models.JSONField(default=dict)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Ticket(models.Model):
    """Another system's order with its own number and limit, and the report it became.

    `joined` says that it went to a case that was there already. `fingerprint` tells a ticket sent again from
    one that was changed.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="tickets_sent")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="tickets")
    number = models.CharField(max_length=60)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    matter = models.CharField(max_length=80, default="", blank=True)
    text = models.TextField()
    address = models.CharField(max_length=200, default="", blank=True)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="ticket")
    joined = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "number"], name="ticket_number_once")]
        indexes = [models.Index(fields=["area", "-received_at"], name="ticket_area_time")]
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return self.number


class Answer(models.Model):
    """What goes back for a ticket when its case has ended; `taken_at` is when the sender has it."""

    class Kind(models.TextChoices):
        SETTLED = "settled", _("settled")
        REFUSED = "refused", _("not taken on")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "kind", "round"], name="answer_once_a_round")
        ]
        indexes = [models.Index(fields=["id"], condition=Q(taken_at=None), name="answer_waiting")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"answer to ticket {self.ticket_id}"


class Batch(models.Model):
    """A file of tickets that was sent and not yet (or just) entered: its rows, kept for the preview.

    `rows` pairs each row's number in the file with its cells; once entered only the refused ones are kept.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=120)
    rows = models.JSONField(default=list)
    entered_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.file
