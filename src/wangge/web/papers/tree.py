"""What stands below a street or a community: the versions in force and the people of the offices."""

from dataclasses import dataclass
from datetime import date

from wangge.places.models import Area
from wangge.staffing.cards import Holder, holders, office
from wangge.staffing.directory import Directory
from wangge.web.papers.errors import NothingToPrint, TooManyToPrint
from wangge.web.papers.versions import Asked, Version, version

MOST_COMMUNITIES = 60


@dataclass(frozen=True, slots=True)
class Tree:
    """An area with the versions in force below it and the people of the offices, by area."""

    area: Area
    versions: tuple[Version, ...]
    offices: dict[int, tuple[Holder, ...]]
    empty: tuple[Area, ...]


def tree(area: Area, *, on: date) -> Tree:
    """What stands below a street or a community on a day; communities without grids are named too."""
    below = Area.objects.filter(path__startswith=area.path, level=Area.Level.COMMUNITY).order_by("code")
    communities = list(below.defer("outline"))
    if len(communities) > MOST_COMMUNITIES:
        raise TooManyToPrint(area=area.name, communities=len(communities), most=MOST_COMMUNITIES)
    found, empty = [], []
    for each in communities:
        try:
            found.append(version(each, Asked(on=on), today=on))
        except NothingToPrint:
            empty.append(each)
    if not found:
        raise NothingToPrint(area=area.name)
    offices = {each.area.pk: office(area=each.area.pk, on=on) for each in found}
    if area.level != Area.Level.COMMUNITY:
        post = Directory.read().offices.get(area.path)
        offices[area.pk] = holders(post=post, on=on)
    return Tree(area, tuple(found), offices, tuple(empty))
