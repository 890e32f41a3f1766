"""Pictures for cases: drawn, given a position and a time as a phone would, and attached like any photo."""

import io
from datetime import datetime
from functools import cache

from PIL import ExifTags, Image

from wangge.cases.models import Case
from wangge.cases.photos import attach, read_picture
from wangge.demo.pictures import draw
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor

YARDS = 4


class Album:
    """Takes the pictures of a day."""

    def show(self, case: Case, *, step: str, about: str, by: Actor, now: datetime) -> None:
        """Attach a picture of what the case speaks of, before or after the work."""
        jpeg = _taken(about, mended=step != "report", seed=case.pk % YARDS)
        exif = _exif(case, now)
        upload = io.BytesIO()
        jpeg.save(upload, "JPEG", quality=88, exif=exif)
        size = upload.tell()
        upload.seek(0)
        attach(case, read_picture(upload, size=size), step=step, by=by, now=now)


@cache
def _taken(about: str, *, mended: bool, seed: int) -> Image.Image:
    return draw(about, mended=mended, seed=seed)


def _exif(case: Case, now: datetime) -> Image.Exif:
    """Where and when, in the words of a camera."""
    exif = Image.Exif()
    local = now.astimezone(CHINA_TIME)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{local:%Y:%m:%d %H:%M:%S}"
    if case.lon is not None and case.lat is not None:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", _sexagesimal(case.lat)
        gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", _sexagesimal(case.lon)
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4)
