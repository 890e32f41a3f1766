"""The shapes that the workbench is given: ground, draft with its grids, checks and differences, history."""

from typing import Any, TypedDict


class GridRow(TypedDict):
    """A grid as a draft keeps it; `continues` is the id of the grid in force that it goes on from."""

    number: int
    name: str
    kind: str
    continues: int | None
    locked: bool


class Counts(TypedDict):
    """What a grid, or a part of one, holds; `area` in m², `load` in households' worth of work."""

    buildings: int
    households: int
    people: int
    registered: int
    floating: int
    care: int
    merchants: int
    area: float
    load: float


class Person(TypedDict):
    """Somebody in a post of a grid; `lead` is whoever answers for it."""

    name: str
    role: str
    role_en: str
    lead: bool
    substitute: bool


class GridSheet(GridRow):
    """A grid with its figures.

    `deviation` is the share by which its weight (the rule's measure) differs from the mean of base grids;
    `burden` the same of its load. `within` says whether the rule holds, `branch` by which measure (empty:
    neither; a special grid is outside the rule and always within). `pieces` is 1 where it is connected.
    `compounds` counts compounds by kind, `elements` people, places, things, events and organisations.
    `colour` is 0 to 11, never the same beside one another; `lon`, `lat` are where its number stands.
    """

    counts: Counts
    weight: int
    deviation: float
    burden: float
    within: bool
    branch: str
    pieces: int
    compounds: dict[str, int]
    elements: dict[str, int]
    facilities: list[str]
    staff: list[Person]
    code: str
    colour: int
    lon: float
    lat: float


class Check(TypedDict):
    """One check: `level` is ok, note or warn; `text` in the reader's language. Nothing here ever blocks.

    `grids` are numbers and `buildings` ids that it is about; `facts` the figures it names.
    """

    code: str
    level: str
    text: str
    grids: list[int]
    buildings: list[int]
    facts: dict[str, Any]


class Change(TypedDict):
    """What one grid of the draft gains and loses against the division it is compared with (households)."""

    number: int
    continues: int | None
    was: str
    gained: int
    lost: int
    staff: list[Person]


class Difference(TypedDict):
    """A draft against the division in force (None where there is none).

    `moved` buildings (id → [code of the grid it was in, number it goes to]) change grid. `unavoidable` are
    the households that any plan with so many grids under this rule must move at least. `dissolved` grids go
    on in no grid of the draft: their posts need a decision.
    """

    division: int
    version: int
    since: str
    households: int
    people: int
    buildings: int
    share: float
    unavoidable: int
    moved: dict[str, list[Any]]
    grids: list[Change]
    dissolved: list[dict[str, Any]]
    added: list[int]


class SolvingSheet(TypedDict):
    """The last solving of a draft; `error` is a sentence, empty unless it failed.

    `state` is waiting, running, done, failed or cancelled; `progress` 0 to 1; `made` is the draft that holds
    the result where this one was changed meanwhile.
    """

    id: int
    mode: str
    state: str
    progress: float
    objective: float | None
    outside: int | None
    asked_at: str
    asked_by: str
    seconds: float
    cancel: bool
    error: str
    made: int | None


class Question(TypedDict):
    """A principle of the checklist, in the reader's language."""

    code: str
    name: str
    question: str


class ApprovalSheet(TypedDict):
    """What was decided; `current` says whether it was about the revision as it stands."""

    revision: int
    decision: str
    current: bool
    answers: list[dict[str, Any]]
    note: str
    by: str
    at: str


class DraftLine(TypedDict):
    """A draft in a list."""

    id: int
    name: str
    note: str
    parent: int | None
    basis: int | None
    revision: int
    made_by: str
    made_at: str
    changed_at: str
    grids: int
    within: int
    objective: float | None
    approved: bool
    adopted: int | None
    solving: str


class DraftSheet(DraftLine):
    """A draft with everything that the workbench shows.

    `terms` is `planning.terms.Terms` as JSON; `assignment` building id (text) → grid number; `outdated` says
    that the ground changed since it was drawn; `figures` the measures of the plan as it stands.
    """

    area: str
    terms: dict[str, Any]
    rows: list[GridSheet]
    assignment: dict[str, int]
    pins: list[int]
    microgrids: list[dict[str, Any]]
    totals: Counts
    figures: dict[str, Any]
    checks: list[Check]
    score: dict[str, Any]
    difference: Difference | None
    job: SolvingSheet | None
    approval: ApprovalSheet | None
    checklist: list[Question]
    approvable: bool
    outdated: bool


class GroundBuilding(TypedDict):
    """A building of the ground; `compound` is a name, `managed` its kind, `area` m² of the cell."""

    id: int
    name: str
    compound: str
    managed: str
    lon: float
    lat: float
    households: int
    people: int
    registered: int
    floating: int
    care: int
    merchants: int
    units: int
    floors: int
    area: float
    outside: bool


class GroundSheet(TypedDict):
    """What grids are drawn on, in WGS 84; the same `stamp` means the same ground, `edition` the same sheet.

    `cells` are GeoJSON polygons in the order of `buildings`, which they divide the community among without
    gap or overlap. `edges` are [i, j, metres of shared border, barrier class 0 to 3, bridged 0 or 1] by index
    in `buildings`. `barriers` are {class, coordinates: [[lon, lat], …]}; `facilities` {id, name, kind, lon,
    lat, size, building}: building is the index of the one in whose cell it lies.
    """

    stamp: str
    edition: str
    code: str
    name: str
    given: bool
    outline: dict[str, Any]
    buildings: list[GroundBuilding]
    cells: list[dict[str, Any]]
    edges: list[list[float]]
    barriers: list[dict[str, Any]]
    facilities: list[dict[str, Any]]


class Version(TypedDict):
    """A division of the past, the present or to come: `force` is past, present or future."""

    id: int
    version: int
    since: str
    until: str | None
    force: str
    grids: int
    microgrids: int
    note: str
    draft: int | None
    withdrawable: bool


class MicrogridPart(TypedDict):
    """A building in a microgrid: all of it (0 to 0), or a band of stairwells and floors, both included."""

    building: int
    unit_from: int
    unit_to: int
    floor_from: int
    floor_to: int
    households: int


class MicrogridRow(TypedDict):
    """A microgrid as a draft keeps it: in the grid of this number; its own number is 1 to 99 in the grid."""

    grid: int
    number: int
    name: str
    parts: list[MicrogridPart]
