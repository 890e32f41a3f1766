"""Pictures: checked, turned upright, their position kept as data, stripped and stored by content."""

import hashlib
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from wangge.cases.errors import NotAPicture, PictureTooLarge
from wangge.cases.models import Case, Photo
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.journal.models import Entry

MOST_BYTES = 10 * 1024 * 1024
LONGEST, THUMB = 1600, 320
UNSENT = timedelta(days=1)  # longer than any session lives
AT_ONCE = 400
FORMATS = ("JPEG", "PNG", "WEBP")
Image.MAX_IMAGE_PIXELS = 80_000_000


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
    try:
        with Image.open(upload, formats=FORMATS) as image:
            exif = image.getexif()
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as trouble:
        raise NotAPicture from trouble
    upright.thumbnail((LONGEST, LONGEST))
    lon, lat = _position(exif.get_ifd(ExifTags.IFD.GPSInfo))
    taken = _taken(exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal))
    return Picture(_store(_jpeg(upright)), upright.width, upright.height, lon, lat, taken)


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
        Photo.objects.filter(pk=photo.pk).update(thumbnail=_store(_jpeg(image)))


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


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _store(jpeg: bytes) -> str:
    name = hashlib.sha256(jpeg).hexdigest()
    file = settings.MEDIA_ROOT / "photos" / name[:2] / f"{name}.jpg"
    try:
        os.utime(file)  # it is young again: `sweep` leaves it
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        # a name of its own, for the same picture may be sent twice at once
        with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
            part.write(jpeg)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(file)
    return str(file.relative_to(settings.MEDIA_ROOT))


def _position(gps: dict[int, object]) -> tuple[float | None, float | None]:
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], negative=gps.get(ExifTags.GPS.GPSLatitudeRef) == "S")
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], negative=gps.get(ExifTags.GPS.GPSLongitudeRef) == "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None, None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else (None, None)


def _degrees(parts: object, *, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)  # type: ignore[attr-defined]
    found = degrees + minutes / 60 + seconds / 3600
    return -found if negative else found


def _taken(text: object) -> datetime | None:
    try:
        return datetime.strptime(str(text), "%Y:%m:%d %H:%M:%S").replace(tzinfo=CHINA_TIME)
    except ValueError:
        return None
