"""The parties that settle a case together (九元共治): kinds, who takes part, joint meetings, decisions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Account
from wangge.cases.models.case import Case


class PartyKind(models.Model):
    """A kind of party: data. One kind leads, the others join it."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, default="", blank=True)
    leads = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leads"], condition=Q(leads=True), name="party_kind_one_leads")
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """A unit or person that takes part in a case, under the name that they go by."""

    class Part(models.TextChoices):
        LEADS = "leads", _("leads")
        JOINS = "joins", _("joins in")
        HEARD = "heard", _("is heard")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    kind = models.ForeignKey(PartyKind, on_delete=models.PROTECT, related_name="parties")
    name = models.CharField(max_length=60)
    contact = models.CharField(max_length=40, default="", blank=True)
    part = models.CharField(max_length=6, choices=Part, default=Part.JOINS)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    ending = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "name"], condition=Q(ended_at=None), name="party_once_a_case"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None, part="leads"), name="party_one_leads_a_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class JointMeeting(models.Model):
    """The parties of a case meet: where and when, and what was said, which stays with the staff."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joint_meetings")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200)
    meet_at = models.DateTimeField()
    matter = models.TextField(default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="joint_meeting_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"meeting on case {self.case_id}"

    @property
    def kinds(self) -> list[PartyKind]:
        """The kinds of party that came, or are invited: without who they are."""
        found = {row.party.kind for row in self.invited.all() if row.came or self.ended_at is None}
        return sorted(found, key=lambda kind: kind.position)


class Invited(models.Model):
    """A party invited to a meeting, and whether it came; not known before the minutes are written."""

    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="invited")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="invitations")
    came = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="invited_once")]

    def __str__(self) -> str:
        return f"party {self.party_id} invited to {self.meeting_id}"


class Decision(models.Model):
    """What a meeting decided, who does it by when. The reporter reads it, with the kind of party alone."""

    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="decisions")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="decisions")
    due = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="decision_order_once")]
        ordering = ["meeting_id", "order"]

    def __str__(self) -> str:
        return self.text
