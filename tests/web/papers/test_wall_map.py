"""The wall map: for the wall without door numbers and names of residents; inside with them, and logged."""

import io
import re

import numpy as np
import pypdf
import pytest
import shapely

from tests.web.papers.colours import apart
from tests.web.papers.hillside import GRIDS
from wangge.journal.models import Entry
from wangge.partition.outline import neighbouring
from wangge.web.papers.palette import GRID_COLOURS

pytestmark = pytest.mark.any_database  # drawings
MAP = "/papers/980101001001/wall-map.pdf"


@pytest.mark.row("SY-08")
def test_the_public_map_shows_grids_counts_and_staff_and_masks_the_rest(hill, visitor, read):
    answer = visitor.get(MAP)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = read(answer.content)
    for at, grid in enumerate(hill.grids, start=1):
        homes, people = (sum(getattr(b, f) for b in grid.buildings.all()) for f in ("households", "people"))
        row = f"坡上第{at}网格 {homes:,} {people:,} 3 王格{at} 1990000{at:04d} 李包{at} 1991111{at:04d}"
        assert row in re.sub(r" +", " ", text), f"grid {at} is not in the table"
    assert "号楼" not in text, "a door number is on the public map"
    assert "赵楼" not in text, "a resident's name is on the public map"
    assert "已隐去门牌号和居民姓名" in text
    assert not Entry.objects.filter(verb="print.made").exists()


@pytest.mark.row("SY-08")
def test_eleven_grids_have_eleven_colours_that_colour_blind_eyes_tell_apart(hill, visitor):
    svg = visitor.get(MAP.replace("pdf", "svg")).content.decode()
    used = [GRID_COLOURS[grid.colour] for grid in hill.grids]
    assert len(set(used)) == GRIDS
    assert all(colour in svg for colour in used)
    beside = neighbouring(_shapes(hill))
    assert len(beside) == 16
    assert all(apart(used[i], used[j]) >= 8 for i, j in beside.tolist())


def _shapes(hill):
    return np.array([shapely.from_wkb(bytes(grid.outline)) for grid in hill.grids], dtype=object)


@pytest.mark.row("SY-08")
def test_the_internal_map_has_door_numbers_a_mark_and_an_entry_in_the_journal(hill, visitor, browser, read):
    internal = f"{MAP}?public=0"
    assert visitor.get(internal).headers["Location"].startswith("/login")

    answer = browser(hill.account["office"]).get(internal)
    text = read(answer.content)
    assert all(building.name in text for building in hill.buildings)
    assert "王格1 19900000001" in text
    assert "内部资料，请勿张贴 · 陈书记于" in text
    assert answer["Cache-Control"] == "private, no-store"
    entry = Entry.objects.get(verb="print.made")
    assert (entry.actor_label, entry.subject_id) == ("陈书记", hill.community.pk)
    assert entry.payload == {"kind": "wall-map", "version": "v1", "size": "a3", "form": "pdf"}


def test_staff_of_another_community_get_no_internal_map(hill, cast, browser):
    stranger = browser(cast.account["qian"])
    assert stranger.get(f"{MAP}?public=0").status_code == 403
    assert stranger.get(MAP).status_code == 200
    assert not Entry.objects.filter(verb="print.made").exists()


@pytest.mark.parametrize("query", ["size=a4", "size=a4&turn=portrait", "size=a3&turn=portrait", "size=a9"])
def test_it_comes_in_a3_and_a4_lying_and_upright(hill, visitor, query):
    answer = visitor.get(f"{MAP}?{query}")
    page = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].mediabox
    wide, high = (round(float(side) / 72 * 25.4) for side in (page.width, page.height))
    sides = (210, 297) if "a4" in query else (297, 420)
    assert (wide, high) == (sides if "portrait" in query else sides[::-1])


def test_a_draft_and_another_day_are_for_staff_alone(hill, visitor, browser):
    for query in ("draft=1", "on=2026-02-01", "division=7"):
        assert visitor.get(f"{MAP}?{query}").status_code == 302, query
    office = browser(hill.account["office"])
    assert office.get(f"{MAP}?on=2026-02-01").status_code == 200
    assert office.get(f"{MAP}?division=7").status_code == 422
    assert office.get(f"{MAP}?on=2025-02-01").status_code == 422


def test_an_english_page_prints_in_english(hill, visitor, read):
    text = read(visitor.get(MAP, HTTP_ACCEPT_LANGUAGE="en").content)
    assert "Grid map of 坡上社区" in text
    assert "Public version: no door numbers, no names of residents" in text


def test_who_has_it_already_is_told_so_and_a_made_sheet_is_kept(hill, visitor, monkeypatch):
    first = visitor.get(MAP)
    monkeypatch.setattr("wangge.web.papers.views.typeset", None)  # another one could not be made
    assert visitor.get(MAP).content == first.content
    assert visitor.get(MAP, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_other_files_and_pages_are_not_there(hill, visitor):
    assert visitor.get(MAP.replace("pdf", "doc")).status_code == 404
    assert visitor.get(MAP.replace("pdf", "svg?page=9")).status_code == 404
    assert visitor.get("/papers/000000000000/wall-map.pdf").status_code == 404
