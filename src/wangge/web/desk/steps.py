"""The steps of the workflow as the desk shows them: an address, a verb, a form and the action behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wangge.cases import actions, photos
from wangge.cases.models import Case
from wangge.cases.photos import Picture
from wangge.cases.workflow import BY_NAME, TABLE
from wangge.journal.actor import Actor
from wangge.web.desk import forms
from wangge.web.desk.forms import StepForm


@dataclass(frozen=True, slots=True)
class Step:
    """How one transition is offered; `resource` is the last part of its address, `act` its action."""

    name: str
    resource: str
    verb: Any
    done: Any
    icon: str
    form: type[StepForm]
    act: Callable[..., object]
    explain: Any = ""

    @property
    def danger(self) -> bool:
        """Whether it should be thought over."""
        return BY_NAME[self.name].danger

    @property
    def asks(self) -> bool:
        """Whether it needs anything but the press of its button."""
        return bool(self.form.base_fields)

    def take(
        self, case: Case, facts: dict[str, Any], pictures: Sequence[Picture], *, by: Actor, now: datetime
    ) -> None:
        """Act, and keep the pictures taken at this step: all or nothing."""
        with transaction.atomic():
            self.act(case, by=by, now=now, **facts)
            for picture in pictures:
                photos.attach(case, picture, step=self.name, by=by, now=now)


STEPS = (
    Step("accept", "acceptance", _("Accept"), _("You took it on."), "check2", StepForm, actions.accept),
    Step(
        "sign", "signature", _("Sign for it"), _("Signed. It is yours now."), "pencil", StepForm, actions.sign
    ),
    Step(
        "handle",
        "handling",
        _("Report as handled"),
        _("Reported as handled; somebody else will verify it."),
        "tools",
        forms.Done,
        actions.handle,
        _("Somebody else looks on site before it is closed."),
    ),
    Step(
        "verify",
        "verification",
        _("Confirm it is done"),
        _("Confirmed. The office can close it now."),
        "check-circle",
        forms.Seen,
        actions.verify,
        _("You have seen it with your own eyes."),
    ),
    Step(
        "close",
        "closure",
        _("Close the case"),
        _("Closed. Its reporters are told."),
        "check-circle-fill",
        StepForm,
        actions.close,
    ),
    Step(
        "dispatch", "assignment", _("Dispatch"), _("Dispatched."), "send", forms.Assignment, actions.dispatch
    ),
    Step(
        "contact",
        "contact",
        _("Record a talk"),
        _("The talk is recorded."),
        "telephone",
        forms.Note,
        actions.contact,
        _("What you and the reporter said to each other."),
    ),
    Step(
        "call_back",
        "callback",
        _("Record the call-back"),
        _("The call-back is recorded."),
        "telephone",
        forms.Outcome,
        actions.call_back,
    ),
    Step(
        "rate_reporter",
        "rating",
        _("Rate the request"),
        _("Thank you, your rating is recorded."),
        "star",
        forms.Rating,
        actions.rate_reporter,
    ),
    Step(
        "rework",
        "rework",
        _("Send back"),
        _("Sent back to whoever handled it."),
        "arrow-counterclockwise",
        forms.Rework,
        actions.rework,
        _("It is not done; its clock runs on."),
    ),
    Step(
        "classify",
        "classification",
        _("Set the matter"),
        _("The matter is set; the deadlines are reckoned anew."),
        "tag",
        forms.Classification,
        actions.classify,
    ),
    Step(
        "locate",
        "location",
        _("Put on the map"),
        _("It is on the map now."),
        "geo-alt",
        forms.Location,
        actions.locate,
    ),
    Step(
        "return",
        "return",
        _("Give back"),
        _("Given back to the office."),
        "arrow-return-left",
        forms.Reason,
        actions.return_,
        _("The office sends it elsewhere."),
    ),
    Step(
        "pass_up",
        "escalation",
        _("Pass up"),
        _("Passed up to the next level."),
        "arrow-up",
        forms.Reason,
        actions.pass_up,
        _("It cannot be settled at this level."),
    ),
    Step(
        "reopen",
        "reopening",
        _("Open again"),
        _("Open again; new clocks run."),
        "arrow-repeat",
        forms.Reason,
        actions.reopen,
    ),
    Step(
        "refuse",
        "refusal",
        _("Decline"),
        _("Declined; the reporter is told why and where to go."),
        "slash-circle",
        forms.Refusal,
        actions.refuse,
        _("The case ends here. The reporter reads your reason and where to go instead."),
    ),
)
OF = {step.name: step for step in STEPS}
OFFERED = tuple(OF[row.name] for row in TABLE if row.name in OF)
