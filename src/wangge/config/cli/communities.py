"""The community that a command speaks of."""

from django.core.management import call_command
from django.db import connection

from wangge.journal.actor import Actor
from wangge.places.errors import NoSuchArea
from wangge.places.import_errors import AreaUnclear
from wangge.places.models import Area

AT_THE_KEYBOARD = Actor(label="command line")


def lay_tables() -> None:
    """Make the tables of a house that has none yet."""
    if "places_area" not in connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)


def community(code: str | None) -> Area:
    """The community with this code or, without one, the only one there is."""
    found = Area.objects.filter(level=Area.Level.COMMUNITY)
    if code:
        area = Area.objects.filter(code=code).first()
        if area is None:
            raise NoSuchArea(code=code)
        return area
    if len(found) != 1:
        raise AreaUnclear(count=len(found))
    return found[0]
