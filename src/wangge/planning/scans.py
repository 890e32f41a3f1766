"""Scans of paper maps: checked, turned upright, stripped of what else is in the file, stored by content."""

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from PIL import Image, ImageOps

from wangge.foundation.pictures import jpeg, opened, write
from wangge.planning.file_errors import NotAScan, ScanTooLarge

MOST_BYTES = 30 * 1024 * 1024
MOST_PIXELS = {"JPEG": 250_000_000, "PNG": 50_000_000}  # an A0 sheet at 300 dots per inch has 140 million
LONGEST = 4096  # what every graphics card can hold in one picture
FOLDER = "underlays"


@dataclass(frozen=True, slots=True)
class Scan:
    """A stored picture: its name below the media folder, and its size in pixels as stored."""

    file: str
    width: int
    height: int


def read_scan(content: bytes) -> Scan:
    """Check and store a JPG or PNG; a larger one is made smaller, at most 4096 pixels long."""
    if len(content) > MOST_BYTES:
        raise ScanTooLarge(size=_megabytes(len(content)), most=_megabytes(MOST_BYTES))
    with opened(io.BytesIO(content), most=MOST_PIXELS, too_large=_too_large, broken=NotAScan) as image:
        upright = _upright(image)
    return Scan(_store(jpeg(upright, quality=85)), upright.width, upright.height)


def _too_large(pixels: int, most: int) -> ScanTooLarge:
    return ScanTooLarge(size=_megapixels(pixels), most=_megapixels(most))


def _upright(image: Image.Image) -> Image.Image:
    """The picture alone, as it should be seen, on white where it was transparent."""
    image.draft("RGB", (LONGEST, LONGEST))
    with suppress(Exception):  # broken EXIF says nothing
        ImageOps.exif_transpose(image, in_place=True)
    mode = "RGBA" if image.has_transparency_data else "RGB"
    small = image if image.mode == mode else image.convert(mode)
    small.thumbnail((LONGEST, LONGEST))
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small)
        small = paper
    small.info.clear()
    return small


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"


def _megapixels(pixels: int) -> str:
    return f"{pixels / 1_000_000:.0f} million pixels"


def _store(content: bytes) -> str:
    name = hashlib.sha256(content).hexdigest()
    file = settings.MEDIA_ROOT / FOLDER / f"{name}.jpg"
    if not file.exists():
        write(file, content)
    return str(file.relative_to(settings.MEDIA_ROOT))


def remove(name: str) -> None:
    """Remove a stored picture; one that is gone already is no matter."""
    (settings.MEDIA_ROOT / name).unlink(missing_ok=True)
