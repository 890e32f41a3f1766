"""Journal entries, the head of their chain, deliveries to reactions, and editions of reference data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One fact: who did what to which subject, when. Appended in the action's transaction, sealed later.

    `sequence`, `previous` and `hash` stay empty until the worker seals the entry into the chain.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    payload = models.JSONField(default=dict)
    sequence = models.BigIntegerField(null=True, unique=True)
    previous = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["id"], condition=models.Q(sequence=None), name="entry_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}/{self.subject_id}"


class Head(models.Model):
    """The last sealed entry (one row): an entry cut off the end of the chain is missed here."""

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash[:12]}"


class Delivery(models.Model):
    """One entry owed to one reaction: claimed by conditional update, delivered at least once."""

    class State(models.TextChoices):
        OWED = "owed", _("owed")
        CLAIMED = "claimed", _("claimed")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="deliveries")
    reaction = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.OWED)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, default="")
    error = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "reaction"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state__in=["owed", "claimed"]),
                name="delivery_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reaction} <- {self.entry_id}"


class Edition(models.Model):
    """The stamp of a body of reference data; caches in every process compare it on use.

    A stamp never comes again, so that one seen in a transaction that was undone misleads nobody.
    """

    name = models.CharField(max_length=40, primary_key=True)
    stamp = models.CharField(max_length=32, default="")

    def __str__(self) -> str:
        return f"{self.name} {self.stamp}"
