"""Letter boxes: one a grid, each opening noted, each letter a case."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import MONDAY
from wangge.cases.errors import NotYours
from wangge.cases.models import Case
from wangge.intake import actions, queries
from wangge.intake.errors import BoxThere, NoLetterLeft
from wangge.intake.models import Box, Opening
from wangge.places.models import Grid


def hang(house, grid: Grid | None = None, **more) -> Box:
    grid = grid or house.grids[0]
    facts = {"name": f"{grid.name}意见箱", "place": "1号楼门口", "grid": grid, "keeper": house.account["he"]}
    return actions.hang_box(
        house.community, **facts | {"since": MONDAY.date()} | more, by=house.zhou, now=MONDAY
    )


@pytest.mark.row("JB-17")
def test_every_grid_has_a_box_with_a_key_holder_and_its_letters_become_cases(enter, house):
    for grid in house.grids:
        hung = {"area": house.community.pk, "grid": grid.pk, "name": f"有事儿您说话 {grid.number}"}
        hung |= {"place": "门口", "keeper": house.account["he"].pk, "every_days": 7}
        enter("zhou").post("/desk/boxes/new", hung)
    assert {box.grid for box in Box.objects.all()} == set(house.grids)
    box = Box.objects.get(grid=house.grids[0])
    he = enter("he")
    he.post(f"/desk/boxes/{box.pk}", {"letters": "2", "key": "o1"})
    opening = Opening.objects.get()
    letter = {"opening": opening.pk, "key": "l1", "text": "路灯坏了一周", "name": "无名"}
    he.post(f"/desk/boxes/{box.pk}/letters", letter)
    he.post(f"/desk/boxes/{box.pk}/letters", letter)
    case = Case.objects.get()
    assert (case.channel.code, case.grid) == ("opinion-box", house.grids[0])
    assert "Letter 2 of 2" in he.get(f"/desk/boxes/{box.pk}").text
    he.post(f"/desk/boxes/{box.pk}", {"letters": "0", "key": "o2"})
    assert [o.letters for o in Opening.objects.order_by("id")] == [2, 0], "nothing inside counts too"


def test_boxes_unopened_for_too_long_come_first(house):
    late, fresh = hang(house), hang(house, house.grids[1])
    now = MONDAY + timedelta(days=10)
    actions.open_box(fresh, letters=0, key="a", by=house.wu, now=now - timedelta(days=1))
    rows = queries.box_rows(house.zhou, now=now)
    assert [(row.box, row.waits) for row in rows] == [(late, 3), (fresh, 0)]
    assert queries.overview(house.zhou, now=now).boxes_waiting == 1


def test_only_so_many_letters_as_were_counted(house):
    opening = actions.open_box(hang(house), letters=1, key="a", by=house.he, now=MONDAY)
    first = actions.enter_letter(opening, text="垃圾没清", key="1", by=house.he, now=MONDAY)
    assert actions.enter_letter(opening, text="垃圾没清", key="1", by=house.he, now=MONDAY) == first
    with pytest.raises(NoLetterLeft):
        actions.enter_letter(opening, text="还有一封", key="2", by=house.he, now=MONDAY)


def test_a_box_is_opened_by_its_key_its_grid_or_its_office(house):
    box = hang(house, keeper=None)
    for by in (house.chen, house.zhou, house.zhao):
        actions.open_box(box, letters=0, key=by.label, by=by, now=MONDAY)
    for by in (house.wu, house.qian):
        with pytest.raises(NotYours):
            actions.open_box(box, letters=0, key=by.label, by=by, now=MONDAY)


def test_neighbours_see_no_box(enter, house):
    box = hang(house)
    assert enter("qian").get(f"/desk/boxes/{box.pk}").status_code == 404
    assert enter("wu").get(f"/desk/boxes/{box.pk}").status_code == 404
    assert enter("he").get("/desk/boxes").context["rows"][0].box == box


def test_a_name_is_used_once_until_the_box_is_taken_down(enter, house):
    box = hang(house)
    with pytest.raises(BoxThere):
        hang(house)
    enter("zhou").post(f"/desk/boxes/{box.pk}/keeping", {"down": "1"})
    assert Box.objects.get().until == timezone.localdate()
    hang(house)


def test_the_register_is_a_workbook(enter, house):
    hang(house)
    answer = enter("zhou").get("/desk/boxes?excel=1")
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
