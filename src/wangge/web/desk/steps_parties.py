"""The steps with parties: who takes part in a case, joint meetings and their minutes (九元共治)."""

from django.utils.translation import gettext_lazy as _

from wangge.cases import actions
from wangge.web.desk import forms_parties
from wangge.web.desk.stepping import Group, Step

PARTIES = (
    Step(
        "invite_party",
        "party",
        _("Let a party take part"),
        _("It takes part now."),
        "person-plus",
        forms_parties.Invitation,
        actions.invite_party,
        _("Units and people who settle it together: one leads, the others join in or are heard."),
        Group.UNITS,
    ),
    Step(
        "drop_party",
        "party-leaving",
        _("Take a party off"),
        _("It takes part no longer; what it did stays."),
        "dash-circle",
        forms_parties.Leaving,
        actions.drop_party,
        _("It takes part no longer. What it did stays in the record."),
        Group.UNITS,
    ),
    Step(
        "meet",
        "joint-meeting",
        _("Call a joint meeting"),
        _("The meeting is called."),
        "people",
        forms_parties.Summoning,
        actions.meet,
        _("Calls those that take part to a place at a time."),
        Group.UNITS,
    ),
    Step(
        "minute",
        "joint-minutes",
        _("Write the minutes"),
        _("The minutes are in the record; the reporter reads what was decided."),
        "journal-check",
        forms_parties.JointMinutes,
        actions.minute,
        _("Ends the joint meeting: who came, what was said, what was decided."),
        Group.UNITS,
    ),
)
