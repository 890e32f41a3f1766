"""Pictures that somebody sent: opened within limits, whatever is in the file; written whole or not at all."""

import io
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from PIL import Image

from wangge.foundation.refusals import Refused

SEVERAL = {"MPO": "JPEG"}  # telephones put a small or a second picture behind the first
Image.MAX_IMAGE_PIXELS = None  # reckoned here, before anything is decoded


@contextmanager
def opened(
    source: IO[bytes],
    *,
    most: Mapping[str, int],
    too_large: Callable[[int, int], Refused],
    broken: type[Refused],
) -> Iterator[Image.Image]:
    """The picture, where its format is among `most` (the pixels that each may have) and it is within them.

    `too_large` makes the refusal from the pixels there are and may be; whatever else goes wrong meanwhile,
    in decoding too, is `broken`.
    """
    try:
        with Image.open(source, formats=tuple(most)) as image:
            _expect_within(image, most, too_large)
            yield image
    except Refused:
        raise
    except Exception as trouble:  # Pillow stumbles over broken files in all sorts of ways
        raise broken from trouble


def _expect_within(
    image: Image.Image, most: Mapping[str, int], too_large: Callable[[int, int], Refused]
) -> None:
    kind = str(image.format)
    pixels, allowed = image.width * image.height, most[SEVERAL.get(kind, kind)]
    if pixels > allowed:
        raise too_large(pixels, allowed)


def jpeg(image: Image.Image, *, quality: int) -> bytes:
    """The picture as a JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def write(file: Path, content: bytes) -> None:
    """Write a file, whole or not at all, its folder too; others may write the same one at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(file)
