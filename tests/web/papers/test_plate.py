"""The plate and the card of a grid: name, photo, telephone, duties; where it lies, a code to report by."""

import io

import pypdf
import pytest

from tests.web.papers.hillside import DUTIES


@pytest.mark.row("SY-09")
@pytest.mark.parametrize("sheet", ["plate", "card"])
def test_it_shows_name_photo_telephone_and_duties(hill, visitor, read, sheet):
    text = read(visitor.get(f"/papers/grids/{hill.grids[4].pk}/{sheet}.pdf").content)
    assert "坡上第5网格" in text
    assert "网格员 王格5" in text
    assert "照片" in text, "a place for the photo"
    assert "联系电话 19900000005" in text
    assert "职责" in text
    assert all(duty["zh"] in text for duty in DUTIES)
    assert len(DUTIES) == 4
    assert "包保干部 李包5 19911110005" in text
    assert "扫码反映本网格的问题" in text


def test_a_card_is_a6_and_four_of_them_are_a4(hill, visitor):
    card = f"/papers/grids/{hill.grids[0].pk}/card.pdf"
    for query, sides, copies in (("", (105, 148), 1), ("?size=a4", (210, 297), 4)):
        pages = pypdf.PdfReader(io.BytesIO(visitor.get(card + query).content)).pages
        box = pages[0].mediabox
        assert tuple(round(float(side) / 72 * 25.4) for side in (box.width, box.height)) == sides
        assert len(pages) == 1
        assert pages[0].extract_text().count("王格1") == copies


def test_a_grid_with_nobody_says_who_answers(hill, visitor, read):
    hill.account["worker3"].appointments.all().delete()
    text = read(visitor.get(f"/papers/grids/{hill.grids[2].pk}/plate.pdf").content)
    assert "王格3" not in text
    assert "社区" in text


def test_duties_are_told_in_english_on_an_english_page(hill, visitor, read):
    where = f"/papers/grids/{hill.grids[0].pk}/card.pdf"
    assert "Settles disputes" in read(visitor.get(where, HTTP_ACCEPT_LANGUAGE="en").content)


def test_only_a_grid_that_is_there_has_a_plate(hill, visitor):
    assert visitor.get("/papers/grids/999999/plate.pdf").status_code == 404
