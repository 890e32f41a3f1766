"""Scans of paper maps: checked, turned upright, stripped of what else is in the file, stored by content."""

import hashlib
import io
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from PIL import Image, ImageOps

from wangge.foundation.refusals import Refused
from wangge.planning.file_errors import NotAScan, ScanTooLarge

MOST_BYTES = 30 * 1024 * 1024
MOST_PIXELS = {"JPEG": 250_000_000, "PNG": 50_000_000}  # an A0 sheet at 300 dots per inch has 140 million
LONGEST = 4096  # what every graphics card can hold in one picture
FOLDER = "underlays"
Image.MAX_IMAGE_PIXELS = None  # reckoned here, before anything is decoded


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
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as image:
            upright = _upright(image)
    except Refused:
        raise
    except Exception as trouble:  # Pillow stumbles over broken files in all sorts of ways
        raise NotAScan from trouble
    return Scan(_store(_jpeg(upright)), upright.width, upright.height)


def _upright(image: Image.Image) -> Image.Image:
    """The picture alone, as it should be seen, on white where it was transparent."""
    pixels, most = image.width * image.height, MOST_PIXELS[str(image.format)]
    if pixels > most:
        raise ScanTooLarge(size=_megapixels(pixels), most=_megapixels(most))
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


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _store(jpeg: bytes) -> str:
    name = hashlib.sha256(jpeg).hexdigest()
    file = settings.MEDIA_ROOT / FOLDER / f"{name}.jpg"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        # a name of its own, for the same picture may be sent twice at once
        with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
            part.write(jpeg)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(file)
    return str(file.relative_to(settings.MEDIA_ROOT))


def remove(name: str) -> None:
    """Remove a stored picture; one that is gone already is no matter."""
    (settings.MEDIA_ROOT / name).unlink(missing_ok=True)
