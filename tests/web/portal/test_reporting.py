"""Reporting in three steps, and what is said when something cannot be taken."""

import html
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cast import Cast
from tests.web.portal.conftest import LAMP
from wangge.cases import photos
from wangge.cases.models import Case, Photo, Report


def said(answer) -> str:
    return html.unescape(answer.content.decode())


def test_three_pages_lead_to_a_number_a_secret_and_who_looks_at_it(cast: Cast, lin) -> None:
    assert lin.tells("楼下垃圾三天没有清运")["Location"] == "/report/place"
    assert lin.points()["Location"] == "/report/contact"
    answer = lin.sends(phone="139 0000 0000")
    case, report = Case.objects.get(), Report.objects.get()
    page = said(lin.client.get(answer["Location"]))
    assert (case.grid, case.post_id, report.phone) == (cast.grids[0], cast.posts["chen"], "139 0000 0000")
    assert "We have your report" in page
    assert "陈网格" in page
    assert "To be settled by" in page
    assert "data:image/svg+xml" in page
    number, secret = answer["Location"].removesuffix("?sent").split("/")[2:4]
    assert number in page
    assert secret in page


def test_a_building_or_an_address_will_do_without_a_map(cast: Cast, lin) -> None:
    lin.tells()
    lin.points("", "", area=cast.community.pk, building=cast.buildings[1].pk)
    lin.sends()
    assert Case.objects.get().grid == cast.grids[1]
    lin.tells("路灯不亮")
    lin.points("", "", area=cast.neighbour.pk, address="秋实路 5 号")
    lin.sends()
    assert Case.objects.latest("pk").area == cast.neighbour


def test_several_communities_are_told_apart_by_the_point_else_by_choice(cast: Cast, lin) -> None:
    lin.tells()
    page = said(lin.client.get("/report/place"))
    assert "Choose a community" in page
    assert "1号楼" not in page
    shown = lin.points("", "", area=cast.community.pk, address="三楼", show="1")
    assert shown.status_code == 200
    assert "1号楼" in said(shown)
    assert "三楼" in said(shown)
    lin.points(116.03, 39.005)
    lin.sends()
    assert Case.objects.get().area == cast.neighbour


def test_nothing_told_or_too_much_is_said_and_kept(lin) -> None:
    assert "Please say what happened" in said(lin.tells("   "))
    long = "长" * 4001
    answer = lin.tells(long)
    assert answer.status_code == 422
    assert "under 4000 characters; you wrote 4001" in said(answer)
    assert long in said(answer)


@pytest.mark.parametrize(
    ("lon", "lat", "message"),
    [
        (10.0, 50.0, "outside the area served here"),
        (39.005, 116.005, "seem to be swapped"),
        ("east", "north", "cannot be read"),
        (1e300, 1e300, "outside the area served here"),
        ("", "", "Please say where it is"),
    ],
)
def test_a_place_that_cannot_be_taken_is_refused_with_what_to_do(lin, lon, lat, message) -> None:
    lin.tells()
    answer = lin.points(lon, lat)
    assert answer.status_code == 422
    assert message in said(answer)
    assert not Case.objects.exists()
    assert lin.points(lon=116.005)["Location"] == "/report/contact"


def test_an_address_alone_needs_its_community_and_is_kept(lin) -> None:
    lin.tells()
    answer = lin.points("", "", address="五楼电梯口")
    assert "choose the community" in said(answer)
    assert "五楼电梯口" in said(answer)


def test_a_wrong_phone_is_refused_and_the_name_kept(lin) -> None:
    lin.tells()
    lin.points()
    answer = lin.sends(name="林先生", phone="call me")
    assert answer.status_code == 422
    assert "does not look like a phone number" in said(answer)
    assert "林先生" in said(answer)


def test_steps_cannot_be_skipped(lin) -> None:
    assert lin.client.get("/report/place")["Location"] == "/report"
    assert lin.client.get("/report/contact")["Location"] == "/report"
    lin.tells()
    assert lin.client.get("/report/contact")["Location"] == "/report/place"


def test_a_script_in_the_text_is_shown_as_text(lin) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    address = lin.reports(evil, name="<b>x</b>")
    for page in ("/report", address):
        raw = lin.client.get(page).content.decode()
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
    assert "&lt;script&gt;alert(1)" in lin.client.get(address).content.decode()


