"""The sheet that somebody wants: paper, direction, file, and whether it is for the wall or for the office."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Size(StrEnum):
    """Paper sizes of ISO 216."""

    A3 = "a3"
    A4 = "a4"
    A6 = "a6"


class Form(StrEnum):
    """What kind of file; a PNG is a small picture to look at before printing."""

    PDF = "pdf"
    SVG = "svg"
    PNG = "png"


SIDES = {Size.A3: (297, 420), Size.A4: (210, 297), Size.A6: (105, 148)}  # mm, the short side first


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper; `landscape` is None where the print itself decides."""

    size: Size
    landscape: bool | None = None
    form: Form = Form.PDF
    internal: bool = False
    page: int = 1

    @property
    def width(self) -> int:
        """Millimetres from left to right."""
        return SIDES[self.size][1 if self.landscape else 0]

    @property
    def height(self) -> int:
        """Millimetres from top to bottom."""
        return SIDES[self.size][0 if self.landscape else 1]

    def turned(self, *, landscape: bool) -> "Sheet":
        """The sheet as asked for, else in this direction."""
        return self if self.landscape is not None else replace(self, landscape=landscape)


def sheet(asked: Mapping[str, str], *, form: str, sizes: tuple[Size, ...]) -> Sheet:
    """What an address asks for: `size`, `turn`, `public` and `page`; the first of the sizes is the usual one.

    What makes no sense is left out; nothing is internal unless `public=0` says so.
    """
    size = next((each for each in sizes if each == asked.get("size", "").lower()), sizes[0])
    turn = {"landscape": True, "portrait": False}.get(asked.get("turn", ""))
    page = asked.get("page", "")
    return Sheet(
        size=size,
        landscape=turn,
        form=Form(form),
        internal=asked.get("public", "1") == "0",
        page=int(page) if page.isdecimal() and len(page) < 5 else 1,
    )
