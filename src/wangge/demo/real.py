"""Real buildings beside the invented ones: imported as `wangge import buildings` does, drawn into grids."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.demo.people import people
from wangge.demo.staff import PASSWORD
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.codes import Level
from wangge.foundation.coordinates import System
from wangge.foundation.tables import Table, read_table
from wangge.journal.actor import SYSTEM
from wangge.partition.inputs import Rule
from wangge.places.columns import Wanted
from wangge.places.founding import Founding, found_community, invented_code
from wangge.places.importing import import_buildings, read
from wangge.places.models import Area, Division
from wangge.planning.actions import adopt, draw, vouch

RULE = Rule(300, 500)
USERNAME = "real"
# Columns of files that are published somewhere in this form: Singapore's list of public-housing blocks.
PUBLISHED = (Wanted(columns={"name": ("blk_no", "street")}, leave_out={"residential": ("N",)}),)


def enter_real(
    file: Path,
    *,
    mapping: Path | None = None,
    seed: int,
    now: datetime,
    progress: Callable[[str], None] = lambda _said: None,
) -> Division:
    """Found a community for the buildings of a file, import them, draw grids of 300 to 500, staff its office.

    Refuses what an import refuses, and then leaves nothing behind.
    """
    progress(_("Importing {file}").format(file=file.name))
    table = read_table(file)
    wanted = Wanted.read(mapping) if mapping else published(table)
    rows = read(table, wanted=wanted, system=wanted.system or System.WGS84, area=None)
    community = _found(file.name.partition(".")[0], now=now)
    import_buildings(community, rows=rows, source=file.name, by=SYSTEM, now=now)
    progress(_("Drawing the grids of {area}").format(area=community.name))
    draft = draw(community, rule=RULE, seed=seed, lenient=True, by=SYSTEM, now=now)
    vouch(draft, by=SYSTEM, now=now)
    division = adopt(draft, since=now.astimezone(CHINA_TIME).date(), by=SYSTEM, now=now)
    _open_office(community, now=now)
    return division


def published(table: Table) -> Wanted:
    """The mapping of a file that is published in a known form; else its usual headings must do."""
    cells = {cell for _, row in table.rows[:1] for cell in row}
    for wanted in PUBLISHED:
        named = {column for columns in wanted.columns.values() for column in columns}
        if named | set(wanted.leave_out) <= cells:
            return wanted
    return Wanted()


def _found(name: str, *, now: datetime) -> Area:
    names = {
        Level.PROVINCE: _("Invented province"),
        Level.CITY: _("Invented city"),
        Level.DISTRICT: _("Invented district"),
        Level.STREET: _("Invented street"),
    }
    return found_community(Founding(name, invented_code(), names), by=SYSTEM, now=now)


def _open_office(community: Area, *, now: datetime) -> None:
    """Somebody who may look at it."""
    person = next(people(seed=community.pk))
    account = accounts.open_account(
        USERNAME, name=person.name, phone=person.phone, password=PASSWORD, keep=True, by=SYSTEM, now=now
    )
    accounts.grant(account, role=Role.COMMAND, area=community, by=SYSTEM, now=now)