def test_pictures_are_kept_stripped_and_shown_before_sending(lin, picture) -> None:
    lin.tells(photos=[picture(at=(116.0, 39.0)), picture("2.jpg", shade=10)])
    assert Client().get("/report/photos/0").status_code == 404
    answer = lin.client.get("/report/photos/0")
    assert answer["Content-Type"] == "image/jpeg"
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert not shown.getexif()
    lin.points()
    lin.sends()
    assert sorted(Photo.objects.values_list("lon", flat=True), key=bool) == [None, 116.0]


def test_a_photo_that_says_where_sets_the_pin_and_the_page_says_so(lin, picture) -> None:
    lin.tells(photos=[picture(at=(116.005, 39.005))])
    page = said(lin.client.get("/report/place"))
    assert "Your photo says where it was taken" in page
    assert re.search(r'name="lon" value="116\.005\d*"', page)
    assert "1号楼" in page


def test_a_photo_from_elsewhere_sets_no_pin(lin, picture) -> None:
    lin.tells(photos=[picture(at=(10.0, 50.0))])
    page = said(lin.client.get("/report/place"))
    assert "Your photo says" not in page
    assert 'name="lon" id' in page


def test_bad_files_are_named_and_good_ones_kept(lin, picture, monkeypatch) -> None:
    monkeypatch.setattr(photos, "MOST_BYTES", 5000)
    files = [
        picture(),
        SimpleUploadedFile("letter.jpg", b"%PDF-1.4 not a picture", "image/jpeg"),
        SimpleUploadedFile("huge.jpg", b"x" * 6000, "image/jpeg"),
    ]
    answer = lin.tells(photos=files)
    page = said(answer)
    assert answer.status_code == 422
    assert "letter.jpg: This file cannot be read as a picture. Send a JPEG, PNG or WebP." in page
    assert "huge.jpg: This picture is" in page
    assert LAMP in page
    assert "/report/photos/0" in page
    assert lin.tells()["Location"] == "/report/place"


def test_at_most_six_pictures_and_each_can_be_taken_out(lin, picture) -> None:
    answer = lin.tells(photos=[picture(f"{n}.jpg", shade=10 * n) for n in range(8)])
    assert "At most 6 photos" in said(answer)
    assert said(answer).count("/report/photos/") == 6
    page = said(lin.client.post("/report", {"text": LAMP, "remove": "2"}, follow=True))
    assert page.count("/report/photos/") == 5
    assert LAMP in page


def test_sent_twice_by_a_double_click_is_one_report(lin) -> None:
    lin.tells()
    lin.points()
    key = lin.key()
    first = lin.sends(key=key)["Location"].removesuffix("?sent")
    second = lin.sends(key=key)
    assert second["Location"] == first
    assert "sent this already" in said(lin.client.get(first))
    assert Report.objects.count() == 1


def test_two_clicks_at_the_same_moment_are_one_report(lin) -> None:
    lin.tells()
    lin.points()
    key, before = lin.key(), dict(lin.client.session)
    first = lin.sends(key=key)["Location"]
    session = lin.client.session  # as the second request read it: before the first was answered
    session.clear()
    session.update(before)
    session.save()
    assert lin.sends(key=key)["Location"] == first
    assert Report.objects.count() == 1


def test_back_and_sent_again_from_any_step_is_one_report(lin) -> None:
    key = lin.key("/")
    lin.tells(key=key)
    lin.points(key=key)
    address = lin.sends(key=key)["Location"].removesuffix("?sent")
    assert lin.sends(key=key)["Location"] == address
    assert lin.points(key=key)["Location"] == address
    assert lin.tells(key=key)["Location"] == address
    assert Report.objects.count() == 1
    assert lin.tells("另一件事", key=key)["Location"] == "/report/place"
    lin.points()
    lin.sends()
    assert Report.objects.count() == 2


def test_the_code_on_a_grids_card_brings_its_buildings_on_top(cast: Cast, lin) -> None:
    grid = cast.grids[1]
    page = said(lin.client.get(f"/?grid={grid.code}"))
    assert "You scanned the card of 第2网格" in page
    lin.tells(grid=grid.code)
    page = said(lin.client.get("/report/place"))
    assert page.index("2号楼") < page.index("1号楼")
    assert lin.client.get("/?grid=nonsense").status_code == 200


def test_what_no_browser_would_send_is_refused_all_the_same(cast: Cast, lin) -> None:
    for removed in ("99", "²", "9" * 5000):
        assert lin.tells(remove=removed).status_code == 302
    for odd in ("²", "9" * 30, "9" * 5000, "x"):
        assert lin.points("", "", area=odd, building=odd).status_code == 422
        assert lin.client.get(f"/report/place?area={odd[:30]}").status_code == 200
    assert lin.client.get("/report/photos/99999999999999999999").status_code == 404
