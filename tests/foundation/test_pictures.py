import io
import threading
from pathlib import Path

import pytest
from PIL import Image

from wangge.foundation.pictures import jpeg, opened, write
from wangge.foundation.refusals import Refused

MOST = {"JPEG": 1200, "PNG": 600}


class TooLarge(Refused):
    """{pixels} of {most}."""


class Broken(Refused):
    """Broken."""


def file(kind: str, width: int = 40, height: int = 30) -> io.BytesIO:
    image, out = Image.new("RGB", (width, height), "red"), io.BytesIO()
    more = {"save_all": True, "append_images": [image]} if kind == "MPO" else {}
    image.save(out, kind, **more)
    out.seek(0)
    return out


def size(source: io.BytesIO) -> tuple[int, int]:
    def too_large(pixels: int, most: int) -> Refused:
        return TooLarge(pixels=pixels, most=most)

    with opened(source, most=MOST, too_large=too_large, broken=Broken) as image:
        image.load()
        return image.size


@pytest.mark.parametrize("kind", ["JPEG", "MPO"])
def test_what_a_telephone_makes_is_read_also_with_a_second_picture_behind_the_first(kind: str) -> None:
    assert size(file(kind)) == (40, 30)
    with pytest.raises(TooLarge, match="1230 of 1200"):
        size(file(kind, 41))


def test_each_format_has_its_own_limit() -> None:
    assert size(file("PNG", 20)) == (20, 30)
    with pytest.raises(TooLarge, match="1200 of 600"):
        size(file("PNG"))


def test_other_formats_and_what_breaks_off_are_refused_as_broken() -> None:
    for source in (file("GIF"), io.BytesIO(b""), io.BytesIO(file("PNG", 20).getvalue()[:60])):
        with pytest.raises(Broken):
            size(source)


def test_a_file_written_by_several_at_once_is_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    content = jpeg(Image.new("RGB", (200, 200), "blue"), quality=80)
    to = tmp_path / "ab" / "picture.jpg"
    threads = [threading.Thread(target=write, args=(to, content)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert to.read_bytes() == content
    assert list(to.parent.iterdir()) == [to]
