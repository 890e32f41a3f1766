"""Steps of a case taken by programs: staff by their session, reporters by the secret of their report."""

from collections.abc import Callable
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from wangge.cases import actions, queries
from wangge.cases.following import report_of
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.web.access import ACTING, actor
from wangge.web.api.access import Session, everybody
from wangge.web.api.schemas import Trouble
from wangge.web.throttle import expect_guess

router = Router()
acting = Session(*ACTING)
WORK = ("note", "lon", "lat", "unseen")
DEEDS: MappingProxyType[str, tuple[Callable[..., object], tuple[str, ...]]] = MappingProxyType({
    "accept": (actions.accept, ()),
    "refuse": (actions.refuse, ("reason", "referral")),
    "classify": (actions.classify, ("category", "urgency")),
    "settle": (actions.settle, WORK),
    "dispatch": (actions.dispatch, ("post", "reason")),
    "transfer": (actions.transfer, ("post", "reason")),
    "sign": (actions.sign, ()),
    "return": (actions.return_, ("reason",)),
    "pass_up": (actions.pass_up, ("reason",)),
    "contact": (actions.contact, ("note",)),
    "handle": (actions.handle, WORK),
    "verify": (actions.verify, WORK),
    "rework": (actions.rework, ("reason",)),
    "close": (actions.close, ()),
})  # fmt: skip
ANSWERS: dict[Any, Any] = {401: Trouble, 403: Trouble, 404: Trouble, 409: Trouble, 422: Trouble}
Name = Annotated[str, Path(pattern="^(" + "|".join(DEEDS) + ")$")]


class Deed(Schema):
    """What a step needs; what it does not need is left out."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field("", max_length=4000)
    reason: str = Field("", max_length=4000)
    referral: str = Field("", max_length=200)
    category: str = Field("", max_length=40, description="A category's code.")
    urgency: str = Field("", pattern="^(|normal|urgent|emergency)$")
    post: int = Field(0, ge=0, lt=2**63, description="The id of a post that answers for the place.")
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    unseen: str = Field("", max_length=200, description="Why there is no photo, where one is asked for.")


class Stands(Schema):
    """Where a case stands after a step."""

    number: str
    state: str
    due_at: datetime | None


class Opinion(Schema):
    """A rating from 1 to 5."""

    model_config = ConfigDict(extra="forbid")

    score: int
    comment: str = Field("", max_length=4000)


@router.post("/cases/{number}/steps/{name}", auth=acting, response={200: Stands, **ANSWERS}, url_name="deed")
def take(request: HttpRequest, number: str, name: Name, deed: Deed) -> Stands:
    """Take a step of the workflow: refused (409) where somebody else moved the case on meanwhile."""
    by = actor(request)
    case = queries.find(number, by=by)
    action, wanted = DEEDS[name]
    action(case, **deed.model_dump(include=set(wanted)), by=by, now=timezone.now())
    return _stands(case)


@router.post(
    "/cases/{number}/rating",
    auth=everybody,
    response={200: Stands, 429: Trouble, **ANSWERS},
    url_name="rating",
)
def rate(
    request: HttpRequest, number: str, opinion: Opinion, secret: Annotated[str, Query(max_length=40)]
) -> Stands:
    """The reporter rates the outcome, once for each closing."""
    expect_guess(request)
    told = report_of(number, secret)
    actions.rate(told, score=opinion.score, comment=opinion.comment, now=timezone.now())
    return _stands(told.case)


def _stands(case: Case) -> Stands:
    return Stands(number=number_of(case), state=case.state, due_at=case.due_at)
