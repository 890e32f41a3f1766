"""A resident with a browser that runs no script, and the pictures they may send."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import ExifTags, Image

from tests.cast import Cast
from wangge.cases import actions
from wangge.cases.following import report_of
from wangge.cases.models import Report

LAMP = "三号楼二单元楼道的灯坏了"


class Resident:
    """Walks through the pages as forms are sent without JavaScript."""

    def __init__(self) -> None:
        self.client = Client(headers={"Accept-Language": "en"})

    def tells(self, text: str = LAMP, **more: Any) -> HttpResponse:
        return self.client.post("/report", {"text": text, **more})

    def points(self, lon: object = 116.005, lat: object = 39.005, **more: Any) -> HttpResponse:
        return self.client.post("/report/place", {"lon": lon, "lat": lat, "area": "", "address": "", **more})

    def sends(self, **contact: Any) -> HttpResponse:
        return self.client.post("/report/contact", {"name": "", "phone": "", **contact})

    def key(self, path: str = "/report/contact") -> str:
        """The key that a page carries along."""
        html = self.client.get(path).content.decode()
        return html.partition('name="key" value="')[2].partition('"')[0]

    def reports(self, text: str = LAMP, **contact: Any) -> str:
        """All three steps; the address of the following page."""
        self.tells(text)
        self.points()
        return self.sends(**contact)["Location"].removesuffix("?sent")


@pytest.fixture
def lin(cast: Cast) -> Resident:
    return Resident()


@pytest.fixture
def picture() -> Callable[..., SimpleUploadedFile]:
    """`picture()`: a JPEG; with `at=(lon, lat)` its EXIF says where it was taken."""

    def make(
        name: str = "lamp.jpg", *, at: tuple[float, float] | None = None, shade: int = 120
    ) -> SimpleUploadedFile:
        exif = Image.Exif()
        if at:
            gps = ExifTags.GPS
            exif[ExifTags.IFD.GPSInfo] = {
                gps.GPSLongitudeRef: "E", gps.GPSLongitude: (at[0], 0.0, 0.0),
                gps.GPSLatitudeRef: "N", gps.GPSLatitude: (at[1], 0.0, 0.0),
            }  # fmt: skip
        out = io.BytesIO()
        Image.new("RGB", (60, 40), (shade, 90, 60)).save(out, "JPEG", exif=exif)
        return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")

    return make


@pytest.fixture
def report_at() -> Callable[[str], Report]:
    """The report behind a following page's address."""
    return lambda address: report_of(*address.split("/")[2:4])


@pytest.fixture
def settle(cast: Cast, report_at: Callable[[str], Report]) -> Callable[[str], None]:
    """Chen handles it, He verifies it, Zhou closes it."""

    def done(address: str) -> None:
        case, now = report_at(address).case, timezone.now()
        later = [now + timedelta(minutes=n) for n in range(6)]
        if case.state != "dispatched":
            actions.classify(case, category="rubbish", by=cast.zhou, now=now)
            if case.state == "reported":
                actions.accept(case, by=cast.zhou, now=now)
            actions.dispatch(case, post=cast.posts["chen"], by=cast.zhou, now=now)
        _finish(case, cast, later)

    return done


def _finish(case: Any, cast: Cast, later: list[datetime]) -> None:
    actions.sign(case, by=cast.chen, now=later[1])
    actions.handle(case, note="换了新灯泡", by=cast.chen, now=later[2])
    actions.verify(case, note="看过了，亮", by=cast.he, now=later[3])
    actions.close(case, by=cast.zhou, now=later[4])
