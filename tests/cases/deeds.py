"""Every step of the table as somebody would take it, with facts that pass; and lives that lead to a state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.joining import Part
from wangge.cases.models import Case, Party, Report, State
from wangge.cases.sla import Unit
from wangge.cases.tasking import Planned
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT, Actor

WHERE = {"lon": 116.005, "lat": 39.005}
ESTATE = Telling("三单元门厅的灯坏了", "portal", category="estate", name="林女士", **WHERE)
REPORTERS = ("supplement", "rate")  # who take a report instead of a case
LATER = timedelta(days=2)
Facts = dict[str, Any]


def tell(telling: Telling = ESTATE, *, now: datetime = MONDAY) -> Report:
    """A resident tells of it."""
    return actions.report(telling, by=RESIDENT, now=now)


def actor(cast: Cast, who: str) -> Actor:
    """Somebody of the cast, looked up once, or a resident."""
    known = cast.__dict__.setdefault("actors", {})
    if who and who not in known:
        known[who] = getattr(cast, who)
    return known[who] if who else RESIDENT


def facts(cast: Cast, name: str, *, now: datetime) -> Facts:
    """What a step of this name needs, as it passes for a case of grid 1 that the water department has."""
    reason, note, posts = {"reason": "说明理由"}, {"note": "写明情况"}, cast.posts
    until = now + LATER
    known: Mapping[str, Facts] = {
        "refuse": reason | {"referral": "12345"},
        "classify": {"category": "rubbish"},
        "locate": dict(WHERE),
        "dispatch": {"post": posts["sun"]},
        "transfer": reason | {"post": posts["chen"]},
        "rule": reason | {"post": posts["sun"]},
        "whistle": {"posts": [posts["chen"]], "place": "楼下", "meet_at": until},
        "respond": {"answer": "coming"},
        "attend": {"post": posts["chen"]},
        "invite_party": {"kind": "estate", "name": "嘉乐物业", "part": "joins"},
        "meet": {"place": "议事厅", "meet_at": until},
        "plan": {"tasks": [Planned("鉴定", posts["chen"], 1, Unit.WORKING_DAY)]},
        "visit": note | {"outcome": "promised"},
        "wait": reason | {"until": until},
        "ask_shelving": reason | {"until": until},
        "ask_extension": reason | {"amount": 1},
        "supervise": {"opinion": "请限期办结", "due": until},
        "charge": {"role": "patrol", "account": cast.account["he"].pk},
        "split": {"parts": [Part("甲"), Part("乙")]},
        "call_back": {"outcome": "settled"},
        "rate": {"score": 1},
        "rate_reporter": {"score": 5},
    }
    plain = {"accept", "sign", "shelve", "resume", "extend", "close"}
    noted = {"settle", "conclude", "perform", "supplement", "urge", "answer", "contact", "handle", "minute"}
    noted |= {"verify", "rectify"}
    return known.get(name, {} if name in plain else note if name in noted else reason)


def ready(
    cast: Cast,
    name: str,
    case: Case,
    *,
    who: str = "",
    told: Report | None = None,
    now: datetime = MONDAY,
    **more: Any,
) -> Callable[[], Any]:
    """A step about to be taken: by somebody of the cast, or by the reporter whose report this is."""
    given = {**facts(cast, name, now=now), **more}
    if name in REPORTERS:
        return partial(getattr(actions, name), told, now=now, **given)
    if name in ("drop_party", "meet"):
        given = parties(name, case) | given
    if name == "merge" and "into" not in given:
        given["into"] = tell(now=now).case
    if name == "reopen" and not who:
        given["report"] = told
    by = actor(cast, who)
    return partial(getattr(actions, "return_" if name == "return" else name), case, by=by, now=now, **given)


def parties(name: str, case: Case) -> Facts:
    """The parties that a step names: all that take part, or the last to come."""
    there = list(Party.objects.filter(case=case, ended_at=None).values_list("pk", flat=True))
    return {"party": there[-1] if there else 0} if name == "drop_party" else {"parties": there}


def do(cast: Cast, name: str, case: Case, **more: Any) -> Any:
    """Take a step."""
    return ready(cast, name, case, **more)()


# Who takes each case on and does it: the office, then the water department; Deputy He looks.
WAY = (
    (State.REPORTED, "accept", "zhou"),
    (State.ACCEPTED, "dispatch", "zhou"),
    (State.DISPATCHED, "sign", "sun"),
    (State.SIGNED, "handle", "sun"),
    (State.HANDLED, "verify", "he"),
    (State.VERIFIED, "close", "zhou"),
)
ASIDE = {
    State.REFUSED: (State.REPORTED, (("refuse", "zhou"),)),
    State.DISPUTED: (State.DISPATCHED, (("dispute", "sun"),)),
    State.HELD: (State.SIGNED, (("ask_shelving", "sun"), ("shelve", "zhou"))),
    State.MERGED: (State.ACCEPTED, (("merge", "zhou"),)),
}
APPEALED = (("dispute", "sun"), ("rule", "zhao"), ("appeal", "sun"))
INVITED = (("invite_party", "zhou"),)
# What has to have happened before some steps, and while the case is where.
BEFORE = {
    "respond": (State.ACCEPTED, (("whistle", "zhao"),)),
    "attend": (State.ACCEPTED, (("whistle", "zhao"),)),
    "conclude": (State.ACCEPTED, (("whistle", "zhao"),)),
    "drop_party": (State.REPORTED, INVITED),
    "meet": (State.REPORTED, INVITED),
    "minute": (State.REPORTED, (*INVITED, ("meet", "zhou"))),
    "perform": (State.ACCEPTED, (("plan", "zhou"),)),
    "drop": (State.ACCEPTED, (("plan", "zhou"),)),
    "shelve": (State.SIGNED, (("ask_shelving", "sun"),)),
    "decline_shelving": (State.SIGNED, (("ask_shelving", "sun"),)),
    "extend": (State.DISPATCHED, (("ask_extension", "sun"),)),
    "decline_extension": (State.DISPATCHED, (("ask_extension", "sun"),)),
    "appeal": (State.DISPATCHED, APPEALED[:2]),
    "uphold": (State.DISPATCHED, APPEALED),
    "dismiss": (State.DISPATCHED, APPEALED),
    "answer": (State.REPORTED, (("supervise", "zhao"),)),
    "rectify": (State.CLOSED, (("rate", ""),)),
}


@dataclass
class Life:
    """One case on its way; its report may go to another case."""

    cast: Cast
    told: Report = field(default_factory=tell)

    def __post_init__(self) -> None:
        self.pk = self.told.case_id

    @property
    def case(self) -> Case:
        """As it stands now."""
        return Case.objects.select_related("area").get(pk=self.pk)

    @property
    def report(self) -> Report:
        """With its case, as they stand now."""
        return Report.objects.select_related("case__area").get(pk=self.told.pk)

    def take(self, name: str, who: str = "", **more: Any) -> Any:
        """One step, by somebody of the cast or by the reporter."""
        return do(self.cast, name, self.case, who=who, told=self.report, **more)


def lead(cast: Cast, state: State, *, ready_for: str = "") -> Life:
    """A case led to a state by what people do, ready for a step where that step needs something before."""
    life = Life(cast)
    when, deeds = BEFORE.get(ready_for, (None, ()))
    origin, ending = ASIDE.get(state, (state, ()))
    if (ready_for, state) == ("dismiss", State.ACCEPTED):
        origin, ending = State.DISPATCHED, (("return", "sun"),)
    for stage, name, who in (*WAY, (State.CLOSED, "", "")):
        for deed, doer in deeds if stage == when else ():
            life.take(deed, doer)
        if stage == origin:
            break
        life.take(name, who)
    for name, who in ending:
        life.take(name, who)
    assert life.case.state == state
    return life
