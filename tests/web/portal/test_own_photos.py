"""Reporters see their own photos and, once it is handled, how it looks; nobody else does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from wangge.cases import actions, photos
from wangge.cases.photos import read_picture


@pytest.fixture
def told(lin, picture) -> str:
    """A report with a photo; the address of its page."""
    lin.tells("垃圾没清运", photos=[picture()])
    lin.points()
    return lin.sends()["Location"].removesuffix("?sent")


def shown(lin, address: str) -> list[str]:
    """The addresses of the small photos on the page."""
    html = lin.client.get(address).content.decode()
    return [part.partition('"')[0] for part in html.split('<img src="')[1:] if part.startswith("/r/")]


def after(report, picture, cast: Cast, *, shade: int) -> None:
    """Chen signs and handles it, with a photo of how it looks."""
    case, now = report.case, timezone.now() + timedelta(minutes=1)
    actions.sign(case, by=cast.chen, now=now)
    upload = picture(shade=shade)
    kept = read_picture(upload, size=upload.size)
    actions.handle(case, note="清走了", by=cast.chen, now=now)
    photos.attach(case, kept, step="handle", by=cast.chen, now=now)


def test_the_page_shows_what_was_sent_and_then_how_it_looks(cast, lin, told, picture, report_at) -> None:
    (own,) = shown(lin, told)
    answer = lin.client.get(own)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, no-store"
    after(report_at(told), picture, cast, shade=200)
    assert len(shown(lin, told)) == 2
    assert "How it looks now" in lin.client.get(told).content.decode()


def test_no_other_way_leads_to_a_photo(cast: Cast, lin, told, picture, report_at) -> None:
    (own,) = shown(lin, told)
    address, _, _ = own.partition("?")
    wrong = address.replace(told.split("/")[3], "aaaaaaaaaaaa")
    assert lin.client.get(wrong).status_code == 404
    assert lin.client.get(f"{told}/photos/999999").status_code == 404
    other = lin.reports("另一件事")
    assert lin.client.get(f"{other}/photos/{address.rpartition('/')[2]}").status_code == 404
    kept = picture(shade=77)
    seen = photos.attach(
        report_at(told).case,
        read_picture(kept, size=kept.size),
        step="verify",
        by=cast.he,
        now=timezone.now(),
    )
    assert lin.client.get(f"{told}/photos/{seen.pk}").status_code == 404
    assert len(shown(lin, told)) == 1
