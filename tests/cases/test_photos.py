"""Pictures with a position, pictures that are none, pictures that are too large."""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.conf import settings
from PIL import ExifTags, Image

from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.errors import NotAPicture, PictureTooLarge, TooManyPixels
from wangge.cases.models import Photo
from wangge.cases.photos import MOST_BYTES, read_picture, sweep
from wangge.cases.telling import Telling
from wangge.config.work import Sweeping, work
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry


def picture(*, gps: bool = True, size: tuple[int, int] = (2000, 1000), kind: str = "JPEG") -> io.BytesIO:
    """A picture taken sideways at 39°0'18"N 116°0'18"E, if `gps`."""
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "A maker of phones"
    if gps:
        exif[ExifTags.IFD.GPSInfo] = {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (39.0, 0.0, 18.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (116.0, 0.0, 18.0),
        }
        exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: "2026:11:16 09:30:00"}
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    out.seek(0)
    return out


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_the_position_is_kept_as_data_and_stripped_from_the_picture() -> None:
    found = read_picture(picture(), size=1)
    assert (found.lon, found.lat) == pytest.approx((116.005, 39.005))
    assert found.taken_at
    assert found.taken_at.isoformat() == "2026-11-16T09:30:00+08:00"
    with Image.open(settings.MEDIA_ROOT / found.file) as kept:
        assert not dict(kept.getexif())
        assert kept.size == (found.width, found.height) == (800, 1600)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_become_jpeg(kind: str) -> None:
    found = read_picture(picture(gps=False, kind=kind), size=1)
    assert (found.lon, found.lat, found.taken_at) == (None, None, None)
    with Image.open(settings.MEDIA_ROOT / found.file) as kept:
        assert kept.format == "JPEG"


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0 half", b"%PDF-1.7"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        read_picture(io.BytesIO(content), size=len(content))


def test_ten_megabytes_are_taken_and_more_is_refused() -> None:
    read_picture(picture(), size=MOST_BYTES)
    with pytest.raises(PictureTooLarge, match="10"):
        read_picture(picture(), size=MOST_BYTES + 1)


def test_a_picture_with_a_wrong_position_is_taken_without_it() -> None:
    image = Image.new("RGB", (10, 10))
    exif = Image.Exif()
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitude: (399.0, 0.0, 0.0),
        ExifTags.GPS.GPSLongitude: (1.0, 0.0, 0.0),
    }
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    out.seek(0)
    assert read_picture(out, size=1).lon is None


def test_the_worker_makes_a_small_one_once(cast: Cast) -> None:
    telling = Telling("楼道灯坏了", "portal", lon=116.005, lat=39.005)
    case = actions.report(telling, pictures=[read_picture(picture(), size=1)], by=RESIDENT, now=MONDAY).case
    done = work(now=MONDAY)
    assert (done.delivered, done.failed) == (1, 0)
    photo = Photo.objects.get(case=case)
    with Image.open(settings.MEDIA_ROOT / photo.thumbnail) as small:
        assert max(small.size) == 320
    assert work(now=MONDAY).idle
    assert Entry.objects.get(verb="photo.attached").payload["sha256"] in photo.file


def test_pictures_of_drafts_never_sent_disappear_after_a_day(cast: Cast, tmp_path) -> None:
    kept, lost, young = (read_picture(picture(gps=False, size=(60 + n, 40)), size=1) for n in range(3))
    telling = Telling("灯坏了", "portal", lon=116.005, lat=39.005)
    actions.report(telling, pictures=[kept], by=RESIDENT, now=MONDAY)
    now = datetime.now(UTC)
    for old in (kept, lost):
        stamp = (now - timedelta(hours=25)).timestamp()
        os.utime(tmp_path / old.file, (stamp, stamp))
    assert sweep(now=now) == 1
    assert [(tmp_path / p.file).exists() for p in (kept, lost, young)] == [True, False, True]


def test_a_picture_sent_again_is_young_again(tmp_path) -> None:
    found = read_picture(picture(gps=False), size=1)
    os.utime(tmp_path / found.file, (0, 0))
    read_picture(picture(gps=False), size=1)
    assert sweep(now=datetime.now(UTC)) == 0


def test_a_worker_sweeps_at_most_once_an_hour_and_looks_only_at_what_is_newly_old(tmp_path, db) -> None:
    sweeping, now = Sweeping(), datetime.now(UTC)
    sweeping(now=now - timedelta(minutes=10))
    found = read_picture(picture(gps=False), size=1)
    stamp = (now - timedelta(hours=24, minutes=5)).timestamp()
    os.utime(tmp_path / found.file, (stamp, stamp))
    assert sweeping(now=now) == 0
    assert sweeping(now=now + timedelta(hours=1)) == 1


def test_the_same_picture_sent_by_many_at_once_is_stored_once_and_whole(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    content = picture(size=(400, 300)).getvalue()
    with ThreadPoolExecutor(8) as pool:
        stored = {
            kept.file for kept in pool.map(lambda _: read_picture(io.BytesIO(content), size=1), range(40))
        }
    assert {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.*")} == stored
    with Image.open(tmp_path / stored.pop()) as image:
        image.load()


def test_few_bytes_that_unfold_into_very_many_pixels_are_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (7000, 6000)).save(out, "PNG")
    with pytest.raises(TooManyPixels):
        read_picture(io.BytesIO(out.getvalue()), size=out.tell())


def test_nothing_but_the_picture_is_kept(tmp_path) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "our garden"
    Image.new("RGB", (40, 30)).save(
        out, "JPEG", comment=b"at our garden", exif=exif, icc_profile=b"our garden"
    )
    found = read_picture(io.BytesIO(out.getvalue()), size=1)
    assert b"garden" not in (tmp_path / found.file).read_bytes()


def test_a_camera_that_was_never_set_says_nothing_of_the_time() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: "0001:01:01 00:00:00"}
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)
    assert read_picture(io.BytesIO(out.getvalue()), size=1).taken_at is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_picture_is_taken_or_refused_but_never_fails(kind: str) -> None:
    whole, chance = picture(kind=kind, size=(60, 40)).getvalue(), Random(1)  # noqa: S311 - damage, no secret
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(2, min(len(whole), 420))] = chance.randrange(256)
        with suppress(NotAPicture, TooManyPixels):
            read_picture(io.BytesIO(damaged[: chance.randint(20, 2 * len(whole))]), size=1)
