"""Three roles on the ground and one online: who has them for a place, and who had them in a case."""

import pytest
from django.utils import timezone

from tests.web.desk.test_case import address
from wangge.cases import actions
from wangge.cases.telling import Telling
from wangge.staffing.models import Appointment, RoleHolder

GROUND = ["inspector", "taker", "handler"]


def give(client, cast, role: str, account: str, grid: int | None = 0):
    said = {"role": role, "account": cast.account[account].pk, "area": cast.community.pk}
    if grid is not None:
        said["grid"] = cast.grids[grid].pk
    return client.post("/desk/forces/roles", said, follow=True)


@pytest.mark.row("ZH-35")
def test_three_roles_in_each_grid_one_online_and_what_nobody_has_is_a_gap(enter, cast):
    zhou = enter("zhou")
    page = zhou.get("/desk/forces/roles")
    shown = [(p.grid.number if p.grid else 0, [r.code for r, _ in p.held]) for p, _ in page.context["places"]]
    assert shown == [(0, ["liaison"]), (1, GROUND), (2, GROUND)]
    assert page.context["lacking"] == 7
    assert "7 roles nobody has" in page.text
    give(zhou, cast, "inspector", "he")
    give(zhou, cast, "liaison", "zhou", grid=None)
    page = zhou.get("/desk/forces/roles")
    assert page.context["lacking"] == 5
    assert "何楼长" in page.text


def test_a_role_goes_to_somebody_appointed_there_and_only_one_has_it(enter, cast):
    zhou = enter("zhou")
    assert "is in no post there" in give(zhou, cast, "taker", "wu").text
    assert "another kind of place" in give(zhou, cast, "liaison", "zhou").text
    for name in ("chen", "chen", "he"):
        give(zhou, cast, "taker", name)
    [held] = RoleHolder.objects.filter(until=None)
    assert held.account == cast.account["he"]
    assert RoleHolder.objects.count() == 2
    assert "Only the office" in give(enter("chen"), cast, "taker", "chen").text
    Appointment.objects.filter(account=cast.account["he"]).update(until=timezone.now().date())
    assert zhou.get("/desk/forces/roles").context["lacking"] == 7


@pytest.mark.row("ZH-35")
def test_a_case_found_on_patrol_names_who_found_took_and_carried_it_out(enter, cast):
    now = timezone.now()
    give(enter("zhou"), cast, "liaison", "zhou", grid=None)
    telling = Telling("楼下垃圾成堆", "patrol", building=cast.buildings[0].pk)
    case = actions.report(telling, by=cast.he, now=now).case
    parts = {p.role.code: p for p in enter("chen").get(address(case)).context["roles"]}
    assert list(parts) == [*GROUND, "liaison"]
    assert [parts[code].name for code in parts] == ["何楼长", "", "", ""]
    assert not parts["liaison"].applies
    actions.sign(case, by=cast.chen, now=now)
    actions.handle(case, note="已清运", by=cast.chen, now=now)
    page = enter("zhou").get(address(case))
    assert [p.name for p in page.context["roles"]] == ["何楼长", "陈网格", "陈网格", ""]
    assert "it did not come in online" in page.text


@pytest.mark.row("ZH-35")
def test_a_case_from_the_net_names_the_liaison_of_its_community(enter, cast, rubbish):
    parts = {p.role.code: p for p in enter("zhou").get(address(rubbish)).context["roles"]}
    assert (parts["liaison"].name, parts["liaison"].applies) == ("", True)
    give(enter("zhou"), cast, "liaison", "zhou", grid=None)
    give(enter("zhou"), cast, "handler", "chen")
    parts = {p.role.code: p for p in enter("zhou").get(address(rubbish)).context["roles"]}
    assert parts["liaison"].name == "周社区"
    assert (parts["handler"].name, parts["handler"].appointed) == ("", "陈网格")
    assert not parts["inspector"].applies
