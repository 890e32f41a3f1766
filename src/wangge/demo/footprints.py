"""Outlines of houses as they stand in an estate, drawn round the origin in metres, facing south."""

from wangge.demo.ground import Ring

WALK_UP = 6  # floors a house may have without a lift


def slab(units: int, floors: int, step: float) -> Ring:
    """A slab block (板楼): stairwells side by side, its eastern half set back by `step`."""
    half = units * (13.0 if floors <= WALK_UP else 17.0) / 2
    depth = (12.4 if floors <= WALK_UP else 14.6) / 2
    seam = 0.0 if units % 2 == 0 else half / units
    return (
        (-half, -depth), (seam, -depth), (seam, -depth + step), (half, -depth + step),
        (half, depth + step), (seam, depth + step), (seam, depth), (-half, depth), (-half, -depth),
    )  # fmt: skip


def tower(units: int) -> Ring:
    """A tower (塔楼): a cross with its southern rooms spread; wider where two stairwells share it."""
    wing, waist, reach = 15.0 + 5.0 * (units - 1), 8.0 + 4.0 * (units - 1), 13.5
    return (
        (-wing, -reach), (-waist, -reach), (-waist, -reach + 4), (waist, -reach + 4), (waist, -reach),
        (wing, -reach), (wing, 3.5), (waist + 2, 3.5), (waist + 2, reach), (-waist - 2, reach),
        (-waist - 2, 3.5), (-wing, 3.5), (-wing, -reach),
    )  # fmt: skip


def court(units: int) -> Ring:
    """A house round a court (围合), open to the south: stairwells along three sides."""
    depth, back = 12.4, units * 13.0 * 0.44
    wing = (units * 13.0 - back) / 2
    half, top = back / 2, wing / 2
    return (
        (-half, top), (-half, top - wing), (-half + depth, top - wing), (-half + depth, top - depth),
        (half - depth, top - depth), (half - depth, top - wing), (half, top - wing), (half, top),
        (-half, top),
    )  # fmt: skip


def outline(shape: str, *, units: int, floors: int, step: float) -> Ring:
    """The footprint of a house by the name of its shape."""
    if shape == "tower":
        return tower(units)
    return court(units) if shape == "court" else slab(units, floors, step)
