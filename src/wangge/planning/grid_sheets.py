"""The grids of a draft one by one, as the workbench shows them."""

from collections.abc import Mapping

from wangge.planning.contents import compounds_of, elements_of, units_of
from wangge.planning.difference import Staff
from wangge.planning.force import Force
from wangge.planning.layout import Layout
from wangge.planning.placing import colours_of, points_of
from wangge.planning.sheets import GridSheet


def grid_sheets(
    layout: Layout, force: Force | None, staff: Staff, events: Mapping[int, int]
) -> list[GridSheet]:
    """Every grid with its figures, in the order of the rows; `events` are counted by building."""
    base = layout.base
    weight, load = layout.weight, layout.load
    mean = float(weight[base].mean()) if base.any() else 0.0
    burden = float(load[base].mean()) if base.any() else 0.0
    compounds, elements, units = compounds_of(layout), elements_of(layout, events), units_of(layout)
    colour, points = colours_of(layout), points_of(layout)
    codes = {grid.lineage_id: grid.code for grid in force.grids} if force else {}
    line = force.line if force else {}
    within = layout.within().tolist()
    made = []
    for i, row in enumerate(layout.rows):
        follows = line.get(row["continues"] or 0, 0)
        made.append(
            GridSheet(
                **row,
                counts=layout.held[i],
                weight=int(weight[i]),
                deviation=round(float(weight[i]) / mean - 1, 4) if mean else 0.0,
                burden=round(float(load[i]) / burden - 1, 4) if burden else 0.0,
                within=within[i],
                branch=layout.branches[i],
                pieces=int(layout.pieces[i]),
                compounds=compounds[i],
                elements=elements[i] | {"organisations": len(units[i][0]), "things": len(units[i][1])},
                facilities=[*units[i][0], *units[i][1]],
                staff=list(staff.get(follows, ())),
                code=codes.get(follows, ""),
                colour=colour[i],
                lon=points[i][0],
                lat=points[i][1],
            )
        )
    return made
