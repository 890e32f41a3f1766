"""Pictures: checked, turned upright, their position kept as data, stripped and stored by content."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from PIL import Image

from wangge.cases.errors import NotAPicture, PictureTooLarge, TooManyPixels
from wangge.cases.exif import read_exif
from wangge.cases.models import Case, Photo
from wangge.foundation.pictures import jpeg, opened, write
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.journal.models import Entry

MOST_BYTES = 10 * 1024 * 1024
LONGEST, THUMB = 1600, 320
QUALITY = 82
UNSENT = timedelta(days=1)  # longer than any session lives
AT_ONCE = 400
LARGEST = 120_000_000  # pixels: what the largest cameras of telephones make
MOST_PIXELS = {"JPEG": LARGEST, "PNG": LARGEST // 3, "WEBP": LARGEST // 3}


@dataclass(frozen=True, slots=True)
class Picture:
    """A checked picture: its stripped file, size in pixels, and what its EXIF said of place and time."""

    file: str
    width: int
    height: int
    lon: float | None
    lat: float | None
    taken_at: datetime | None


def read_picture(upload: IO[bytes], *, size: int) -> Picture:
    """Check, strip and store an uploaded picture; refuses what is too large or no picture at all.

    It is stored by its content, so that sending it again stores nothing more.
    """
    if size > MOST_BYTES:
        raise PictureTooLarge(size=round(size / 1024 / 1024, 1), most=MOST_BYTES // 1024 // 1024)
    with opened(upload, most=MOST_PIXELS, too_large=_too_many, broken=NotAPicture) as image:
        exif, upright = read_exif(image), _small(image)
    if exif.turn is not None:
        upright = upright.transpose(exif.turn)
    file = _store(jpeg(upright, quality=QUALITY))
    return Picture(file, upright.width, upright.height, exif.lon, exif.lat, exif.taken_at)


def _too_many(pixels: int, most: int) -> TooManyPixels:
    return TooManyPixels(pixels=round(pixels / 1_000_000), most=most // 1_000_000)


def _small(image: Image.Image) -> Image.Image:
    """The picture alone, at most `LONGEST` long; a JPEG is decoded small from the start."""
    image.draft("RGB", (LONGEST, LONGEST))
    small = image.convert("RGB")
    small.thumbnail((LONGEST, LONGEST))
    small.info.clear()  # what it says besides: a comment would be written again
    return small


@transaction.atomic
def attach(case: Case, picture: Picture, *, step: str, by: Actor, now: datetime) -> Photo:
    """Keep a picture with the case, at the step it shows."""
    photo = Photo.objects.create(
        case=case,
        at=now,
        by_id=by.account,
        step=step,
        file=picture.file,
        width=picture.width,
        height=picture.height,
        taken_at=picture.taken_at,
        lon=picture.lon,
        lat=picture.lat,
    )
    facts = {"photo": photo.pk, "step": step, "sha256": Path(photo.file).stem}
    journal.append("photo.attached", subject=("case", case.pk), by=by, now=now, payload=facts)
    return photo


def make_thumbnail(entry: Entry, _now: datetime) -> None:
    """The reaction to an attached picture: a small one for lists. A second time changes nothing."""
    photo = Photo.objects.filter(pk=entry.payload["photo"], thumbnail="").first()
    if photo is None:
        return
    with Image.open(settings.MEDIA_ROOT / photo.file) as image:
        image.thumbnail((THUMB, THUMB))
        Photo.objects.filter(pk=photo.pk).update(thumbnail=_store(jpeg(image, quality=QUALITY)))


def sweep(*, now: datetime, since: datetime | None = None) -> int:
    """Remove stored pictures that no case refers to a day after they came; returns how many.

    `since`: when they were last swept, so that only those are looked at that became a day old meanwhile.
    """
    old = (now - UNSENT).timestamp()
    seen = (since - UNSENT).timestamp() if since else 0.0
    stored = (settings.MEDIA_ROOT / "photos").glob("*/*")
    aged = [file for file in stored if seen <= _written(file) < old]
    removed = 0
    for some in _batches(aged):
        names = [str(file.relative_to(settings.MEDIA_ROOT)) for file in some]
        held = Photo.objects.filter(Q(file__in=names) | Q(thumbnail__in=names))
        kept = {name for pair in held.values_list("file", "thumbnail") for name in pair}
        for file, name in zip(some, names, strict=True):
            if name not in kept:
                file.unlink(missing_ok=True)
                removed += 1
    return removed


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another worker was first
        return float("inf")


def _batches(files: list[Path]) -> Iterable[list[Path]]:
    return (files[n : n + AT_ONCE] for n in range(0, len(files), AT_ONCE))


def _store(content: bytes) -> str:
    name = hashlib.sha256(content).hexdigest()
    file = settings.MEDIA_ROOT / "photos" / name[:2] / f"{name}.jpg"
    try:
        os.utime(file)  # it is young again: `sweep` leaves it
    except FileNotFoundError:
        write(file, content)
    return str(file.relative_to(settings.MEDIA_ROOT))
