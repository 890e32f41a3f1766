"""The interface for other systems: a token each, tickets in, states and answers out."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from wangge.cases import actions as cases
from wangge.cases.errors import OwnWork
from wangge.cases.models import Case, Channel
from wangge.config.work import work
from wangge.intake import actions
from wangge.intake.models import Source, Ticket
from wangge.journal.models import Entry

TICKET = {
    "number": "SZCG-77",
    "text": "春和苑1号楼旁垃圾成堆",
    "address": "春和苑1号楼",
    "received_at": "2026-11-16T10:00:00+08:00",
    "phone": "13800008000",
}
WORDS = {"reported": "上报", "passed-on": "转派", "taken-on": "受理", "checking": "核查", "ended": "结案"}


@pytest.fixture
def platform(house) -> tuple[Source, str]:
    channel = Channel.objects.get(code="digital-city")
    return actions.open_source(
        channel, area=house.street, name="市数字城管平台", states=WORDS, by=house.an, now=timezone.now()
    )


class System:
    """Another system with its token."""

    def __init__(self, token: str) -> None:
        self.client = Client(headers={"authorization": f"Bearer {token}"})

    def post(self, path: str, said: object):
        return self.client.post(f"/api/v1/{path}", json.dumps(said), content_type="application/json")

    def get(self, path: str):
        return self.client.get(f"/api/v1/{path}")


@pytest.fixture
def system(platform) -> System:
    return System(platform[1])


def theirs(system: System) -> str:
    [ticket] = system.get("tickets").json()
    return ticket["theirs"]


@pytest.mark.row("ZH-32")
def test_a_platform_polls_five_states_and_the_grid_worker_checks_on_site_before_the_end(house, system):
    assert system.post("tickets", TICKET | {"text": "三单元电梯停了"}).status_code == 201
    case, now = Case.objects.get(), timezone.now()
    said = [theirs(system)]
    cases.accept(case, by=house.zhou, now=now)
    cases.dispatch(case, post=house.posts["chen"], by=house.zhou, now=now)
    said.append(theirs(system))
    cases.sign(case, by=house.chen, now=now)
    said.append(theirs(system))
    cases.handle(case, note="已恢复", unseen="试验", by=house.chen, now=now)
    said.append(theirs(system))
    with pytest.raises(OwnWork):
        cases.verify(case, note="自己看过", unseen="试验", by=house.chen, now=now)
    cases.verify(case, note="现场核查正常", unseen="试验", by=house.he, now=now)
    for role, name in [("patrol", "he"), ("supervise", "zhao")]:
        cases.charge(case, role=role, account=house.account[name].pk, by=house.zhou, now=now)
    cases.close(case, by=house.zhou, now=now)
    said.append(theirs(system))
    assert said == ["上报", "转派", "受理", "核查", "结案"]


def test_a_ticket_sent_twice_is_one_case(system):
    first, second = system.post("tickets", TICKET), system.post("tickets", TICKET)
    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.json()["fate"], second.json()["fate"]) == ("new", "same")
    assert (Case.objects.count(), Ticket.objects.count()) == (1, 1)


def test_answers_wait_until_they_are_acknowledged(house, system):
    system.post("tickets", TICKET | {"text": "三单元电梯停了", "phone": ""})
    cases.refuse(Case.objects.get(), reason="不归此管", referral="住建局", by=house.zhou, now=timezone.now())
    work(now=timezone.now())
    [answer] = system.get("tickets/answers").json()
    assert (answer["number"], answer["kind"], answer["text"]) == ("SZCG-77", "refused", "不归此管\n住建局")
    assert system.get("tickets/answers").json(), "they wait until acknowledged"
    assert system.post("tickets/answers/receipt", {"ids": [answer["id"], 999]}).json() == {"taken": 1}
    assert system.get("tickets/answers").json() == []
    assert system.post("tickets/answers/receipt", {"ids": [answer["id"]]}).json() == {"taken": 0}


def test_only_an_open_token_opens_and_only_what_is_its_own(house, platform, system):
    system.post("tickets", TICKET)
    assert System("wgt_wrong").get("tickets").status_code == 401
    other = actions.open_source(
        Channel.objects.get(code="12345"), area=house.street, name="热线", by=house.an, now=timezone.now()
    )
    assert System(other[1]).get("tickets").json() == []
    actions.close_source(platform[0], by=house.an, now=timezone.now())
    assert system.get("tickets").status_code == 401


def test_somebody_logged_in_gets_nothing_by_it(enter, house):
    assert enter("zhou").get("/api/v1/tickets").status_code == 403


def test_polling_since_a_moment_tells_only_what_moved(system):
    system.post("tickets", TICKET)
    assert len(system.get("tickets?since=2026-01-01T00:00:00Z").json()) == 1
    assert system.get("tickets?since=2199-01-01T00:00:00Z").json() == []


def test_a_ticket_without_a_place_here_is_refused_with_what_to_do(system):
    answer = system.post("tickets", TICKET | {"text": "某处垃圾", "address": "某处"})
    assert (answer.status_code, answer.json()["error"]) == (422, "community-unclear")
    assert system.post("tickets", TICKET | {"color": "red"}).status_code == 422


def test_the_token_is_shown_once_and_kept_nowhere(enter, house):
    an = enter("an")
    told = {"name": "市民热线", "channel": "12345", "area": house.street.pk, "taken-on": "已受理"}
    page = an.post("/desk/tickets/sources", told)
    token = page.context["token"]
    assert System(token).get("tickets").status_code == 200
    assert token not in an.get("/desk/tickets/sources").text
    assert token not in "".join(str(entry.payload) for entry in Entry.objects.all())
    assert Source.objects.get().states == {"taken-on": "已受理"}
    an.post(f"/desk/tickets/sources/{Source.objects.get().pk}/closing")
    assert System(token).get("tickets").status_code == 401
