"""How one transition of the workflow is offered at the desk: an address, a verb, a form, an action."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wangge.accounts.models import Role
from wangge.cases import photos
from wangge.cases.models import Case
from wangge.cases.photos import Picture
from wangge.cases.workflow import BY_NAME, Standing
from wangge.journal.actor import Actor
from wangge.web.access import ACTING
from wangge.web.desk.forms import StepForm

KEEPERS = (Role.COMMUNITY, Role.STREET, Role.ADMINISTRATOR)  # who keeps the templates of replies
WORDED = (
    *(
        "settle",
        "handle",
        "verify",
        "rework",
        "refuse",
        "return",
        "pass_up",
        "transfer",
        "dispute",
        "contact",
    ),
    *(
        "visit",
        "perform",
        "conclude",
        "wait",
        "urge",
        "supervise",
        "answer",
        "call_back",
        "rectify",
        "minute",
        "reopen",
    ),
)  # steps for which words may be kept


class Group(Enum):
    """The drawers of “More”, in the order in which they are shown."""

    WORK = _("The work")
    TIME = _("Time")
    UNITS = _("Other units")
    MANY = _("The reporters")
    ABOVE = _("Supervision")


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
    group: Group = Group.WORK

    @property
    def danger(self) -> bool:
        """Whether it should be thought over."""
        return BY_NAME[self.name].danger

    @property
    def asks(self) -> bool:
        """Whether it needs anything but the press of its button."""
        return bool(self.form.base_fields) or self.form.many

    @property
    def roles(self) -> tuple[Role, ...]:
        """Who may open its page: who acts on cases, and command, to whom a case may be passed up."""
        asked = BY_NAME[self.name].who & {Standing.COMMAND, Standing.HOLDER, Standing.OFFICE}
        return (*ACTING, Role.COMMAND) if asked else ACTING

    def take(
        self, case: Case, facts: dict[str, Any], pictures: Sequence[Picture], *, by: Actor, now: datetime
    ) -> None:
        """Act, and keep the pictures taken at this step: all or nothing."""
        with transaction.atomic():
            self.act(case, by=by, now=now, **facts)
            for picture in pictures:
                photos.attach(case, picture, step=self.name, by=by, now=now)
