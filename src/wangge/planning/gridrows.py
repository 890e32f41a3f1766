"""The list of a draft's grids: as it is kept, and looked through when somebody sends another."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from wangge.places.models import Grid
from wangge.planning.errors import BadGrids
from wangge.planning.models import Draft
from wangge.planning.sheets import GridRow

MOST = 999  # what a 15-digit code has room for


def checked_rows(draft: Draft, grids: Sequence[GridRow]) -> list[GridRow]:
    """The rows as they are kept; numbers and continued grids only once, of this community."""
    for name, what in (("number", _("its number is given twice")), ("continues", _("it is continued twice"))):
        found = Counter(row[name] for row in grids if row[name] is not None)  # type: ignore[literal-required]
        twice = next((each for each, times in found.items() if times > 1), None)
        if twice is not None:
            raise BadGrids(number=twice, what=what)
    known = set(
        Grid.objects.filter(
            pk__in=[row["continues"] for row in grids if row["continues"]],
            division__area=draft.area,
            level=Grid.Level.GRID,
        ).values_list("pk", flat=True)
    )
    return [_row(row, known) for row in grids]


def _row(row: GridRow, known: set[int]) -> GridRow:
    number, continues = row["number"], row["continues"]
    if not 1 <= number <= MOST:
        raise BadGrids(number=number, what=_("numbers are 1 to {most}").format(most=MOST))
    if row["kind"] not in Grid.Kind.values:
        raise BadGrids(number=number, what=_("there is no such kind"))
    if continues is not None and continues not in known:
        raise BadGrids(number=number, what=_("it continues no grid of this community"))
    return GridRow(
        number=number,
        name=row["name"].strip()[:60],
        kind=row["kind"],
        continues=continues,
        locked=bool(row["locked"]),
    )


def expect_listed(rows: Sequence[GridRow], assignment: Mapping[str, int]) -> None:
    """Refuse buildings in a grid that is not listed."""
    missing = set(assignment.values()) - {row["number"] for row in rows}
    if missing:
        raise BadGrids(number=min(missing), what=_("buildings are in it, but it is not among the grids"))


def rows_of(draft: Draft) -> list[GridRow]:
    """A draft's grids; one kept before drafts listed them gets a plain list."""
    if draft.grids or not draft.assignment:
        return list(draft.grids)
    return plain_rows(sorted(set(draft.assignment.values())))


def plain_rows(numbers: Sequence[int]) -> list[GridRow]:
    """Base grids with nothing but their numbers."""
    return [GridRow(number=n, name="", kind=Grid.Kind.BASE, continues=None, locked=False) for n in numbers]
