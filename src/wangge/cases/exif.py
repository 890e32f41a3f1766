"""What the EXIF of a picture says of its upright, its place and its time; broken EXIF says nothing."""

from dataclasses import dataclass
from datetime import datetime

from PIL import ExifTags, Image

from wangge.foundation.calendar import CHINA_TIME

FIRST_YEAR = 1990  # a camera that says less was never set
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Exif:
    """How the picture must be turned, where (WGS 84) and when it was taken; None is not known."""

    turn: Image.Transpose | None = None
    lon: float | None = None
    lat: float | None = None
    taken_at: datetime | None = None


def read_exif(image: Image.Image) -> Exif:
    """Never fails, whatever cameras and attackers write: Pillow stumbles over it in all sorts of ways."""
    try:
        exif = image.getexif()
        lon, lat = _position(exif.get_ifd(ExifTags.IFD.GPSInfo))
        taken = _taken(exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal))
        return Exif(TURNS.get(exif.get(ExifTags.Base.Orientation, 1)), lon, lat, taken)
    except Exception:  # noqa: BLE001 - see above
        return Exif()


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
        taken = datetime.strptime(str(text), "%Y:%m:%d %H:%M:%S").replace(tzinfo=CHINA_TIME)
    except ValueError:
        return None
    return taken if taken.year >= FIRST_YEAR else None
