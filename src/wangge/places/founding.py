"""A community to be, with the areas above it that are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wangge.foundation.codes import Level, level_of, parent_of, short
from wangge.foundation.errors import CodesUsedUp
from wangge.journal.actor import Actor
from wangge.places import actions as places
from wangge.places.import_errors import CommunityThere
from wangge.places.models import Area

INVENTED_STREET = "990101001"  # no province has the number 99


@dataclass(frozen=True, slots=True)
class Founding:
    """A community's name and code, and what its missing ancestors are called, by level."""

    name: str
    code: str
    ancestors: Mapping[Level, str]


def invented_code() -> str:
    """The first community code that is free under the invented street."""
    taken = set(Area.objects.filter(code__startswith=INVENTED_STREET).values_list("code", flat=True))
    for number in range(1, 1000):
        if (code := f"{INVENTED_STREET}{number:03d}") not in taken:
            return code
    raise CodesUsedUp(code=INVENTED_STREET, number=1000, most=999)


@transaction.atomic
def found_community(founding: Founding, *, by: Actor, now: datetime) -> Area:
    """Enter a community below its street, and first what is missing above it; each is an entry."""
    same = Area.objects.filter(name=founding.name, level=Level.COMMUNITY).first()
    if same:
        raise CommunityThere(name=same.name, code=same.code)
    chain = [short(founding.code)]
    while (above := parent_of(chain[-1])) is not None:
        chain.append(above)
    parent = None
    for code in reversed(chain[1:]):
        there = Area.objects.filter(code=code).first()
        level = level_of(code)
        name = founding.ancestors.get(level, code)
        parent = there or places.found_area(code, name=name, level=level, parent=parent, by=by, now=now)
    return places.found_area(
        chain[0], name=founding.name, level=Level.COMMUNITY, parent=parent, by=by, now=now
    )
